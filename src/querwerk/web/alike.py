"""Entries like what somebody is writing: of every slice that declares them, and only what this reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.intake.queries import similar as intake
from querwerk.journal.actions import Actor
from querwerk.projects.queries import similar as projects
from querwerk.projects.rules import sees_internal
from querwerk.search.entries import Entry, Source, pieced
from querwerk.search.insights.shelves import Shelf
from querwerk.search.insights.similar import Like, like
from querwerk.sprints.queries import similar as sprints
from querwerk.structure.queries import vocabulary
from querwerk.teams.queries.teams import teams_to_join
from querwerk.trails.queries import similar as trails

from .access import HOUSE_ENTRY

#: Every slice that shows similar entries, in the order of the thread.
SOURCES: Sequence[Source] = cast(Sequence[Source], (intake, trails, sprints, projects))
_OF: Mapping[str, Source] = {kind: source for source in SOURCES for kind in source.KINDS}
#: So many are shown. More are asked for: what somebody takes back while another reads is left out of the answer.
SHOWN, ASKED = 5, 12


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that is alike, what it is, and the words that made it so."""

    kind: str
    slug: str
    named: str
    entry: Entry
    words: tuple[str, ...]


def works_in_house(actor: Actor) -> bool:
    """Whether an actor reads what the house shares with all who work in it."""
    return HOUSE_ENTRY.open_to(actor, Verb.READ)


def entries_like(actor: Actor, title: str, text: str = "") -> list[Line]:
    """The entries most like a text among those an actor may see, best first."""
    if not title.strip() and not text.strip():
        return []
    on = {Shelf.PUBLIC} | ({Shelf.HOUSE} if works_in_house(actor) else set())
    on |= {Shelf.INTERNAL} if sees_internal(actor) else set()
    own = pieced(one for source in SOURCES for one in source.own(actor))
    found = [one for one in like(title, text, on=on, own=own, limit=ASKED) if one.kind in _OF]
    return _lines(found, actor)[:SHOWN]


def entry(kind: str, slug: str, actor: Actor) -> Line | None:
    """One entry, if an actor may see it."""
    lines = _lines([Like(kind, slug, ())], actor) if kind in _OF else []
    return lines[0] if lines else None


def _lines(found: Sequence[Like], actor: Actor) -> list[Line]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for one in found:
        slugs[one.kind].append(one.slug)
    shown = {kind: _OF[kind].shown(kind, wanted, actor) for kind, wanted in slugs.items()}
    if "idea" in shown:
        shown["idea"] = _with_teams(shown["idea"], actor)
    names = _names(slugs)
    return [
        Line(one.kind, one.slug, names[one.kind], seen, one.words[:6])
        for one in found
        if (seen := shown[one.kind].get(one.slug))
    ]


def _names(kinds: Collection[str]) -> dict[str, str]:
    """What the kinds are called today; the word for projects is read where there are any."""
    names = {
        "inquiry": _("Inquiry"), "result": _("What came of it"), "campaign": _("Idea campaign"),
        "trail": _("Paper trail"), "absurdity": _("Absurdity"), "sprint": _("Sprint or workshop"), "idea": _("Idea"),
    }  # fmt: skip
    if "project" in kinds:
        names["project"] = vocabulary(timezone.localdate(), get_language() or "de").one("project")
    return names


def _with_teams(ideas: Mapping[str, Entry], actor: Actor) -> Mapping[str, Entry]:
    """Ideas with the team that carries them out, where the reader may ask to join it."""
    teams = teams_to_join([entry.thread for entry in ideas.values() if entry.thread], actor)
    return {
        slug: replace(entry, join=reverse("teams:join", args=[teams[entry.thread]])) if entry.thread in teams else entry
        for slug, entry in ideas.items()
    }

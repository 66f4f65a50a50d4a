"""The editing page of a sheet, section by section: what is there, what may be said about it, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from querwerk import dates
from querwerk.journal.actions import Actor

from ..labels import (
    DRAFT_STATES,
    DRAFT_TONES,
    GOAL_STATUSES,
    INVOLVED,
    LINEAGE,
    RESOURCE_KINDS,
    RESPONSIBILITY_ROLES,
    STATE_TONES,
    STATES,
    TEXT_FIELDS,
)
from ..lifecycle import DraftState, GoalStatus, LineageKind, State, may_move
from ..models import GROWING, Draft, Resource, Responsibility, SheetText, TargetGroup
from ..queries.editing import EditPage, Item
from ..rules import may_steer, may_write
from .verbs import TEXTS, VERBS, Verb, open_to


@dataclass(frozen=True, slots=True)
class Link:
    """A verb on the page: what it says, about what (for those who hear the page), and where it leads."""

    title: Any
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its badge and its verbs."""

    title: str
    detail: str
    badge: Any
    tone: str
    links: list[Link]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page; ``gap`` says what is missing, in a sentence, or nothing; ``elsewhere`` that it is not for
    the reader to enter."""

    key: str
    title: Any
    lines: list[Line]
    links: list[Link]
    gap: Any = ""
    elsewhere: Any = False


#: section -> (title, kinds of entries in it, what to say when it is empty)
_SECTIONS: dict[str, tuple[Any, tuple[str, ...], Any]] = {
    "state": (_("State"), ("state",), ""),
    "frame": (_("Name, dates and themes"), ("name", "date"), ""),
    "people": (_("Responsibility"), ("responsibility",), _("Nobody is named as responsible yet.")),
    "texts": (_("Texts"), (), ""),
    "goals": (_("Goals"), ("goal",), _("No goal is set yet.")),
    "milestones": (_("Milestones"), ("milestone",), _("No milestone is planned yet.")),
    "parts": (_("Parts"), ("part",), ""),
    "prospects": (_("Chances and risks"), ("prospect",), _("No chance and no risk is named yet.")),
    "obstacles": (_("Obstacles"), ("obstacle",), ""),
    "means": (_("Resources and methods"), ("resource", "method"), _("No posts and no money are named yet.")),
    "groups": (_("Target groups"), ("target_group",), _("No target group is named yet.")),
    "council": (_("Involvement of the council"), ("involvement",), _("No involvement of the council is recorded yet.")),
    "results": (_("Results in figures"), ("figure",), ""),
    "attachments": (_("Documents and pictures"), ("attachment",), ""),
    "strategy": (_("Strategy goals"), ("strategy",), _("No strategy goal is linked yet.")),
    "lineage": (_("Where from, where to"), ("ancestry", "lineage"), ""),
}
#: Sections whose entries follow from what mayors and council decided.
STEERED_SECTIONS = frozenset({"people", "strategy", "lineage"})
#: kind of entry -> verbs that can be said about one.
_ABOUT: dict[str, tuple[str, ...]] = {
    "goal": ("ziel-aendern", "ziel-erreichen", "ziel-verfehlen", "ziel-aufgeben"),
    "milestone": ("meilenstein-verschieben", "meilenstein-erreichen", "meilenstein-streichen"),
    "part": ("teil-bewegen",),
    "prospect": ("chance-risiko-schliessen",),
    "obstacle": ("hindernis-eskalieren", "hindernis-loesen"),
    "responsibility": ("einheit-entlassen",),
    "strategy": ("strategie-loesen",),
    "attachment": ("dokument-entfernen",),
}
#: kind of entry -> the verb that opens a closed one again.
_AGAIN = {
    "milestone": "meilenstein-wieder-aufnehmen",
    "prospect": "chance-risiko-wieder-aufnehmen",
    "obstacle": "hindernis-wieder-aufnehmen",
}


def sections(page: EditPage, actor: Actor, drafts: Mapping[str, Draft]) -> list[Section]:
    """All sections of the page in reading order, with the verbs that are open to the reader; ``drafts`` by text."""
    address = reverse("projects:edit", args=[page.project.slug])
    steers = may_steer(actor)
    found = []
    for key, (title, kinds, gap) in _SECTIONS.items():
        lines = [_line(item, address, actor) for kind in kinds for item in page.of(kind)]
        if key == "texts":
            found.append(Section(key, title, list(_texts(page, address, actor, drafts)), []))
            continue
        links = [
            Link(verb.title, page.project.name, f"{address}{slug}/")
            for slug, verb in VERBS.items()
            if verb.section == key and verb.rows is None and open_to(slug, actor) and _offered(verb, slug, page)
        ]
        missing = gap if key in page.missing else ""
        found.append(Section(key, title, lines, links, missing, missing and key in STEERED_SECTIONS and not steers))
    return found


def _offered(verb: Verb, slug: str, page: EditPage) -> bool:
    """A step is offered where the way is open; a project that has not run yet starts, any other resumes."""
    if verb.leads_to is None:
        return True
    before = State(page.project.state)
    fresh = before in (State.PRIORITIZED, State.APPROVED)
    if (slug == "starten" and not fresh) or (slug == "fortsetzen" and fresh):
        return False
    return may_move(before, verb.leads_to)


def _texts(page: EditPage, address: str, actor: Actor, drafts: Mapping[str, Draft]) -> Iterator[Line]:
    there = {item.status: item for item in page.of("text") if item.title}
    slugs = {field: slug for slug, field in TEXTS.items()}
    writes = may_write(actor, page.project)
    for field, label in TEXT_FIELDS.items():
        item, draft, links = there.get(field.value), drafts.get(field.value), []
        if draft is not None:
            links.append(Link(gettext("See the draft"), str(label), reverse("projects:draft", args=[draft.thread])))
        elif writes:
            words = gettext("Revise") if item and field.value not in GROWING else gettext("Write")
            slug = slugs[SheetText.Field(field)]
            links.append(Link(words, str(label), reverse("projects:write", args=[page.project.slug, slug])))
        if item and item.own and open_to("zuruecknehmen-text", actor):
            links.append(_take_back(item, str(label), address))
        missing = draft is None and field.value in page.missing
        badge, tone = _standing(draft, missing=missing)
        yield Line(str(label), _short(item.title if item else ""), badge, tone, links, missing=missing)


def _standing(draft: Draft | None, *, missing: bool) -> tuple[Any, str]:
    """Where a text is on its way, or that there is none."""
    if draft is not None:
        return DRAFT_STATES[DraftState(draft.state)], DRAFT_TONES[DraftState(draft.state)]
    return (_("missing"), "warning") if missing else ("", "warning")


def _line(item: Item, address: str, actor: Actor) -> Line:
    title, badge, tone = _SHOWN.get(item.kind, _plain)(item)
    links = [
        Link(VERBS[slug].title, title, f"{address}{slug}/{item.row}/")
        for slug in _ABOUT.get(item.kind, ())
        if item.open and open_to(slug, actor) and not (slug == "hindernis-eskalieren" and item.status)
    ]
    if again := _again(item):
        links.append(Link(VERBS[again].title, title, f"{address}{again}/{item.row}/"))
    if item.own and f"zuruecknehmen-{item.kind}" in VERBS and open_to(f"zuruecknehmen-{item.kind}", actor):
        links.append(_take_back(item, title, address))
    return Line(_short(title), _short(item.detail), badge, tone, links)


def _again(item: Item) -> str:
    """The verb that undoes what an entry came to: closed, dropped, resolved, escalated."""
    if item.open:
        return "eskalation-zuruecknehmen" if item.kind == "obstacle" and item.status else ""
    return "" if item.status == "actual" else _AGAIN.get(item.kind, "")


def _take_back(item: Item, about: str, address: str) -> Link:
    return Link(gettext("Take back"), about, f"{address}zuruecknehmen-{item.kind}/{item.version}/")


def _short(text: str, limit: int = 180) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def _spoken(written: str) -> str:
    try:
        return dates.in_words(written, get_language() or "de")
    except ValueError:
        return written


def _plain(item: Item) -> tuple[str, Any, str]:
    return item.title, "", "info"


def _state(item: Item) -> tuple[str, Any, str]:
    state = State(item.title)
    return str(STATES[state]), "", STATE_TONES[state]


def _dated(item: Item) -> tuple[str, Any, str]:
    label = gettext("Begin") if item.status == "begin" else gettext("End")
    return f"{label}: {_spoken(item.title)}", "", "info"


def _goal(item: Item) -> tuple[str, Any, str]:
    status = GoalStatus(item.status)
    tones = {
        GoalStatus.OPEN: "info",
        GoalStatus.MET: "success",
        GoalStatus.MISSED: "danger",
        GoalStatus.DROPPED: "warning",
    }
    value, unit, year = item.extra.split("|")
    target = " ".join(part for part in (_amount(value), unit, year and f"({year})") if part)
    return f"{item.title} – {target}" if target else item.title, GOAL_STATUSES[status], tones[status]


def _milestone(item: Item) -> tuple[str, Any, str]:
    written, _bar, dropped = item.extra.partition("|")
    title = f"{item.title}: {_spoken(written)}" if written else item.title
    if dropped:
        return title, _("dropped"), "warning"
    return (title, _("reached"), "success") if item.status == "actual" else (title, _("planned"), "info")


def _part(item: Item) -> tuple[str, Any, str]:
    if not item.status:
        return item.title, "", "info"
    return item.title, STATES[State(item.status)], STATE_TONES[State(item.status)]


def _prospect(item: Item) -> tuple[str, Any, str]:
    kind = _("Chance") if item.status == "chance" else _("Risk")
    return item.title, kind if item.open else _("closed"), "success" if item.status == "chance" else "warning"


def _obstacle(item: Item) -> tuple[str, Any, str]:
    if not item.open:
        return item.title, _("resolved"), "success"
    return (item.title, _("escalated"), "danger") if item.status else (item.title, _("open"), "warning")


def _resource(item: Item) -> tuple[str, Any, str]:
    amount, unit, year = item.extra.split("|")
    said = " ".join(part for part in (_amount(amount), unit, year and f"({year})") if part)
    return f"{item.title}: {said}" if said else item.title, RESOURCE_KINDS[Resource.Kind(item.status)], "info"


def _figure(item: Item) -> tuple[str, Any, str]:
    value, unit, year = item.extra.split("|")
    return f"{item.title}: {value} {unit} {year and f'({year})'}".strip(), "", "info"


def _responsibility(item: Item) -> tuple[str, Any, str]:
    return item.title, RESPONSIBILITY_ROLES[Responsibility.Role(item.status)], "info"


def _group(item: Item) -> tuple[str, Any, str]:
    return item.title, INVOLVED[TargetGroup.Involved(item.status)], "info"


def _involvement(item: Item) -> tuple[str, Any, str]:
    return f"{_spoken(item.extra)}, {item.status}: {item.title}", "", "info"


def _descent(item: Item) -> tuple[str, Any, str]:
    forward, backward = LINEAGE[LineageKind(item.status)]
    return f"{forward if item.kind == 'lineage' else backward} {item.title}", "", "info"


def _attachment(item: Item) -> tuple[str, Any, str]:
    internal = item.status.lower() in ("1", "true")
    return item.title, _("internal") if internal else _("public"), "warning" if internal else "info"


def _amount(text: str) -> str:
    return number_format(Decimal(text).normalize(), force_grouping=True) if text else ""


_SHOWN: dict[str, Callable[[Item], tuple[str, Any, str]]] = {
    "state": _state, "date": _dated, "goal": _goal, "milestone": _milestone, "part": _part, "prospect": _prospect,
    "obstacle": _obstacle, "resource": _resource, "figure": _figure, "responsibility": _responsibility,
    "target_group": _group, "involvement": _involvement, "lineage": _descent, "ancestry": _descent,
    "attachment": _attachment,
}  # fmt: skip

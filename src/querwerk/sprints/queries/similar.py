"""Sprints and their ideas that are alike: what is announced or published, and what one takes part in or plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import PIECE, Entry, Pieces
from querwerk.tables import whole_number

from ..labels import EXIT_TONES, EXITS, STATES, TONES
from ..lifecycle import JOINING, Exit, Joining, Showing, State
from ..models import Idea, Result, Sprint
from ..rules import ideas_visible_to, may_join, visible_to

KINDS = ("sprint", "idea")
_PUBLISHED = [Showing.HOUSE.value, Showing.EVERYBODY.value]
#: So many sprints and ideas that stand on no shelf are compared, the newest first: typing never waits for them.
_MOST = 100


def own(actor: Actor) -> list[Doc | Pieces]:
    """Sprints that are being planned or are for invited people, and ideas whose result is not published."""
    if not actor.account:
        return []
    hidden = Q(state=State.PLANNED.value) | Q(joining=Joining.INVITED.value)
    sprints = visible_to(actor).filter(hidden).order_by("-pk")[:_MOST]
    ideas = ideas_visible_to(actor).exclude(sprint__result__showing__in=_PUBLISHED).order_by("-pk")[:_MOST]
    planned = Sprint.objects.filter(pk__in=sprints.values("pk")).annotate(
        doc_kind=Value("sprint"), doc_slug=F("slug"), doc_title=F("title"), nth=Value(0), piece=F("question")
    )
    noted = Idea.objects.filter(pk__in=ideas.values("pk")).annotate(
        doc_kind=Value("idea"), doc_title=F("title"), nth=Value(0), piece=F("text"),
        doc_slug=Concat("sprint__slug", Value("-"), Cast("pk", TextField()), output_field=TextField()),
    )  # fmt: skip
    return [planned.values_list(*PIECE), noted.values_list(*PIECE)]


def of_result(result: Result) -> list[Doc]:
    """What can be found of the ideas of a sprint, by those who may read its result."""
    house = result.showing != Showing.EVERYBODY
    ideas = Idea.objects.filter(sprint=result.sprint_id).select_related("sprint").order_by("pk")
    return [_document(idea, house=house) for idea in ideas]


def sprint_of(slug: str) -> str:
    """The address of the sprint that an idea was found under: ideas are named by it and their own number."""
    return slug.rpartition("-")[0]


def shown(kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    """The sprints or ideas of some addresses, as the reader may see them."""
    if kind == "sprint":
        return {row.slug: _sprint(row, actor) for row in visible_to(actor).filter(slug__in=slugs)}
    numbers = [whole_number(slug.rpartition("-")[2]) for slug in slugs]
    rows = ideas_visible_to(actor).filter(pk__in=numbers).select_related("sprint__result")
    return {_address(idea): _idea(idea) for idea in rows}


def _document(idea: Idea, *, house: bool) -> Doc:
    return Doc("idea", _address(idea), idea.title, texts=(idea.text,), house=house)


def _address(idea: Idea) -> str:
    return f"{idea.sprint.slug}-{idea.pk}"


def _sprint(sprint: Sprint, actor: Actor) -> Entry:
    state = State(sprint.state)
    joins = state in JOINING and sprint.joining != Joining.INVITED and may_join(actor)
    return Entry(
        sprint.title, str(STATES[state]), TONES[state], "sprints:sprint", sprint.slug, sprint.thread,
        join=reverse("sprints:sprint", args=[sprint.slug]) if joins else "",
    )  # fmt: skip


def _idea(idea: Idea) -> Entry:
    """On the page of the result once that is published, until then among the ideas of the sprint."""
    way_out, result = Exit(idea.way_out), getattr(idea.sprint, "result", None)
    page = "teams:result" if result and result.showing in _PUBLISHED else "sprints:ideas"
    return Entry(idea.title, str(EXITS[way_out]), EXIT_TONES[way_out], page, idea.sprint.slug, idea.thread)

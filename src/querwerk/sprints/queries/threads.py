"""Sprints and the ideas they yield as stations of the golden thread, and how long they stayed at a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.journal.queries import became
from querwerk.threads import MOST, At, Kind, Spell, Stage, excerpt

from ..access import IDEA
from ..labels import EXIT_TONES, EXITS, STATES, TONES
from ..lifecycle import OVER, Exit, Place, State
from ..models import Idea, Seat, Sprint, Subject
from ..rules import ideas_visible_to, visible_to

_AHEAD = frozenset({State.PLANNED, State.ANNOUNCED})
GROWN_FROM = frozenset({Kind.INQUIRY, Kind.PROPOSAL, Kind.SPRINT})


def stages(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The sprints and ideas among these threads that an actor may see."""
    return [
        *_sprints(visible_to(actor).filter(thread__in=threads)),
        *_ideas(ideas_visible_to(actor).filter(thread__in=threads), actor),
    ]


def grown_from(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The sprints that took up one of these inquiries, and the ideas that one of these sprints yields."""
    taken_up = visible_to(actor).filter(pk__in=Subject.objects.filter(inquiry__thread__in=threads).values("sprint"))
    return [*_sprints(taken_up), *_ideas(ideas_visible_to(actor).filter(sprint__thread__in=threads), actor)]


def own(actor: Actor) -> list[Stage]:
    """The sprints in which an actor has a seat and that are not over."""
    seated = Seat.objects.filter(account__username=actor.account, state=Place.TAKEN.value).values("sprint")
    return _sprints(visible_to(actor).filter(pk__in=seated).exclude(state__in=OVER)) if actor.account else []


def coming(actor: Actor, *, at: datetime) -> int:
    """How many sprints lie ahead."""
    return visible_to(actor).filter(state__in=_AHEAD, ends_at__gte=at).count()


def without_exit(actor: Actor) -> int:
    """How many ideas of running sprints have neither a team nor a reason."""
    running = visible_to(actor).filter(state=State.RUNNING)
    return ideas_visible_to(actor).filter(sprint__in=running, way_out=Exit.OPEN.value).count()


def _sprints(found: QuerySet[Sprint]) -> list[Stage]:
    sprints = list(found.order_by("starts_at", "pk")[:MOST])
    taken_up: dict[int, list[UUID]] = defaultdict(list)
    if sprints:
        subjects = Subject.objects.filter(sprint__in=sprints).order_by("pk")
        for sprint, inquiry in subjects.values_list("sprint", "inquiry__thread"):
            taken_up[sprint].append(inquiry)
    return [_of_sprint(sprint, tuple(taken_up[sprint.pk])) for sprint in sprints]


def _of_sprint(sprint: Sprint, origins: tuple[UUID, ...]) -> Stage:
    state = State(sprint.state)
    ahead, ahead_on = "", None
    if state in _AHEAD:
        ahead, ahead_on = _("The sprint takes place"), _day(sprint.starts_at)
    elif state is State.RUNNING:
        ahead, ahead_on = _("Every idea finds a team or is parked"), _day(sprint.ends_at)
    return Stage(
        sprint.thread, origins, Kind.SPRINT, sprint.title, reverse("sprints:sprint", args=[sprint.slug]),
        str(STATES[state]), TONES[state], _day(sprint.starts_at),
        until=_day(sprint.ends_at) if state in OVER else None,
        said=excerpt(sprint.cancelled_because), next=ahead, next_on=ahead_on,
    )  # fmt: skip


def _ideas(found: QuerySet[Idea], actor: Actor) -> list[Stage]:
    ideas = list(found.select_related("sprint").order_by("noted_on", "pk")[:MOST])
    near = Idea.objects.filter(IDEA.where(actor, Verb.READ, "sprint__"), pk__in=[idea.pk for idea in ideas])
    known = set(near.values_list("pk", flat=True)) if ideas else set()
    return [_of_idea(idea, near=idea.pk in known) for idea in ideas]


def _of_idea(idea: Idea, *, near: bool) -> Stage:
    """``near``: whether the reader may open its own page; everybody else reads it on that of the result."""
    way_out = Exit(idea.way_out)
    has_team = way_out is Exit.TEAM
    slug = idea.sprint.slug
    address = reverse("sprints:idea", args=[slug, idea.pk]) if near else reverse("teams:result", args=[slug])
    return Stage(
        idea.thread, (idea.sprint.thread,), Kind.IDEA, idea.title, address, str(EXITS[way_out]), EXIT_TONES[way_out],
        idea.noted_on, until=idea.noted_on if way_out is Exit.PARKED else None, said=excerpt(idea.parked_because),
        next=idea.first_step if has_team else "", next_on=idea.first_step_on if has_team else None, out_of=Kind.SPRINT,
    )  # fmt: skip


def held(inquiries: QuerySet[Subject]) -> dict[UUID, date]:
    """On which day the first sprint that was not cancelled took up an inquiry."""
    kept = inquiries.exclude(sprint__state__in=[State.CANCELLED, State.PLANNED])
    rows = kept.values_list("inquiry__thread").annotate(first=Min("sprint__starts_at"))
    return {thread: _day(first) for thread, first in rows}


def spells(found: QuerySet[Sprint], *, since: date, until: date) -> list[Spell]:
    """How long sprints of a time took until their first idea, and how long ideas waited for a team."""
    begun = found.filter(starts_at__date__gte=since, starts_at__date__lte=until).exclude(state=State.PLANNED)
    noted = begun.annotate(first=Min("ideas__noted_on"))
    rows = noted.values_list("starts_at", "ends_at", "state", "first")
    return [_spell(_day(starts), _day(ends), State(state), first) for starts, ends, state, first in rows]


def _spell(starts_on: date, ends_on: date, state: State, first: date | None) -> Spell:
    if first is not None:
        return Spell(At.SPRINT, starts_on, max(starts_on, first))
    if state is State.CANCELLED:
        return Spell(At.SPRINT, starts_on, starts_on, "cancelled")
    return Spell(At.SPRINT, starts_on, ends_on, "empty") if state in OVER else Spell(At.SPRINT, starts_on)


def spells_of_ideas(found: QuerySet[Idea], *, since: date, until: date) -> list[Spell]:
    """How long ideas noted in a time waited until they had a team or were parked, as the journal says."""
    noted = found.filter(noted_on__gte=since, noted_on__lte=until)
    moved: dict[UUID, tuple[date, str]] = {}
    for thread, at, way_out in became(noted.values("thread"), "way_out", of="sprints"):
        moved[thread] = (_day(at), way_out)
    return [
        _spell_of_idea(day, way, moved.get(thread))
        for thread, day, way in noted.values_list("thread", "noted_on", "way_out")
    ]


def _spell_of_idea(noted_on: date, way_out: str, moved: tuple[date, str] | None) -> Spell:
    if way_out == Exit.OPEN:
        return Spell(At.IDEA, noted_on)
    left_on = max(noted_on, moved[0]) if moved else noted_on
    return Spell(At.IDEA, noted_on, left_on, "parked" if way_out == Exit.PARKED else "")


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)

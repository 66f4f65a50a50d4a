"""Inquiries and ideas as stations of the golden thread, and how long they stayed at a stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor
from querwerk.journal.queries import became
from querwerk.threads import MOST, At, Spell, Stage, excerpt
from querwerk.threads import Kind as StageKind

from ..labels import STATES, TONES
from ..lifecycle import WAITING, Kind, State
from ..models import Handling, Inquiry
from ..rules import visible_to

#: Where the staff unit has taken it up; whoever it was referred to may answer another way.
_TAKEN_UP = frozenset({State.ACCEPTED, State.PLANNED, State.HELD, State.PUBLISHED, State.FOLLOWED_UP})
#: After a while, whoever asked is asked what came of it.
_ASKED_AGAIN = frozenset({State.HELD, State.PUBLISHED, State.FOLLOWED_UP})
#: What ends an inquiry that nobody took up, and one that somebody did.
_ENDS = frozenset({State.REFERRED, State.DECLINED, State.CLOSED})
#: Whatever one reads can be what one asks about.
GROWN_FROM = frozenset(StageKind)


def stages(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The inquiries among these threads that an actor may see."""
    return _stages(visible_to(actor).filter(thread__in=threads))


def grown_from(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The inquiries that grew from one of these threads (a finding on a paper trail, say)."""
    return _stages(visible_to(actor).filter(origin__in=threads))


def own(actor: Actor) -> list[Stage]:
    """What an actor asked and what has not ended yet."""
    mine = visible_to(actor).filter(asker__account=actor.account) if actor.account else Inquiry.objects.none()
    return _stages(mine.exclude(state__in=_ENDS))


def waiting(actor: Actor, *, on: date) -> tuple[int, int]:
    """How many inquiries wait for a first word of the staff unit, and for how many of them the day is over."""
    late = Count("pk", filter=Q(due_on__lt=on))
    found = visible_to(actor).filter(state__in=WAITING).aggregate(waiting=Count("pk"), late=late)
    return found["waiting"], found["late"]


def _stages(found: QuerySet[Inquiry]) -> list[Stage]:
    return [_stage(inquiry) for inquiry in found.select_related("handling").order_by("received_at", "pk")[:MOST]]


def _stage(inquiry: Inquiry) -> Stage:
    state = State(inquiry.state)
    handling: Handling | None = getattr(inquiry, "handling", None)
    ahead, ahead_on = _ahead(inquiry, state, handling)
    return Stage(
        inquiry.thread, (inquiry.origin,) if inquiry.origin else (),
        StageKind.PROPOSAL if inquiry.kind == Kind.IDEA else StageKind.INQUIRY,
        inquiry.title, reverse("intake:inquiry", args=[inquiry.pk]), str(STATES[state]), TONES[state],
        _day(inquiry.received_at),
        until=_day(inquiry.answered_at) if state in _ENDS and inquiry.answered_at else None,
        said=excerpt(inquiry.answer or (handling.result if handling else "")), next=ahead, next_on=ahead_on,
    )  # fmt: skip


def _ahead(inquiry: Inquiry, state: State, handling: Handling | None) -> tuple[str, date | None]:
    """What comes next, in the words of the staff unit where it has said so."""
    if state in WAITING:
        return _("The staff unit answers"), inquiry.due_on
    if state is State.ACCEPTED and handling and handling.next_step:
        return handling.next_step, handling.next_on
    if state is State.PLANNED and handling and handling.planned_on:
        return _("It takes place"), handling.planned_on
    if state in _ASKED_AGAIN:
        return _("Whoever asked is asked what came of it"), inquiry.due_on
    return "", None


def spells(found: QuerySet[Inquiry], *, since: date, until: date, held: Mapping[UUID, date]) -> list[Spell]:
    """How long inquiries of a time waited for a word, and those taken up for a sprint.

    The days of its states are what the journal says; ``held`` says on which day a sprint took up an inquiry.
    """
    kept = found.exclude(state=State.DRAFT).filter(received_at__date__gte=since, received_at__date__lte=until)
    moved: dict[UUID, list[tuple[date, State]]] = {}
    for thread, at, state in became(kept.values("thread"), "state", of="intake"):
        moved.setdefault(thread, []).append((_day(at), State(state)))
    return [
        spell
        for thread, received_at in kept.values_list("thread", "received_at")
        for spell in of_states(_day(received_at), moved.get(thread, []), held.get(thread))
    ]


def of_states(received_on: date, moved: list[tuple[date, State]], held_on: date | None = None) -> list[Spell]:
    """One inquiry: until the staff unit took it up or answered; from then on until a sprint, or until its answer."""
    ended_on, ended = next(((day, state.value) for day, state in moved if state in _ENDS), (None, ""))
    taken = [day for day, state in moved if state in _TAKEN_UP]
    taken_on = min([*taken, *([held_on] if held_on else [])], default=None)
    if taken_on is None or (ended_on is not None and ended_on < taken_on):
        return [Spell(At.ASKED, received_on, ended_on, ended)]
    asked = Spell(At.ASKED, received_on, max(received_on, taken_on))
    if held_on is not None:
        return [asked, Spell(At.ACCEPTED, taken_on, held_on)]
    return [asked, Spell(At.ACCEPTED, taken_on, ended_on, ended)]


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)

"""The desk of the staff unit: what waits, what is due when, who says they have room. Matters, never people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.structure.models import Assignment, Post
from querwerk.structure.queries import valid_on

from ..lifecycle import OPEN, WAITING, Secrecy, State, usual_days
from ..models import Inquiry, NamedPost, Room, StandardAnswer
from ..rules import may_answer, visible_to


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inquiry on the desk: since when it waits, and until when a word is owed."""

    number: int
    title: str
    kind: str
    state: str
    received_at: datetime
    due_on: date | None
    contact: str


@dataclass(frozen=True, slots=True)
class RoomLine:
    """What somebody says of themselves."""

    post: str
    days: int
    until: date
    note: str
    own: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """The desk at a glance. ``counts``: state -> how many, of all that is open, what is confidential too.

    Each inquiry stands in one line, the most urgent that it belongs to: ``overdue``, ``this_week``, else ``new``.
    Those who only audit read counts, nothing of an inquiry.
    """

    counts: dict[str, int]
    confidential: int
    overdue: tuple[Waiting, ...]
    this_week: tuple[Waiting, ...]
    new: tuple[Waiting, ...]
    later: int
    waited_days: float | None
    usual_days: float | None
    rooms: tuple[RoomLine, ...]
    answers: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def stand(actor: Actor, *, now: datetime) -> Stand:
    """What waits on the desk, for those who answer; for others only how much."""
    today = timezone.localdate(now)
    week = today + timedelta(days=7)
    every = Inquiry.objects.filter(state__in=sorted(OPEN)).values_list("state", "secrecy", "received_at")
    rows = list(every)
    counts: dict[str, int] = {}
    for state, _secrecy, _at in rows:
        counts[state] = counts.get(state, 0) + 1
    lines = _lines(actor) if may_answer(actor) else []
    soon = [line for line in lines if line.due_on and line.due_on < week]
    rest = [line for line in lines if not line.due_on or line.due_on >= week]
    waits = [(at, now) for state, _secrecy, at in rows if state in WAITING]
    return Stand(
        counts={state.value: counts[state.value] for state in State if state.value in counts},
        confidential=sum(secrecy == Secrecy.CONFIDENTIAL for _state, secrecy, _at in rows),
        overdue=tuple(line for line in soon if line.due_on and line.due_on < today),
        this_week=tuple(line for line in soon if line.due_on and line.due_on >= today),
        new=tuple(line for line in rest if line.state == State.SUBMITTED),
        later=sum(line.due_on is not None for line in rest),
        waited_days=usual_days(waits),
        usual_days=_usual_days(),
        rooms=_rooms(actor, today) if may_answer(actor) else (),
        answers=may_answer(actor),
    )


def _lines(actor: Actor) -> list[Waiting]:
    open_ones = visible_to(actor).filter(state__in=sorted(OPEN)).order_by("due_on", "received_at", "pk")
    columns = ("pk", "title", "kind", "state", "received_at", "due_on", Coalesce("handling__contact__title", Value("")))
    return [Waiting(*row) for row in open_ones.values_list(*columns)]


def _usual_days() -> float | None:
    """The middle time from question to answer, over the last hundred answers."""
    answered = Inquiry.objects.filter(answered_at__isnull=False).order_by("-answered_at")
    rows = answered.values_list("received_at", "answered_at")[:100]
    return usual_days([(start, end) for start, end in rows if end])


def _rooms(actor: Actor, today: date) -> tuple[RoomLine, ...]:
    """What holds today, in the order of the posts: nobody is first for having more or less."""
    said = Room.objects.filter(until__gte=today).order_by("post", "until", "pk")
    rows = said.values_list("post", "days", "until", "note", "account__username")
    return tuple(RoomLine(post, days, until, note, who == actor.account) for post, days, until, note, who in rows)


def own_posts(actor: Actor, *, on: date) -> QuerySet[Post]:
    """The posts of the staff unit that somebody holds on a day."""
    held = Assignment.objects.filter(valid_on(on), person__account__username=actor.account)
    return Post.objects.filter(role=Post.Role.STAFF_UNIT, pk__in=held.values("post")).order_by("pk")


@dataclass(frozen=True, slots=True)
class Named:
    """A place for a post that the house names for a task."""

    task: str
    place: int
    post: Post | None


def named_posts() -> tuple[Named, ...]:
    """The three places, filled or not."""
    rows = NamedPost.objects.select_related("post__unit")
    filled = {(row.task, row.place): row.post for row in rows}
    task = NamedPost.Task
    places = ((task.CONFIDENTIAL, 1), (task.CONFIDENTIAL, 2), (task.OVERDUE, 1))
    return tuple(Named(task.value, place, filled.get((task.value, place))) for task, place in places)


def confidence_offered() -> bool:
    """Whether something can be asked in confidence: only once both posts are named that read it."""
    return NamedPost.objects.filter(task=NamedPost.Task.CONFIDENTIAL).count() == 2


def standard_answers() -> list[StandardAnswer]:
    """The standard answers in use, by title."""
    return list(StandardAnswer.objects.filter(archived_on=None).order_by("title"))

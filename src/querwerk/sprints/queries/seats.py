"""Who sits in a sprint, for those who sit in it too; and what has become of one's own seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from querwerk.journal.actions import Actor

from ..lifecycle import JOINING, Joining, Part, Place
from ..models import Seat
from ..rules import may_join
from .consents import consents_of
from .sprints import SprintPage


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """One's own seat; ``ahead`` is how many wait in front of one."""

    state: Place
    part: Part
    ahead: int
    may_join: bool

    @property
    def works_in_it(self) -> bool:
        return self.state == Place.TAKEN


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a sprint, by name; ``consents`` are told to who leads through it alone."""

    name: str
    part: Part
    state: Place
    consents: frozenset[str]


def own_seat(page: SprintPage, actor: Actor) -> OwnSeat:
    """What has become of one's seat, and whether one can take one now."""
    row = Seat.objects.filter(sprint=page.pk, account__username=actor.account).first() if actor.account else None
    state, part = (Place(row.state), Part(row.part)) if row else (Place.GIVEN_UP, Part.PARTICIPANT)
    ahead = 0
    if row is not None and row.position is not None:
        ahead = Seat.objects.filter(sprint=page.pk, position__lt=row.position).count()
    open_ = page.state in JOINING and (page.joining != Joining.INVITED or row is not None)
    return OwnSeat(state, part, ahead, open_ and state in (Place.GIVEN_UP, Place.INVITED) and may_join(actor))


def participants(page: SprintPage) -> tuple[Participant, ...]:
    """Who sits there, by name; whoever leads through it also sees who is invited and who waits."""
    said: Mapping[int, frozenset[str]] = consents_of(page.pk) if page.leads else {}
    found = Seat.objects.filter(sprint=page.pk).exclude(state=Place.GIVEN_UP.value)
    if not page.leads:
        found = found.filter(state=Place.TAKEN.value)
    rows = found.order_by("part", "state", "position", "account__person__name", "pk")
    columns = ("account", "account__person__name", "part", "state")
    return tuple(
        Participant(name or "", Part(part), Place(state), said.get(account, frozenset()))
        for account, name, part, state in rows.values_list(*columns)
    )

"""Seats: taken, waited for, given up; invitations. Whoever waits moves up in the order of coming, by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.models import Account

from ..lifecycle import JOINING, Joining, Part, Place, State
from ..mails import tell
from ..models import Seat, Sprint
from ..rules import may_join, own_seats
from .change import held, keep, led


def join(slug: str, *, by: Actor, at: datetime) -> Seat:
    """Takes a seat for oneself, invited or not; where all are taken, a place in the queue. Again changes nothing."""
    with held(slug, by=by) as sprint:
        account = Account.objects.filter(username=by.account, is_active=True).first() if may_join(by) else None
        if account is None:
            raise Refused(_("Please log in to take a seat."))
        seat = Seat.objects.filter(sprint=sprint, account=account).first() or Seat(sprint=sprint, account=account)
        if seat.pk and seat.state in (Place.TAKEN, Place.WAITING):
            return seat
        if sprint.state not in JOINING:
            raise Refused(_("Nobody joins this sprint any more."))
        if sprint.joining == Joining.INVITED and not seat.pk:
            raise Refused(_("Only who is invited can join this sprint."))
        _seat(sprint, seat)
        _remember("seat_taken" if seat.state == Place.TAKEN else "waiting_begun", sprint, by=by, at=at)
    return seat


def give_up(slug: str, *, by: Actor, at: datetime) -> None:
    """Gives up one's own seat or place in the queue, or declines; who has waited longest moves up and is told."""
    with held(slug, by=by) as sprint:
        seat = own_seats(by).filter(sprint=sprint).exclude(state=Place.GIVEN_UP.value).first()
        if seat is None:
            raise Refused(_("You have no seat in this sprint."))
        if seat.part == Part.FACILITATOR and _alone(sprint):
            raise Refused(_("Somebody has to lead through the sprint: please name somebody else first."))
        declined = seat.state == Place.INVITED
        seat.state, seat.number, seat.position = Place.GIVEN_UP.value, None, None
        seat.part = Part.PARTICIPANT.value
        seat.save()
        _remember("declined" if declined else "seat_given_up", sprint, by=by, at=at)
        move_up(sprint, at=at)


def invite(slug: str, *, accounts: Iterable[Account], by: Actor, at: datetime) -> int:
    """Asks people with an account whether they come; says how many were asked who did not know yet."""
    with led(slug, by=by) as sprint:
        if sprint.state not in JOINING:
            raise Refused(_("Please announce the sprint first; then you can invite."))
        asked = [account for account in accounts if _ask(sprint, account, at=at)]
        if asked:
            keep(sprint, "invited", {"people": [None, len(asked)]}, by=by, at=at)
    return len(asked)


def name_facilitator(slug: str, *, account: Account, by: Actor, at: datetime) -> None:
    """Somebody of the house leads through the sprint, too."""
    with led(slug, by=by) as sprint:
        if account.kind != Account.Kind.EMPLOYEE or account.person_id is None:
            raise Refused(_("Only who works in the house leads through a sprint."), field="address")
        seat = Seat.objects.filter(sprint=sprint, account=account).first() or Seat(sprint=sprint, account=account)
        seat.part, seat.state = Part.FACILITATOR.value, Place.TAKEN.value
        seat.number = seat.position = None
        seat.save()
        keep(sprint, "facilitator_named", by=by, at=at)
        move_up(sprint, at=at)


def move_up(sprint: Sprint, *, at: datetime) -> None:
    """Seats that are free go to those who wait, in their order; in the transaction of whoever freed them."""
    if sprint.state not in JOINING:
        return
    waiting = sprint.seated.filter(state=Place.WAITING.value).order_by("position")
    for number, seat in zip(_free(sprint), waiting, strict=False):
        seat.state, seat.number, seat.position = Place.TAKEN.value, number, None
        seat.save()
        tell("moved_up", seat, sprint, at=at)


def refuse_fewer(sprint: Sprint, seats: int) -> None:
    """Nobody who has a seat loses it because the room got smaller."""
    taken = sprint.seated.filter(number__isnull=False).count()
    if seats < taken:
        raise Refused(_("%(taken)s seats are taken already.") % {"taken": taken}, field="seats")


def renumber(sprint: Sprint) -> None:
    """After a change of the number of seats: each number lies within it."""
    free = iter(_free(sprint))
    for seat in sprint.seated.filter(number__gt=sprint.seats).order_by("number"):
        seat.number = next(free)
        seat.save(update_fields=["number"])


def _seat(sprint: Sprint, seat: Seat) -> None:
    """The first free seat, or the end of the queue. The number is the constraint: no two people on one seat."""
    if seat.pk and seat.part == Part.FACILITATOR:
        seat.state = Place.TAKEN.value
    elif free := _free(sprint):
        seat.state, seat.number = Place.TAKEN.value, free[0]
    else:
        last = sprint.seated.aggregate(last=Max("position"))["last"] or 0
        seat.state, seat.position = Place.WAITING.value, last + 1
    seat.save()


def _free(sprint: Sprint) -> list[int]:
    """The numbers of the seats nobody has taken."""
    taken = set(sprint.seated.filter(number__isnull=False).values_list("number", flat=True))
    return [number for number in range(1, sprint.seats + 1) if number not in taken]


def _ask(sprint: Sprint, account: Account, *, at: datetime) -> bool:
    seat = Seat.objects.filter(sprint=sprint, account=account).first() or Seat(sprint=sprint, account=account)
    if seat.pk and seat.state != Place.GIVEN_UP:
        return False
    seat.state = Place.INVITED.value
    seat.save()
    tell("invited", seat, sprint, at=at)
    return True


def _alone(sprint: Sprint) -> bool:
    """Whether one person alone leads through what is not over yet."""
    open_ = sprint.state in {State.PLANNED, State.ANNOUNCED, State.RUNNING}
    return open_ and sprint.seated.filter(part=Part.FACILITATOR.value, state=Place.TAKEN.value).count() == 1


def _remember(event: str, sprint: Sprint, *, by: Actor, at: datetime) -> None:
    """That it happened, without a post: a post can be one person. No version rises, so that no open form is lost."""
    record(Event(f"sprints.{event}", sprint.thread), by=Actor(post="", account=by.account), at=at)

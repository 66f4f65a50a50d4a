"""A sprint is planned, described anew, announced, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.actions.change import free_slug
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import Account, Unit

from ..lifecycle import OPEN_DAY, Joining, Part, Place, State, workdays
from ..mails import tell_all
from ..models import Day, Format, Seat, Sprint
from ..rules import may_plan
from .agenda import fill_from
from .change import fit_times, keep, led, move
from .seats import move_up, refuse_fewer, renumber
from .subjects import take_up

_USUALLY = time(9)
#: Addresses beside those of sprints.
RESERVED = {"neu", "methoden", "formate", "gast", "einwilligungen"}


@dataclass(frozen=True, slots=True)
class Details:
    """What is said about a sprint, whoever joins and whatever happens in it."""

    title: str
    question: str
    unit: Unit | None = None
    place: str = ""
    seats: int = 20
    joining: str = Joining.HOUSE.value
    audience: str = ""
    bring: str = ""

    def kept(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def plan(
    details: Details, *, on: date, begins: time | None = None, format: Format | None = None,
    inquiries: Sequence[int] = (), by: Actor, at: datetime,
) -> Sprint:  # fmt: skip
    """A sprint begins with a question and a first day; a format fills its agenda. Whoever plans it leads through it,
    until others do. The inquiries it takes up count as planned from now on."""
    if not may_plan(by):
        raise Refused(_("The staff unit plans sprints. You can ask it for one."))
    _refuse_empty(details)
    begins = begins or (format.begins if format else _USUALLY)
    starts_at = timezone.make_aware(datetime.combine(on, begins))
    if starts_at < at:
        raise Refused(_("This day is over. Please choose one that is still to come."), field="on")
    with transaction.atomic():
        slug = free_slug(Sprint, slug_of(details.title, 100) or "sprint", besides=RESERVED)
        ends_at = starts_at + timedelta(minutes=OPEN_DAY)
        sprint = Sprint.objects.create(slug=slug, starts_at=starts_at, ends_at=ends_at, **details.kept())
        if format is None:
            Day.objects.create(sprint=sprint, number=1, on=on, begins=begins)
        else:
            fill_from(sprint, format, workdays(on, format.days, settings.LAND), begins)
        _seat_planner(sprint, by)
        fit_times(sprint)
        sprint.save()
        take_up(sprint, inquiries, by=by, at=at)
        facts = {"state": [None, sprint.state], "starts_on": [None, on.isoformat()], "seats": [None, sprint.seats]}
        record(Event("sprints.planned", sprint.thread, facts=facts), by=by, at=at)
    return sprint


def describe(slug: str, details: Details, *, version: int, by: Actor, at: datetime) -> Sprint:
    """Says anew what it is about, where, and for whom. The address stays."""
    with led(slug, version=version, by=by) as sprint:
        _refuse_empty(details)
        said = details.kept()
        changed = sorted(name for name, value in said.items() if getattr(sprint, name) != value)
        if not changed:
            return sprint
        refuse_fewer(sprint, details.seats)
        for name in changed:
            setattr(sprint, name, said[name])
        keep(sprint, "described", {"fields": [None, changed]}, by=by, at=at)
        if "seats" in changed:
            renumber(sprint)
            move_up(sprint, at=at)
    return sprint


def announce(slug: str, *, version: int, by: Actor, at: datetime) -> Sprint:
    """Those it is for hear of it and can join."""
    with led(slug, version=version, by=by) as sprint:
        if sprint.ends_at < at:
            raise Refused(_("Its day is over. Please choose another one first."))
        facts = move(sprint, State.ANNOUNCED)
        keep(sprint, "announced", {**facts, "title": [None, sprint.title]}, by=by, at=at)
    return sprint


def start(slug: str, *, version: int, by: Actor, at: datetime) -> Sprint:
    """It begins: the board is open."""
    with led(slug, version=version, by=by) as sprint:
        keep(sprint, "started", move(sprint, State.RUNNING), by=by, at=at)
    return sprint


def cancel(slug: str, *, reason: str, version: int, by: Actor, at: datetime) -> Sprint:
    """It does not take place; everybody who was asked is told why."""
    with led(slug, version=version, by=by) as sprint:
        if not reason.strip():
            raise Refused(_("Please say why: everybody who was invited reads it."), field="reason")
        facts = move(sprint, State.CANCELLED)
        sprint.cancelled_because = reason.strip()
        keep(sprint, "cancelled", facts, reason=sprint.cancelled_because, by=by, at=at)
        tell_all("cancelled", sprint, at=at)
    return sprint


def _refuse_empty(details: Details) -> None:
    if not details.title.strip():
        raise Refused(_("Please say in a few words what it is about."), field="title")
    if not details.question.strip():
        raise Refused(_("A sprint needs a question."), field="question")
    if not 1 <= details.seats <= 500:
        raise Refused(_("Between 1 and 500 seats."), field="seats")


def _seat_planner(sprint: Sprint, by: Actor) -> None:
    account = Account.objects.filter(username=by.account).first() if by.account else None
    if account is not None:
        Seat.objects.create(sprint=sprint, account=account, part=Part.FACILITATOR.value, state=Place.TAKEN.value)

"""A sprint that runs, led by Farid from another office; Carla works in the staff unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from querwerk.journal.actions import Actor
from querwerk.sprints.lifecycle import Part, Place
from querwerk.sprints.models import Seat, Sprint
from querwerk.structure.models import Account
from tests.slices.delivery.people import as_actor, holder, staff

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)


def a_sprint(title: str = "Wege zum Bürgeramt", state: str = "running", seats: int = 8, **fields: object) -> Sprint:
    """A sprint of two days that is under way."""
    values = {"slug": title.lower().replace(" ", "-").replace("ü", "ue"), "question": "Was hält uns auf?"} | fields
    start = AT - timedelta(hours=1)
    return Sprint.objects.create(
        title=title, state=state, seats=seats, starts_at=start, ends_at=start + timedelta(days=2), **values
    )


def seated(sprint: Sprint, account: Account, part: str = Part.PARTICIPANT) -> Seat:
    """Somebody takes a place in the sprint."""
    number = sprint.seated.count() + 1
    return Seat.objects.create(sprint=sprint, account=account, part=part, state=Place.TAKEN, number=number)


def facilitating(sprint: Sprint, account: Account) -> Actor:
    """Who leads through the sprint, as the web makes of their seat."""
    if not sprint.seated.filter(account=account).exists():
        seated(sprint, account, Part.FACILITATOR)
    actor = as_actor(account)
    return replace(actor, roles=actor.roles | {"facilitator"}, reach=actor.reach | {("facilitator", sprint.thread)})


__all__ = ["AT", "TODAY", "TOMORROW", "a_sprint", "as_actor", "facilitating", "holder", "seated", "staff"]

"""A sprint that runs, led by Farid from another office; Carla works in the staff unit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from querwerk.journal.actions import Actor
from querwerk.sprints.lifecycle import Part
from querwerk.sprints.models import Seat, Sprint
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.slices.delivery.people import as_actor, holder, staff

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)


def a_sprint(title: str = "Wege zum Bürgeramt", state: str = "running", **fields: Any) -> Sprint:
    """A sprint that is under way."""
    more = {"cancelled_because": "Niemand hatte Zeit."} if state == "cancelled" else {}
    return make_sprint(title, state=state, in_days=0, **more, **fields)


def seated(sprint: Sprint, account: Account, part: str = Part.PARTICIPANT) -> Seat:
    """Somebody takes a place in the sprint."""
    return make_seat(sprint, account, part=part)


def facilitating(sprint: Sprint, account: Account) -> Actor:
    """Who leads through the sprint."""
    if not sprint.seated.filter(account=account).exists():
        seated(sprint, account, Part.FACILITATOR)
    return as_actor(account)


__all__ = ["AT", "TODAY", "TOMORROW", "a_sprint", "as_actor", "facilitating", "holder", "seated", "staff"]

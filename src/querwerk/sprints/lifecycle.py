"""What can become of a sprint, of a seat in it, and of an idea."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a sprint or workshop stands."""

    PLANNED = "planned"  # seen by whoever plans it
    ANNOUNCED = "announced"  # people are invited and join
    RUNNING = "running"  # the board is open
    CLOSED = "closed"  # every idea has a team or is parked
    PUBLISHED = "published"  # its result can be read
    CANCELLED = "cancelled"


MOVES: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.ANNOUNCED, State.CANCELLED}),
    State.ANNOUNCED: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.CLOSED}),  # taken back
    State.CANCELLED: frozenset(),
}


class Part(StrEnum):
    """As what somebody takes part."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"


class Place(StrEnum):
    """What has become of a seat."""

    INVITED = "invited"
    TAKEN = "taken"
    WAITING = "waiting"
    GIVEN_UP = "given_up"


class Exit(StrEnum):
    """How an idea leaves its sprint: there is no third way."""

    OPEN = "open"  # not yet
    TEAM = "team"  # with a lead, two to five people and a first step with a day
    PARKED = "parked"  # with a reason


#: A team that can begin: nobody alone, nobody lost in a crowd.
TEAM_SIZE = range(2, 6)

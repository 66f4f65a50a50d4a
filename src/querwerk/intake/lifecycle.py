"""What can become of an inquiry."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where an inquiry stands with the staff unit."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # with a reason, always
    CLOSED = "closed"


MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACCEPTED, State.DECLINED}),
    State.ACCEPTED: frozenset({State.CLOSED, State.DECLINED}),
    State.DECLINED: frozenset(),
    State.CLOSED: frozenset(),
}

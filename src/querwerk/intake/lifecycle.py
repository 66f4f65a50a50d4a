"""What can become of an inquiry, and how long answers take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from statistics import median


class State(StrEnum):
    """Where an inquiry stands with the staff unit."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # with a reason, always
    CLOSED = "closed"  # with an answer, always


MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACCEPTED, State.DECLINED}),
    State.ACCEPTED: frozenset({State.CLOSED, State.DECLINED}),
    State.DECLINED: frozenset(),
    State.CLOSED: frozenset(),
}
#: Said to whoever asked, in words.
ANSWERED = frozenset({State.DECLINED, State.CLOSED})


def usual_days(spans: Sequence[tuple[datetime, datetime]]) -> float | None:
    """The middle one of the times from question to answer, in days; None while nothing is answered."""
    return median((end - start).total_seconds() / 86_400 for start, end in spans) if spans else None

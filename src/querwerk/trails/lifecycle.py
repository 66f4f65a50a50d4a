"""What a trail can be, what a station does with a paper, and what a slip can be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Who knows of a trail: its author, the house, everybody."""

    DRAFT = "draft"
    SHARED = "shared"
    PUBLISHED = "published"


#: From each state to the states it may become; what was published can be taken back into the house.
MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SHARED}),
    State.SHARED: frozenset({State.DRAFT, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.SHARED}),
}


class Activity(StrEnum):
    """What a station does with the paper."""

    EDITS = "edits"
    CHECKS = "checks"
    SIGNS = "signs"
    TAKES_NOTE = "takes_note"
    WAITS = "waits"
    PASSES_ON = "passes_on"


class Mark(StrEnum):
    """What a station tells a slip."""

    ARRIVED = "arrived"
    DONE = "done"
    RETURNED = "returned"  # sent back


class Source(StrEnum):
    """Where an imported log comes from."""

    XES = "xes"
    CSV = "csv"
    PARQUET = "parquet"
    JOURNAL = "journal"  # the papers of this house
    COUNCIL = "council"


#: Times of a live trail are kept in steps of this size: enough to see waiting, too coarse to watch a person at work.
STEP = timedelta(minutes=5)


def coarse(at: datetime) -> datetime:
    """A moment cut down to the step it lies in."""
    return at - timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)


class Showing(StrEnum):
    """How far an absurdity is on its way to everybody. Nothing goes past the unit it is about."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"  # not yet, or no longer
    PUBLISHED = "published"


SHOWING_MOVES: Mapping[Showing, frozenset[Showing]] = {
    Showing.ASKED: frozenset({Showing.AGREED, Showing.REFUSED}),
    Showing.AGREED: frozenset({Showing.PUBLISHED, Showing.REFUSED}),
    Showing.REFUSED: frozenset({Showing.ASKED}),
    Showing.PUBLISHED: frozenset({Showing.AGREED, Showing.REFUSED}),
}

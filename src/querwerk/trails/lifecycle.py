"""What a trail can be, what a station does with a paper, and what a slip can be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
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


class Reading(StrEnum):
    """How far a file is on its way into a log."""

    LOOKING = "looking"  # which columns it has
    CHOOSING = "choosing"  # somebody says what each column becomes
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"


class Use(StrEnum):
    """What a column of a file becomes; all but the first and last are columns of the events."""

    DROP = "drop"
    CASE = "case"
    STATION = "station"
    AT = "at"
    STARTED_AT = "started_at"
    TOUCH_MINUTES = "touch_minutes"
    UNIT = "unit"
    DEPARTMENT = "department"
    ACTIVITY = "activity"
    MEDIUM = "medium"
    TRANSITION = "transition"  # whether a row says that work begins or ends


#: Without these there is nothing to count.
NEEDED = (Use.CASE, Use.STATION, Use.AT)

#: A reader that has said nothing for this long is dead: whoever waits may start it again.
SILENCE = timedelta(seconds=15)


#: The switch that the staff council's consent turns: counting the house's own papers from its journal.
OWN_PAPERS = "trails.own_papers"
#: The switch for slips: a station can be one person's post.
LIVE = "trails.live"

#: Times of a live trail are kept in steps of this size: enough to see waiting, too coarse to watch a person at work.
STEP = timedelta(minutes=5)


def coarse(at: datetime) -> datetime:
    """A moment cut down to the step it lies in."""
    return at - timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)


# -- slips

#: How long a slip is good for, and at most: a paper that is under way longer gets a new one.
SLIP_DAYS, LONGEST_SLIP_DAYS = 60, 180
#: So many slips are opened at once at most: a sample.
SAMPLE = 50
#: A slip takes no more marks than this: a leaked code cannot flood the house. A paper of forty stations needs 120.
MARKS_AN_HOUR, MARKS_A_SLIP = 60, 400
#: How long whoever pressed can take a mark back.
UNDO = timedelta(minutes=10)


class Course(StrEnum):
    """Where a slip is in its own life."""

    RUNNING = "running"
    ENDED = "ended"
    EXPIRED = "expired"


def course(*, ended: bool, expires_on: date, on: date) -> Course:
    """The one place that decides whether a slip still takes marks; its last day counts."""
    if ended:
        return Course.ENDED
    return Course.RUNNING if on <= expires_on else Course.EXPIRED

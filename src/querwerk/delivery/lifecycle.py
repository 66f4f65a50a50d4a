"""When an update round begins, is due, reminds and escalates: pure functions of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Telling somebody else whose answer is missing needs the consent of the staff council.
ESCALATION = "delivery.escalation"


class Stage(StrEnum):
    """What a round has to say to a project that has not answered yet, on a day."""

    OPENED = "opened"
    WEEK_BEFORE = "week_before"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


class Loads(StrEnum):
    """What is to be said about the loans of a post at one time."""

    FITS = "fits"
    SEVERAL = "several"  # lent to several projects at once, not all of them with a share
    TOO_MUCH = "too_much"  # the shares add up to more than the whole post


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a round: when it begins and by when updates are due, before the day a body meets."""

    opens_on: date
    due_on: date


def calendar(meets_on: date, *, opens_days: int, due_days: int, today: date) -> Calendar:
    """The days of the round for a date of a body: never due before today, never begun after it is due."""
    due = max(meets_on - timedelta(days=due_days), min(today, meets_on))
    return Calendar(min(meets_on - timedelta(days=opens_days), due), due)


def stage(due_on: date, *, on: date) -> tuple[Stage, int]:
    """What to say on a day, and the how-manieth week of being overdue it is (0 before): each pair is said once."""
    days = (due_on - on).days
    if days < 0:
        return Stage.OVERDUE, (-days - 1) // 7 + 1
    if days == 0:
        return Stage.DUE_TODAY, 0
    return (Stage.WEEK_BEFORE, 0) if days <= 7 else (Stage.OPENED, 0)


def escalates(due_on: date, *, on: date, after_days: int) -> bool:
    """Whether a missing update is told to the theme officer by now."""
    return on >= due_on + timedelta(days=after_days)


def loads(shares: list[int | None]) -> Loads:
    """What the shares of a post's loans at one time come to, in percent; None: not said."""
    if sum(share or 0 for share in shares) > 100:
        return Loads.TOO_MUCH
    return Loads.SEVERAL if len(shares) > 1 and None in shares else Loads.FITS

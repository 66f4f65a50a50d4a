"""When a round begins, is due, reminds and escalates; when loans are too much."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from querwerk.delivery.lifecycle import Loads, Stage, calendar, escalates, loads, stage

DUE = date(2026, 12, 8)


def test_a_round_begins_four_weeks_and_is_due_one_week_before_the_body_meets() -> None:
    found = calendar(date(2026, 12, 15), opens_days=28, due_days=7, today=date(2026, 11, 1))
    assert (found.opens_on, found.due_on) == (date(2026, 11, 17), DUE)


def test_a_body_that_meets_the_day_after_tomorrow_asks_for_today() -> None:
    found = calendar(date(2026, 12, 15), opens_days=28, due_days=7, today=date(2026, 12, 13))
    assert (found.opens_on, found.due_on) == (date(2026, 11, 17), date(2026, 12, 13))


def test_a_round_never_begins_after_it_is_due() -> None:
    found = calendar(date(2026, 12, 15), opens_days=3, due_days=7, today=date(2026, 11, 1))
    assert (found.opens_on, found.due_on) == (DUE, DUE)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-30, (Stage.OPENED, 0)),
        (-8, (Stage.OPENED, 0)),
        (-7, (Stage.WEEK_BEFORE, 0)),
        (-1, (Stage.WEEK_BEFORE, 0)),
        (0, (Stage.DUE_TODAY, 0)),
        (1, (Stage.OVERDUE, 1)),
        (7, (Stage.OVERDUE, 1)),
        (8, (Stage.OVERDUE, 2)),
        (15, (Stage.OVERDUE, 3)),
    ],
)
def test_what_is_said_follows_from_the_day_and_overdue_counts_in_weeks(days: int, said: tuple[Stage, int]) -> None:
    assert stage(DUE, on=DUE + timedelta(days=days)) == said


def test_a_missing_update_is_told_to_the_officer_when_the_days_are_over() -> None:
    days = [date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23)]
    assert [escalates(DUE, on=day, after_days=14) for day in days] == [False, True, True]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([], Loads.FITS),
        ([100], Loads.FITS),
        ([50, 50], Loads.FITS),
        ([50, 51], Loads.TOO_MUCH),
        ([None], Loads.FITS),
        ([None, 20], Loads.SEVERAL),
        ([None, 101], Loads.TOO_MUCH),
    ],
)
def test_shares_add_up_and_a_share_that_is_not_said_is_a_hint(shares: list[int | None], said: Loads) -> None:
    assert loads(shares) == said

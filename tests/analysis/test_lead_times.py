"""How long things stay: worked by hand, held against another way of reckoning, and the laws it has to keep."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import inf
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from querwerk.analysis.lead_times import Stay, funnel, stay
from querwerk.threads import At, Spell
from tests.analysis.reference import lead_times as twin

TODAY = date(2026, 11, 22)
SPANS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=14)


def spells(spans: list[tuple[int, bool]], ended: str = "") -> list[Spell]:
    """Spells of so many days: those that left, and those that are open today."""
    return [
        Spell(At.ASKED, TODAY - timedelta(days), TODAY, ended) if left else Spell(At.ASKED, TODAY - timedelta(days))
        for days, left in spans
    ]


def test_worked_by_hand() -> None:
    """Of six inquiries four were answered after 2, 4, 4 and 10 days; two wait, for 3 and for 12 days.

    S(2) = 5/6; at 4 days four are left, two leave: S(4) = 5/12; at 10 days two are left: S(10) = 5/24.
    """
    answered, declined, waiting = [(2, True), (4, True)], [(4, True), (10, True)], [(3, False), (12, False)]
    found = stay([*spells(answered), *spells(declined, "declined"), *spells(waiting)], on=TODAY)
    assert found == Stay(6, 2, {"declined": 2}, 2, early=4.0, middle=4.0, late=10.0, oldest=12)
    assert found.left == 4


def test_what_waits_makes_the_answer_longer_not_shorter() -> None:
    answered = spells([(2, True), (4, True), (6, True)])
    assert stay(answered, on=TODAY).middle == 4.0
    assert stay([*answered, *spells([(30, False)] * 2)], on=TODAY).middle == 6.0
    assert stay([*answered, *spells([(30, False)] * 4)], on=TODAY).middle is None  # dropping them would say 4


def test_seen_on_an_earlier_day_what_left_later_is_open() -> None:
    spell = Spell(At.IDEA, date(2026, 1, 1), date(2026, 2, 1), "parked")
    assert stay([spell], on=date(2026, 1, 11)) == Stay(1, 0, {}, 1, None, None, None, 10)
    assert stay([spell], on=date(2025, 12, 31)) == Stay(0, 0, {}, 0, None, None, None, None)


def test_each_stage_is_counted_by_itself() -> None:
    found = funnel([Spell(At.ASKED, TODAY, TODAY), Spell(At.TEAM, TODAY)], on=TODAY)
    assert list(found) == list(At)
    assert {at: one.came for at, one in found.items() if one.came} == {At.ASKED: 1, At.TEAM: 1}


def test_nothing_leaves_before_it_comes() -> None:
    with pytest.raises(ValueError, match="before it comes"):
        stay([Spell(At.ASKED, TODAY, TODAY - timedelta(1))], on=TODAY)


@given(SPANS)
def test_it_equals_its_slow_twin(spans: list[tuple[int, bool]]) -> None:
    found = stay(spells(spans), on=TODAY)
    expected = [twin.quantile(spans, Fraction(p, 4)) for p in (1, 2, 3)]
    assert [found.early, found.middle, found.late] == expected


@given(SPANS)
def test_nothing_is_lost(spans: list[tuple[int, bool]]) -> None:
    found = stay(spells(spans, "declined"), on=TODAY)
    assert found.came == len(spans) == found.on + sum(found.ended.values()) + found.open


@given(st.lists(st.integers(0, 40), min_size=1))
def test_with_nothing_open_the_middle_is_the_median(days: list[int]) -> None:
    assert stay(spells([(one, True) for one in days]), on=TODAY).middle == median(days)


@given(SPANS, st.randoms())
def test_the_order_says_nothing(spans: list[tuple[int, bool]], random: object) -> None:
    mixed = list(spans)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert stay(spells(mixed), on=TODAY) == stay(spells(spans), on=TODAY)


@given(SPANS, st.integers(0, 12))
def test_one_more_that_waits_never_shortens_it(spans: list[tuple[int, bool]], days: int) -> None:
    before, after = stay(spells(spans), on=TODAY), stay(spells([*spans, (days, False)]), on=TODAY)
    assert _or_never(after.middle) >= _or_never(before.middle)


def _or_never(days: float | None) -> float:
    return inf if days is None else days

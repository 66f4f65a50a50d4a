"""What if: each change against a slow twin, and by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.handoffs import Spread, count_handoffs, pack
from querwerk.analysis.routes import Stop, count_route
from querwerk.analysis.what_if import Change, Kind, Visits, _counts, changed, planned_visits, visits_of, what_if

from .reference import what_if as twin

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
STATIONS = ("A", "B", "C", "D")
Log = list[list[tuple[str, int, int]]]


def frame(log: Log) -> pl.DataFrame:
    """Events from (station, minutes since the one before, minutes of work)."""
    rows = []
    for number, events in enumerate(log):
        at = BEGIN
        for station, later, touch in events:
            at += timedelta(minutes=later)
            rows.append((number, station, at, float(touch)))
    return pl.DataFrame(rows, schema={"case": pl.Int64, "station": pl.String, "at": pl.Datetime("us", "UTC"),
                                      "touch_minutes": pl.Float64}, orient="row")  # fmt: skip


def slow(log: Log) -> list[twin.Case]:
    cases = []
    for events in log:
        at, found = 0, []
        for station, later, touch in events:
            at += later * twin.MINUTE
            found.append((station, at, touch * twin.MINUTE))
        cases.append(twin.case_of(found))
    return cases


event = st.tuples(st.sampled_from(STATIONS), st.integers(0, 5000), st.integers(0, 90))
logs = st.lists(st.lists(event, min_size=1, max_size=7), min_size=1, max_size=6)
changes = st.lists(
    st.tuples(st.sampled_from(Kind), st.permutations(STATIONS)).map(lambda chosen: (chosen[0], *chosen[1][:2])),
    min_size=1,
    max_size=3,
)


def quick(visits: Visits) -> list[twin.Figures]:
    hands, handovers, length, work, aside = (part.tolist() for part in _counts(visits))
    rows = zip(hands, handovers, length, work, aside, strict=True)
    return [twin.Figures(hand, move, days, done + informed) for hand, move, days, done, informed in rows]


@settings(max_examples=400, deadline=None)
@given(log=logs, said=changes)
def test_every_change_is_what_the_slow_twin_says(log: Log, said: list[tuple[Kind, str, str]]) -> None:
    visits, cases = visits_of(pack(frame(log))), slow(log)
    assert quick(visits) == [twin.figures(case) for case in cases]
    for kind, station, into in said:
        if station not in visits.names:
            continue
        visits = changed(visits, Change(kind, station, into))
        cases = twin.after(cases, kind.value, station, into)
        assert quick(visits) == [twin.figures(case) for case in cases]


@settings(max_examples=100, deadline=None)
@given(log=logs)
def test_before_any_change_the_figures_are_those_of_the_count(log: Log) -> None:
    report, side = count_handoffs(frame(log)), what_if(visits_of(pack(frame(log))), []).before
    assert (side.hands, side.handovers) == (report.hands, report.handovers)


stops = st.lists(
    st.builds(
        Stop, name=st.sampled_from(STATIONS), touch_minutes=st.integers(0, 90), waiting_days=st.integers(0, 20),
        beside=st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(route=stops)
def test_a_plan_counts_the_same_as_a_route_and_as_a_case(route: list[Stop]) -> None:
    figures, visits = count_route(route), planned_visits(route, [stop.name for stop in route])
    counted = quick(visits)
    assert [(one.hands, one.handovers) for one in counted] == [(figures.hands, figures.handovers)][: len(counted)]
    assert [one.work / twin.MINUTE for one in counted] == [figures.touch_minutes][: len(counted)]
    if not any(one.name == other.name for one, other in pairwise(route)):
        assert [one.length / twin.DAY for one in counted] == pytest.approx([figures.days][: len(counted)])


PLAN = [Stop("A", touch_minutes=60), Stop("B", touch_minutes=60, waiting_days=2), Stop("C", waiting_days=3),
        Stop("B", touch_minutes=60, waiting_days=1), Stop("D", touch_minutes=60, waiting_days=4)]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "hands", "handovers", "days", "hours"),
    [
        (None, 4, 4, 10 + 4 / 24, 4),
        (Change(Kind.DROP, "C"), 3, 2, 7 + 4 / 24, 4),  # both visits of B are one
        (Change(Kind.DROP, "D"), 3, 3, 6 + 3 / 24, 3),
        (Change(Kind.INFORM, "D"), 3, 3, 6 + 3 / 24, 4),  # works on, holds nobody up
        (Change(Kind.PARALLEL, "C"), 4, 4, 8 + 3 / 24, 4),
        (Change(Kind.MERGE, "D", "B"), 3, 3, 6 + 4 / 24, 4),
        (Change(Kind.DELEGATE, "D", "B"), 3, 3, 6 + 4 / 24, 4),  # B has it already
        (Change(Kind.DELEGATE, "D", "C"), 3, 4, 9 + 4 / 24, 4),  # waits as C does
        (Change(Kind.DELEGATE, "D", "E"), 4, 4, 10 + 4 / 24, 4),  # a new one: nothing known, nothing saved
    ],
)
def test_one_paper_by_hand(change: Change | None, hands: int, handovers: int, days: float, hours: int) -> None:
    side = what_if(planned_visits(PLAN, [stop.name for stop in PLAN]), [change] if change else []).after
    assert side.work_days is not None
    found = (side.hands.mean, side.handovers.mean, side.days.mean, side.work_days.mean * 24)
    assert found == pytest.approx((hands, handovers, days, hours))


def test_what_is_saved_is_spread_over_the_cases_it_is_about() -> None:
    cases = [[("A", 0, 0), ("B", number * 1440, 0), ("C", 1440, 0)] for number in range(1, 4)]
    found = what_if(visits_of(pack(frame([*cases, [("A", 0, 0), ("C", 1440, 0)]]))), [Change(Kind.DROP, "B")])
    assert (found.cases, found.changed) == (4, 3)
    assert found.saved_days == Spread(3, 2.0, 2.0, 1.2, 2.8, 1.0, 3.0)


def test_a_station_that_nobody_visited_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such station: X"):
        what_if(planned_visits(PLAN, [stop.name for stop in PLAN]), [Change(Kind.DROP, "X")])


def test_an_empty_log_and_an_empty_plan_have_no_cases() -> None:
    nothing = what_if(planned_visits([], []), [])
    assert (nothing.cases, nothing.before.hands.cases) == (0, 0)
    empty = visits_of(pack(frame([])))
    assert (empty.cases, empty.passed()) == (0, {})
    assert np.array_equal(empty.wait, np.zeros(0))

"""Through how many hands: worked by hand, and what happens with odd input."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest

from querwerk.analysis.handoffs import COLUMNS, Spread, count_handoffs, pack, tally

from .papers import MONDAY, SCHEMA, table, walked


@pytest.mark.parametrize(
    ("way", "hands", "visits", "handovers", "ping_pong", "loops"),
    [
        ("a", 1, 1, 0, 0, 0),
        ("aaa", 1, 1, 0, 0, 0),
        ("ab", 2, 2, 1, 0, 0),
        ("aba", 2, 3, 2, 1, 0),
        ("abab", 2, 4, 3, 2, 0),
        ("aabba", 2, 3, 2, 1, 0),
        ("abca", 3, 4, 3, 0, 1),
        ("abcba", 3, 5, 4, 1, 1),
        ("abcabc", 3, 6, 5, 0, 3),
    ],
)
def test_one_way_by_hand(way: str, hands: int, visits: int, handovers: int, ping_pong: int, loops: int) -> None:
    found = count_handoffs(walked(way))
    assert [
        each.mean for each in (found.hands, found.visits, found.handovers, found.ping_pong, found.loops, found.rework)
    ] == [hands, visits, handovers, ping_pong, loops, ping_pong + loops]


def test_a_paper_that_waits_two_days_for_ten_minutes_of_work() -> None:
    rows = [
        {"case": 1, "station": "office", "at": MONDAY, "started_at": None, "touch_minutes": 10.0},
        {"case": 1, "station": "treasury", "at": MONDAY + timedelta(days=2), "started_at": None, "touch_minutes": 10.0},
    ]
    found = count_handoffs(table(rows, [*COLUMNS[:5]]))
    minute = 1 / 1440
    assert found.days.mean == pytest.approx(2 + 10 * minute)  # work at the office began ten minutes before its end
    assert found.waiting_days.mean == pytest.approx(2 - 10 * minute)
    assert found.touch_days is not None
    assert found.touch_days.mean == pytest.approx(20 * minute)
    assert found.flow_share is not None
    assert found.flow_share.mean == pytest.approx(20 / 2890)


def test_the_worked_table_of_the_page() -> None:
    done = [(0, 8, 0), (1, 10, 0), (3, 10, 0), (3, 15, 0), (7, 9, 0)]
    began = [None, (1, 9, 0), (3, 9, 30), (3, 14, 0), (7, 8, 50)]
    stations = ["mail room", "permits", "treasury", "permits", "mayor"]
    activities = ["passes_on", "checks", "signs", "edits", "signs"]
    rows = [
        {"case": 1, "station": station, "at": on(*at), "started_at": start and on(*start), "activity": activity}
        for station, at, start, activity in zip(stations, done, began, activities, strict=True)
    ]
    columns = ["case", "station", "at", "started_at", "activity"]
    found = count_handoffs(table(rows, columns))
    assert [each.mean for each in (found.hands, found.visits, found.handovers, found.rework)] == [4, 5, 4, 1]
    assert (found.ping_pong.mean, found.loops.mean, found.days.mean) == (1, 0, (7 * 24 + 1) / 24)
    assert found.touch_days is not None
    assert found.flow_share is not None
    assert found.waiting_days.mean == (166 * 60 + 20) / 1440
    assert found.touch_days.mean == 160 / 1440
    assert round(100 * found.flow_share.mean, 1) == 1.6
    assert found.slowest is not None
    assert (found.slowest.leaves, found.slowest.reaches) == ("permits", "mayor")
    assert [each.passing_on for each in found.by_station] == [0, 0, 0, 0]


def on(day: int, hour: int, minute: int) -> datetime:
    """A moment of the week that begins on that Monday."""
    return MONDAY.replace(hour=0) + timedelta(days=day, hours=hour, minutes=minute)


def test_a_medium_break_is_a_change_of_medium_or_a_mark() -> None:
    way = walked("abcd", "ab")
    said = way.with_columns(medium=pl.Series(["paper", None, "paper", "file", "mail", "mail"]))
    assert found_breaks(said) == [1, 0]
    marked = way.with_columns(medium=pl.Series([True, None, False, True, False, False]))
    assert found_breaks(marked) == [2, 0]


def found_breaks(events: pl.DataFrame) -> list[int]:
    breaks = tally(pack(events)).cases.medium_breaks
    assert breaks is not None
    return breaks.tolist()


def test_units_are_those_of_the_event_so_a_station_may_move() -> None:
    moved = walked("aba", "ab").with_columns(unit=pl.Series(["U", "V", "V", "V", "V"]))
    found = count_handoffs(moved)
    assert found.across_units is not None
    assert (found.across_units.mean, [each.unit for each in found.by_station]) == (0.5, ["V", "V"])


def test_a_paper_that_lies_at_its_first_station_waits_there_if_its_arrival_is_known() -> None:
    rows = [
        {"case": 1, "station": "office", "at": MONDAY, "started_at": MONDAY - timedelta(days=3), "touch_minutes": 0.0}
    ]
    assert count_handoffs(table(rows, COLUMNS[:5])).by_station[0].waiting_days.mean == 3.0
    assert count_handoffs(table(rows, COLUMNS[:3])).by_station[0].waiting_days.cases == 0
    seen = {"case": 1, "station": None, "at": MONDAY - timedelta(days=2)}
    assert count_handoffs(table([seen, *rows], COLUMNS[:3])).by_station[0].waiting_days.mean == 2.0


def test_the_slowest_stretch_is_the_one_with_most_waiting_in_all() -> None:
    found = count_handoffs(pl.concat([walked("abab", hours=24), walked("xy", hours=60, case=9)]))
    assert found.slowest is not None
    assert (found.slowest.leaves, found.slowest.reaches, found.slowest.handovers) == ("x", "y", 1)
    twice = pl.concat([walked("abab", hours=36), walked("xy", hours=60, case=9)])
    assert (slowest := count_handoffs(twice).slowest) is not None
    assert (slowest.leaves, slowest.reaches, slowest.waiting_days.mean) == ("a", "b", 1.5)


def test_only_a_visit_between_two_others_without_work_of_its_own_passes_on() -> None:
    found = {each.station: each.passing_on for each in count_handoffs(walked("abbc", "axc")).by_station}
    assert found == {"a": 0, "b": 0, "x": 1, "c": 0}
    signed = walked("axc").with_columns(activity=pl.lit("signs"))
    assert [each.passing_on for each in count_handoffs(signed).by_station] == [0, 0, 0]


def test_what_slow_cases_have_is_told() -> None:
    fast, slow = walked("ab", "ab", "ab", hours=1), walked("acb", "acb", "acb", hours=50, case=3)
    found = count_handoffs(pl.concat([fast, slow])).differences
    assert [(each.kind, each.what, each.fast, each.slow) for each in found] == [
        ("hands", (), 2.0, 3.0),
        ("station", ("c",), 0.0, 1.0),
        ("stretch", ("a", "b"), 1.0, 0.0),
        ("stretch", ("a", "c"), 0.0, 1.0),
        ("stretch", ("c", "b"), 0.0, 1.0),
    ]


def test_nobody_is_fast_where_all_are_equally_long() -> None:
    assert count_handoffs(walked("ab", "ba", "ab", "ba")).differences == ()


# -- bad and odd input --


def test_an_empty_table_has_a_report_too() -> None:
    found = count_handoffs(pl.DataFrame(schema=SCHEMA))
    assert (found.events, found.cases, found.stations, found.hands.cases) == (0, 0, (), 0)


def test_a_missing_column_and_words_in_place_of_a_time_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="events lack the columns station, at"):
        count_handoffs(pl.DataFrame({"case": [1]}))
    with pytest.raises(ValueError, match="at is String, not a moment"):
        count_handoffs(pl.DataFrame({"case": [1], "station": ["a"], "at": ["yesterday"]}))


def test_what_is_left_out_is_counted() -> None:
    rows = [
        {"case": None, "station": "a", "at": MONDAY},
        {"case": 1, "station": "a", "at": None},
        {"case": 1, "station": "a", "at": MONDAY, "started_at": MONDAY + timedelta(1), "touch_minutes": -1.0},
        {"case": 1, "station": "a", "at": MONDAY, "started_at": None, "touch_minutes": 1e300},
        {"case": 1, "station": None, "at": MONDAY, "started_at": None, "touch_minutes": float("nan")},
    ]
    assert dict(count_handoffs(table(rows)).skipped) == {
        "without_case": 1,
        "without_time": 1,
        "without_station": 1,
        "begin_after_end": 1,
        "touch_below_zero": 1,
        "touch_too_long": 1,
    }


def test_a_moment_that_no_calendar_knows_is_no_time() -> None:
    never = pl.Series([0, 2**63 - 1, -(2**62)], dtype=pl.Int64).cast(pl.Datetime("us"))
    found = count_handoffs(pl.DataFrame({"case": [1, 1, 1], "station": ["a", "b", "c"], "at": never}))
    assert (found.events, found.stations, found.skipped["without_time"]) == (1, ("a",), 2)


def test_a_column_with_thousands_of_words_is_no_column_of_stations() -> None:
    whole = pl.DataFrame({"case": 1, "station": [str(number) for number in range(2001)], "at": MONDAY})
    with pytest.raises(ValueError, match="station has 2001 different words, 2000 at most: is it the right column"):
        count_handoffs(whole)
    assert len(count_handoffs(whole.head(2000)).stations) == 2000


def test_days_and_moments_of_any_zone_and_precision_mean_the_same_time() -> None:
    whole = walked("abca", "ba")
    want = count_handoffs(whole)
    for dtype in (pl.Datetime("ms", "Europe/Berlin"), pl.Datetime("ns"), pl.Datetime("us")):
        assert count_handoffs(whole.with_columns(pl.col("at").cast(dtype))) == want
    days = whole.with_columns(pl.col("at").cast(pl.Date))
    assert count_handoffs(days).days == want.days


def test_words_may_come_as_categories_and_cases_as_words() -> None:
    whole = walked("abca", "ba", "cccab")
    whole = whole.with_columns(pl.when(pl.int_range(pl.len()) != 2).then(pl.col("station")))
    for station in (pl.Categorical, pl.Enum(["z", "c", "b", "a"])):
        for case in (pl.String, pl.Int16, pl.Enum(["0", "1", "2"])):
            same = whole.with_columns(pl.col("station").cast(station), pl.col("case").cast(pl.String).cast(case))
            assert count_handoffs(same.lazy()) == count_handoffs(whole)


def test_totals_beyond_64_bits_are_exact() -> None:
    ages = [MONDAY.replace(year=1), MONDAY.replace(year=9999)]
    rows = [{"case": case, "station": "ab"[place], "at": ages[place]} for case in range(40) for place in (0, 1)]
    days = (ages[1] - ages[0]).days
    assert count_handoffs(table(rows, COLUMNS[:3])).days == Spread(40, days, days, days, days, days, days)


@pytest.mark.parametrize("kind", [pl.UInt8, pl.UInt32, pl.UInt64, pl.Int32, pl.String, pl.Categorical])
def test_scattered_cases_are_brought_together_whatever_the_kind_of_their_numbers(kind: pl.DataType) -> None:
    at = [MONDAY + timedelta(hours=hour) for hour in range(5)]
    events = pl.DataFrame({"case": ["3", "1", "3", "1", "2"], "station": list("abcba"), "at": at})
    number = pl.col("case") if kind in (pl.String, pl.Categorical) else pl.col("case").cast(pl.Int64)
    assert count_handoffs(events.with_columns(number.cast(kind))).cases == 3

"""Through how many hands: held against the slow twin, and what holds for every log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.handoffs import COLUMNS, Orders, count_handoffs, glance, merge, pack, report, tally
from querwerk.analysis.handoffs.orders import STREWN, alike, group
from querwerk.analysis.handoffs.packing import EARLIEST, LATEST
from tests.analysis.reference import handoffs as twin

from .papers import MONDAY, table, walked

#: Few moments, so that many events fall together; two of them in other years.
MOMENTS = st.sampled_from([MONDAY + timedelta(hours=hours) for hours in (-9000, -3, 0, 0.5, 1, 30, 31, 500, 9000)])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "case": st.sampled_from([None, 1, 2, 3, 4, 5, 6]),
            "station": st.sampled_from([None, "a", "b", "c", "d", "ä"]),
            "at": st.none() | MOMENTS,
            "started_at": st.none() | MOMENTS,
            "touch_minutes": st.sampled_from([None, -1.0, 0.0, 0.1, 30.0, 5000.0]),
            "unit": st.sampled_from([None, "U", "V"]),
            "department": st.sampled_from([None, "1", "2"]),
            "activity": st.sampled_from([None, "passes_on", "edits"]),
            "medium": st.sampled_from([None, "paper", "file", "mail"]),
        }
    ),
    max_size=40,
)
KEPT = st.sets(st.sampled_from(COLUMNS[3:])).map(lambda more: [*COLUMNS[:3], *sorted(more, key=COLUMNS.index)])


@settings(max_examples=300, deadline=None)
@given(ROWS, KEPT)
def test_the_engine_says_what_the_slow_twin_says(rows: list[twin.Row], columns: list[str]) -> None:
    kept = [{name: row[name] for name in columns} for row in rows]
    assert count_handoffs(table(rows, columns)) == twin.count_handoffs(kept, columns)


@settings(deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), max_size=12))
def test_longer_ways_too(ways: list[str]) -> None:
    rows = walked(*ways).to_dicts()
    assert count_handoffs(walked(*ways)) == twin.count_handoffs(rows, COLUMNS[:3])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_more_than_64_and_more_than_256_stations_are_no_different(seed: int) -> None:
    dice = np.random.default_rng(seed)
    rows = [
        {"case": int(case), "station": f"s{station:03}", "at": MONDAY + timedelta(hours=hour)}
        for hour, (case, station) in enumerate(
            zip(dice.integers(0, 9, 400).tolist(), dice.integers(0, 300, 400).tolist(), strict=True)
        )
    ]
    assert count_handoffs(table(rows, COLUMNS[:3])) == twin.count_handoffs(rows, COLUMNS[:3])


@settings(deadline=None)
@given(ROWS, st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_parts_counted_apart_add_up_to_the_whole(rows: list[twin.Row], part_of: list[int]) -> None:
    whole = count_handoffs(table(rows))
    parts = [[row for row in rows if part_of[row["case"] or 0] == part] for part in range(4)]
    assert report(merge([tally(pack(table(part))) for part in parts])) == whole
    packed = pack(table(rows))
    assert report(tally(packed, part=1)) == whole
    assert report(tally(packed, part=7)) == whole


@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_cases_and_what_stands_between_their_rows_is_no_matter(rows: list[twin.Row], dice: Random) -> None:
    order = sorted({row["case"] for row in rows}, key=lambda _: dice.random())
    apart = [row for case in order for row in rows if row["case"] == case]
    assert count_handoffs(table(apart)) == count_handoffs(table(rows))


@settings(deadline=None)
@given(ROWS)
def test_every_return_is_either_ping_pong_or_a_longer_loop(rows: list[twin.Row]) -> None:
    cases = tally(pack(table(rows))).cases
    assert (cases.rework == cases.ping_pong + cases.loops).all()
    assert (cases.visits == cases.hands + cases.rework).all()
    assert (cases.handovers == np.maximum(cases.visits - 1, 0)).all()


@settings(deadline=None)
@given(ROWS)
def test_the_matrix_the_stretches_and_the_cases_count_the_same_handovers(rows: list[twin.Row]) -> None:
    found = count_handoffs(table(rows))
    total = sum(map(sum, found.matrix))
    assert total == sum(each.handovers for each in found.stretches)
    assert total == round(found.handovers.mean * found.handovers.cases)
    assert all(found.matrix[place][place] == 0 for place in range(len(found.stations)))


@settings(deadline=None)
@given(ROWS, KEPT, st.sampled_from([1, 7, 1000]))
def test_a_glance_shows_the_figures_of_the_tally(rows: list[twin.Row], columns: list[str], part: int) -> None:
    packed = pack(table(rows, columns))
    seen, counted = glance(packed, part=part), tally(packed)
    size = len(counted.stations) + 1
    waited = np.zeros((size, size), np.int64)
    for piece in counted.waiting:
        for kind, begin, end in zip(piece.kinds, piece.starts[:-1], piece.starts[1:], strict=True):
            waited[divmod(int(kind), size)] += piece.micros[begin:end].sum()
    assert seen.stations == counted.stations
    assert seen.matrix.tolist() == counted.matrix.tolist()
    assert seen.waited.tolist() == waited[:-1, :-1].tolist()  # whole numbers, too small to be rounded
    assert seen.length.tolist() == counted.cases.length.tolist()
    for name in ("hands", "visits", "handovers", "ping_pong", "loops", "rework"):
        assert getattr(seen.ways, name).tolist() == getattr(counted.cases, name).tolist()


def test_waiting_of_ages_adds_up_to_the_microsecond() -> None:
    ages = [(datetime(1, 1, 1, tzinfo=UTC), "a"), (datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), "b")]
    rows = [{"case": case, "station": station, "at": at} for case in range(1001) for at, station in ages]
    seen = glance(pack(table(rows, COLUMNS[:3])))
    assert seen.waited.tolist() == [[0, float(1001 * (LATEST - EARLIEST))], [0, 0]]


@settings(deadline=None)
@given(ROWS)
def test_no_paper_waits_longer_than_it_is_under_way(rows: list[twin.Row]) -> None:
    cases = tally(pack(table(rows))).cases
    assert (cases.waiting <= cases.length).all()


@settings(deadline=None)
@given(
    st.lists(st.text("abcď", max_size=20), max_size=30),
    st.sampled_from([np.uint8, np.uint16, np.uint32]),
    st.sampled_from([1, 50]),
)
def test_cases_are_grouped_by_exactly_the_order_they_took(
    ways: list[str], kind: type[np.integer], repeated: int
) -> None:
    ways += [
        way * times for way in ways[:3] for times in (1, 2, 30)
    ] * repeated  # few and many, in either order of work
    visits = np.array([ord(letter) % 254 for way in ways for letter in way], kind)
    orders, which = group(visits, np.cumsum([0, *map(len, ways)]))
    assert [visits_of(orders, order) for order in which] == [[ord(letter) % 254 for letter in way] for way in ways]
    assert len(orders.sizes) == len(set(ways))


def test_no_two_short_orders_are_taken_for_one() -> None:
    ways = [way for length in range(7) for way in product(range(5), repeat=length)]
    visits = np.array([station for way in ways for station in way], np.uint8)
    orders, which = group(visits, np.cumsum([0, *map(len, ways)]))
    assert [visits_of(orders, order) for order in which] == [list(way) for way in ways]


@settings(deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 2**63, 2**64 - 1]) | st.integers(0, 2**64 - 1), max_size=40))
def test_equal_words_have_one_place_and_different_ones_have_different_places(words: list[int]) -> None:
    # with a multiple of the inverse of the strewing number as slot, many different words fall into one slot
    inverse = pow(int(STREWN), -1, 2**64)
    crowded = [word % 5 * inverse % 2**64 for word in words]
    for some in (words, crowded):
        found = alike(np.array(some, np.uint64)).tolist()
        assert [some[place] for place in found] == some
        assert len(set(found)) == len(set(some))


def visits_of(orders: Orders, order: int) -> list[int]:
    return orders.visits[orders.starts[order] : orders.starts[order + 1]].tolist()

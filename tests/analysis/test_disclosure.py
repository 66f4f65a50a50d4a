"""What may be shown of a table of people: worked by hand, attacked by reckoning, attacked by listing every world."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.disclosure import EMPLOYEES, RESIDENTS, Line, Memory, Population, Released, release
from tests.analysis.reference import disclosure as twin

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
Table = dict[tuple[str, ...], int]


def table(*rows: tuple[int, ...]) -> Table:
    """A table of rows a, b, ... and columns 1, 2, ..."""
    return {("abcdefghij"[i], str(j + 1)): count for i, row in enumerate(rows) for j, count in enumerate(row)}


def line(**counts: int) -> Table:
    return {(name,): count for name, count in counts.items()}


# -- worked by hand ------------------------------------------------------------------------------------------------


def test_large_enough_figures_are_shown_in_multiples_of_five() -> None:
    shown = release(table((31, 42), (18, 23)), population=EMPLOYEES, month=NOVEMBER)
    assert [row.total for row in shown.rows] == [40, 75]
    assert shown.cells == ((20, 25), (30, 40))
    assert shown.total == 115


def test_one_small_cell_closes_the_two_by_two_block_around_it() -> None:
    """The worked table of docs/analysis/disclosure.md."""
    shown = release(table((31, 4, 22), (28, 15, 17), (44, 21, 30)), population=EMPLOYEES, month=NOVEMBER)
    assert [row.members for row in shown.rows] == [("a",), ("b",), ("c",)]
    assert [column.members for column in shown.columns] == [("2",), ("3",), ("1",)]
    assert [row.total for row in shown.rows] == [55, 60, 95]
    assert [column.total for column in shown.columns] == [40, 70, 105]
    assert shown.cells == ((None, None, None), (None, None, None), (None, None, None))


def test_what_lies_outside_the_block_stays_open() -> None:
    rows = ((31, 4, 22, 40), (28, 15, 17, 41), (44, 21, 30, 42), (45, 22, 31, 43))
    shown = release(table(*rows), population=EMPLOYEES, month=NOVEMBER)
    assert [column.members[0] for column in shown.columns] == ["2", "3", "1", "4"]
    assert shown.cells == (
        (None, None, 30, 40),
        (None, None, 30, 40),
        (20, 30, 45, 40),
        (20, 30, 45, 45),
    )


def test_small_offices_become_one_line_with_the_next_larger_one() -> None:
    shown = release(table((20, 20), (12, 11), (40, 40), (30, 31)), population=EMPLOYEES, month=NOVEMBER)
    assert shown.rows == (Line(("a", "b"), 65), Line(("d",), 60), Line(("c",), 80)) or [
        row.members for row in shown.rows
    ] == [("d",), ("a", "b"), ("c",)]


def test_of_fewer_than_thirty_nothing_is_broken_down() -> None:
    assert release(table((20, 9)), population=EMPLOYEES, month=NOVEMBER) == Released(NOVEMBER, None)
    assert release(line(all=29), population=EMPLOYEES, month=NOVEMBER).total == 30
    assert release(line(all=9), population=EMPLOYEES, month=NOVEMBER).total is None


def test_residents_are_shown_from_five_on() -> None:
    shown = release(line(yes=31, no=5), population=RESIDENTS, month=NOVEMBER)
    assert [row.total for row in shown.rows] == [5, 30]
    assert [row.members for row in release(line(yes=31, no=4, none=9), population=RESIDENTS, month=NOVEMBER).rows] == [
        ("no", "none"),
        ("yes",),
    ]


def test_zero_is_as_small_as_nine() -> None:
    open_cells = [
        [cell is None for row in release(table((count, 40), (40, 40)), population=EMPLOYEES, month=NOVEMBER).cells for
         cell in row]
        for count in (0, 9, 10)
    ]  # fmt: skip
    assert open_cells == [[True] * 4, [True] * 4, [False] * 4]


def test_a_month_has_one_snapshot() -> None:
    first = release(line(yes=40, no=20), population=EMPLOYEES, month=date(2026, 11, 3))
    assert release(line(yes=80, no=70), population=EMPLOYEES, month=date(2026, 11, 30), previous=first) is first


def test_a_figure_is_repeated_until_it_moves_by_a_whole_group() -> None:
    first = release(line(yes=40, no=20), population=EMPLOYEES, month=NOVEMBER)
    second = release(line(yes=49, no=30), population=EMPLOYEES, month=DECEMBER, previous=first)
    third = release(line(yes=50, no=22), population=EMPLOYEES, month=JANUARY, previous=second)
    shown = [{row.members[0]: row.total for row in month.rows} for month in (first, second, third)]
    assert shown == [{"yes": 40, "no": 20}, {"yes": 40, "no": 30}, {"yes": 50, "no": 30}]


def test_a_figure_that_comes_back_is_the_one_it_was() -> None:
    """40, 51, 43 would betray three newcomers since the first month."""
    months: list[Released] = []
    for month, count in ((NOVEMBER, 40), (DECEMBER, 51), (JANUARY, 41)):
        previous = months[-1] if months else None
        months.append(release(line(yes=count, no=60), population=EMPLOYEES, month=month, previous=previous))
    assert [month.rows[0].total for month in months] == [40, 50, 40]


def test_what_was_closed_stays_closed() -> None:
    first = release(table((3, 40), (40, 40)), population=EMPLOYEES, month=NOVEMBER)
    second = release(table((40, 40), (40, 40)), population=EMPLOYEES, month=DECEMBER, previous=first)
    assert second.cells == ((None, None), (None, None))
    assert release(table((40, 40), (40, 40)), population=EMPLOYEES, month=DECEMBER).cells == ((40, 40), (40, 40))


def test_shares_and_means_come_from_shown_figures_only() -> None:
    shown = release(table((10, 21), (33, 30)), population=EMPLOYEES, month=NOVEMBER)
    assert [row.members for row in shown.rows] == [("a",), ("b",)]
    assert (shown.share(0), shown.share(0, 0), shown.share(1, 1)) == (32, 33, 46)
    assert shown.mean(0, {"1": 1, "2": 4}) == 3
    closed = release(table((9, 21), (33, 30)), population=EMPLOYEES, month=NOVEMBER)
    assert (closed.share(0, 0), closed.mean(0, {"1": 1, "2": 4})) == (None, None)


def test_the_memory_is_not_printed() -> None:
    shown = release(table((3, 40), (40, 44)), population=EMPLOYEES, month=NOVEMBER)
    assert shown.memory.steady["a", "1"] == (3,)
    assert "steady" not in repr(shown)
    with pytest.raises(dataclasses.FrozenInstanceError):
        shown.total = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("counts", "month"),
    [
        ({("a", "b", "c"): 40}, DECEMBER),
        ({(): 40}, DECEMBER),
        ({("a",): 40, ("a", "b"): 40}, DECEMBER),
        ({("a",): -1, ("b",): 40}, DECEMBER),
        ({("a",): 40}, date(2026, 10, 31)),
    ],
)
def test_what_is_no_table_of_people_is_refused(counts: Table, month: date) -> None:
    previous = release(line(yes=40), population=EMPLOYEES, month=NOVEMBER)
    with pytest.raises(ValueError, match=r"table|people|month"):
        release(counts, population=EMPLOYEES, month=month, previous=previous)


# -- whoever knows the rule ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "columns", "population", "people"),
    [
        (3, 0, Population(3, 1, 5), 14),
        (4, 0, Population(4, 2, 4), 14),
        (2, 2, Population(3, 1, 5), 15),
        (2, 2, Population(4, 2, 6), 15),
        (2, 3, Population(2, 1, 4), 9),
        (3, 2, Population(2, 1, 4), 9),
        (3, 3, Population(2, 1, 3), 6),
    ],
)
def test_no_group_is_small_in_every_world_that_would_look_the_same(
    rows: int, columns: int, population: Population, people: int
) -> None:
    """Every table up to a number of people, by what is published of it: the table and both its margins alone."""
    keys = [("abc"[i], str(j)) for i in range(rows) for j in range(columns)] or [("abcd"[i],) for i in range(rows)]
    tables = [counts for total in range(people) for counts in twin.compositions(total, len(keys))]
    views = twin.same_view(tables, lambda counts: published(dict(zip(keys, counts, strict=True)), population))
    small = set(range(1, population.least))
    assert [view for view, alike in views.items() if twin.told(alike, small)] == []


def test_without_pairs_somebody_who_knows_the_rule_would_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("querwerk.analysis.disclosure._sizes", lambda lines, before: list(range(1, lines + 1)))
    population = Population(3, 1, 5)
    keys = [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]
    tables = [counts for total in range(15) for counts in twin.compositions(total, 4)]
    views = twin.same_view(tables, lambda counts: published(dict(zip(keys, counts, strict=True)), population))
    assert any(twin.told(alike, {1, 2}) for alike in views.values())


def test_no_move_between_two_months_is_small_in_every_world_that_would_look_the_same() -> None:
    population, most = Population(4, 2, 4), 24
    tables = [counts for total in range(most + 1) for counts in twin.compositions(total, 2)]
    firsts = {counts: release(line(a=counts[0], b=counts[1]), population=population, month=NOVEMBER) for counts in tables}
    pairs = [(*before, *after) for before in tables for after in tables]

    def both_months(pair: tuple[int, ...]) -> object:
        first = firsts[pair[:2]]
        second = release(line(a=pair[2], b=pair[3]), population=population, month=DECEMBER, previous=first)
        return figures(first), figures(second)

    views = twin.same_view(pairs, both_months)
    # The list of worlds ends at 24 people; a view near that end lacks worlds, so it is no witness.
    whole = [alike for alike in views.values() if max(sum(pair[:2]) for pair in alike) <= most - 12]
    whole = [alike for alike in whole if max(sum(pair[2:]) for pair in alike) <= most - 8]
    assert len(whole) > 100
    for alike in whole:
        for cell in (0, 1):
            assert not {pair[cell] for pair in alike} <= {1, 2, 3}
            assert not {pair[2 + cell] for pair in alike} <= {1, 2, 3}
            assert not {abs(pair[2 + cell] - pair[cell]) for pair in alike} <= {1, 2, 3}


def published(counts: Table, population: Population) -> object:
    """The table, and the tables of its rows and of its columns alone."""
    shown = [figures(release(counts, population=population, month=NOVEMBER))]
    for side in range(2 if all(len(key) == 2 for key in counts) else 0):
        margin: Counter[tuple[str, ...]] = Counter()
        for key, count in counts.items():
            margin[(key[side],)] += count
        shown.append(figures(release(margin, population=population, month=NOVEMBER)))
    return tuple(shown)


def figures(released: Released) -> object:
    return released.total, released.rows, released.columns, released.cells


# -- the reckoning attacker ----------------------------------------------------------------------------------------

small_tables = st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=3)


@settings(max_examples=60, deadline=None)
@given(small_tables, st.lists(st.booleans(), min_size=6, max_size=6), st.sampled_from([0, 1]))
def test_pushing_people_round_finds_what_listing_every_world_finds(
    counts: list[list[int]], closed: list[bool], loose: int
) -> None:
    def around(count: int) -> twin.Span:
        return max(0, count - loose), count + loose

    sheet = twin.Sheet(
        [[(0, 6) if closed[2 * i + j] else around(n) for j, n in enumerate(row)] for i, row in enumerate(counts)],
        [around(sum(row)) for row in counts],
        [around(sum(column)) for column in zip(*counts, strict=True)],
        around(sum(map(sum, counts))),
    )
    every = list(twin.worlds(sheet, 6))
    for group, count_of in (
        (("cell", 0, 0), lambda one: one[0][0]),
        (("rest of row", 1, 0), lambda one: one[1][1]),
        (("rest of column", 0, 1), lambda one: sum(row[1] for row in one[1:])),
    ):
        found = [count_of(one) for one in every]
        assert twin.reached(sheet, counts, group) == (min(found), max(found))


def populations(number: int) -> list[tuple[Table, ...]]:
    """Invented houses: 2 to 8 offices of 8 to 160 people, 2 to 5 levels, and what becomes of them in six months."""
    houses = []
    for seed in range(number):
        random = Random(seed)  # noqa: S311 - no secret
        levels = [random.choice((1, 2, 5, 12)) for _ in range(random.randint(2, 5))]
        house: Table = {}
        for office in "abcdefgh"[: random.randint(2, 8)]:
            members = random.choices(range(len(levels)), levels, k=random.randint(8, 160))
            house |= {(office, str(level)): members.count(level) for level in range(len(levels))}
        months = [house]
        for _ in range(5):
            moves = {key: random.choice((0, 0, random.randint(-4, 4), random.randint(-15, 15))) for key in house}
            months.append({key: max(0, count + moves[key]) for key, count in months[-1].items()})
        houses.append(tuple(months))
    return houses


def small_groups_learned(released: Released, counts: Table, population: Population) -> list[str]:
    """The groups of a published table that must have 1 to k-1 members, and do."""
    if len(released.rows) < 2 or len(released.columns) < 2:
        return []
    known = twin.read(released, population)
    lines = [[sum(counts.get((a, b), 0) for a in row.members for b in column.members)
              for column in released.columns] for row in released.rows]  # fmt: skip
    return learned(known, lines, population.least)


def learned(known: twin.Sheet, lines: list[list[int]], least: int) -> list[str]:
    found = []
    for i, row in enumerate(lines):
        for j, count in enumerate(row):
            rests = {
                "cell": count,
                "rest of row": sum(row) - count,
                "rest of column": sum(line[j] for line in lines) - count,
            }
            for kind, true in rests.items():
                if 0 < true < least:
                    low, high = twin.reached(known, lines, (kind, i, j))
                    assert low <= true <= high
                    if low >= 1 and high < least:
                        found.append(f"{kind} {i} {j}: {low} to {high}")
    return found


def small_moves_learned(months: list[Released], population: Population) -> list[str]:
    """The cells that must have moved by 1 to k-1 people between two publications."""
    found = []
    for earlier, later in combinations(months, 2):
        before, after = (
            {
                (row.members, column.members): cell
                for row, line in zip(one.rows, one.cells, strict=True)
                for column, cell in zip(one.columns, line, strict=True)
                if cell is not None
            }
            for one in (earlier, later)
            if one.total is not None
        ) if earlier.total and later.total else ({}, {})  # fmt: skip
        for key in before.keys() & after.keys():
            (low, high), (new_low, new_high) = (twin.meaning(one[key], population) for one in (before, after))
            least, most = new_low - high, new_high - low
            if (least >= 1 and most < population.least) or (most <= -1 and least > -population.least):
                found.append(f"{key}: {least} to {most}")
    return found


def steady_table(released: Released) -> Table:
    return {key: kept[-1] for key, kept in released.memory.steady.items()}


def test_of_500_populations_no_small_cell_can_be_derived() -> None:
    """T25: tables, differences, complements and six months, each house as employees and as residents."""
    broken: list[str] = []
    shown: Counter[str] = Counter()
    for population in (EMPLOYEES, RESIDENTS):
        for house in populations(500):
            months: list[Released] = []
            for number, counts in enumerate(house):
                previous = months[-1] if months else None
                month = date(2026, number + 1, 1)
                months.append(release(counts, population=population, month=month, previous=previous))
                broken += small_groups_learned(months[-1], steady_table(months[-1]), population)
                open_cells = [cell for row in months[-1].cells for cell in row]
                shown["cells"] += len(open_cells)
                shown["open"] += len(open_cells) - open_cells.count(None)
            broken += small_moves_learned(months, population)
    assert broken == []
    assert shown["open"] > shown["cells"] / 10  # the rule still shows something
    print("T25", {"populations": 500, "months": 6, "derivable": len(broken), **shown})


def test_the_threshold_alone_leaks() -> None:
    """T25, control: figures of ten and more as they are; the reader knows that a missing one is below ten."""
    leaks, pairs, betrayed = 0, 0, 0
    for months in populations(500):
        counts = months[0]
        rows, columns = (sorted({key[side] for key in counts}) for side in (0, 1))
        lines = [[counts[row, column] for column in columns] for row in rows]
        known = twin.Sheet(
            [[(n, n) if n >= 10 else (0, 9) for n in row] for row in lines],
            [(sum(row),) * 2 if sum(row) >= 10 else (0, 9) for row in lines],
            [(sum(column),) * 2 if sum(column) >= 10 else (0, 9) for column in zip(*lines, strict=True)],
            (sum(map(sum, lines)),) * 2,
        )
        leaks += bool(learned(known, lines, 10))
        both = [(sum(row), n) for row in lines for n in row if sum(row) >= 10 and n >= 10]
        pairs += len(both)
        betrayed += sum(0 < office - group < 10 for office, group in both)
    print("T25 control", {"populations that leak": leaks, "pairs": pairs, "complements betrayed": betrayed})
    assert leaks > 400
    assert betrayed / pairs > 0.05


def test_a_table_without_its_closed_block_would_leak() -> None:
    leaks = 0
    for months in populations(60):
        released = release(months[0], population=EMPLOYEES, month=NOVEMBER)
        lines = [[sum(months[0][a, b] for a in row.members for b in column.members) for column in released.columns]
                 for row in released.rows]  # fmt: skip
        rounded = tuple(tuple(None if n < 10 else (2 * n + 5) // 10 * 5 for n in row) for row in lines)
        leaks += bool(small_groups_learned(dataclasses.replace(released, cells=rounded), months[0], EMPLOYEES))
    print("T25 control without the block", leaks, "of 60")
    assert leaks > 5


def test_months_without_steady_counts_would_leak() -> None:
    leaks = 0
    for house in populations(60):
        months = [
            release(counts, population=EMPLOYEES, month=date(2026, number + 1, 1)) for number, counts in enumerate(house)
        ]
        leaks += bool(small_moves_learned(months, EMPLOYEES))
    print("T25 control without steady counts", leaks, "of 60")
    assert leaks > 20

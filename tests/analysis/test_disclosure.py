"""What may be shown of a table of people: worked by hand, attacked by reckoning, attacked by listing every world."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date

import pytest

from querwerk.analysis.disclosure import EMPLOYEES, RESIDENTS, Population, Released, release
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


def test_one_small_cell_closes_two_rows_in_two_columns() -> None:
    """The worked table of docs/analysis/disclosure.md."""
    rows = ((31, 4, 22, 40), (28, 15, 17, 41), (44, 21, 30, 42), (45, 22, 31, 43))
    shown = release(table(*rows), population=EMPLOYEES, month=NOVEMBER)
    assert [(row.members, row.total) for row in shown.rows] == [
        (("a",), 95),
        (("b",), 100),
        (("c",), 135),
        (("d",), 140),
    ]
    assert [(column.members[0], column.total) for column in shown.columns] == [
        ("2", 60),
        ("3", 100),
        ("1", 150),
        ("4", 165),
    ]
    assert shown.cells == (
        (None, None, 30, 40),
        (None, None, 30, 40),
        (20, 30, 45, 40),
        (20, 30, 45, 45),
    )


def test_of_three_columns_none_is_left_over_alone() -> None:
    rows = ((31, 4, 22), (28, 15, 17), (44, 21, 30), (45, 22, 31))
    shown = release(table(*rows), population=EMPLOYEES, month=NOVEMBER)
    assert shown.cells == ((None, None, None), (None, None, None), (20, 30, 45), (20, 30, 45))


def test_small_offices_become_one_line_with_the_next_larger_one() -> None:
    shown = release(table((20, 20), (12, 11), (41, 40), (31, 34)), population=EMPLOYEES, month=NOVEMBER)
    assert [(row.members, row.total) for row in shown.rows] == [(("a", "b"), 65), (("d",), 65), (("c",), 80)]
    assert shown.cells == ((30, 30), (30, 35), (40, 40))


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


def test_the_threshold_alone_would_be_seen_through() -> None:
    tables = [counts for total in range(12) for counts in twin.compositions(total, 3)]
    views = twin.same_view(tables, lambda counts: (sum(counts), *(n if n >= 3 else None for n in counts)))
    assert any(twin.told(alike, {1, 2}) for alike in views.values())


def test_no_move_between_two_months_is_small_in_every_world_that_would_look_the_same() -> None:
    population, most = Population(4, 2, 4), 24
    tables = [counts for total in range(most + 1) for counts in twin.compositions(total, 2)]
    firsts = {
        counts: release(line(a=counts[0], b=counts[1]), population=population, month=NOVEMBER) for counts in tables
    }
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

"""T25: somebody reckons backwards from everything that is published of 500 invented houses, over six months."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.analysis.disclosure import EMPLOYEES, RESIDENTS, Population, Released, release
from tests.analysis.reference import disclosure as twin
from tests.quality import figure

NOVEMBER = date(2026, 11, 1)
Table = dict[tuple[str, ...], int]

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
        random = Random(seed)
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


def small_groups_learned(released: Released, population: Population) -> list[str]:
    """The groups of a published table that must have 1 to k-1 members, and do.

    The reader is told more than was published: no figure is repeated from an earlier month.
    """
    counts = {key: kept[-1] for key, kept in released.memory.steady.items()}
    if len(released.rows) < 2 or len(released.columns) < 2:
        return []
    lines = counted(released, counts)
    sums = [[sum(row) for row in lines], [sum(column) for column in zip(*lines, strict=True)], [sum(map(sum, lines))]]
    rows, columns, (total,) = ([twin.meaning(rounded(count), population) for count in side] for side in sums)
    cells = [
        [
            (0, twin.MANY) if cell is None else twin.meaning(rounded(n), population)
            for cell, n in zip(*pair, strict=True)
        ]
        for pair in zip(released.cells, lines, strict=True)
    ]
    return learned(twin.Sheet(cells, rows, columns, total), lines, population.least)


def counted(released: Released, counts: Table) -> list[list[int]]:
    """The cells of a published table as they are."""
    return [
        [sum(counts.get((a, b), 0) for a in row.members for b in column.members) for column in released.columns]
        for row in released.rows
    ]


def rounded(count: int) -> int:
    return (2 * count + 5) // 10 * 5


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
    """The figures that must have moved by 1 to k-1 people between two publications."""
    found = []
    for earlier, later in combinations([shown_figures(month, population) for month in months], 2):
        for place in earlier.keys() & later.keys():
            least, most = later[place][0] - earlier[place][1], later[place][1] - earlier[place][0]
            if (least >= 1 and most < population.least) or (most <= -1 and least > -population.least):
                found.append(f"{place}: {least} to {most}")
    return found


def shown_figures(released: Released, population: Population) -> dict[object, twin.Span]:
    """What each shown figure means, by its place: cells, totals of rows and columns, the whole."""
    found: dict[object, int | None] = {(): released.total}
    found |= {row.members: row.total for row in released.rows}
    found |= {("column", *column.members): column.total for column in released.columns}
    for row, cells in zip(released.rows, released.cells, strict=False):
        found |= {(row.members, column.members): n for column, n in zip(released.columns, cells, strict=True)}
    return {place: twin.meaning(figure, population) for place, figure in found.items() if figure is not None}


def test_of_500_populations_no_small_cell_can_be_derived() -> None:
    """T25: tables, differences, complements and six months, each house once of employees and once of residents."""
    broken: list[str] = []
    cells: list[int | None] = []
    for number, house in enumerate(populations(500)):
        population = (EMPLOYEES, RESIDENTS)[number % 2]
        months: list[Released] = []
        for index, counts in enumerate(house):
            previous = months[-1] if months else None
            month = date(2026, index + 1, 1)
            months.append(release(counts, population=population, month=month, previous=previous))
            broken += small_groups_learned(months[-1], population)
            cells += [cell for row in months[-1].cells for cell in row]
        broken += small_moves_learned(months, population)
    assert broken == []
    leaking, betrayed = threshold_alone(populations(500))
    assert leaking > 400
    shown = len(cells) - cells.count(None)
    assert shown > len(cells) / 10  # the rule still shows something
    figure(
        "T25",
        "500 invented houses, six months each: every table, difference and complement, reckoned backwards",
        result=f"0 small cells or moves derivable; {shown:,} of {len(cells):,} cells shown",
        control=f"threshold alone: {leaking} of 500 houses leak; {betrayed:.1%} of complements betrayed",
    )


def threshold_alone(houses: list[tuple[Table, ...]]) -> tuple[int, float]:
    """How many houses leak when only small figures are left out, the others shown as they are.

    And how often an office and a group in it, both shown, betray the rest of the office.
    """
    leaks, pairs, betrayed = 0, 0, 0
    for months in houses:
        columns = sorted({level for _, level in months[0]})
        lines = [[months[0][office, level] for level in columns] for office in sorted({key[0] for key in months[0]})]
        known = twin.Sheet(
            [[(n, n) if n >= 10 else (0, 9) for n in row] for row in lines],
            [(sum(row),) * 2 if sum(row) >= 10 else (0, 9) for row in lines],
            [(sum(column),) * 2 if sum(column) >= 10 else (0, 9) for column in zip(*lines, strict=True)],
            (sum(map(sum, lines)),) * 2,
        )
        leaks += bool(learned(known, lines, 10))
        rests = [sum(row) - n for row in lines for n in row if n >= 10]
        pairs += len(rests)
        betrayed += sum(0 < rest < 10 for rest in rests)
    return leaks, betrayed / pairs


def test_a_table_without_its_closed_block_would_leak() -> None:
    leaks = 0
    for months in populations(60):
        released = release(months[0], population=EMPLOYEES, month=NOVEMBER)
        cells = tuple(tuple(None if n < 10 else rounded(n) for n in row) for row in counted(released, months[0]))
        leaks += bool(small_groups_learned(dataclasses.replace(released, cells=cells), EMPLOYEES))
    assert leaks > 5


def test_months_without_steady_counts_would_leak() -> None:
    leaks = 0
    for house in populations(60):
        months = [
            release(counts, population=EMPLOYEES, month=date(2026, number + 1, 1))
            for number, counts in enumerate(house)
        ]
        leaks += bool(small_moves_learned(months, EMPLOYEES))
    assert leaks > 20

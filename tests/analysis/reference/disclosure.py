"""Somebody who wants to know: reads every published figure and works out what each group can be at least and at most.

Two ways. :func:`reached` asks, for one group, how far its count can be pushed while every published figure stays true:
people are moved round along circles of cells and totals until no circle is left (exact for tables of two dimensions).
:func:`worlds` goes the slow, obvious way: it lists every table there could have been. And :func:`same_view` knows the
rule itself: it asks which populations would have led to the very same publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from querwerk.analysis.disclosure import Population, Released

Span = tuple[int, int]
MANY = 10_000


@dataclass(frozen=True)
class Sheet:
    """What the published figures say: the least and the most of each cell, row and column, and of the whole."""

    cells: list[list[Span]]
    rows: list[Span]
    columns: list[Span]
    total: Span


def meaning(figure: int, population: Population) -> Span:
    """The counts that are rounded to a figure; nothing below the smallest group is ever shown."""
    least = max(population.least, figure - population.step // 2)
    return least, figure + (population.step - 1) // 2


def read(released: Released, population: Population) -> Sheet:
    """A publication as its reader understands it; a closed cell may be anything."""
    assert released.total is not None
    return Sheet(
        [[(0, MANY) if cell is None else meaning(cell, population) for cell in row] for row in released.cells],
        [meaning(line.total, population) for line in released.rows],
        [meaning(line.total, population) for line in released.columns],
        meaning(released.total, population),
    )


# -- pushing people round ------------------------------------------------------------------------------------------


@dataclass
class Way:
    """From one place to another: how many go there now, and how many may."""

    start: Any
    end: Any
    now: int
    span: Span


def reached(sheet: Sheet, table: list[list[int]], group: tuple[str, int, int]) -> Span:
    """The least and the most a group can be. ``group``: ("cell" | "rest of row" | "rest of column", row, column).

    ``table`` is one table that fits the sheet, to start from: the true one.
    """
    lowest, highest = (_ways(sheet, table, group) for _ in range(2))
    while _push(*highest, up=True):
        pass
    while _push(*lowest, up=False):
        pass
    return lowest[1].now, highest[1].now


def _ways(sheet: Sheet, table: list[list[int]], group: tuple[str, int, int]) -> tuple[list[Way], Way]:
    kind, row, column = group
    ways, wanted = [Way("all", "house", sum(map(sum, table)), sheet.total)], None
    for i, line in enumerate(table):
        ways.append(Way("house", ("row", i), sum(line), sheet.rows[i]))
        if kind == "rest of row" and i == row:
            wanted = Way(("row", i), "rest", sum(line) - line[column], (0, MANY))
        for j, count in enumerate(line):
            aside = (kind == "rest of row" and i == row and j != column, kind == "rest of column" and j == column)
            start = "rest" if aside[0] else ("row", i)
            end = "rest" if aside[1] and i != row else ("column", j)
            ways.append(Way(start, end, count, sheet.cells[i][j]))
            if kind == "cell" and (i, j) == (row, column):
                wanted = ways.pop()
    for j in range(len(table[0])):
        ways.append(Way(("column", j), "all", sum(line[j] for line in table), sheet.columns[j]))
        if kind == "rest of column" and j == column:
            wanted = Way("rest", ("column", j), sum(line[j] for i, line in enumerate(table) if i != row), (0, MANY))
    assert wanted is not None
    return ways, wanted


def _push(ways: list[Way], wanted: Way, *, up: bool) -> bool:
    """Moves as many as possible along one circle through the wanted way; False when there is no circle left."""
    start, goal = (wanted.end, wanted.start) if up else (wanted.start, wanted.end)
    came: dict[Any, tuple[Way, bool]] = {}
    queue, seen = [start], {start}
    while queue and goal not in seen:
        place = queue.pop(0)
        for way in ways:
            for there, back in ((way.end, False), (way.start, True)):
                here = way.end if back else way.start
                room = way.now - way.span[0] if back else way.span[1] - way.now
                if here == place and there not in seen and room > 0:
                    came[there] = (way, back)
                    seen.add(there)
                    queue.append(there)
    if goal not in seen:
        return False
    circle, place = [], goal
    while place != start:
        way, back = came[place]
        circle.append((way, back))
        place = way.end if back else way.start
    most = wanted.span[1] - wanted.now if up else wanted.now - wanted.span[0]
    most = min(most, *(way.now - way.span[0] if back else way.span[1] - way.now for way, back in circle))
    for way, back in circle:
        way.now += -most if back else most
    wanted.now += most if up else -most
    return most > 0


# -- every world ---------------------------------------------------------------------------------------------------


def worlds(sheet: Sheet, most: int) -> Iterator[list[list[int]]]:
    """Every table that fits the sheet, its cells up to a count."""
    width = len(sheet.columns)
    spans = [range(low, min(high, most) + 1) for line in sheet.cells for low, high in line]
    for counts in product(*spans):
        table = [list(counts[i : i + width]) for i in range(0, len(counts), width)]
        rows, columns = [sum(line) for line in table], [sum(line) for line in zip(*table, strict=True)]
        if all(
            low <= count <= high
            for count, (low, high) in zip(
                [*rows, *columns, sum(rows)], [*sheet.rows, *sheet.columns, sheet.total], strict=True
            )
        ):
            yield table


def compositions(people: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread people over cells."""
    if cells == 1:
        yield (people,)
        return
    for count in range(people + 1):
        for rest in compositions(people - count, cells - 1):
            yield (count, *rest)


def same_view(
    tables: Sequence[tuple[int, ...]], publish: Callable[[tuple[int, ...]], object]
) -> dict[object, list[tuple[int, ...]]]:
    """The tables by what would be published of them."""
    views: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for table in tables:
        views[publish(table)].append(table)
    return views


def told(alike: list[tuple[int, ...]], small: set[int]) -> list[int]:
    """The groups (as bits of cells) that are small in every one of the tables that look alike from outside."""
    cells = range(len(alike[0]))
    groups = range(1, 2 ** len(alike[0]))
    return [group for group in groups if {sum(table[i] for i in cells if group >> i & 1) for table in alike} <= small]

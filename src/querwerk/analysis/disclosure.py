"""What may be shown at all of a table that counts people?

**Question.** A table counts people by one or two properties (office, level of a competence). Which of its figures may
be published, so that nobody learns of a group of one to nine colleagues: not from a figure, not from the difference of
two figures, not from the figures of two months?

**Formula.** Let *k* be the smallest group that may be seen, *u* the smallest unit that is broken down, *s* the step of
rounding (:class:`Population`). Four steps, in this order, each a function of the one before:

1. *Steady counts.* A cell keeps the count it last had while the true one differs from it by less than *k*; then it
   takes an earlier count of its own (or zero) within less than *k*, else the true one. So a cell that was ever large
   enough to be seen moves by *k* at least. Everything below, totals too, is computed from steady counts only.
2. *Joined lines.* Rows with fewer than *u* people (of a table with one dimension: *k*) become one line, together with
   the smallest of the others, equals included; columns with fewer than *k* likewise. What was joined once stays joined.
3. *The closed block.* Rows and columns are put in order: those closed before, then by total. Closed are the first *q*
   rows in the first *p* columns: the fewest pairs of lines that cover all cells below *k* (zero is below *k* too), and
   so many more that every row and every column of the block adds up to *k*.
4. *Figures.* A figure that was shown before is steady in the same way as a count. It is shown in multiples of *s*.
   Shares and means are computed from shown figures only.

**Guarantee.** Call a group the people of any set of cells. Nobody can conclude that a group has 1 to *k* - 1 members,
whoever knows the rule and even if every shown figure were known exactly:

- A group of open cells has *k* members or more.
- A joined line holds one of *k* (or *u*) at least, and nothing says which of its members it is: the rule gives the
  same table when their counts change places.
- A cell of the block may hold the smaller of its row's and its column's sum inside the block, which is *k* or more.
  The table that has this count there and fills the rest greedily has at most *p* + *q* - 1 cells above zero, hence an
  empty one in the last pair of rows and in the last pair of columns; so the rule closes the same block for it.
- Between two months a figure shows no change, or one of *k* at least.

**Units.** Counts are whole numbers of people, each counted in exactly one cell. Shares are whole per cent.

**Shapes.** ``counts`` maps (row,) or (row, column) to a count; what is missing counts as zero. ``month`` is any day of
the month. ``previous`` is the release of an earlier month of the same series: its ``memory`` must be kept by the house
and never shown. Within the month of ``previous`` the answer is ``previous``: one snapshot a month.

**Limits.** A table of fewer than *u* people is not broken down: nothing of it is shown, and nothing remembered. More
than two dimensions are refused. A table may stand beside the tables of its rows and of its columns alone; two tables
over the same people with different second dimensions may not. A steady count is up to *k* - 1 off, a total up to that
for each of its cells and once more. Sparse tables close quickly, and what is closed opens only in a new series. What
people know besides the figures (three colleagues who compare notes) is not covered. Over several months the guarantee
for closed cells holds against the published figures of each month; against somebody who also reckons backwards how
closed cells may have moved it was checked by enumeration for tables of one dimension only.

**Errors.** ValueError: three dimensions, a negative count, keys of unlike length, or a month before ``previous``.

**Source.** Thresholds: DOMAIN section 6 and the practice of official personnel statistics (§ 16 BStatG: multiples of
five). Bounds of a cell with known sums: Fréchet. That a rule must not betray what it hides: simulatable auditing
(Kenthapadi, Mishra, Nissim). Pairs, block and steady counts are the house's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

Key = tuple[str, ...]
Place = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a table counts: the smallest group shown, the step of rounding, the smallest unit broken down."""

    least: int
    step: int
    least_unit: int


EMPLOYEES = Population(least=10, step=5, least_unit=30)
RESIDENTS = Population(least=5, step=5, least_unit=5)


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: several members when they may only be shown together."""

    members: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What the next month needs to know of this one. Never shown.

    ``steady``: the counts of each cell, the present one last; ``figures``: the same of each figure, by the members of
    its row and of its column. ``joined`` and ``closed``: keys of rows and of columns.
    """

    steady: Mapping[Key, tuple[int, ...]]
    figures: Mapping[Place, tuple[int, ...]] = field(default_factory=dict)
    joined: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    closed: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Released:
    """What may be shown: rounded figures. ``total`` is None when the whole is too small, a cell when it is closed.

    A table of one dimension has rows only, and no cells.
    """

    month: date
    total: int | None
    rows: tuple[Line, ...] = ()
    columns: tuple[Line, ...] = ()
    cells: tuple[tuple[int | None, ...], ...] = ()
    memory: Memory = field(default_factory=lambda: Memory({}), repr=False)

    def share(self, row: int, column: int | None = None) -> int | None:
        """The part of a row that is in a column, or the part of all that is in a row, in whole per cent."""
        part, whole = self.rows[row].total, self.total or 0
        if column is not None:
            shown, whole = self.cells[row][column], part
            if shown is None:
                return None
            part = shown
        return min(100, (200 * part + whole) // (2 * whole))

    def mean(self, row: int, values: Mapping[str, float]) -> float | None:
        """The mean of a row whose columns stand for values; None as soon as a cell is closed or two are joined."""
        shown = [
            (values[line.members[0]], count)
            for line, count in zip(self.columns, self.cells[row], strict=True)
            if count is not None and len(line.members) == 1
        ]
        people = sum(count for _, count in shown)
        return sum(value * count for value, count in shown) / people if len(shown) == len(self.columns) else None


def release(
    counts: Mapping[Key, int], *, population: Population, month: date, previous: Released | None = None
) -> Released:
    """The figures of a table that may be published for a month."""
    month = month.replace(day=1)
    if previous is not None and previous.month >= month:
        if previous.month > month:
            raise ValueError("a month before the one released last")
        return previous
    known = previous.memory if previous else Memory({})
    keys = sorted({*counts, *known.steady})
    if len({len(key) for key in keys}) > 1 or any(len(key) not in (1, 2) for key in keys):
        raise ValueError("a table of people has one dimension or two")
    if any(count < 0 for count in counts.values()):
        raise ValueError("nobody counts less than zero people")
    steady = {key: _steady(counts.get(key, 0), known.steady.get(key, ()), population.least) for key in keys}
    return _shown({key: kept[-1] for key, kept in steady.items()}, steady, population, month, known)


def _steady(count: int, kept: tuple[int, ...], least: int) -> tuple[int, ...]:
    """The counts of a cell so far, the one to use last: the last one, an earlier one, zero, or the true one."""
    for earlier in (*reversed(kept), *([0] if kept else [])):
        if abs(count - earlier) < least:
            return (*(one for one in kept if one != earlier), earlier)
    return (*kept, count)


def _shown(
    table: Mapping[Key, int],
    steady: Mapping[Key, tuple[int, ...]],
    population: Population,
    month: date,
    known: Memory,
) -> Released:
    total = sum(table.values())
    if total < (population.least_unit if len(table) > 1 else population.least):
        return Released(month, None, memory=known)
    two = all(len(key) == 2 for key in table)
    rows, rows_joined = _lines(table, 0, population.least_unit if two else population.least, known.joined[0])
    columns, columns_joined = _lines(table, 1, population.least, known.joined[1]) if two else ([], known.joined[1])
    rows, columns = _ordered(rows, known.closed[0]), _ordered(columns, known.closed[1])
    cells = [[_people(table, row, column) for column in columns] for row in rows]
    deep, wide = 0, 0
    if len(rows) > 1 and len(columns) > 1:
        before = (_count_closed(rows, known.closed[0]), _count_closed(columns, known.closed[1]))
        deep, wide = _block(cells, population.least, before)
    figures = dict(known.figures)

    def figure(count: int, row: Key = (), column: Key = ()) -> int:
        figures[row, column] = _steady(count, known.figures.get((row, column), ()), population.least)
        return _rounded(figures[row, column][-1], population.step)

    return Released(
        month,
        figure(total),
        tuple(replace(row, total=figure(row.total, row.members)) for row in rows),
        tuple(replace(column, total=figure(column.total, (), column.members)) for column in columns),
        tuple(
            tuple(
                None if i < deep and j < wide else figure(cells[i][j], row.members, column.members)
                for j, column in enumerate(columns)
            )
            for i, row in enumerate(rows)
        ),
        Memory(
            steady,
            figures,
            (rows_joined, columns_joined),
            (known.closed[0] | _members(rows[:deep]), known.closed[1] | _members(columns[:wide])),
        ),
    )


def _lines(
    table: Mapping[Key, int], dimension: int, least: int, joined: frozenset[str]
) -> tuple[list[Line], frozenset[str]]:
    """The rows (0) or columns (1) of a table, the small ones as one line; and which are joined by now."""
    totals: dict[str, int] = defaultdict(int)
    for key, count in table.items():
        totals[key[dimension]] += count
    small = {name for name, total in totals.items() if total < least and name not in joined}
    together = small | joined
    while (small or 0 < sum(totals[name] for name in together) < least) and together != totals.keys():
        smallest = min(total for name, total in totals.items() if name not in together)
        together |= {name for name, total in totals.items() if total == smallest}
        small = set()
    lines = [Line((name,), total) for name, total in totals.items() if name not in together]
    if together:
        lines.append(Line(tuple(sorted(together)), sum(totals[name] for name in together)))
    return lines, frozenset(together)


def _ordered(lines: list[Line], closed: frozenset[str]) -> list[Line]:
    """Lines that were closed before come first, then by total: an order that the shown sums alone decide."""
    return sorted(lines, key=lambda line: (closed.isdisjoint(line.members), line.total, line.members))


def _count_closed(lines: list[Line], closed: frozenset[str]) -> int:
    return sum(not closed.isdisjoint(line.members) for line in lines)


def _block(cells: list[list[int]], least: int, before: tuple[int, int]) -> tuple[int, int]:
    """How many rows and columns, from the first, are closed: (0, 0) when every cell is large enough."""
    small = [(i, j) for i, row in enumerate(cells) for j, count in enumerate(row) if count < least]
    if not small and before == (0, 0):
        return 0, 0
    deeper, wider = _sizes(len(cells), before[0]), _sizes(len(cells[0]), before[1])
    last_row, last_column = (max((place[side] for place in small), default=0) for side in (0, 1))
    deep = next(size for size in deeper if size > last_row)
    wide = next(size for size in wider if size > last_column)
    while True:
        if any(sum(row[:wide]) < least for row in cells[:deep]):
            wide = next(size for size in wider if size > wide)
        elif any(sum(row[j] for row in cells[:deep]) < least for j in range(wide)):
            deep = next(size for size in deeper if size > deep)
        else:
            return deep, wide


def _sizes(lines: int, before: int) -> list[int]:
    """How many lines a block may have: those closed before and pairs more; never a single one is left over."""
    size, sizes = (before, [before]) if before > 1 else (0, [])
    while lines - size > 3:
        size += 2
        sizes.append(size)
    return [*sizes, lines] if size < lines else sizes


def _people(table: Mapping[Key, int], row: Line, column: Line) -> int:
    return sum(table.get((one, other), 0) for one in row.members for other in column.members)


def _members(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.members)


def _rounded(count: int, step: int) -> int:
    """The nearest multiple of the step; half a step goes up."""
    return (2 * count + step) // (2 * step) * step

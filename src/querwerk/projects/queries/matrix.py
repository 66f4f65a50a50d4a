"""Who works on what across which line: units as rows, themes as columns, projects of a year in the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import FilteredRelation
from markupsafe import Markup

from querwerk.journal.actions import Actor
from querwerk.structure.models import Unit, UnitName
from querwerk.structure.queries import Vocabulary, valid_on, vocabulary
from querwerk.tables import pages_of

from .board import Entry, board, language_now
from .names import ThemeLine, choices, here, in_order, last_day

ROWS, COLUMNS = 100, 12


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and its number of projects by theme, where it has any; ``written`` by the page of columns."""

    slug: str
    name: str
    short: str
    department: str
    cells: dict[int, int]
    total: int
    written: dict[int, Markup] = field(default_factory=dict, compare=False, repr=False)

    def among(self, themes: Sequence[ThemeLine]) -> list[int]:
        """Its numbers in the order of these columns; 0 where it has none."""
        return [self.cells.get(theme.pk, 0) for theme in themes]


@dataclass(frozen=True, slots=True)
class Part:
    """What of the matrix one page shows."""

    rows: list[UnitRow]
    columns: slice
    page: int
    pages: int
    column_page: int
    column_pages: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The picture of a year, in one language.

    ``idle`` are the units without a project, ``unplaced`` projects without a unit; ``busiest`` are the units that join
    most themes, and of those the ones with most projects; ``terms`` are the words of an earlier day.

    Kept with the board of the day, and with it what the template wrote of it (``written``, and that of each row).
    """

    year: int
    years: range
    on: date
    terms: Vocabulary | None
    themes: list[ThemeLine]
    rows: list[UnitRow]
    sums: tuple[int, ...]
    projects: int
    unplaced: int
    idle: list[tuple[str, str]]
    busiest: list[UnitRow]
    written: dict[str, Markup] = field(default_factory=dict, compare=False, repr=False)

    def part(self, page: int, columns: int) -> Part:
        """A page of rows and of columns: no house has more themes than a screen, a benchmark does."""
        pages, column_pages = pages_of(len(self.rows), ROWS), pages_of(len(self.themes), COLUMNS)
        page, columns = min(page, pages), min(columns, column_pages)
        rows = self.rows[(page - 1) * ROWS : page * ROWS]
        return Part(rows, slice((columns - 1) * COLUMNS, columns * COLUMNS), page, pages, columns, column_pages)


def matrix(actor: Actor, year: int | None, *, today: date) -> Matrix:
    """The matrix of a year, under the names of that year; partner organisations do not count as units."""
    year = year or today.year
    on = last_day(year, today)
    at = here()
    seen = board(at, actor, on=on, today=today)
    return seen.once(("matrix", year, language_now()), lambda: _read(seen.entries, year, on, today, at))


def _read(entries: list[Entry], year: int, on: date, today: date, at: int) -> Matrix:
    offered = choices(at, on=on, today=today)
    counted, sums, unplaced = _counted(entries, year)
    columns = [theme for theme in offered.themes if sums.get(theme.pk)]
    rows, idle = [], []
    for slug, name, short, kind, department in _units(on, on < today, at):
        cells = counted.get(slug)
        if cells:
            rows.append(UnitRow(slug, name, short, department, cells, sum(cells.values())))
        elif kind != Unit.Kind.DEPARTMENT:
            idle.append((slug, name))
    totals = tuple(sums[theme.pk] for theme in columns)
    best = max(((len(row.cells), row.total) for row in rows), default=(0, 0))
    busiest = [row for row in rows if (len(row.cells), row.total) == best and best[0] > 1]
    terms = vocabulary(on, language_now()) if on < today else None
    return Matrix(year, offered.years, on, terms, columns, rows, totals, sum(totals), unplaced, idle, busiest)


def _counted(entries: list[Entry], year: int) -> tuple[dict[str, dict[int, int]], Counter[int], int]:
    """Projects by unit and theme, by theme, and those without a unit."""
    counted: dict[str, dict[int, int]] = {}
    by_theme: Counter[int] = Counter()
    without = 0
    for entry in entries:
        if entry.in_year(year):
            theme = entry.theme.pk
            by_theme[theme] += 1
            units = list(entry.units_in(year))
            without += not units
            for unit in units:
                cells = counted.setdefault(unit, {})
                cells[theme] = cells.get(theme, 0) + 1
    return counted, by_theme, without


@lru_cache(maxsize=16)
def _units(on: date, past: bool, position: int) -> list[tuple[str, str, str, str, str]]:
    """(slug, name, short name, kind, department) of every unit, as called and placed on a day.

    By department, those without one last; read once for each journal position.
    """
    placed = FilteredRelation("placements", condition=valid_on(on, "placements__"))
    units = Unit.objects.annotate(placed=placed).order_by()
    rows = list(units.values_list("pk", "slug", "name", "short", "kind", "placed__parent_id"))
    names = {row[0]: (row[2], row[3]) for row in rows}
    if past:
        then = UnitName.objects.filter(valid_on(on)).order_by("valid_from")
        names |= {pk: (name, short) for pk, name, short in then.values_list("unit_id", "name", "short")}
    none = ("", "")
    placed_rows = [
        (slug, *names[pk], kind, names.get(parent, none)[0]) for pk, slug, _name, _short, kind, parent in rows
    ]
    return sorted(placed_rows, key=lambda row: (not row[4], in_order(row[4]), in_order(row[1])))

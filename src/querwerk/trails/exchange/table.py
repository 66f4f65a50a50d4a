"""What every format yields: a table of everything said about each event, still under the file's own names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from .content import Form
from .limits import Limits
from .notes import Notes, Unreadable, thousands


@dataclass(frozen=True, slots=True)
class Table:
    """One row an event, in the order of the file. XES: what is said of a trace stands in columns ``case:...``.

    ``traces`` (XES only) numbers the trace of each event, from 1; ``times`` are the columns whose values the format
    itself declares to be moments; ``end`` says where the file ends.
    """

    form: Form
    frame: pl.DataFrame
    notes: Notes = field(default_factory=Notes)
    traces: pl.Series | None = None
    times: frozenset[str] = frozenset()
    end: str = ""

    def place(self, row: int, column: str = "") -> str:
        """Where a row stands in the file, in words."""
        if self.traces is None:
            where = f"Datenzeile {row + 1}"
        else:
            trace = self.traces[row]
            first = self.traces.search_sorted(trace)
            where = f"Spur {trace}, Ereignis {row - first + 1}"
        return f"{where}, „{column}“" if column else where


def padded(columns: dict[str, list[str | None]], rows: int) -> pl.DataFrame:
    """Columns of texts as a frame; those that began late or ended early are filled with nothing."""
    for values in columns.values():
        values.extend([None] * (rows - len(values)))
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def too_many_columns(limits: Limits) -> str:
    """The sentence for a file with more names than any log has."""
    return f"Die Datei hat mehr als {thousands(limits.columns)} verschiedene Spalten; mehr werden nicht gelesen."


def check_size(events: int, cells: int, limits: Limits, place: Callable[[], str] | None = None) -> None:
    """Refuses a log beyond the limits."""
    if events > limits.events or cells > limits.cells:
        where = place() if place else ""
        raise Unreadable(
            f"Das Protokoll ist zu groß; gelesen werden höchstens {thousands(limits.events)} Ereignisse "
            f"und {thousands(limits.cells)} Angaben.",
            where,
        )

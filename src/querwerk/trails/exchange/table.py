"""What every format yields: a table of everything said about each event, still under the file's own names."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from .content import Form
from .notes import Notes


@dataclass(frozen=True, slots=True)
class Table:
    """One row an event, in the order of the file. XES: what is said of a trace stands in columns ``case:...``.

    ``traces`` (XES only) numbers the trace of each event, from 1; ``times`` are the columns whose values the format
    itself declares to be moments.
    """

    form: Form
    frame: pl.DataFrame
    notes: Notes = field(default_factory=Notes)
    traces: pl.Series | None = None
    times: frozenset[str] = frozenset()

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

"""Stored logs: events as the bytes of one Parquet file, so that nobody reads rows one by one to count hands.

Cases are numbered in the order in which they come; what a case was called is not kept, nor is any column that is not
counted. Words are kept once and rows refer to them. Rows are sorted by case and moment; those of one moment keep their
order.
"""

from __future__ import annotations

import io

import polars as pl

_WORDS = ("station", "unit", "department", "activity", "medium")
#: What is kept of a log: the columns of :mod:`querwerk.analysis.handoffs`.
_KEPT = ("case", "station", "at", "started_at", "touch_minutes", *_WORDS[1:])


def to_bytes(events: pl.DataFrame) -> bytes:
    """Events as the bytes to store."""
    numbers = events.select(pl.col("case").drop_nulls().unique(maintain_order=True)).with_row_index("number")
    numbered = events.join(numbers, on="case", how="left", maintain_order="left").with_columns(case="number")
    kept = numbered.select(name for name in _KEPT if name in events.columns)
    ordered = kept.sort("case", "at", nulls_last=True, maintain_order=True)
    written = io.BytesIO()
    ordered.with_columns(_words(column) for column in ordered if column.name in _WORDS).write_parquet(written)
    return written.getvalue()


def from_bytes(content: bytes) -> pl.DataFrame:
    """The events that were stored. Raises ValueError if the bytes are broken."""
    try:
        return pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as trouble:
        raise ValueError(
            "Das gespeicherte Protokoll ist beschädigt. Bitte lesen Sie die Datei noch einmal ein."
        ) from trouble


def _words(column: pl.Series) -> pl.Series:
    """A column as references to its words, kept in alphabetical order; truths stay truths."""
    if column.dtype == pl.Boolean:
        return column
    words = column.cast(pl.String)
    return words.cast(pl.Enum(words.drop_nulls().unique().sort()))

"""Parquet: columns with types of their own; lists and trees inside are left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from .content import Form
from .limits import Limits
from .notes import Notes, Unreadable
from .table import Table, check_size, too_many_columns


def read(path: Path, limits: Limits) -> Table:
    """The columns of a Parquet file."""
    scan, notes, _ = scanned(path, limits)
    with sound():
        frame = scan.collect()
    times = frozenset(name for name, kind in frame.schema.items() if kind.is_temporal())
    return Table(Form.PARQUET, frame, notes, times=times)


def scanned(path: Path, limits: Limits) -> tuple[pl.LazyFrame, Notes, int]:
    """A Parquet file before its columns are read; how many rows it claims is asked before anything is unpacked."""
    notes = Notes()
    with sound():
        scan = pl.scan_parquet(path, glob=False)
        schema = scan.collect_schema()
        if len(schema) > limits.columns:
            raise Unreadable(too_many_columns(limits))
        rows: int = scan.select(pl.len()).collect().item()
        check_size(rows, rows * len(schema), limits)
        nested = [name for name, kind in schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
        for name in nested:
            notes.add("nested_column", f"„{name}“")
        return scan.drop(nested), notes, rows


@contextmanager
def sound() -> Iterator[None]:
    """Trouble with the file as a sentence."""
    try:
        yield
    except Unreadable:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        raise Unreadable("Die Datei ist als Parquet beschädigt oder bricht ab.") from None

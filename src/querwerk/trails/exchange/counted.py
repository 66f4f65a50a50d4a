"""A file counted where it is read, so that events need not travel; a large Parquet file part by part.

The rules are those of :mod:`.events` for every part: columns that look like people stay behind, what is odd is noted.
The parts hold whole cases, so the figures are those of the whole; places of oddities are told for small files alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from ..insights.large import HandoffReport, count_in_parts
from .content import Form, Tell, form_of
from .events import TELLING, Columns, Report
from .limits import Limits
from .look import Wanted, events_of, guessed
from .notes import Note, Notes
from .parquet import scanned, sound
from .stream import AT_ONCE, ahead, in_whole_cases
from .table import Table

#: Rows from which the meaning of columns is guessed.
_HEAD = 10_000


def count(
    path: Path, wanted: Wanted, limits: Limits, tell: Tell, *, at_once: int = AT_ONCE
) -> tuple[Report, HandoffReport]:
    """What was read of a file, and its figures. Raises :class:`Unreadable`."""
    if form_of(path, limits) is Form.PARQUET:
        scan, notes, rows = scanned(path, limits)
        if rows > at_once:
            return _count_parts(scan, notes, rows, wanted, tell, at_once)
    reading = events_of(path, wanted, limits, tell)
    return reading.report, count_in_parts([reading.events])


def _count_parts(
    scan: pl.LazyFrame, notes: Notes, rows: int, wanted: Wanted, tell: Tell, at_once: int
) -> tuple[Report, HandoffReport]:
    with sound():
        head = Table(Form.PARQUET, scan.head(_HEAD).collect())
    columns = wanted.columns.over(guessed(head))
    if not columns.case or not {*columns.chosen().values()} <= {*head.frame.columns}:
        wanted.of(head, columns)  # says what is missing
    read: list[Report] = []

    def events(parts: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for part in parts:
            reading = wanted.of(Table(Form.PARQUET, _in_categories(part, columns)), columns)
            read.append(reading.report)
            tell(sum(report.rows for report in read) / rows)
            yield reading.events

    def figures(parts: Iterator[pl.DataFrame]) -> HandoffReport:
        read.clear()
        return count_in_parts(ahead(events(parts)))

    chosen = scan.select(list(dict.fromkeys(columns.chosen().values())))
    with sound():
        found = in_whole_cases(figures, chosen, case=columns.case, at_once=at_once)
    return _together(read, notes), found


def _in_categories(part: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Stations and other words as categories: what is asked of them is asked of each different word once."""
    chosen = columns.chosen()
    words = {chosen[meaning] for meaning in ("station", *TELLING) if meaning in chosen} - {columns.case}
    return part.with_columns(
        part[name].cast(pl.Categorical(pl.Categories.random())) for name in words if part[name].dtype == pl.String
    )


def _together(read: list[Report], notes: Notes) -> Report:
    """One report about all parts."""
    for report in read:
        notes.extend(tuple(Note(note.kind, note.count) for note in report.notes))
    return replace(
        read[0],
        rows=sum(report.rows for report in read),
        events=sum(report.events for report in read),
        cases=sum(report.cases for report in read),
        first=min((report.first for report in read if report.first), default=None),
        last=max((report.last for report in read if report.last), default=None),
        notes=tuple(notes),
        people={name: sign for report in read for name, sign in report.people.items()},
        pseudonymous=any(report.pseudonymous for report in read),
    )

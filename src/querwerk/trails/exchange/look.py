"""A first look at a file: its columns, which of them look like people, and what each could mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from . import comma, council, parquet, xes, xes_plain
from .content import Form, Tell, form_of
from .events import TRACE, Columns, Reading, as_events
from .limits import Limits
from .notes import Note
from .people import WORDS, sign_of
from .table import Table

#: Names under which files hold what is needed, the likeliest first; compared without case and without signs.
_NAMES: dict[str, str] = {
    "case": (
        "caseconceptname caseid case vorgang vorgangsnummer vorgangsid aktenzeichen geschäftszeichen az fall "
        "fallnummer fallid akte vorlage drucksache paper traceid trace id"
    ),
    "station": (
        "orggroup orgrole station stelle dienststelle organisationseinheit orgeinheit einheit unit amt "
        "fachbereich abteilung sachgebiet referat gruppe group team rolle role gremium organization department "
        "dezernat orgresource resource bearbeiter sachbearbeiter mitarbeiter benutzer user"
    ),
    "at": (
        "timetimestamp timestamp zeitstempel zeitpunkt zeit time completetimestamp endtimestamp ende end endzeit "
        "erledigtam erledigt abgeschlossenam datum date at am"
    ),
    "started_at": (
        "starttimestamp startedat starttime start timestart beginn begonnenam begonnen startzeit eingang "
        "eingangam eingegangenam arrived"
    ),
    "touch_minutes": "touchminutes bearbeitungsminuten bearbeitungszeit minuten minutes",
    "unit": "unit amt organisationseinheit einheit fachbereich",
    "department": "department dezernat",
    "activity": "conceptname activity aktivität tätigkeit aufgabe schritt vorgangsschritt action",
    "medium": "medium medienform",
    "transition": "lifecycletransition transition lifecycle",
}
_EXAMPLES, _VALUES, _ROWS = 3, 300, 20
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. Of a column that looks like people the values are told only to be mapped to roles."""

    name: str
    filled: int
    distinct: int
    is_time: bool
    person: str
    examples: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds, before anything is chosen. ``head`` are its first rows, with people hidden."""

    form: str
    rows: int
    columns: tuple[Column, ...]
    guess: Columns
    head: tuple[tuple[str, ...], ...]
    notes: tuple[Note, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Look:
        """Back from JSON."""
        return cls(
            form=said["form"], rows=said["rows"], guess=Columns(**said["guess"]),
            columns=tuple(
                Column(**(column | {"examples": tuple(column["examples"]), "values": tuple(column["values"])}))
                for column in said["columns"]
            ),
            head=tuple(tuple(row) for row in said["head"]), notes=tuple(Note(**note) for note in said["notes"]),
        )  # fmt: skip


def table_of(path: Path, limits: Limits, tell: Tell | None = None, choose: xes_plain.Choose | None = None) -> Table:
    """Everything a file says about its events, or the columns of ``choose``. Raises :class:`Unreadable`."""
    form = form_of(path, limits)
    if form is Form.PARQUET:
        return parquet.read(path, limits)
    if form is Form.COUNCIL:
        return council.read(path, limits, tell)
    if form is Form.CSV:
        return comma.read(path, limits, tell)
    try:
        return xes_plain.read(path, limits, tell, choose)
    except xes_plain.NotPlain:
        return xes.read(path, limits, tell)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns mean what (guessed where none is chosen), and what becomes of a station that looks like people."""

    columns: Columns
    roles: Mapping[str, str] | None = None
    pseudonymous: bool = False

    def of(self, table: Table, columns: Columns) -> Reading:
        """The events of a table."""
        return as_events(table, columns, roles=self.roles, pseudonymous=self.pseudonymous)

    def needed(self, names: list[str]) -> Iterable[str]:
        """Only the columns that are needed, once that is clear: a refusal names every column there is."""
        meant = self.columns.over(guess(names, Form.XES))
        needed = {*meant.chosen().values()} - {TRACE}
        return {*needed, "case:concept:name"} if meant.station and meant.at and needed <= {*names} else names


def events_of(path: Path, wanted: Wanted, limits: Limits, tell: Tell | None = None) -> Reading:
    """The events of a file, read in this process: of files one trusts, and inside of the limited one."""
    table = table_of(path, limits, tell, wanted.needed)
    return wanted.of(table, wanted.columns.over(guessed(table)))


def look_at(table: Table) -> Look:
    """The columns of a table and a proposal what they mean."""
    columns = tuple(_column(table, name) for name in table.frame.columns if name)
    shown = table.frame.select(name for name in table.frame.columns if name).head(_ROWS).cast(pl.String)
    hidden = {position for position, column in enumerate(columns) if column.person}
    head = tuple(
        tuple(_HIDDEN if position in hidden and cell else cell or "" for position, cell in enumerate(row))
        for row in shown.rows()
    )
    return Look(table.form.value, table.frame.height, columns, guessed(table), head, tuple(table.notes))


def guessed(table: Table) -> Columns:
    """What each column of a table most likely means."""
    frame = table.frame
    return guess([name for name in frame.columns if name and frame[name].null_count() < frame.height], table.form)


def guess(names: Iterable[str], form: Form) -> Columns:
    """What each column most likely means; one that looks like people is taken only where nothing else is."""
    if form is Form.COUNCIL:
        return council.COLUMNS
    plain = {re.sub(r"[^a-zäöüß0-9]", "", name.lower()): name for name in reversed([*names])}
    found: dict[str, Any] = {}
    for meaning, words in _NAMES.items():
        candidates = [plain[word] for word in words.split() if word in plain and plain[word] not in found.values()]
        if candidates and ("station" in found or meaning not in ("unit", "department")):
            found[meaning] = candidates[0]
    if form is Form.XES:
        found["case"] = TRACE
    return Columns(**found)


def _column(table: Table, name: str) -> Column:
    values = table.frame[name]
    sign = sign_of(values)
    distinct = values.drop_nulls().unique()
    texts = distinct.cast(pl.String)
    return Column(
        name=name, filled=len(values) - values.null_count(), distinct=len(distinct),
        is_time=name in table.times or values.dtype.is_temporal(),
        person=WORDS[sign] if sign else "",
        examples=() if sign else tuple(text[:60] for text in texts.sort().head(_EXAMPLES)),
        values=tuple(text[:120] for text in texts.sort().head(_VALUES)) if sign else (),
    )  # fmt: skip

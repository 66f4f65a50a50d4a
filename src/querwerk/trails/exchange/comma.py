"""CSV as offices save it: semicolon, comma, tab or bar; UTF-8, UTF-16 or Western European; with or without quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import polars as pl

from .content import Form, Tell, decoded, encoding_of, opened
from .limits import Limits
from .notes import Notes, Unreadable, printable, thousands
from .table import Table, check_size, padded, too_many_columns

_DELIMITERS = ";,\t|"
_BATCH = 1_000_000
_HEAD = 64 * 1024


def read(path: Path, limits: Limits, tell: Tell | None = None) -> Table:
    """The rows of a CSV file as texts; the first row names the columns."""
    with opened(path, limits) as source:
        head = source.read(_HEAD)
    encoding = encoding_of(head)
    if encoding == "utf-8" and b"\0" in head:
        raise Unreadable("Die Datei enthält Nullbytes und ist keine Textdatei.")
    text = decoded(head)
    delimiter = delimiter_of(text)
    names = _names(text, delimiter, limits)
    fast = _plain(path, names, delimiter, limits) if encoding in ("utf-8", "utf-8-sig") else None
    if fast is None:
        with opened(path, limits, tell) as source:
            return _Rows(encoding, delimiter, names, limits).table(source)
    return fast


def delimiter_of(text: str) -> str:
    """The sign that stands equally often in the first rows; a file of one column has none."""
    rows = [line for line in text.splitlines()[:20] if line.strip()]
    rows = rows[:-1] if len(rows) > 2 else rows  # the last may be cut
    best, most = ",", 0.0
    for sign in _DELIMITERS:
        counts = [len(row) for row in csv.reader(rows, delimiter=sign, strict=False)]
        width = counts[0] if counts else 1
        if width > 1:
            same = sum(count == width for count in counts) / len(counts)
            score = same + min(width, 50) / 1000
            best, most = (sign, score) if score > most else (best, most)
    return best


def _names(text: str, delimiter: str, limits: Limits) -> list[str]:
    first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    if len(first) > limits.columns:
        raise Unreadable(too_many_columns(limits), "Kopfzeile")
    names: list[str] = []
    for position, cell in enumerate(first, 1):
        name = cell.strip() or f"Spalte {position}"
        if len(name) > 200:
            raise Unreadable(f"Der Name der {position}. Spalte ist länger als 200 Zeichen.", "Kopfzeile")
        names.append(name if name not in names else f"{name} ({position})")
    if len(names) < 2:
        raise Unreadable(
            "Die Datei hat nur eine Spalte. Gebraucht werden mindestens der Vorgang, die Station und die Zeit, "
            "getrennt durch Semikolon, Komma oder Tabulator.",
            "Kopfzeile",
        )
    return names


def _plain(path: Path, names: list[str], delimiter: str, limits: Limits) -> Table | None:
    """A file without a single quote is a plain grid, and Polars reads it; None: it has to be read row by row."""
    with opened(path, limits) as source:
        content = source.read()
    if b'"' in content or b"\0" in content or b"\r" in content.replace(b"\r\n", b"") or b"\n\n" in content:
        return None
    try:
        frame = pl.read_csv(
            content, separator=delimiter, quote_char=None, has_header=False, skip_rows=1,
            schema=dict.fromkeys(names, pl.String), missing_columns="insert",
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    if any((frame[name].str.len_bytes() > limits.text).any() for name in names):
        return None
    check_size(frame.height, frame.height * frame.width, limits)
    return Table(Form.CSV, frame)


class _Rows:
    """Reads row by row, with the parser that knows quotes, and notes rows that are too short or too long."""

    def __init__(self, encoding: str, delimiter: str, names: list[str], limits: Limits) -> None:
        self.encoding, self.delimiter, self.names, self.limits = encoding, delimiter, names, limits
        self.notes = Notes()
        self.frames: list[pl.DataFrame] = []

    def table(self, source: BinaryIO) -> Table:
        """All rows of a source."""
        csv.field_size_limit(max(self.limits.text, 1000) * 10)
        rows: list[list[str]] = []
        kept = 0
        for number, row in enumerate(self._rows(source), 1):
            if self._fits(row, number):
                rows.append(row)
                kept += 1
                check_size(kept, kept * len(self.names), self.limits, partial("Datenzeile {}".format, number))
            if len(rows) * len(self.names) > _BATCH:
                self._keep(rows)
                rows = []
        self._keep(rows)
        return Table(Form.CSV, pl.concat(self.frames), self.notes)

    def _rows(self, source: BinaryIO) -> Iterator[list[str]]:
        text = io.TextIOWrapper(source, encoding=self.encoding, newline="")
        reader = csv.reader(text, delimiter=self.delimiter)
        try:
            next(reader)
            yield from (row for row in reader if row)
        except UnicodeDecodeError:
            raise Unreadable(
                "Die Datei wechselt mittendrin die Zeichenkodierung. Bitte speichern Sie sie als UTF-8.",
                f"nach Zeile {reader.line_num}",
            ) from None
        except csv.Error as error:
            raise Unreadable(_in_words(error), f"Zeile {reader.line_num}") from None
        finally:
            text.detach()

    def _fits(self, row: list[str], number: int) -> bool:
        missing = len(self.names) - len(row)
        if missing < 0:
            self.notes.add("long_row", f"Datenzeile {number}")
            return False
        if missing:
            self.notes.add("short_row", f"Datenzeile {number}")
            row.extend([""] * missing)
        for position, cell in enumerate(row):
            if len(cell) > self.limits.text:
                self.notes.add("too_long", f"Datenzeile {number}, „{printable(self.names[position])}“")
                row[position] = ""
        return True

    def _keep(self, rows: list[list[str]]) -> None:
        columns = {name: [row[position] or None for row in rows] for position, name in enumerate(self.names)}
        self.frames.append(padded(columns, len(rows)))


def _in_words(error: csv.Error) -> str:
    if "field larger" in str(error):
        most = thousands(csv.field_size_limit())
        return f"Ein Feld ist länger als {most} Zeichen; vielleicht fehlt ein Anführungszeichen."
    return "Die Zeile ist kein gültiges CSV."

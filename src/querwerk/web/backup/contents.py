"""What lies under the seal: compressed lines of JSON.

An object opens a part or closes the whole, an array is a row, a string a piece of a file:

    {"format": 1, "made_at": ..., "migrations": [...], ...}      the label
    {"table": "structure.unit", "fields": ["id", ...]}           a table, followed by its rows
    {"file": "municipality", "mode": 420}                        a file, followed by its pieces (base64)
    {"end": {"tables": {...}, "files": {...}}}                   how many rows and bytes there must be, with hashes
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Self

from . import sealing
from .refusals import BadBackup
from .sealing import Seal, SealedReader, SealedWriter
from .tables import Row, Tally

FORMAT = 1
_PIECE = 192 * 1024


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says about itself before anything else."""

    made_at: str
    version: str
    municipality: str
    engine: str
    migrations: list[list[str]]
    journal_entries: int
    journal_head: str
    journal_broken_at: int | None
    format: int = FORMAT


@dataclass(slots=True)
class Contents:
    """The label, and the tallies of everything inside."""

    label: Label
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def bytes(self) -> int:
        return sum(file["bytes"] for file in self.files.values())


class Writing:
    """Writes the parts one after the other and keeps the tallies."""

    def __init__(self, file: BinaryIO, seal: Seal, label: Label) -> None:
        self._sealed = SealedWriter(file, seal)
        self._packed = gzip.GzipFile(fileobj=self._sealed, mode="wb", compresslevel=6, mtime=0)
        self.contents = Contents(label)
        self._write(_json(asdict(label)))

    def table(self, label: str, fields: list[str], rows: Iterable[Row]) -> None:
        """One table with all its rows."""
        self._write(_json({"table": label, "fields": fields}))
        counted = Tally()
        for row in rows:
            counted.add(row)
            self._write(_json(row))
        self.contents.tables[label] = counted.told()

    def file(self, name: str, path: Path) -> None:
        """One file; one that went away since it was listed was deleted by the house, and stays so."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            self._write(_json({"file": name, "mode": path.stat().st_mode & 0o777}))
            counted = FileTally()
            while piece := source.read(_PIECE):
                counted.add(piece)
                self._write(_json(base64.b64encode(piece).decode()))
        self.contents.files[name] = counted.told()

    def finish(self) -> Contents:
        """Closes the list, the packing and the seal."""
        self._write(_json({"end": {"tables": self.contents.tables, "files": self.contents.files}}))
        self._packed.close()
        self._sealed.finish()
        return self.contents

    def _write(self, line: bytes) -> None:
        self._packed.write(line + b"\n")


@dataclass(slots=True)
class FileTally:
    """How many bytes, and their hash."""

    size: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, piece: bytes) -> None:
        """Counts a piece of a file."""
        self.size += len(piece)
        self._hash.update(piece)

    def told(self) -> dict[str, Any]:
        """As it stands in the list of contents."""
        return {"bytes": self.size, "sha256": self._hash.hexdigest()}


class Reading:
    """Reads the parts in the order in which they were written; refuses what does not fit the tallies at the end."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        seal = sealing.known_seal(file.read(sealing.HEADER), passphrase)
        self._lines = gzip.GzipFile(fileobj=BufferedReader(SealedReader(file, seal)))
        self._mark: dict[str, Any] = {}
        try:
            self.contents = Contents(_label(json.loads(self._lines.readline())))
        except (ValueError, TypeError, KeyError, zlib.error, gzip.BadGzipFile, EOFError) as error:
            raise BadBackup("Der Inhalt dieser Sicherung lässt sich nicht lesen.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def parts(self) -> Iterator[tuple[dict[str, Any], Iterator[Any]]]:
        """Each part: its opening mark, and its rows or pieces; what is left unread counts all the same."""
        self._mark = self._object()
        while "end" not in self._mark:
            mark = self._mark
            inside = self._table(mark) if "table" in mark else self._file(mark)
            yield mark, inside
            deque(inside, maxlen=0)
        if self._lines.read(1) or self._mark["end"] != {"tables": self.contents.tables, "files": self.contents.files}:
            raise BadBackup("Der Inhalt der Sicherung stimmt nicht mit ihrem Verzeichnis überein.")

    def _table(self, mark: dict[str, Any]) -> Iterator[Row]:
        counted = Tally()
        for line in self._until_next_mark():
            row = json.loads(line)
            counted.add(row)
            yield row
        self.contents.tables[mark["table"]] = counted.told()

    def _file(self, mark: dict[str, Any]) -> Iterator[bytes]:
        counted = FileTally()
        for line in self._until_next_mark():
            piece = base64.b64decode(json.loads(line))
            counted.add(piece)
            yield piece
        self.contents.files[mark["file"]] = counted.told()

    def _until_next_mark(self) -> Iterator[bytes]:
        while not (line := self._lines.readline()).startswith(b"{"):
            if not line:
                raise BadBackup(sealing.CUT_OFF)
            yield line[:-1]
        self._mark = json.loads(line)

    def _object(self) -> dict[str, Any]:
        return dict(json.loads(self._lines.readline()))


def _label(told: dict[str, Any]) -> Label:
    if told["format"] > FORMAT:
        raise BadBackup(
            f"Der Inhalt dieser Sicherung hat das Format {told['format']}; dieses Querwerk kennt {FORMAT}. Sie stammt "
            "aus einer neueren Version: bitte zuerst Querwerk erneuern."
        )
    return Label(**told)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

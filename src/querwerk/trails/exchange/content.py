"""What a file is, by its content and never by its name; packed files are unpacked under guard."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO

from .limits import Limits
from .notes import Unreadable, thousands

_HEAD = 64 * 1024
Tell = Callable[[float], None]


class Form(StrEnum):
    """The formats that are read."""

    XES = "xes"
    CSV = "csv"
    PARQUET = "parquet"
    COUNCIL = "council"


_MARKS = {
    b"PK\x03\x04": "Die Datei ist ein ZIP-Archiv oder eine Tabelle aus Excel. Bitte speichern Sie sie als CSV.",
    b"PK\x05\x06": "Die Datei ist ein leeres ZIP-Archiv.",
    b"%PDF": "Die Datei ist ein PDF. Gelesen werden XES, CSV und Parquet.",
    b"\xd0\xcf\x11\xe0": "Die Datei stammt aus einem alten Excel oder Word. Bitte speichern Sie sie als CSV.",
    b"\x89PNG": "Die Datei ist ein Bild. Gelesen werden XES, CSV und Parquet.",
    b"\xff\xd8\xff": "Die Datei ist ein Bild. Gelesen werden XES, CSV und Parquet.",
    b"SQLite format 3": "Die Datei ist eine Datenbank. Gelesen werden XES, CSV und Parquet.",
    b"BZh": "Die Datei ist mit bzip2 gepackt. Gelesen wird sie ungepackt oder mit gzip gepackt.",
    b"\xfd7zXZ": "Die Datei ist mit xz gepackt. Gelesen wird sie ungepackt oder mit gzip gepackt.",
    b"\x28\xb5\x2f\xfd": "Die Datei ist mit zstd gepackt. Gelesen wird sie ungepackt oder mit gzip gepackt.",
    b"7z\xbc\xaf": "Die Datei ist ein 7z-Archiv. Gelesen wird sie ungepackt oder mit gzip gepackt.",
}


def form_of(path: Path, limits: Limits) -> Form:
    """The format of a file; raises :class:`Unreadable` when it is none of ours."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("Die Datei ist leer.")
    if size > limits.size:
        raise Unreadable(
            f"Die Datei ist {thousands(size // 2**20)} MB groß; erlaubt sind höchstens "
            f"{thousands(limits.size // 2**20)} MB."
        )
    with opened(path, limits) as source:
        head = source.read(_HEAD)
    if head.startswith(b"PAR1"):
        return Form.PARQUET
    if head[257:262] == b"ustar" or head[:64].lstrip()[:1] in (b"[", b"{"):
        return Form.COUNCIL
    for mark, sentence in _MARKS.items():
        if head.startswith(mark):
            raise Unreadable(sentence)
    text = decoded(head).lstrip().lstrip("\ufeff").lstrip()
    if not text:
        raise Unreadable("Die Datei ist leer.")
    if text.startswith("<"):
        return Form.XES
    if "\0" in text:
        raise Unreadable("Die Datei ist keine Textdatei und kein Parquet. Gelesen werden XES, CSV und Parquet.")
    return Form.CSV


def encoding_of(head: bytes) -> str:
    """The encoding of a text, by its mark or its bytes; what is not UTF-8 is taken for Western European."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:400:2].count(0), head[1:400:2].count(0)
    if even + odd > len(head[:400]) // 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decoded(head: bytes) -> str:
    """The beginning of a text, whatever its encoding; never fails."""
    return head.decode(encoding_of(head), "replace")


def opened(path: Path, limits: Limits, tell: Tell | None = None) -> io.BufferedReader:
    """The bytes of a file, unpacked when gzip packed it; ``tell`` hears which share of the file is read."""
    source = _Watched(path, tell)
    packed = source.peek(2)[:2] == b"\x1f\x8b"
    return io.BufferedReader(_Unpacked(source, limits), 2**20) if packed else source


def pieces(source: IO[bytes], size: int = 2**20) -> Iterator[bytes]:
    """The bytes of a source, piece by piece."""
    while piece := source.read(size):
        yield piece


class _Watched(io.BufferedReader):
    """A file that says how far it is read, about a hundred times."""

    def __init__(self, path: Path, tell: Tell | None) -> None:
        super().__init__(io.FileIO(path), 2**18)
        self.size = path.stat().st_size
        self._tell, self._told = tell, 0.0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        share = self.tell() / (self.size or 1)
        if self._tell and share >= self._told + 0.01:
            self._told = share
            self._tell(share)
        return piece


class _Unpacked(io.RawIOBase):
    """Unpacks gzip and stops where a file unpacks to more than anybody's log."""

    def __init__(self, source: _Watched, limits: Limits) -> None:
        self._packed = source.size
        self._limits = limits
        self._done = 0
        self._below = source
        self._source = gzip.GzipFile(fileobj=source, mode="rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._source.read1(len(buffer))
        except (gzip.BadGzipFile, zlib.error):
            raise Unreadable(f"Die gzip-Datei ist beschädigt (nach {thousands(self._done)} Byte).") from None
        except EOFError:
            raise Unreadable(f"Die gzip-Datei bricht mittendrin ab (nach {thousands(self._done)} Byte).") from None
        self._done += len(piece)
        bomb = self._done > self._limits.ratio_from and self._done > self._packed * self._limits.ratio
        if bomb or self._done > self._limits.unpacked:
            raise Unreadable(
                f"Die gepackte Datei von {thousands(self._packed)} Byte entfaltet sich auf mehr als "
                f"{thousands(self._done // 2**20)} MB und wird deshalb nicht gelesen."
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._source.close()
        self._below.close()
        super().close()

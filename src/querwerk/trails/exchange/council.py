"""Papers of a council and the bodies they pass, as logs: Magdeburg's paper graphs and Karlsruhe's routes.

Of a paper only its number and kind are taken, of a consultation the body, its role, the day and the result. Titles,
files, meetings and agenda items stay where they are: they may name people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

import polars as pl

from .content import Form, Tell, opened, pieces
from .events import Columns
from .limits import Limits
from .notes import Notes, Unreadable, printable
from .table import Table, check_size

#: What the columns of a council's log mean; what became of a paper at a body is what the body did.
COLUMNS = Columns(case="paper", station="body", at="date", activity="result")
#: Karlsruhe's routes name these where no office is known; nobody works there.
NOBODY = ("_Fachbereich Datenübernahme", "Offen", "ohne Angabe")
_ROUTES = {"case_id": "paper", "paper_type": "kind", "unit": "body", "activity": "role", "timestamp": "date"}
_FIELDS = ("paper", "kind", "body", "role", "date", "result")
_MEMBERS, _MEMBER_SIZE = 10_000, 64 * 1024 * 1024
_EXPECTED = "Erwartet wird eine Liste von Vorlagen („papers“) mit ihren Beratungen („consultations“)."


def read(path: Path, limits: Limits, tell: Tell | None = None) -> Table:
    """The consultations of all papers of a JSON file, or of the JSON files of a tar archive."""
    notes = Notes()
    rows: list[tuple[str | None, ...]] = []
    with opened(path, limits, tell) as source:
        for name, content in _documents(source):
            for where, paper in _papers(content, name):
                rows += _stops(where, paper, notes)
            check_size(len(rows), len(rows) * len(_FIELDS), limits)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_FIELDS, pl.String), orient="row")
    return Table(Form.COUNCIL, frame, notes, times=frozenset({"date"}))


def routes(table: Table) -> Table:
    """A table of Karlsruhe's routes (case_id, activity, unit, timestamp, ...) under the names of this module.

    The role stands for the result where none is known, and places where nobody works are no station.
    """
    frame = table.frame
    if not set(_ROUTES) <= set(frame.columns):
        raise Unreadable(f"Die Datei ist kein Verzeichnis von Beratungsfolgen; erwartet sind {', '.join(_ROUTES)}.")
    frame = frame.rename(_ROUTES).with_columns(
        pl.when(pl.col("body").is_in(NOBODY)).then(None).otherwise("body").alias("body"),
        (pl.coalesce("result", "role") if "result" in frame.columns else pl.col("role")).alias("result"),
    )
    return Table(Form.COUNCIL, frame, table.notes, times=frozenset({"date"}))


def _documents(source: BufferedReader) -> Iterator[tuple[str, Any]]:
    """The JSON values of a file: itself, or the members of an archive, which is never unpacked to the disk."""
    if source.peek(512)[257:262] != b"ustar":
        yield "", _loaded(_all_of(source), "")
        return
    import tarfile  # rarely needed, and a process starts for every file

    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for number, member in enumerate(archive):
                if number >= _MEMBERS:
                    raise Unreadable(f"Das Archiv enthält mehr als {_MEMBERS} Dateien.")
                handle = archive.extractfile(member) if member.isreg() and member.name.endswith(".json") else None
                if handle:
                    name = printable(member.name.rsplit("/", 1)[-1])
                    yield name, _loaded(_all_of(handle), name)
    except tarfile.TarError:
        raise Unreadable("Das Archiv ist beschädigt oder bricht ab.") from None


def _all_of(source: IO[bytes]) -> bytes:
    """Everything, up to a little more than is allowed; room is taken only for what is there."""
    content = bytearray()
    for piece in pieces(source):
        content += piece
        if len(content) > _MEMBER_SIZE:
            break
    return bytes(content)


def _loaded(content: bytes, name: str) -> Any:
    if len(content) > _MEMBER_SIZE:
        raise Unreadable(f"Die Datei ist größer als {_MEMBER_SIZE // 2**20} MB.", name)
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        place = f"Zeile {error.lineno}, Spalte {error.colno}"
        raise Unreadable("Die Datei ist kein gültiges JSON.", f"{name}, {place}" if name else place) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Unreadable("Die Datei ist kein lesbares JSON.", name) from None


def _papers(content: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each paper with its place."""
    graphs = content if isinstance(content, list) else [content]
    for number, graph in enumerate(graphs):
        papers = graph.get("papers") if isinstance(graph, dict) else None
        if not isinstance(papers, list):
            raise Unreadable(f"Die Datei enthält keine Beratungsfolgen. {_EXPECTED}", f"{name}[{number}]")
        for position, paper in enumerate(papers):
            where = f"{name}[{number}].papers[{position}]"
            if not isinstance(paper, dict):
                raise Unreadable(f"Hier steht keine Vorlage. {_EXPECTED}", where)
            yield where, paper


def _stops(where: str, paper: dict[str, Any], notes: Notes) -> Iterator[tuple[str | None, ...]]:
    """The consultations of one paper as rows."""
    stops = paper.get("consultations")
    if not isinstance(stops, list) or not isinstance(paper.get("id"), str | int):
        raise Unreadable(f"Einer Vorlage fehlen Nummer oder Beratungen. {_EXPECTED}", where)
    if not stops:
        notes.add("without_stop", where)
    for stop in stops:
        if not isinstance(stop, dict):
            notes.add("not_a_stop", where)
            continue
        body, role, date, result = (_text(stop.get(key)) for key in ("organization", "role", "date", "result"))
        yield str(paper["id"]), _text(paper.get("type")), body, role, date, result or role


def _text(value: Any) -> str | None:
    return value[:500] if isinstance(value, str) else None

"""What pages read of a file on its way into a log. What the file holds comes from its folder, never from a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from querwerk.journal.actions import Actor

from ..access import IMPORT
from ..lifecycle import SILENCE, Reading
from ..models import Import

#: The names inside the folder of an import.
FILE, SEEN, ROLES, PROGRESS, MESSAGE = "file", "seen.json", "roles.json", "progress.json", "message.json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: the use that was guessed, some of its values; of people all names that were met."""

    name: str
    use: str
    person: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a file: its columns, its first rows with names masked, sentences on what was noticed."""

    form: str
    count: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reader is. ``share`` of the file in per cent; ``silent``: it says nothing any more and is dead."""

    share: int
    silent: bool


def working(found: Import) -> bool:
    """Whether a reader is said to be at work."""
    return found.state in (Reading.LOOKING, Reading.READING)


def progress(found: Import, *, at: datetime) -> Progress:
    """What the reader of a file has said last."""
    path = found.folder / PROGRESS
    told = _read(path) or {}
    said_at = path.stat().st_mtime if path.exists() else found.opened_at.timestamp()
    silent = at.timestamp() - said_at > SILENCE.total_seconds()
    return Progress(told.get("share", 0), silent)


def begun(actor: Actor) -> list[Import]:
    """The files that somebody has brought and not finished, newest first."""
    return list(IMPORT.objects(actor).filter(log=None).order_by("-opened_at"))


def seen(found: Import) -> Seen | None:
    """What was seen of a file; None before it was looked at, or when it cannot be read at all."""
    told = _read(found.folder / SEEN)
    if told is None:
        return None
    columns = tuple(Column(name, use, person, tuple(values)) for name, use, person, values in told["columns"])
    return Seen(told["form"], told["count"], columns, tuple(map(tuple, told["rows"])), tuple(told["notes"]))


def message(found: Import) -> str:
    """Why a file was refused: it may quote the file, so it lies beside it."""
    return _read(found.folder / MESSAGE) or ""


def roles(found: Import) -> Mapping[str, Mapping[str, str]]:
    """column -> name -> role, as somebody has said it."""
    return _read(found.folder / ROLES) or {}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

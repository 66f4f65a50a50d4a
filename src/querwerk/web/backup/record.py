"""Which backups this house has: their names, the note of the last verified one, and how many are kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .files import settle
from .writing import SUFFIX, Made

#: A backup a night, and two hours for a night that takes longer.
TOO_OLD = timedelta(hours=26)
_NOTE = "last-verified.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The note of the last backup that was written and read back."""

    made_at: datetime
    file: str
    size: int


def default_path(home: Path, at: datetime) -> Path:
    """Where a backup goes that nobody gave a name."""
    return home / "backups" / f"querwerk-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def note(home: Path, made: Made) -> None:
    """Remembers the last verified backup, for the doctor to ask after."""
    folder = home / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    told = {"made_at": made.contents.label.made_at, "file": str(made.path), "size": made.size}
    part = folder / f".{_NOTE}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / _NOTE)
    settle(folder)


def last_backup(home: Path) -> LastBackup | None:
    """The last verified backup, or None when there is none that the house knows of."""
    try:
        told = json.loads((home / "backups" / _NOTE).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(told["made_at"]), str(told["file"]), int(told["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def overdue(home: Path, *, at: datetime) -> str | None:
    """What there is to say about the last backup, or None when it is young enough."""
    last = last_backup(home)
    if last is None:
        return "Es gibt keine geprüfte Sicherung. Anlegen: querwerk backup"
    age = at - last.made_at
    if age <= TOO_OLD:
        return None
    return f"Die letzte geprüfte Sicherung ist {age.days * 24 + age.seconds // 3600} Stunden alt: {last.file}"


def verified_lately() -> Iterable[str]:
    """A check for the doctor: a house without a proved backup is one bad day away from nothing."""
    if said := overdue(settings.HOME, at=timezone.now()):
        yield said


def thin_out(made: Made, keep: int) -> list[Path]:
    """Deletes the oldest backups beside this one until ``keep`` are left; only files that carry our names."""
    ours = sorted(made.path.parent.glob(f"querwerk-*Z{SUFFIX}"), reverse=True)
    gone = [path for path in ours if path != made.path][max(keep - 1, 0) :]
    for path in gone:
        path.unlink()
    return gone

"""Making a backup: one view of the house into one sealed file, read back before it counts."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from querwerk.journal.actions import Refused
from querwerk.journal.queries import verify

from . import files, reading, sealing, tables
from .contents import Contents, Label, Writing
from .refusals import told
from .snapshot import snapshot
from .versions import not_applied

SHORTEST_PASSPHRASE = 12
SUFFIX = ".querwerk"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was read back and found whole."""

    path: Path
    size: int
    contents: Contents


def back_up(path: Path, passphrase: str, *, at: datetime, cost: int = sealing.COST) -> Made:
    """Writes the whole house to ``path``: complete and verified, or not at all."""
    _refuse(path, passphrase)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        with _private(part) as file:
            contents = _write(file, sealing.new_seal(passphrase, cost=cost), at)
            file.flush()
            os.fsync(file.fileno())
            found = reading.verify(part, passphrase)
            if found != contents:
                raise Refused("Die Sicherung wurde anders zurückgelesen als geschrieben. Sie zählt nicht.")
            part.replace(path)
        files.settle(path.parent)
    except (OSError, DatabaseError) as failure:
        raise told(failure) from failure
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Made(path, path.stat().st_size, contents)


def _refuse(path: Path, passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(f"Die Passphrase ist zu kurz: mindestens {SHORTEST_PASSPHRASE} Zeichen.")
    if path.exists():
        raise Refused(f"{path} gibt es schon. Eine Sicherung überschreibt nichts.")
    if not_applied():
        raise Refused("Die Datenbank ist nicht auf dem Stand dieses Querwerk. Bitte zuerst: querwerk init")


def _write(file: BinaryIO, seal: sealing.Seal, at: datetime) -> Contents:
    home = Path(settings.HOME)
    with snapshot():
        writing = Writing(file, seal, _label(at))
        for label, model in tables.tables(apps).items():
            fields = [field.attname for field in tables.columns(model)]
            writing.table(label, fields, tables.rows(model))
        for name, path in files.kept(home):
            writing.file(name, path)
        return writing.finish()


def _label(at: datetime) -> Label:
    journal = verify()
    return Label(
        made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        version=version("querwerk"),
        municipality=settings.MUNICIPALITY,
        engine=connection.vendor,
        migrations=sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations()),
        journal_entries=journal.entries,
        journal_head=journal.head,
        journal_broken_at=journal.broken_at,
    )


def _private(part: Path) -> BinaryIO:
    """A file for the owner only, locked for as long as it is being written."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return os.fdopen(handle, "wb")


def _sweep(folder: Path) -> None:
    """Takes away what a killed backup left: parts that nobody writes any more."""
    for part in folder.glob(f".*{SUFFIX}.part"):
        with part.open("rb") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink(missing_ok=True)

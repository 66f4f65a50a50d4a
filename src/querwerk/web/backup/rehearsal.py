"""The rehearsal: the running house, backed up and restored beside itself, by the very commands a bad day would need."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from querwerk.journal.actions import Refused
from querwerk.journal.queries import position
from querwerk.privacy.actions.erase import FILE as ERASURES

from . import reading
from .contents import Contents
from .writing import SUFFIX, back_up


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal found. ``lost_entries`` and ``lost_seconds``: what would be gone if the house burnt down now."""

    contents: Contents
    size: int
    engine: str
    seconds_to_back_up: float
    seconds_to_restore: float
    lost_entries: int
    lost_seconds: float
    differences: list[str]


def rehearse(*, at: datetime, file: Path | None = None, passphrase: str = "") -> Rehearsed:
    """Restores a new backup, or the given one, into a fresh place and compares what stands there with the file.

    A new backup is sealed with a passphrase made up for it; it goes away with the place.
    """
    with tempfile.TemporaryDirectory(prefix="querwerk-probe-") as folder, _fresh_database(Path(folder)) as database:
        start = monotonic()
        if file is None:
            file, passphrase = Path(folder) / f"probe{SUFFIX}", secrets.token_urlsafe(24)
            contents = back_up(file, passphrase, at=at).contents
        else:
            contents = reading.verify(file, passphrase)
        between = monotonic()
        told = _restore(file, passphrase, Path(folder) / "house", database)
        done = monotonic()
        return Rehearsed(
            contents=contents,
            size=file.stat().st_size,
            engine="postgresql" if database else "sqlite",
            seconds_to_back_up=between - start,
            seconds_to_restore=done - between,
            lost_entries=position() - contents.label.journal_entries,
            lost_seconds=(timezone.now() - datetime.fromisoformat(contents.label.made_at)).total_seconds(),
            differences=_differences(contents, told),
        )


def _restore(file: Path, passphrase: str, home: Path, database: str) -> dict[str, Any]:
    """What ``querwerk restore`` says about the house it made: a process of its own, in a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUERWERK_")}
    environment |= {"QUERWERK_HOME": str(home), "QUERWERK_BACKUP_PASSPHRASE": passphrase}
    if database:
        environment["QUERWERK_DATABASE_URL"] = database
    command = [sys.executable, "-m", "querwerk.web.cli", "restore", str(file), "--json"]
    if (erasures := Path(settings.HOME) / ERASURES).exists():
        command += ["--erasures", str(erasures)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if run.returncode:
        raise Refused(f"Die Probe ist gescheitert: {run.stderr.strip()}")
    return dict(json.loads(run.stdout))


def _differences(contents: Contents, told: dict[str, Any]) -> list[str]:
    names = sorted({*contents.tables, *told["tables"]})
    found = [name for name in names if contents.tables.get(name) != told["tables"].get(name)]
    if not told["erased_again"] and told["journal_head"] != contents.label.journal_head:
        found.append("journal")
    if contents.label.journal_broken_at is not None:
        found.append(f"journal: {contents.label.journal_broken_at}")
    return found


@contextmanager
def _fresh_database(folder: Path) -> Iterator[str]:
    """The address of an empty database beside ours; empty for a SQLite file in the home of the rehearsal.

    A role that may not make databases rehearses in SQLite: a backup fits both.
    """
    if connection.vendor == "sqlite":
        yield ""
        return
    name = connection.ops.quote_name(f"querwerk_probe_{secrets.token_hex(4)}")
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        except DatabaseError:
            yield ""
            return
        try:
            yield _address(name.strip('"'))
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _address(name: str) -> str:
    """The address of another database on our server."""
    ours = connection.settings_dict
    user, password = quote(ours["USER"], safe=""), quote(ours["PASSWORD"], safe="")
    place = f"{ours['HOST']}:{ours['PORT']}" if ours["PORT"] else ours["HOST"]
    return f"postgresql://{user}:{password}@{place}/{name}?{urlencode(ours['OPTIONS'])}"

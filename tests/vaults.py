"""Backups for tests: cheap seals, houses that burn down, and commands with a home of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command

from querwerk.web.backup import reading, tables
from querwerk.web.backup.contents import Contents, Label, Writing
from querwerk.web.backup.restoring import Restored, restore
from querwerk.web.backup.sealing import new_seal
from querwerk.web.backup.writing import Made, back_up

from . import engines
from .portfolios import BY

PASSPHRASE = "korrekt pferd batterie"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: The cheapest key: these files guard nothing, and many of them are opened.
COST = 4


def make(path: Path, passphrase: str = PASSPHRASE) -> Made:
    """A backup of the house the tests run in."""
    return back_up(path, passphrase, at=AT, cost=COST)


def bring_back(path: Path, erasures: Iterable[str] = ()) -> Restored:
    """Restores into the house the tests run in."""
    return restore(path, PASSPHRASE, erasures=list(erasures), by=BY, at=AT)


def burn_down() -> None:
    """Nothing is left of the house but its empty tables."""
    engines.lower_guards()
    call_command("flush", interactive=False, verbosity=0)
    engines.raise_guards()


def standing() -> dict[str, dict[str, Any]]:
    """What every table holds now."""
    return {label: tables.tally(model).told() for label, model in tables.tables(apps).items()}


def rewritten(source: Path, target: Path, change: Callable[[Label], Label], left_out: str = "-") -> Contents:
    """The same backup with another label: as an older or a newer house would have made it, without some tables."""
    with reading.opened(source, PASSPHRASE) as backup, target.open("wb") as file:
        writing = Writing(file, new_seal(PASSPHRASE, cost=COST), change(backup.contents.label))
        for mark, inside in backup.parts():
            if mark.get("table", "").startswith(left_out):
                continue
            if "table" in mark:
                writing.table(mark["table"], mark["fields"], inside)
            else:
                piece = target.with_suffix(".piece")
                piece.write_bytes(b"".join(inside))
                writing.file(mark["file"], piece)
                piece.unlink()
        return writing.finish()


def without(*migrations: tuple[str, str]) -> Callable[[Label], Label]:
    """A label that does not know these migrations yet."""
    return lambda label: replace(label, migrations=[m for m in label.migrations if tuple(m) not in migrations])


def damaged(source: Path, target: Path, places: list[int]) -> Iterator[tuple[int, Path]]:
    """The file again and again, each time with one byte flipped."""
    whole = source.read_bytes()
    for place in places:
        target.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        yield place, target


def command(*arguments: str, blocks: int = 0) -> list[str]:
    """A command line for ``querwerk``; ``blocks`` of 512 bytes are then the largest file it may write."""
    line = [sys.executable, "-W", "ignore", "-m", "querwerk.web.cli", *arguments]
    return ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *line] if blocks else line


def environment(home: Path, database: str = "") -> dict[str, str]:
    """The environment of a house of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUERWERK_")}
    kept |= {"QUERWERK_HOME": str(home), "QUERWERK_BACKUP_PASSPHRASE": PASSPHRASE}
    kept |= {"PYTHONPATH": str(engines.SOURCE.parent)}
    return {**kept, "QUERWERK_DATABASE_URL": database} if database else kept


def run(*arguments: str, home: Path, database: str = "", blocks: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs ``querwerk`` in a house of its own."""
    line = command(*arguments, blocks=blocks)
    return subprocess.run(line, env=environment(home, database), capture_output=True, text=True, check=False)

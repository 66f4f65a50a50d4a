"""Files of a house on their way in: laid out beside their places, then put there together, or taken away again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from typing import Any

from querwerk.journal.actions import Refused

from .files import is_inside, kept, settle
from .refusals import BadBackup

#: What a fresh house may have already: its key is made at the first start, its name may be written down.
_GIVEN = ("keys", "municipality")


class Staging:
    """A folder inside the house in which restored files wait."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "restoring"
        self._names: list[str] = []
        self._moved: list[str] = []

    def clear(self) -> None:
        """Takes away what this restore, or one killed before it, has laid out."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def lay_out(self, name: str, mode: int, pieces: Iterable[bytes]) -> None:
        """Writes one file to where it waits."""
        if not is_inside(name):
            raise BadBackup(f"Die Sicherung will eine Datei außerhalb des Hauses ablegen: {name}")
        path = self._new(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fchmod(file.fileno(), mode & 0o777)
            os.fsync(file.fileno())
        self._names.append(name)

    def check(self, wanted: dict[str, dict[str, Any]]) -> None:
        """Reads the laid out files back."""
        for name in self._names:
            if _sha256(self._new(name)) != wanted[name]["sha256"]:
                raise BadBackup(f"Die Datei {name} wurde anders zurückgelesen als gesichert.")

    def put_in_place(self) -> None:
        """Puts every file where it belongs; what stood there waits until it is known that the rest went well."""
        for name in self._names:
            self._moved.append(name)
            _move(self._home / name, self._old(name))
            _move(self._new(name), self._home / name)
        for folder in {(self._home / name).parent for name in self._names}:
            settle(folder)

    def take_back(self) -> None:
        """Everything is as it was before."""
        for name in reversed(self._moved):
            (self._home / name).unlink(missing_ok=True)
            _move(self._old(name), self._home / name)

    def _new(self, name: str) -> Path:
        return self._folder / "new" / name

    def _old(self, name: str) -> Path:
        return self._folder / "old" / name


def refuse_other_files(home: Path, wanted: dict[str, dict[str, Any]]) -> None:
    """A fresh place holds no file of its own; one that equals the backup's is left from a restore cut short."""
    for name, path in kept(home):
        if Path(name).parts[0] in _GIVEN:
            continue
        if name not in wanted or _sha256(path) != wanted[name]["sha256"]:
            raise Refused(f"In diesem Haus liegt schon etwas: {path}. Bitte ein leeres nehmen.")


def _move(source: Path, target: Path) -> None:
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

"""The files of the house: everything under ``QUERWERK_HOME`` but the database and what is made anew.

The list of erasures stays outside too: it has to be newer than the backup it is held against. So do event logs that are
not read in yet: they name people, and are gone after a day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from querwerk.privacy.actions.erase import FILE as ERASURES

#: Made anew by ``querwerk init``, or not part of the house: a backup does not hold older backups.
_LEFT_OUT = ("static", "backups", "restoring", "imports", ERASURES)
_DATABASE = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


def kept(home: Path) -> Iterator[tuple[str, Path]]:
    """Each file to keep, with its path inside the house. What is only a link elsewhere is not followed."""
    for folder, folders, names in os.walk(home):
        here = Path(folder)
        if here == home:
            folders[:] = [name for name in folders if name not in _LEFT_OUT]
        folders.sort()
        for name in sorted(names):
            path = here / name
            inside = path.relative_to(home).as_posix()
            if inside not in _LEFT_OUT and path.is_file() and not path.is_symlink() and not name.endswith(_DATABASE):
                yield inside, path


def is_inside(name: str) -> bool:
    """Whether a path out of a backup stays inside the house."""
    path = Path(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and path.parts[0] not in _LEFT_OUT


def settle(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

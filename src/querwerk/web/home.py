"""The place where a house keeps all it stores: its name, database, keys, static files (``QUERWERK_HOME``)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key of this house: made once, readable by its owner only."""
    path = home / "keys" / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def municipality(home: Path) -> str:
    """The name the house was given, or an invented one."""
    path = home / "municipality"
    return path.read_text(encoding="utf-8").strip() if path.exists() else "Stadt Beispielheim"


def give_name(home: Path, name: str) -> None:
    """Names a house that has no name yet: every command then calls it so."""
    path = home / "municipality"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n", encoding="utf-8")

"""Where the passphrase comes from: a file, the environment, or whoever sits at the keyboard; never an argument."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

VARIABLE = "QUERWERK_BACKUP_PASSPHRASE"


def passphrase(file: Path | None, *, new: bool) -> str:
    """The passphrase; a new one is asked for twice."""
    from querwerk.journal.actions import Refused

    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise Refused(f"Die Datei {file} mit der Passphrase lässt sich nicht lesen.") from None
    if given := os.environ.get(VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise Refused(f"Es fehlt die Passphrase: {VARIABLE} setzen oder --passphrase-file angeben.")
    return str(typer.prompt("Passphrase der Sicherung", hide_input=True, confirmation_prompt=new))

"""Whoever types a command: as whom they act, how a command refuses, where it puts a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from querwerk.journal.actions import Actor


def actor() -> Actor:
    """Whoever can type commands on the machine keeps the house: the staff unit's rights, named as what it is."""
    from querwerk.journal.actions import Actor

    return Actor(post="Befehlszeile", roles=frozenset({"staff_unit"}))


def store(path: Path, content: bytes, *, silently: bool = False) -> None:
    """Writes a file and says so, or says why not."""
    try:
        path.write_bytes(content)
    except OSError as error:
        refuse(f"{path} lässt sich nicht schreiben: {error.strerror}.")
    if not silently:
        typer.echo(f"Geschrieben: {path}")


def refuse(sentence: str) -> NoReturn:
    """Ends with a sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)

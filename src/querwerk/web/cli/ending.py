"""How a command ends: with a file, or with a sentence and exit code 1."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import typer


def store(path: Path, content: bytes) -> None:
    """Writes a file and says so, or says why not."""
    try:
        path.write_bytes(content)
    except OSError as error:
        refuse(f"{path} lässt sich nicht schreiben: {error.strerror}.")
    typer.echo(f"Geschrieben: {path}")


def refuse(sentence: str) -> NoReturn:
    """Ends with a sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)

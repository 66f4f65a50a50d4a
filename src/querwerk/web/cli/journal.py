"""Checking the memory of the house: ``querwerk journal verify``."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps ``verify`` a command of its own while it is the only one."""


@app.command()
def verify() -> None:
    """Prüft die Kette der Einträge; endet mit 1, wenn einer verändert wurde, fehlt oder dazukam."""
    from querwerk.journal.queries import verify as check

    verdict = check()
    if not verdict.intact:
        typer.echo(f"Das Journal ist verletzt: Eintrag {verdict.broken_at} passt nicht zu seinem Vorgänger.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Das Journal ist unversehrt: {verdict.entries} Einträge.")

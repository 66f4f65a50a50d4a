"""Setting up a house and serving it."""

from __future__ import annotations

import typer


def init() -> None:
    """Richtet Datenbank und statische Dateien ein; ein zweiter Lauf ändert nichts."""
    set_up()
    typer.echo("Querwerk ist eingerichtet.")


def set_up() -> None:
    """Database and static files."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Startet den Server."""
    from ..server import Server

    Server(host=host, port=port, workers=workers, threads=4).run()

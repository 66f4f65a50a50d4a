"""The command line: thin verbs over the same actions as the screens.

Exit code 0 = done, 1 = refused with a sentence on stderr, 2 = wrong usage.
"""

from __future__ import annotations

import os

import django
import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Querwerk – die Querstruktur einer Stadt.")


@app.callback()
def _setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querwerk.web.settings")
    django.setup()


@app.command()
def init() -> None:
    """Richtet Datenbank und statische Dateien ein; ein zweiter Lauf ändert nichts."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    typer.echo("Querwerk ist eingerichtet.")


@app.command()
def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Startet den Server."""
    from .server import Server

    Server(host=host, port=port, workers=workers, threads=4).run()


def main() -> None:
    """Entry point of the ``querwerk`` command."""
    app()

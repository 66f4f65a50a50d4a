"""The command line: thin verbs over the same actions as the screens.

Exit code 0 = done, 1 = refused with a sentence on stderr, 2 = wrong usage.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
import typer
from django.utils.translation import activate

from ..home import give_name
from . import demo, house, imports, journal, logs, privacy, reports, similar, skills, trails, vault

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Querwerk – die Querstruktur einer Stadt.")
app.command()(house.init)
app.command()(house.serve)
app.command()(house.worker)
app.command()(demo.demo)
app.command()(demo.demo_idp)
app.command("account")(demo.open_account)
app.command()(demo.password)
app.command()(demo.codes)
app.command()(house.doctor)
app.command()(reports.report)
app.command()(reports.changes)
app.command()(trails.trails)
app.command()(vault.backup)
app.command()(vault.restore)
app.command()(vault.rehearse)
imports.app.command("log")(logs.log)
imports.app.command("skills")(skills.skills)
app.add_typer(imports.app, name="import", help="Liest Daten aus einer Datei ein.")
app.add_typer(privacy.app, name="privacy", help="Datenschutz: was gespeichert ist, und Löschen auf Antrag.")
app.add_typer(similar.app, name="similar", help="Ähnliche Einträge: Wie gut werden sie gefunden?")
app.add_typer(journal.app, name="journal", help="Das Journal: das Gedächtnis des Hauses.")


@app.callback()
def _setup(context: typer.Context) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", demo.settings_of(context.invoked_subcommand))
    if context.invoked_subcommand in ("trails", "similar"):
        return  # these count what is in a file and need no house, except for pictures
    if context.invoked_subcommand == "demo":
        give_name(Path(os.environ.get("QUERWERK_HOME", "var")), demo.MUNICIPALITY)
    django.setup()
    activate("de")


def main() -> None:
    """Entry point of the ``querwerk`` command."""
    app()

"""Data protection on the machine: the switch file of a version, and erasing on a written request."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)


@app.command()
def sheet() -> None:
    """Gibt aus, was über Menschen gespeichert und was eingeschaltet ist: JSON, um zwei Versionen zu vergleichen."""
    from querwerk.privacy.exchange import switch_file
    from querwerk.privacy.queries.records import records
    from querwerk.privacy.queries.switches import switched

    typer.echo(switch_file(switched(), records()).decode(), nl=False)


@app.command()
def erase(
    name: Annotated[str, typer.Argument(help="Der Anmeldename.")],
    sure: Annotated[bool, typer.Option("--yes", help="Nicht mehr nachfragen.")] = False,
) -> None:
    """Löscht eine Person auf ihren schriftlichen Antrag, wenn sie sich selbst nicht mehr anmelden kann."""
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.privacy.actions.erase import erase_on_request

    from .terminal import actor

    if not sure:
        typer.confirm(f"Alles über {name} löschen? Das lässt sich nicht rückgängig machen.", abort=True)
    try:
        erase_on_request(name, by=actor(), at=timezone.now())
    except Refused as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from None
    typer.echo("Gelöscht; das Löschverzeichnis hat eine Zeile mehr.")

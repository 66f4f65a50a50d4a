"""``querwerk demo``: one command from nothing to a running city. ``querwerk password``: a new log-in."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from .house import serve, set_up
from .imports import actor

#: What every page of the demo calls the city; read before the settings are.
MUNICIPALITY = "Karlsruhe (Demo)"


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port auf 127.0.0.1.")] = 8000,
    only_prepare: Annotated[
        bool, typer.Option("--prepare", help="Alles einrichten, aber keinen Server starten.")
    ] = False,
) -> None:
    """Richtet eine Beispielstadt mit echten Daten ein und startet den Server."""
    from django.utils import timezone

    from querwerk.web.demo import fill, invite

    if not only_prepare and _is_taken(port):
        typer.echo(
            f"Auf Port {port} läuft schon etwas. Beenden Sie es, oder nehmen Sie einen anderen: "
            f"querwerk demo --port {port + 1}",
            err=True,
        )
        raise typer.Exit(1)
    set_up()
    by, at = actor(), timezone.now()
    typer.echo("Das Portfolio der Stadt ist eingelesen." if fill(by=by, at=at) else "Die Daten sind schon da.")
    logins = invite(by=by, at=at)
    if logins:
        typer.echo("\nAnmelden können sich (die Passwörter werden nur dieses eine Mal gezeigt):")
        for login in logins:
            typer.echo(f"  {login.username:8}{login.password}   {login.post}")
    else:
        typer.echo("Die Anmeldungen bestehen schon. Ein neues Passwort gibt: querwerk password NAME")
    if not only_prepare:
        typer.echo(f"\nQuerwerk läuft auf http://127.0.0.1:{port}/ – Strg+C beendet es.\n")
        serve(port=port)


def password(name: Annotated[str, typer.Argument(help="Der Anmeldename.")]) -> None:
    """Setzt ein neues Zufallspasswort und zeigt es einmal."""
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.structure.actions.line import set_password
    from querwerk.web.demo import random_password

    new = random_password()
    try:
        set_password(name, new, by=actor(), at=timezone.now())
    except Refused as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{name}: {new}")


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False

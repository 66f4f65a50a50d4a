"""Setting up a house and serving it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..doctor import Check, Finding


def init() -> None:
    """Richtet Datenbank und statische Dateien ein; ein zweiter Lauf ändert nichts."""
    set_up()
    typer.echo("Querwerk ist eingerichtet.")


def set_up() -> None:
    """Database and static files."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    without_worker: Annotated[
        bool,
        typer.Option("--without-worker", help="Nachrichten und regelmäßige Arbeiten erledigt ein anderer Prozess."),
    ] = False,
) -> None:
    """Startet den Server, und neben ihm den Prozess für Nachrichten und regelmäßige Arbeiten."""
    from ..doctor import BEFORE_SERVING

    _refuse(BEFORE_SERVING)
    run(host=host, port=port, workers=workers, without_worker=without_worker)


def run(*, host: str = "127.0.0.1", port: int, workers: int = 1, without_worker: bool = False) -> None:
    """Serves until it is told to stop."""
    from django.conf import settings
    from django.db import connections

    from ..server import Server

    if "QUERWERK_URL" not in os.environ:
        os.environ["QUERWERK_URL"] = settings.PUBLIC_URL = f"http://{host}:{port}"
    connections.close_all()  # what was asked before the start is not handed on to the server's processes
    Server(host=host, port=port, workers=workers, threads=4, companion=not without_worker, live=True).run()


def worker(
    every: Annotated[float, typer.Option(min=0.1, help="Sekunden zwischen zwei Runden.")] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Nur eine Runde, dann Schluss.")] = False,
    tied: Annotated[bool, typer.Option("--tied", hidden=True)] = False,
) -> None:
    """Verschickt Nachrichten und erledigt regelmäßige Arbeiten; mehrere nebeneinander stören sich nicht."""
    from .. import worker as background

    stopping = Event()
    background.stop_on_signals(stopping)
    if tied:
        background.stop_at_end_of(sys.stdin.fileno(), stopping)
    if not once:
        return background.work(every=every, stopping=stopping)
    done = background.turn(stopping=stopping)
    typer.echo(f"Verschickt: {done.sent}. Später noch einmal: {done.put_off}. Aufgegeben: {done.given_up}.")
    if done.away:
        typer.echo(f"Der Mailserver ist nicht erreichbar ({done.away}).", err=True)
        raise typer.Exit(1)
    return None


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Ergebnis als JSON ausgeben.")] = False,
) -> None:
    """Prüft, ob das Haus so dienen kann: Schlüssel, Namen, Verschlüsselung, Post, Konten, Datenbank."""
    from ..doctor import CHECKS, findings

    found = findings()
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    elif not found:
        typer.echo(f"Alles in Ordnung: {len(CHECKS)} Prüfungen.")
    if found and not as_json:
        _tell(found)
    if found:
        raise typer.Exit(1)


def _refuse(checks: Iterable[Check]) -> None:
    """No start with a hole that everybody knows."""
    from ..doctor import findings

    if found := findings(checks):
        _tell(found)
        raise typer.Exit(1)


def _tell(found: Iterable[Finding]) -> None:
    for finding in found:
        typer.echo(f"- {finding.sentence}", err=True)

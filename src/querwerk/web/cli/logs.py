"""``querwerk import log FILE --trail SLUG``: an event log is laid with a trail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .terminal import actor, refuse
from .trails import roles_in


def log(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="XES (auch gepackt), CSV oder Parquet.")
    ],
    trail: Annotated[str, typer.Option(metavar="SLUG", help="Der Laufweg, wie in seiner Adresse.")],
    case: Annotated[str, typer.Option(metavar="COLUMN", help="Die Spalte des Vorgangs.")] = "",
    station: Annotated[str, typer.Option(metavar="COLUMN", help="Die Spalte der Station, etwa org:group.")] = "",
    time: Annotated[str, typer.Option(metavar="COLUMN", help="Die Spalte der Zeit.")] = "",
    mapping: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Rollen statt Namen: CSV mit zwei Spalten, Wert und Rolle."),
    ] = None,
    title: Annotated[str, typer.Option(help="Wie das Protokoll heißt; sonst wie die Datei.")] = "",
) -> None:
    """Legt ein Protokoll zu einem Laufweg, den das Haus liest. Namen von Menschen bleiben draußen."""
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.trails.actions.imports import keep_log
    from querwerk.trails.exchange.child import read_events
    from querwerk.trails.exchange.events import Columns
    from querwerk.trails.exchange.importing import found_in
    from querwerk.trails.exchange.limits import DESK
    from querwerk.trails.exchange.notes import Unreadable
    from querwerk.trails.rules import visible_to

    by, columns = actor(), Columns(case=case, station=station, at=time)
    held = visible_to(by).filter(slug=trail).first()
    try:
        if held is None:
            raise Refused("Einen Laufweg mit dieser Adresse liest das Haus nicht.")
        reading = read_events(file, columns, roles=roles_in(mapping) if mapping else None, limits=DESK)
        chosen = {name: use for use, name in reading.report.columns.chosen().items()}
        kept = keep_log(held, title or file.stem, found_in(reading), chosen, by=by, at=timezone.now())
    except (Refused, Unreadable) as refused:
        refuse(refused.sentence)
    typer.echo(f"Eingelesen: {kept.cases} Vorgänge, {kept.events} Ereignisse.")
    for note in reading.report.notes:
        typer.echo(f"- {note}")

"""Reading files in: ``querwerk import portfolio FILE``; event logs: :mod:`.logs`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import actor

if TYPE_CHECKING:
    from querwerk.structure.exchange.reading import BadFile
    from querwerk.structure.exchange.store import Outcome

app = typer.Typer(no_args_is_help=True)

KINDS = {
    "sources": "Quellen",
    "units": "Dienststellen",
    "bodies": "Gremien",
    "terms": "Begriffe",
    "strategies": "Strategien",
    "facts": "Arbeitsweise",
    "themes": "Themen",
    "projects": "Projekte",
    "contradictions": "Widersprüche",
    "periods": "Berichtszeiträume",
    "statements": "Aussagen",
}


@app.command()
def portfolio(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Die Portfolio-Datei (JSON).")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was geschähe; nichts speichern.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ergebnis als JSON ausgeben.")] = False,
) -> None:
    """Liest ein Portfolio ein: ganz oder gar nicht; ein zweiter Lauf ändert nichts."""
    from django.utils import timezone

    from querwerk.delivery.exchange import import_portfolio
    from querwerk.journal.actions import Refused
    from querwerk.structure.exchange.reading import MAX_FILE, BadFile

    with file.open("rb") as handle:
        content = handle.read(MAX_FILE + 1)
    try:
        outcome = import_portfolio(content, by=actor(), at=timezone.now(), dry_run=dry_run)
    except BadFile as refusal:
        _refuse(refusal, as_json)
        raise typer.Exit(1) from None
    except Refused as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from None
    typer.echo(_as_json(outcome, dry_run) if as_json else _in_words(outcome, dry_run))


def _refuse(refusal: BadFile, as_json: bool) -> None:
    typer.echo(refusal.sentence, err=True)
    typer.echo(f"Nichts gespeichert: {len(refusal.problems)} Fehler in der Datei.", err=True)
    if as_json:
        problems = [{"path": problem.path, "message": problem.sentence} for problem in refusal.problems]
        typer.echo(json.dumps({"stored": False, "problems": problems}, ensure_ascii=False))


def _as_json(outcome: Outcome, dry_run: bool) -> str:
    kinds = {
        kind: {"created": tally.created, "changed": tally.changed, "unchanged": tally.unchanged}
        for kind, tally in outcome.kinds.items()
    }
    return json.dumps({"stored": not dry_run, "kinds": kinds}, ensure_ascii=False)


def _in_words(outcome: Outcome, dry_run: bool) -> str:
    lines = [f"{'':20}{'neu':>10}{'geändert':>10}{'gleich':>10}"]
    for kind, tally in outcome.kinds.items():
        lines.append(f"{KINDS[kind]:20}{tally.created:>10}{tally.changed:>10}{tally.unchanged:>10}")
    if dry_run:
        lines.append("Probelauf: Nichts wurde gespeichert.")
    elif outcome.is_nothing:
        lines.append("Alles war schon so gespeichert; nichts wurde geändert.")
    else:
        lines.append("Gespeichert.")
    return "\n".join(lines)

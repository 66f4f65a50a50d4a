"""``querwerk import skills FILE``: the list of skills that people of the expertise pool choose from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .terminal import actor, refuse


def skills(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Fähigkeiten aus ESCO als CSV.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Ergebnis als JSON ausgeben.")] = False,
) -> None:
    """Liest eine Liste von Fähigkeiten ein (ESCO, deutsche Bezeichnungen); ein zweiter Lauf ändert nichts."""
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.teams.actions.skills import keep_skills
    from querwerk.teams.exchange.skills import LARGEST_BYTES, Unreadable, read_skills

    with file.open("rb") as handle:
        content = handle.read(LARGEST_BYTES + 1)
    try:
        listed, skipped = read_skills(content)
        tally = keep_skills(listed, by=actor(), at=timezone.now())
    except Unreadable as wrong:
        refuse(str(wrong))
    except Refused as refused:
        refuse(refused.sentence)
    if as_json:
        said = {"new": tally.new, "changed": tally.changed, "same": tally.same, "skipped": skipped}
        typer.echo(json.dumps(said))
        return
    typer.echo(f"Fähigkeiten: {tally.new} neu, {tally.changed} geändert, {tally.same} gleich.")
    if skipped:
        typer.echo(f"{skipped} Zeilen ohne brauchbare Adresse oder Bezeichnung blieben draußen.")

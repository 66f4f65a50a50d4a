"""Backup, restore, and the rehearsal of both."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from .passphrase import passphrase
from .terminal import actor, refuse

if TYPE_CHECKING:
    from querwerk.web.backup.rehearsal import Rehearsed

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="Datei, in der die Passphrase steht; sonst wird gefragt.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Für Maschinen.")]


def backup(
    file: Annotated[Path | None, typer.Argument(help="Wohin; sonst in den Ordner backups des Hauses.")] = None,
    keep: Annotated[
        int, typer.Option(min=0, help="So viele Sicherungen im Ordner behalten, ältere löschen; 0: alle.")
    ] = 0,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Sichert das ganze Haus in eine verschlüsselte Datei und liest sie zur Probe zurück."""
    from django.conf import settings
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.web.backup import record
    from querwerk.web.backup.writing import back_up

    at, start = timezone.now(), monotonic()
    path = file or record.default_path(settings.HOME, at)
    try:
        made = back_up(path, passphrase(passphrase_file, new=True), at=at)
        record.note(settings.HOME, made)
        gone = record.thin_out(made, keep) if keep else []
    except Refused as refusal:
        refuse(refusal.sentence)
    contents = made.contents
    if as_json:
        told = {"file": str(path), "size": made.size, "tables": contents.tables, "files": contents.files}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo(
            f"Gesichert und geprüft: {path} ({size(made.size)}, {contents.rows} Zeilen in {len(contents.tables)} "
            f"Tabellen, {len(contents.files)} Dateien, {monotonic() - start:.1f} s)."
        )
        for old in gone:
            typer.echo(f"Gelöscht: {old}")
    if contents.label.journal_broken_at is not None:
        refuse(f"Das Journal ist verletzt: Eintrag {contents.label.journal_broken_at}. So ist es nun auch gesichert.")


def restore(
    file: Annotated[Path, typer.Argument(help="Die Sicherung.")],
    erasures: Annotated[
        Path | None,
        typer.Option(
            "--erasures",
            exists=True,
            dir_okay=False,
            help="Die Datei erasures.jsonl des verlorenen Hauses: Wer darin steht, wird wieder gelöscht.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Stellt ein Haus aus einer Sicherung wieder her, nur an einem leeren Ort: ganz oder gar nicht."""
    from django.conf import settings
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.privacy.actions.erase import FILE as ERASURES
    from querwerk.web.backup.restoring import restore as bring_back

    start, register = monotonic(), erasures or settings.HOME / ERASURES
    handed_over = register.exists()
    lines = register.read_text(encoding="utf-8", errors="replace").splitlines() if handed_over else []
    try:
        secret = passphrase(passphrase_file, new=False)
        restored = bring_back(file, secret, erasures=lines, by=actor(), at=timezone.now())
    except Refused as refusal:
        refuse(refusal.sentence)
    contents, journal = restored.contents, restored.journal
    if as_json:
        told = {"tables": restored.tables, "journal_head": journal.head, "upgraded": restored.upgraded}
        typer.echo(json.dumps({**told, "erased_again": restored.erased_again}))
        return
    typer.echo(
        f"Wiederhergestellt: {contents.label.municipality}, Stand {contents.label.made_at} – {contents.rows} Zeilen in "
        f"{len(contents.tables)} Tabellen, {len(contents.files)} Dateien, {monotonic() - start:.1f} s."
    )
    typer.echo(f"Alle Tabellen stimmen mit der Sicherung überein. Das Journal hat {journal.entries} Einträge.")
    if restored.upgraded:
        typer.echo("Die Sicherung war älter als dieses Querwerk; die Tabellen wurden auf den neuen Stand gebracht.")
    if handed_over:
        typer.echo(f"Liste der Löschungen: {restored.erased_again} Personen wurden wieder gelöscht.")
    else:
        typer.echo("Ohne Liste der Löschungen ist wieder da, wer seit der Sicherung gelöscht wurde.", err=True)
    if not journal.intact:
        refuse(f"Das Journal war schon bei der Sicherung verletzt: Eintrag {journal.broken_at}.")
    typer.echo("Bitte nun starten: querwerk init, dann querwerk serve")


def rehearse(
    file: Annotated[Path | None, typer.Argument(help="Diese Sicherung proben; sonst eine neue.")] = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Probt den Ernstfall: sichert das laufende Haus, stellt es daneben wieder her und vergleicht beide."""
    from django.utils import timezone

    from querwerk.journal.actions import Refused
    from querwerk.web.backup.rehearsal import rehearse as run_through

    try:
        secret = passphrase(passphrase_file, new=False) if file else ""
        found = run_through(at=timezone.now(), file=file, passphrase=secret)
    except Refused as refusal:
        refuse(refusal.sentence)
    typer.echo(_as_json(found) if as_json else _in_words(found))
    if found.differences:
        refuse(f"Die Probe ist misslungen. Es unterscheiden sich: {', '.join(found.differences)}.")


def _as_json(found: Rehearsed) -> str:
    told = {
        "size": found.size,
        "engine": found.engine,
        "rows": found.contents.rows,
        "files": len(found.contents.files),
        "seconds_to_back_up": round(found.seconds_to_back_up, 2),
        "seconds_to_restore": round(found.seconds_to_restore, 2),
        "lost_entries": found.lost_entries,
        "lost_seconds": round(found.lost_seconds, 2),
        "differences": found.differences,
    }
    return json.dumps(told, ensure_ascii=False)


def _in_words(found: Rehearsed) -> str:
    contents, engine = found.contents, {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[found.engine]
    return "\n".join(
        [
            f"Sicherung:        {size(found.size)}, {found.seconds_to_back_up:.1f} s",
            f"Wiederherstellen: {found.seconds_to_restore:.1f} s, {engine}",
            f"Inhalt:           {contents.rows} Zeilen in {len(contents.tables)} Tabellen, {len(contents.files)} "
            f"Dateien, {contents.label.journal_entries} Einträge im Journal",
            f"Verlust:          {found.lost_entries} Einträge, {found.lost_seconds:.1f} s seit der Sicherung",
            f"Unterschiede:     {', '.join(found.differences) or 'keine'}",
        ]
    )


def size(number: int) -> str:
    """A number of bytes for people."""
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{number / 1000:.1f} kB"

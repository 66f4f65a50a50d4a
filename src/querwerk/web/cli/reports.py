"""``querwerk report``: the monitoring report of a period. ``querwerk changes``: what changed between two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import actor, refuse, store

if TYPE_CHECKING:
    from querwerk.projects.insights import ChangeReport

_DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


def report(
    period: Annotated[str, typer.Option("--period", help="Der Zeitraum, zum Beispiel 2025.")],
    pdf: Annotated[Path | None, typer.Option(dir_okay=False, help="PDF/A-2a und PDF/UA-1.")] = None,
    docx: Annotated[Path | None, typer.Option(dir_okay=False, help="Word-Datei.")] = None,
    html: Annotated[Path | None, typer.Option(dir_okay=False, help="Eine HTML-Seite, ohne weitere Dateien.")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", dir_okay=False, help="Die Fakten als JSON.")] = None,
    freeze: Annotated[bool, typer.Option("--freeze", help="Den Bericht vorher einfrieren.")] = False,
) -> None:
    """Schreibt den Monitoringbericht eines Zeitraums; ohne Einfrieren als Entwurf."""
    from django.utils import timezone

    from querwerk.delivery.actions import freeze_report
    from querwerk.delivery.exchange.layout import written
    from querwerk.delivery.exchange.pdf import as_pdf
    from querwerk.delivery.exchange.web import as_html
    from querwerk.delivery.insights import report_of
    from querwerk.delivery.models import Period
    from querwerk.docx import as_docx
    from querwerk.journal.actions import Refused
    from querwerk.journal.chain import canonical

    known = Period.objects.filter(label=period).first()
    if known is None:
        refuse(_unknown(period))
    if freeze:
        try:
            freeze_report(known, by=actor(), at=timezone.now())
        except Refused as refused:
            refuse(refused.sentence)
    document, sha256 = report_of(period)
    laid_out = written(document, sha256=sha256)
    writers: list[tuple[Path | None, Callable[[], bytes]]] = [
        (pdf, lambda: as_pdf(laid_out)),
        (docx, lambda: as_docx(laid_out)),
        (html, lambda: as_html(laid_out)),
        (as_json, lambda: canonical(document)),
    ]
    for path, write in writers:
        if path is not None:
            store(path, write())
    typer.echo(f"{laid_out.title}: eingefroren, Prüfsumme {sha256}" if sha256 else f"{laid_out.title}: Entwurf")
    if not any(path for path, _ in writers):
        typer.echo("Nichts geschrieben. Nennen Sie --pdf, --docx, --html oder --json mit einem Dateinamen.")


def changes(
    since: Annotated[datetime, typer.Option("--since", formats=_DAYS, help="Der erste Tag.")],
    until: Annotated[
        datetime | None, typer.Option("--until", formats=_DAYS, help="Der zweite Tag, sonst heute.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Für Maschinen.")] = False,
) -> None:
    """Sagt, was sich zwischen zwei Tagen geändert hat."""
    from django.utils import timezone

    from querwerk.journal.actions import NOBODY
    from querwerk.projects.exchange.changes import as_json as in_json
    from querwerk.projects.insights import changes as changes_between

    last = until.date() if until else timezone.localdate()
    if since.date() > last:
        refuse("Der zweite Tag liegt vor dem ersten.")
    found = changes_between(since.date(), last, NOBODY)
    typer.echo(in_json(found).decode() if as_json else _in_words(found))


def _in_words(found: ChangeReport) -> str:
    from querwerk.projects.insights import tell
    from querwerk.projects.labels import CHANGES

    lines = [f"Änderungen vom {found.since:%d.%m.%Y} bis {found.until:%d.%m.%Y}"]
    if not found.changes:
        return f"{lines[0]}: keine."
    lines += [f"  {count:>4}  {CHANGES[kind][0]}" for kind, count in found.counts]
    for theme in found.themes:
        lines += ["", theme.name]
        lines += [f"  {change.name}: {tell(change, found.names)}" for _, group in theme.kinds for change in group]
    return "\n".join(lines)


def _unknown(period: str) -> str:
    from querwerk.delivery.models import Period

    labels = list(Period.objects.order_by("ends_on").values_list("label", flat=True))
    known = f"Bekannt sind: {', '.join(labels)}." if labels else "Es gibt noch keinen."
    return f"Einen Berichtszeitraum „{period}“ gibt es nicht. {known}"

"""Taking in a portfolio file as a whole: structure, projects, and what each report stated in its period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction

from querwerk.journal.actions import Actor, Event, Refused, record_all
from querwerk.projects import exchange as projects
from querwerk.projects.exchange.shapes import Portfolio, StatusInReport
from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.sources import kind_of
from querwerk.structure.exchange.store import Outcome, Row, Table, fingerprint, fingerprints, keep, undisturbed, upsert
from querwerk.structure.models import HOUSE, Source

from ..models import Period, Statement

EVENT = "delivery.imported"
_STATEMENTS = Table("statements", Statement, "", ("period__label", "project__slug", "state", "sources", "stated_on"))


def import_portfolio(content: bytes, *, by: Actor, at: datetime, dry_run: bool = False) -> Outcome:
    """Stores a portfolio file, all or nothing; a dry run does the same and takes it back.

    Raises :class:`~querwerk.structure.exchange.reading.BadFile` when the file is refused.
    """
    outcome = Outcome()
    try:
        with undisturbed(), transaction.atomic():
            given = projects.read(content)
            known = projects.take_in(given, outcome, by=by, at=at)
            _take_in(given, known, outcome, by=by, at=at)
            if dry_run:
                transaction.set_rollback(True)
    except (IntegrityError, DataError) as error:
        raise Refused(f"Die Datei verträgt sich nicht mit dem, was schon gespeichert ist ({error}).") from error
    return outcome


def _take_in(given: projects.Read, known: Mapping[str, int], outcome: Outcome, *, by: Actor, at: datetime) -> None:
    """A period for each monitoring report, and a statement for each project it speaks of."""
    periods, labels = _periods(given.portfolio)
    statements = _statements(given.portfolio, labels)
    after = fingerprint([periods, statements])
    before = fingerprints(EVENT).get(HOUSE)
    if before == after:
        outcome.of("periods").unchanged = len(periods)
        outcome.of("statements").unchanged = len(statements)
        return
    sources = dict(Source.objects.filter(key__in=list(labels)).values_list("key", "pk"))
    rows = {label: {**row, "source_id": sources[row["source_id"]]} for label, row in periods.items()}
    links = {"period__label": upsert(Period, "label", rows, outcome.of("periods")), "project__slug": known}
    imported = Statement.objects.filter(project__in=known.values()).exclude(sources=[])
    taken = set(Statement.objects.filter(sources=[]).values_list("period__label", "project__slug"))
    wanted = [row for row in statements if row[:2] not in taken]
    gone, new = keep(_STATEMENTS, imported, wanted, links=links)
    tally = outcome.of("statements")
    tally.created, tally.changed, tally.unchanged = new - min(gone, new), min(gone, new), len(wanted) - new
    facts: dict[str, Any] = {"periods": [None, len(periods)], "statements": [gone, new], "fingerprint": [before, after]}
    record_all([Event(EVENT, HOUSE, facts=facts)], by=by, at=at)


def _periods(portfolio: Portfolio) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """(label -> fields, report -> label): from the day after the report before to the day of the report."""
    years = {status.report: status.year for project in portfolio.projects for status in project.status_by_report}
    reports = sorted(
        (r for r in portfolio.reports if kind_of(r) is Source.Kind.MONITORING_REPORT), key=lambda r: r.date
    )
    periods: dict[str, dict[str, Any]] = {}
    labels: dict[str, str] = {}
    start: date | None = None
    for report in reports:
        end = date.fromisoformat(report.date)
        if start is None:
            first = report.period[0] if report.period else None
            start = min(vague(first).first if first else date(end.year, 1, 1), end)
        label = str(years.get(report.id, end.year))
        label = f"{label}-{report.id}"[:40] if label in periods else label
        periods[label] = {"starts_on": min(start, end), "ends_on": end, "source_id": report.id}
        labels[report.id] = label
        start = end + timedelta(days=1)
    return periods, labels


def _statements(portfolio: Portfolio, labels: Mapping[str, str]) -> list[Row]:
    days = {report.id: date.fromisoformat(report.date) for report in portfolio.reports}
    return [
        (labels[status.report], project.slug, _said(status), [status.report], days[status.report])
        for project in portfolio.projects
        for status in project.status_by_report
        if status.report in labels
    ]


def _said(status: StatusInReport) -> str:
    """The report's own word and its note; nothing is added."""
    return "; ".join(text for text in (status.word or status.status, status.note) if text)

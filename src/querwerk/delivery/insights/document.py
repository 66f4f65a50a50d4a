"""From a period to its document: chapters in the order of the real reports, in the words of the period."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.utils import translation

from querwerk.analysis.change import Change, Kind
from querwerk.journal.actions import NOBODY
from querwerk.journal.chain import canonical
from querwerk.projects.insights import ChangeReport, changes, tell
from querwerk.projects.labels import CHANGES
from querwerk.structure.labels import CONCEPTS
from querwerk.structure.queries import vocabulary

from ..models import Period
from ..queries.material import Material, material
from ..queries.periods import frozen
from . import frame, themes
from .facts import Citations

FORMAT = "querwerk.report/1"
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """The report before and this one: what lies between them is what changed."""

    since: date
    until: date
    previous: str


def build(period: Period) -> bytes:
    """The document of a period as canonical bytes: the same facts give the same bytes, on any day and machine.

    Everything in it was stated until the last day of the period, or is a statement written for it. The report is
    German, as the house's words are.
    """
    with translation.override("de"):
        window = _window(period)
        known = material(period.pk, window.until)
        return canonical(_document(period, window, known, changes(window.since, window.until, NOBODY)))


def report_of(label: str) -> tuple[Document, str]:
    """The report of a period and its checksum: a frozen one from its stored bytes only, otherwise a draft (no sum).

    Raises Period.DoesNotExist for a label nobody knows.
    """
    facts = frozen(label)
    if facts is not None:
        return read(facts), hashlib.sha256(facts).hexdigest()
    return read(build(Period.objects.select_related("source").get(label=label))), ""


def read(facts: bytes) -> Document:
    """The document back from its bytes."""
    return cast(Document, json.loads(facts))


def _window(period: Period) -> Window:
    """From the last day of the period before; without one, from the day before this one starts."""
    before = Period.objects.filter(ends_on__lt=period.ends_on).order_by("-ends_on").first()
    if before is None:
        return Window(period.starts_on - timedelta(days=1), period.ends_on, "")
    return Window(before.ends_on, period.ends_on, before.label)


def _document(period: Period, window: Window, known: Material, found: ChangeReport) -> Document:
    words = vocabulary(window.until)
    cite = Citations(known.sources)
    of_project: dict[str, list[Change]] = {}
    for change in found.changes:
        of_project.setdefault(change.project, []).append(change)
    chapters = themes.chapters(known, found, of_project, window.since, window.until, cite)
    shown = {project["slug"] for theme in chapters for project in theme["projects"]}
    document: Document = {
        "format": FORMAT,
        "language": "de",
        "municipality": settings.MUNICIPALITY,
        "period": {
            "label": period.label,
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "previous": window.previous,
            "since": window.since.isoformat(),
        },
        "paper": frame.paper_of(period.source) if period.source_id and period.source else None,
        "words": {concept: [words.one(concept), words.many(concept)] for concept in CONCEPTS},
        "figures": frame.figures(chapters, found),
        "working": frame.way_of_working(known, window.since, cite),
        "themes": chapters,
        "means": frame.means(known, shown, cite),
        "obstacles": frame.obstacles(known, shown, window.since, cite),
        "factors": frame.factors(known, cite),
        "participation": frame.participation(known, shown, window.since, window.until, cite),
        "contradictions": frame.contradictions(known, shown, {theme["slug"] for theme in chapters}, window.until),
        "changes": [_change(change, found) for theme in found.themes for _, group in theme.kinds for change in group],
        "glossary": frame.glossary(known, words, window.until),
    }
    document["sources"] = cite.used()
    return document


def _change(change: Change, found: ChangeReport) -> Document:
    return {
        "theme": found.theme_of[change.project],
        "project": change.project,
        "name": change.name,
        "kind": change.kind.value,
        "heading": str(CHANGES[change.kind][0]),
        "subject": change.subject,
        "before": list(change.before),
        "after": list(change.after),
        "days": change.days,
        "at_least": change.at_least,
        "difference": None if change.difference is None else str(change.difference),
        "reason": change.reason,
        "sentence": tell(change, found.names),
        "slip": change.kind is Kind.SLIPPED,
    }

"""The days of sources: a fact became known on the day of its earliest source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from querwerk.structure.models import Source

from .fields import vague
from .shapes import Report

#: What was only seen in the council's OParl interface: such a fact is known on its own day.
OPARL = "OParl"
DASHBOARD = "dashboard"
_KINDS = (
    ("monitoring", Source.Kind.MONITORING_REPORT),
    ("beschluss", Source.Kind.RESOLUTION),
    ("anlage", Source.Kind.ANNEX),
    ("information", Source.Kind.INFORMATION),
)


@dataclass(frozen=True)
class Calendar:
    """key -> day, for every source of a file."""

    days: Mapping[str, date] = field(default_factory=dict)

    def stated_on(self, keys: Iterable[str], own: date | None = None) -> date:
        """The day of the earliest source; ``own`` is the day of the fact itself, for OParl."""
        return min(own if own and key == OPARL else self.days[key] for key in keys)

    def earliest(self) -> date:
        return min(self.days.values())

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Each key once, the earliest source first."""
        return sorted(dict.fromkeys(keys), key=lambda key: self.days[key])


def kind_of(report: Report) -> Source.Kind:
    """The kind of a source by the word the file uses."""
    word = report.kind.lower()
    return next((kind for start, kind in _KINDS if start in word), Source.Kind.OTHER)


def row_of(report: Report) -> dict[str, object]:
    """The wanted row of a report."""
    first, last = report.period or (None, None)
    return {
        "key": report.id,
        "kind": kind_of(report).value,
        "title": report.title,
        "paper": report.paper,
        "body": report.body,
        "dated_on": date.fromisoformat(report.date),
        "period_from": vague(first).first if first else None,
        "period_to": vague(last).last if last else None,
        "result": report.result or "",
        "chapters": report.chapters,
    }

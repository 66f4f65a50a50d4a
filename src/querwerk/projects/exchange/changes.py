"""Changes as a table for a spreadsheet and as JSON for a machine."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from querwerk import tables

from ..insights import ChangeReport, tell
from ..labels import CHANGES


def as_csv(report: ChangeReport) -> bytes:
    """One line a change."""
    head = [
        gettext("Theme"), gettext("Project"), gettext("Address"), gettext("Change"), gettext("What"),
        gettext("Before"), gettext("After"), gettext("Days"), gettext("At least"), gettext("Difference"),
        gettext("Reason"), gettext("In words"),
    ]  # fmt: skip
    rows = [
        [
            report.theme_of[change.project], change.name, change.project, str(CHANGES[change.kind][0]),
            change.subject, " | ".join(change.before), " | ".join(change.after), change.days,
            gettext("yes") if change.at_least else "", "" if change.difference is None else str(change.difference),
            change.reason, tell(change, report.names),
        ]
        for change in report.changes
    ]  # fmt: skip
    return tables.as_csv(head, rows)


def as_document(report: ChangeReport) -> dict[str, Any]:
    """The same changes as plain values."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "counts": {kind.value: count for kind, count in report.counts},
        "changes": [
            {
                "theme": report.theme_of[change.project],
                "project": change.project,
                "name": change.name,
                "kind": change.kind.value,
                "subject": change.subject,
                "before": list(change.before),
                "after": list(change.after),
                "days": change.days,
                "at_least": change.at_least,
                "difference": None if change.difference is None else str(change.difference),
                "reason": change.reason,
                "successors": list(change.successors),
                "sentence": tell(change, report.names),
            }
            for change in report.changes
        ],
    }


def as_json(report: ChangeReport) -> bytes:
    """The changes for a machine."""
    return tables.as_json(as_document(report))

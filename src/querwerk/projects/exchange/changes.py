"""Changes as a table for a spreadsheet and as JSON for a machine."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.utils.translation import gettext

from ..insights import ChangeReport, tell
from ..labels import CHANGES

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: ChangeReport) -> str:
    """One line a change; semicolons and a byte order mark, as German spreadsheets expect; formulas are defused."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = [
        gettext("Theme"), gettext("Project"), gettext("Address"), gettext("Change"), gettext("What"),
        gettext("Before"), gettext("After"), gettext("Days"), gettext("At least"), gettext("Difference"),
        gettext("Reason"), gettext("In words"),
    ]  # fmt: skip
    writer.writerow(head)
    for change in report.changes:
        row = [
            _cell(report.theme_of[change.project]), _cell(change.name), _cell(change.project),
            _cell(str(CHANGES[change.kind][0])), _cell(change.subject), _cell(" | ".join(change.before)),
            _cell(" | ".join(change.after)), "" if change.days is None else change.days,
            gettext("yes") if change.at_least else "", "" if change.difference is None else str(change.difference),
            _cell(change.reason), _cell(tell(change, report.names)),
        ]  # fmt: skip
        writer.writerow(row)
    return "\ufeff" + out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


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


def as_json(report: ChangeReport) -> str:
    """The changes as a JSON text."""
    return json.dumps(as_document(report), ensure_ascii=False, indent=1)

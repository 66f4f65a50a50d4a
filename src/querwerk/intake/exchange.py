"""The list of inquiries as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.tables import Cell, as_json, as_table

from .labels import KINDS, STATES
from .lifecycle import Kind, State
from .queries.lines import InquiryLine


def inquiry_file(lines: Sequence[InquiryLine], form: str) -> bytes:
    """CSV, XLSX or JSON; who asked stands in none of them."""
    if form == "json":
        keys = ("number", "title", "kind", "state", "due_on", "sponsor", "unit", "from_finding")
        return as_json({
            "inquiries": [
                {key: getattr(line, key) for key in keys}
                | {"received_on": _day(line.received_at), "answered_on": _day(line.answered_at)}
                for line in lines
            ]
        })  # fmt: skip
    head = [_("Number"), _("Inquiry"), _("Kind"), _("State"), _("Due"), _("Who stands behind it"),
            _("Unit"), _("From a finding"), _("Received on"), _("Answered on")]  # fmt: skip
    rows: list[list[Cell]] = [
        [line.number, line.title, str(KINDS[Kind(line.kind)]), str(STATES[State(line.state)]), line.due_on,
         line.sponsor, line.unit, _("yes") if line.from_finding else _("no"),
         _day(line.received_at), _day(line.answered_at)]
        for line in lines
    ]  # fmt: skip
    return as_table(form, _("Inquiries"), head, rows)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None

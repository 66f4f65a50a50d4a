"""The report as PDF."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from querwerk.typesetting import typeset
from querwerk.written import Written

_LAYOUT = Path(__file__).resolve().parents[1] / "typst" / "report.typ"


def as_pdf(report: Written) -> bytes:
    """The report as a tagged PDF. Its date is the last day of the period."""
    day = date.fromisoformat(report.day)
    with translation.override("de"):
        data = {**asdict(report), "day": [day.year, day.month, day.day], "contents": _("Contents")}
    return typeset(_LAYOUT, data, day=day)

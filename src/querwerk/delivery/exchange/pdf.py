"""The report as PDF: archivable (PDF/A-2a) and readable by everybody (PDF/UA-1), the same bytes for the same report."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from .shapes import Written

_PLACE = Path(__file__).resolve().parents[1]


def as_pdf(report: Written) -> bytes:
    """The report as a tagged PDF. Its date is the last day of the period; no clock, no system fonts, no network.

    Raises RuntimeError with the typesetter's words if the document breaks a rule of either standard.
    """
    day = date.fromisoformat(report.day)
    with translation.override("de"):
        data = {**asdict(report), "day": [day.year, day.month, day.day], "contents": _("Contents")}
    fonts: list[Path] = [_PLACE / "fonts"]
    return typst.compile(
        _PLACE / "typst" / "report.typ",
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )

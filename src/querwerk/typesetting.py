"""PDF from a layout and content: archivable (PDF/A-2a), readable by everybody (PDF/UA-1), the same bytes every time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import typst

_FONTS: list[Path] = [Path(__file__).with_name("fonts")]


def typeset(layout: Path, content: object, *, day: date) -> bytes:
    """The content in a Typst layout, which reads it as ``sys.inputs.content``; no clock, no system fonts, no network.

    Raises RuntimeError with the typesetter's words if the document breaks a rule of either standard.
    """
    return typst.compile(
        layout,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )

"""A trail as a poster: A3 or A4, upright or across, the picture as large as the sheet allows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import segno

from querwerk.typesetting import typeset

from ..insights.shapes import Poster, Way
from .drawing import draw_way
from .drawing.lanes import size_of

_LAYOUT = Path(__file__).resolve().parents[1] / "typst" / "poster.typ"
#: Room for the picture in millimeters, by format and by whether it lies across.
_ROOM = {("a3", False): (261, 235), ("a3", True): (384, 135), ("a4", False): (182, 150), ("a4", True): (269, 80)}
FORMATS = ("a3", "a4")


def as_poster(
    poster: Poster, *, day: date, municipality: str, written_day: str, paper: str = "a3", across: bool = False
) -> bytes:
    """The poster as a tagged PDF. ``day`` is the day that stands on it, ``written_day`` how it is written."""
    way = poster.way
    content = {
        "title": poster.headline,
        "municipality": municipality,
        "paper": paper,
        "across": across,
        "picture": draw_way(way, columns=_columns(way, *_ROOM[paper, across]), style="print"),
        "alt": way.description,
        "left_out": way.left_out,
        "figures": poster.figures,
        "longest": poster.longest,
        "based_on": poster.based_on,
        "written_day": written_day,
        "day": [day.year, day.month, day.day],
        "address": poster.address,
        "code": segno.make(poster.address, error="m").svg_inline(border=0) if poster.address else "",
    }
    return typeset(_LAYOUT, content, day=day)


def _columns(way: Way, wide: float, high: float) -> int:
    """How many stations a row makes the picture largest; the fewest of equals."""

    def scale(columns: int) -> float:
        picture_wide, picture_high = size_of(way, columns)
        return min(wide / picture_wide, high / picture_high)

    return max(range(3, 21), key=lambda columns: (round(scale(columns), 4), -columns))

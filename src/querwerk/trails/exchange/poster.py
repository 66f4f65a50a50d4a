"""A trail as a poster: A3 or A4, upright or across, the picture as large as the sheet allows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import segno

from querwerk.typesetting import typeset

from ..insights.shapes import Poster, Way
from .drawing import draw_way
from .drawing.lanes import size_of
from .drawing.letters import broken, readable

_LAYOUT = Path(__file__).resolve().parents[1] / "typst" / "poster.typ"
#: Room for the picture in millimeters, by format and by whether it lies across.
_ROOM = {("a3", False): (261, 235), ("a3", True): (384, 135), ("a4", False): (182, 150), ("a4", True): (269, 80)}
FORMATS = ("a3", "a4")
#: Points in a millimeter.
_POINTS = 72 / 25.4
_SHORT = 15


def as_poster(
    poster: Poster, *, day: date, municipality: str, written_day: str, paper: str = "a3", across: bool = False
) -> bytes:
    """The poster as a tagged PDF. ``day`` is the day that stands on it, ``written_day`` how it is written."""
    way = poster.way
    content = {
        "title": poster.headline,
        "headline": _headline(poster.headline, paper, _ROOM[paper, across][0], len(way.stops)),
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


def _headline(words: str, paper: str, wide: float, stations: int) -> tuple[list[str], float]:
    """The sentence in lines and the size of its letters in points: as large as two lines allow, words left whole.

    A long way needs the room: with many stations the letters begin smaller.
    """
    unit = 1.0 if paper == "a3" else 0.7
    room = wide * _POINTS * 0.94  # bold letters are a little wider than those measured
    sizes = [unit * size for size in range(92 if stations <= _SHORT else 64, 30, -2)]
    found = ((size, lines) for most in (2, 3) for size in sizes if (lines := broken(words, size, room, most)))
    whole = ((size, lines) for size, lines in found if " ".join(lines) == readable(words))
    size, lines = next(whole, (sizes[-1], broken(words, sizes[-1], room, 4)))
    return list(lines), size


def _columns(way: Way, wide: float, high: float) -> int:
    """How many stations a row makes the picture largest; the fewest of equals."""

    def scale(columns: int) -> float:
        picture_wide, picture_high = size_of(way, columns)
        return min(wide / picture_wide, high / picture_high)

    return max(range(3, 21), key=lambda columns: (round(scale(columns), 4), -columns))

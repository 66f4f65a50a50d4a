"""Swim lanes: departments as lanes, stations as boxes in the order of the way, handovers as arrows between them.

Every station has a column of its own, so an upright line never meets another box; between two columns there is only the
handover from the one to the next. What skips stations runs above the lanes, what leads back runs dashed below, each on
a track of its own. A way too long for one row goes on in the next; what leads into another row ends in the number of
the station that it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...insights.shapes import Handover, Way
from . import marks
from .layout import (
    BOX,
    GAP,
    INSIDE,
    LANE_LINE,
    NAME_LINE,
    NOTE_LINE,
    PLACE,
    SIGN,
    STEP,
    TRACK,
    Arc,
    Box,
    Lane,
    Row,
    fitting,
    place_words,
    rows_of,
)
from .letters import written

Drawn = tuple[list[str], list[str]]


def draw_way(way: Way, *, columns: int = 6, style: str = "page", name: str = "way") -> str:
    """The way as SVG: at most ``columns`` stations a row, all rows about equally long.

    ``style`` is ``page`` (looks come from the style sheet of the page), ``file`` (brings its own, light and dark) or
    ``print`` (its own, light). ``name`` begins the ids, for several pictures on one page. Linear in what is drawn.
    """
    rows, wide, high = _laid_out(way, columns)
    parts = [part for row in rows for part in _drawn(row, wide)]
    return marks.picture(parts, wide, high, title=way.title, description=way.description, name=name, style=style)


def size_of(way: Way, columns: int) -> tuple[float, float]:
    """How wide and how high the picture becomes."""
    _rows, wide, high = _laid_out(way, columns)
    return wide, high


def _laid_out(way: Way, most: int) -> tuple[list[Row], float, float]:
    stops = max(len(way.stops), 1)
    columns = -(-stops // -(-stops // most))
    rows = rows_of(way, columns)
    return rows, PLACE + GAP + columns * STEP, rows[-1].y + rows[-1].height if rows else TRACK


def _drawn(row: Row, wide: float) -> Iterator[str]:
    for lane in row.lanes:
        yield from _lane(lane, wide)
    at = {box.number - 1: box for box in row.boxes}
    lines, labels = [], []
    for handover in row.nexts:
        drawn, label = _next(handover, at.get(handover.leaves), at.get(handover.reaches))
        lines += drawn
        labels += label
    top, bottom = row.lanes[0].y, row.lanes[-1].y + row.lanes[-1].height
    for arcs, edge, side in ((row.above, top, -1), (row.below, bottom, 1)):
        for arc in arcs:
            drawn, label = _arc(arc, at, edge, side)
            lines += drawn
            labels += label
    yield from lines
    for box in row.boxes:
        yield from _box(box)
    yield from labels


def _lane(lane: Lane, wide: float) -> Iterator[str]:
    other = " qw-way__lane--other" if lane.place % 2 else ""
    yield f"<g><title>{written(lane.name)}</title>"
    yield marks.box(0, lane.y, wide, lane.height, f"qw-way__lane{other}")
    words = place_words(lane.name, int(lane.height // LANE_LINE))
    y = lane.y + (lane.height - len(words) * LANE_LINE) / 2 + 12
    for number, words_line in enumerate(words):
        yield marks.text(words_line, 8, y + number * LANE_LINE, "qw-way__place")
    yield "</g>"


def _box(box: Box) -> Iterator[str]:
    stop = box.stop
    full = "; ".join(filter(None, (f"{box.number}. {stop.name}", stop.lane, *stop.notes, stop.medium_break)))
    yield f"<g><title>{written(full)}</title>"
    yield marks.box(box.x, box.y, BOX, box.height, "qw-way__box", round_by=4)
    y = box.y + 6
    for words in box.name:
        y += NAME_LINE
        yield marks.text(words, box.x + 8, y - 3, "qw-way__name")
    for words in box.notes:
        y += NOTE_LINE
        yield marks.text(words, box.x + 8, y - 3, "qw-way__note")
    if box.medium_break:
        x, top = box.x + 8, y + 2
        yield f'<path class="qw-way__sign" d="M{marks.number(x + 7)} {marks.number(top)}l-5 7h7l-5 6"/>'
    for words in box.medium_break:
        y += NOTE_LINE
        yield marks.text(words, box.x + 8 + SIGN, y - 3, "qw-way__note")
    if box.stop.waiting:
        yield marks.box(box.x + 8, y + 3, INSIDE, 6, "qw-way__bar--rest")
        yield marks.box(box.x + 8, y + 3, max(INSIDE * min(box.stop.waiting, 1), 2), 6, "qw-way__bar")
    yield "</g>"


def _thick(handover: Handover) -> float:
    return 1.5 + 3.5 * min(max(handover.weight, 0), 1)


def _next(handover: Handover, one: Box | None, other: Box | None) -> Drawn:
    """An arrow to the next station; at the end of a row out of it, at the beginning into it."""
    label = fitting(handover.label, GAP)
    if one and other:
        turn = other.x - GAP / 2
        points = [(one.x + BOX, one.middle), (turn, one.middle), (turn, other.middle), (other.x, other.middle)]
        flat = abs(one.middle - other.middle) < 14
        y = min(one.middle, other.middle) - 6 if flat else (one.middle + other.middle) / 2 + 4
        labels = [(label, turn, y)]
    elif one:
        points = [(one.x + BOX, one.middle), (one.x + STEP - 6, one.middle)]
        middle = one.x + BOX + GAP / 2
        labels = [(label, middle, one.middle - 8), (f"→ {handover.reaches + 1}", middle, one.middle + 18)]
    else:
        assert other is not None  # one of the two stands in this row
        points = [(other.x - GAP + 8, other.middle), (other.x, other.middle)]
        labels = [(f"{handover.leaves + 1} →", other.x - GAP / 2 + 4, other.middle - 8)]
    thick, (x, y) = _thick(handover), points[-1]
    return [marks.line([*points[:-1], (x - 6, y)], "qw-way__line", thick), marks.head(x, y, 1, 0, thick)], _labels(
        labels
    )


def _labels(labels: list[tuple[str, float, float]]) -> list[str]:
    return [marks.text(words, x, y, "qw-way__count", "middle") for words, x, y in labels if words]


def _arc(arc: Arc, at: dict[int, Box], edge: float, side: int) -> Drawn:
    """A line on its track above (side -1) or below (1) the lanes."""
    thick = _thick(arc.handover)
    look = "qw-way__line--back" if arc.handover.back else "qw-way__line"
    y = edge + side * (8 + arc.track * TRACK + TRACK / 2)
    leaves = at[arc.handover.leaves]
    start = leaves.y if side < 0 else leaves.y + leaves.height
    if arc.reaches_x is None:
        points = [(arc.leaves_x, start), (arc.leaves_x, y)]
        far = arc.leaves_x + (10 if side < 0 else -10)
        drawn = [marks.line([*points, (far, y)], look, thick)]
    else:
        reaches = at[arc.handover.reaches]
        end = reaches.y if side < 0 else reaches.y + reaches.height
        x = arc.reaches_x
        points = [(arc.leaves_x, start), (arc.leaves_x, y), (x, y), (x, end + side * 6)]
        drawn = [marks.line(points, look, thick), marks.head(x, end, 0, -side, thick)]
    return drawn, _labels([(arc.label, arc.label_x, y + 4)])

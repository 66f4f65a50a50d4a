"""The handover matrix as a field of squares, the years as columns, the orders of visits as strips."""

from __future__ import annotations

from collections.abc import Sequence

from ...insights.shapes import Columns, Grid, Pairs, Strip
from . import marks
from .letters import broken, readable, width, written

_CELL, _LEFT, _HEAD, _LINE = 46, 190, 30, 15
_SHADES = 4


def draw_grid(grid: Grid, *, style: str = "page", name: str = "grid") -> str:
    """Who hands on to whom: rows hand on, columns receive. The darker, the more; each says its figure."""
    most = max((count for row in grid.counts for count in row), default=0) or 1
    wide, high = _LEFT + len(grid.names) * _CELL, _HEAD + len(grid.names) * _CELL
    parts = []
    for number, (label, counts, labels) in enumerate(zip(grid.names, grid.counts, grid.labels, strict=True)):
        y = _HEAD + number * _CELL
        middle = _LEFT + number * _CELL + _CELL / 2
        parts.append(marks.text(str(number + 1), middle, _HEAD - 10, "qw-way__place", "middle"))
        lines = broken(f"{number + 1}. {readable(label)}", 13, _LEFT - 16, 2)
        down = y + _CELL / 2 + 4 - (len(lines) - 1) * _LINE / 2
        words = "".join(marks.text(line, 4, down + at * _LINE, "qw-way__place") for at, line in enumerate(lines))
        parts.append(f"<g><title>{written(label)}</title>{words}</g>")
        for at, (count, figure) in enumerate(zip(counts, labels, strict=True)):
            parts.append(_square(count, most, figure, _LEFT + at * _CELL, y, f"{label} → {grid.names[at]}"))
    return marks.picture(parts, wide, high, title=grid.title, description=grid.description, name=name, style=style)


def _square(count: int, most: int, figure: str, x: float, y: float, what: str) -> str:
    # the root spreads the shades: a few frequent handovers would otherwise leave all others pale
    shade = max(1, round((count / most) ** 0.5 * _SHADES)) if count else 0
    square = marks.box(x, y, _CELL, _CELL, f"qw-heat__cell qw-heat--{shade}")
    if not count:
        return square
    shown = figure if width(figure, 12) <= _CELL - 4 else "…"
    look = "qw-heat__on" if shade > 2 else "qw-heat__off"
    words = marks.text(shown, x + _CELL / 2, y + _CELL / 2 + 4, look, "middle")
    return f"<g><title>{written(f'{what}: {figure}')}</title>{square}{words}</g>"


def draw_columns(chart: Columns, *, style: str = "page", name: str = "columns") -> str:
    """Figures side by side, from left to right."""
    step, high = 84, 150
    wide = max(len(chart.columns), 1) * step
    parts = []
    for number, column in enumerate(chart.columns):
        tall = max(column.share * high, 1)
        x, y = number * step + 8, 24 + high - tall
        parts.append(marks.box(x, y, step - 16, tall, "qw-way__bar"))
        for words, down, look in ((column.label, y - 6, "qw-way__note"), (column.name, high + 42, "qw-way__place")):
            line = "".join(broken(words, marks.SIZES[look], step - 4, 1))
            parts.append(marks.text(line, x + step / 2 - 8, down, look, "middle"))
    return marks.picture(
        parts, wide, high + 50, title=chart.title, description=chart.description, name=name, style=style
    )


def draw_strips(
    strips: Sequence[Strip], title: str, description: str, *, style: str = "page", name: str = "ways"
) -> str:
    """Orders of visits, one a strip, as the numbers of their stations; the bar at the end says how often."""
    cell, step, longest, bar = 30, 40, 24, 150
    shown = [strip.stations[:longest] for strip in strips]
    end = max((len(stations) for stations in shown), default=0) * cell + 34
    parts = []
    for number, (strip, stations) in enumerate(zip(strips, shown, strict=True)):
        y = number * step + 6
        for at, station in enumerate(stations):
            other = " qw-way__lane--other" if station % 2 else ""
            parts.append(marks.box(at * cell + 1, y, cell - 2, 26, f"qw-way__lane{other}", round_by=3))
            parts.append(marks.text(str(station), at * cell + cell / 2, y + 17, "qw-way__note", "middle"))
        if len(strip.stations) > longest:
            parts.append(marks.text("…", longest * cell + 10, y + 17, "qw-way__note"))
        parts.append(marks.box(end, y + 4, max(strip.share * bar, 2), 18, "qw-way__bar"))
        label = "".join(broken(strip.label, 12, 160, 1))
        parts.append(marks.text(label, end + max(strip.share * bar, 2) + 8, y + 17, "qw-way__note"))
    return marks.picture(
        parts, end + bar + 170, len(strips) * step, title=title, description=description, name=name, style=style
    )


def draw_pairs(chart: Pairs, *, style: str = "page", name: str = "pairs") -> str:
    """Two bars a figure: the upper one filled, the lower one framed."""
    left, bar, step, room = 190, 420, 62, 150
    parts = []
    for number, pair in enumerate(chart.pairs):
        y = number * step + 8
        lines = broken(pair.name, 13, left - 16, 2)
        down = y + 26 - (len(lines) - 1) * _LINE / 2
        parts += [marks.text(line, 4, down + at * _LINE, "qw-way__place") for at, line in enumerate(lines)]
        for at, (share, words, look) in enumerate(
            ((pair.one_share, pair.one, "qw-way__bar"), (pair.other_share, pair.other, "qw-way__bar--rest"))
        ):
            wide, top = max(share * bar, 2), y + at * 24
            parts.append(marks.box(left, top, wide, 18, look))
            parts.append(
                marks.text("".join(broken(words, 12, room - 16, 1)), left + wide + 8, top + 13, "qw-way__note")
            )
    high = max(len(chart.pairs), 1) * step
    return marks.picture(
        parts, left + bar + room, high, title=chart.title, description=chart.description, name=name, style=style
    )

"""Pictures as pages show them. Everything that people wrote was escaped when it was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..exchange.drawing import draw_columns, draw_grid, draw_pairs, draw_strips, draw_way
from ..insights import telling
from ..insights.counting import Counted
from ..insights.shapes import Pairs, Way


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a report; empty where there is nothing to see."""

    grid: Markup
    columns: Markup
    strips: Markup


def lanes(way: Way, name: str = "way") -> Markup:
    """The swim lanes of a way."""
    return Markup(draw_way(way, name=name)) if way.stops else Markup("")  # noqa: S704 - drawn by us


def pairs(chart: Pairs) -> Markup:
    """Two bars a figure."""
    return Markup(draw_pairs(chart)) if chart.pairs else Markup("")  # noqa: S704 - drawn by us


def pictures(found: Counted) -> Pictures:
    """Matrix, years and orders."""
    report = found.report
    grid, columns, strips = telling.grid_of(report), telling.columns_of(report), telling.strips_of(report)
    title, description = telling.strip_words()
    return Pictures(
        Markup(draw_grid(grid)) if len(grid.names) > 1 else Markup(""),  # noqa: S704 - drawn by us
        Markup(draw_columns(columns)) if len(columns.columns) > 1 else Markup(""),  # noqa: S704 - drawn by us
        Markup(draw_strips(strips, title, description)) if len(strips) > 1 else Markup(""),  # noqa: S704 - drawn by us
    )

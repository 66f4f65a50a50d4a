"""Two counts side by side: the plan and what happened, two trails, two logs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from querwerk.tables import Cell

from . import telling
from .counting import Counted
from .shapes import Pair, Pairs
from .words import figure, span

#: The figures that are compared, by their median; fewer is better for all but the last.
_COMPARED = (
    "hands",
    "handovers",
    "across_departments",
    "across_units",
    "rework",
    "medium_breaks",
    "days",
    "flow_share",
)
_LESS = "−"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of both and how they differ; the words are empty where one does not have it."""

    name: str
    means: str
    one: str
    other: str
    difference: str
    values: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two counts, their figures side by side, and one sentence."""

    one: Counted
    other: Counted
    names: tuple[str, str]
    lines: tuple[Line, ...]
    sentence: str

    @property
    def picture(self) -> Pairs:
        """The figures that both have, as pairs of bars."""
        pairs = tuple(
            Pair(line.name, line.one, line.other, *(value / most for value in values))
            for line in self.lines
            if (values := [value for value in line.values if value is not None])[1:] and (most := max(values))
        )
        description = _("For each figure two bars, the longer the more. The table below says the same.")
        return Pairs(self.sentence, description, pairs)

    @property
    def section(self) -> telling.Section:
        """The table, for page and file."""
        head = (_("Figure, median"), *self.names, _("Difference"), _("What it says"))
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (line.name, line.one or "–", line.other or "–", line.difference or "–", line.means) for line in self.lines
        )
        keys = ("figure", "one", "other", "difference", "means")
        return telling.Section("comparison", _("Figures side by side"), keys, head, rows)


def compared(one: Counted, other: Counted) -> Comparison:
    """Two counts side by side, figure by figure of the case in the middle."""
    lines = tuple(line for key in _COMPARED if (line := _line(key, one, other)))
    names = _names(one, other)
    return Comparison(one, other, names, lines, _sentence(one, other, names))


def _names(one: Counted, other: Counted) -> tuple[str, str]:
    """What tells the two apart: the kind of count within one trail, else the trail too."""
    if one.title == other.title:
        return one.name, other.name
    return f"{one.title} ({one.name})", f"{other.title} ({other.name})"


def _line(key: str, one: Counted, other: Counted) -> Line | None:
    name, means, write = telling.FIGURES[key]
    spreads = [getattr(counted.report, key) for counted in (one, other)]
    first, second = (spread.median if spread and spread.cases else None for spread in spreads)
    if first is None and second is None:
        return None
    words = ["" if value is None else write(value) for value in (first, second)]
    difference = "" if first is None or second is None else _difference(key, first, second)
    return Line(str(name), str(means), words[0], words[1], difference, (first, second))


def _difference(key: str, one: float, other: float) -> str:
    gap = abs(other - one)
    if key == "flow_share":
        words = _("%(points)s points") % {"points": figure(gap * 100)}
    else:
        words = span(gap) if key == "days" else figure(gap)
    if words in (span(0), figure(0)):
        return _("equal")
    return f"{'+' if other > one else _LESS} {words}"


def _sentence(one: Counted, other: Counted, called: tuple[str, str]) -> str:
    """Hands first, then days: what a mayor asks."""
    first, second = one.report.hands.median, other.report.hands.median
    names = {"one": called[0], "other": called[1], "first": figure(first), "second": figure(second)}
    if first == second:
        words = _("%(one)s and %(other)s: %(first)s hands in both.") % names
    else:
        names["gap"] = figure(abs(second - first))
        more = _("%(one)s: %(first)s hands, %(other)s: %(second)s, that is %(gap)s more.")
        fewer = _("%(one)s: %(first)s hands, %(other)s: %(second)s, that is %(gap)s fewer.")
        words = (more if second > first else fewer) % names
    days = [counted.report.days for counted in (one, other)]
    if all(each.cases and each.median for each in days):
        words += " " + _("Under way for %(first)s and %(second)s.") % {
            "first": span(days[0].median), "second": span(days[1].median)}  # fmt: skip
    return words

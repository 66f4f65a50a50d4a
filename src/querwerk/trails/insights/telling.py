"""A report in words and tables: the same rows stand on the page, below the pictures and in the files.

What would show the pace of few is left out: a time of a station, a stretch or an order needs ten cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from querwerk.analysis.handoffs import HandoffReport, Spread, Stretch
from querwerk.tables import Cell

from .shapes import Column, Columns, Grid, Strip
from .ways import FEWEST
from .words import figure, hands_of, share, span

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Names in the picture of the matrix, and orders in the picture of the strips.
MOST_NAMES, MOST_STRIPS = 16, 12


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a report; ``key`` and ``keys`` name it and its columns where a machine reads them."""

    key: str
    title: str
    keys: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a report: how it is called, what it says in one sentence, its spread, and how it is written."""

    key: str
    name: str
    means: str
    spread: Spread
    write: Callable[[float], str]


#: key of a figure -> its name, what it says, how it is written. In the order in which a page shows them.
FIGURES: dict[str, tuple[StrOrPromise, StrOrPromise, Callable[[float], str]]] = {
    "hands": (gettext_lazy("Hands"), gettext_lazy("Different stations that had the paper."), figure),
    "visits": (gettext_lazy("Visits"), gettext_lazy("Times the paper came to a station; coming back counts again."),
               figure),
    "handovers": (gettext_lazy("Handovers"), gettext_lazy("Times the paper went from one station to another."), figure),
    "across_units": (gettext_lazy("Handovers across units"),
                     gettext_lazy("Handovers in which the paper left a unit for another."), figure),
    "across_departments": (gettext_lazy("Handovers across departments"),
                           gettext_lazy("Handovers in which the paper left a department for another."), figure),
    "ping_pong": (gettext_lazy("Ping-pong"),
                  gettext_lazy("Times the paper went from A to B and straight back to A."), figure),
    "loops": (gettext_lazy("Longer loops"),
              gettext_lazy("Times the paper came back to a station after two or more others."), figure),
    "rework": (gettext_lazy("Rework"), gettext_lazy("Visits to a station that had had the paper before."), figure),
    "medium_breaks": (gettext_lazy("Medium breaks"),
                      gettext_lazy("Times the paper was printed, scanned or typed anew."), figure),
    "days": (gettext_lazy("Duration"),
             gettext_lazy("From the first begin to the last event; nights and weekends count."), span),
    "waiting_days": (gettext_lazy("Waiting"), gettext_lazy("Time in which nobody worked on the paper."), span),
    "touch_days": (gettext_lazy("Touch time"), gettext_lazy("Time in which somebody worked on the paper."), span),
    "flow_share": (gettext_lazy("Flow share"), gettext_lazy("Touch time as a share of the duration."), share),
}  # fmt: skip


def figures_of(report: HandoffReport) -> tuple[Told, ...]:
    """All figures that this report has."""
    found = ((key, getattr(report, key), *words) for key, words in FIGURES.items())
    return tuple(
        Told(key, str(name), str(means), spread, write)
        for key, spread, name, means, write in found
        if spread and spread.cases
    )


def headline(report: HandoffReport, paper: str) -> str:
    """The one sentence that matters, of the case in the middle."""
    return hands_of(report.hands.median, paper)


def based_on(report: HandoffReport) -> str:
    """What was counted."""
    cases = ngettext("%(n)s case", "%(n)s cases", report.cases) % {"n": figure(report.cases)}
    events = ngettext("%(n)s event", "%(n)s events", report.events) % {"n": figure(report.events)}
    years = [year.year for year in report.years]
    spent = "" if not years else f", {years[0]}" if years[0] == years[-1] else f", {years[0]}–{years[-1]}"
    return _("Counted: %(cases)s, %(events)s%(years)s") % {"cases": cases, "events": events, "years": spent}


def slowest(report: HandoffReport) -> str:
    """Where papers lie longest, all cases together; empty where too few cases say it."""
    passed = _passed(report)
    found = next((one for one in report.stretches if min(passed(one), one.waiting_days.cases) >= FEWEST), None)
    if found is None or not found.waiting_days.mean:
        return ""
    return _("Papers lie longest between %(leaves)s and %(reaches)s: %(span)s on average.") % {
        "leaves": found.leaves, "reaches": found.reaches, "span": span(found.waiting_days.mean)}  # fmt: skip


def sections_of(report: HandoffReport) -> tuple[Section, ...]:
    """All tables of a report, the empty ones left out."""
    every = (_figures(report), _stations(report), _stretches(report), _variants(report), _years(report),
             _differences(report), _skipped(report))  # fmt: skip
    return tuple(section for section in every if section.rows)


def _figures(report: HandoffReport) -> Section:
    keys = ("figure", "unit", "cases", "median", "mean", "low", "high", "least", "most", "means")
    head = (_("Figure"), _("in"), _("Cases"), _("Median"), _("Mean"), _("Lowest tenth up to"),
            _("Highest tenth from"), _("Least"), _("Most"), _("What it says"))  # fmt: skip
    units = {span: _("days"), share: _("share"), figure: _("number")}
    rows: list[tuple[Cell, ...]] = []
    for told in figures_of(report):
        of = told.spread
        spread = (of.median, of.mean, of.low, of.high, of.least, of.most)
        rows.append((told.name, units[told.write], of.cases, *(round(value, 4) for value in spread), told.means))
    return Section("figures", _("Figures a case"), keys, head, tuple(rows))


def _timed(spread: Spread | None, cases: int, places: int = 2) -> tuple[float | None, float | None]:
    """Mean and median in days, nothing where fewer than ten cases say it."""
    if spread is None or min(spread.cases, cases) < FEWEST:
        return None, None
    return round(spread.mean, places), round(spread.median, places)


def _stations(report: HandoffReport) -> Section:
    keys = ("station", "unit", "department", "cases", "visits", "passing_on", "returned_to", "waiting_days_mean",
            "waiting_days_median", "touch_days_mean", "touch_days_median")  # fmt: skip
    head = (_("Station"), _("Unit"), _("Department"), _("Cases"), _("Visits"), _("only passed on"), _("come back"),
            _("Waiting, mean (days)"), _("Waiting, median (days)"), _("Work, mean (days)"),
            _("Work, median (days)"))  # fmt: skip
    rows = tuple(
        (one.station, one.unit, one.department, one.cases, one.visits, one.passing_on, one.returned_to,
         *_timed(one.waiting_days, one.cases), *_timed(one.touch_days, one.cases))
        for one in report.by_station
    )  # fmt: skip
    return Section("stations", _("Stations"), keys, head, rows)


def _passed(report: HandoffReport) -> Callable[[Stretch], int]:
    """How many cases can have taken a stretch at most: those of the rarer of its two stations."""
    cases = {one.station: one.cases for one in report.by_station}
    return lambda one: min(cases.get(one.leaves, 0), cases.get(one.reaches, 0))


def _stretches(report: HandoffReport) -> Section:
    keys = ("leaves", "reaches", "handovers", "waiting_days_mean", "waiting_days_median")
    head = (_("From"), _("To"), _("Handovers"), _("Waiting, mean (days)"), _("Waiting, median (days)"))
    passed = _passed(report)
    rows = tuple(
        (one.leaves, one.reaches, one.handovers, *_timed(one.waiting_days, passed(one))) for one in report.stretches
    )
    return Section("handovers", _("Handovers, the longest waiting in all first"), keys, head, rows)


def _variants(report: HandoffReport) -> Section:
    keys = ("stations", "cases", "share", "days_mean", "days_median")
    head = (_("Order"), _("Cases"), _("Share"), _("Days, mean"), _("Days, median"))
    rows = tuple(
        (" → ".join(one.stations), one.cases, share(one.cases / report.cases), *_timed(one.days, one.cases, 1))
        for one in report.variants
    )
    return Section("variants", _("Orders of visits, the most frequent first"), keys, head, rows)


def _years(report: HandoffReport) -> Section:
    keys = ("year", "cases", "hands_mean", "handovers_mean", "days_mean", "days_median")
    head = (_("Begun in"), _("Cases"), _("Hands, mean"), _("Handovers, mean"), _("Days, mean"), _("Days, median"))
    rows = tuple(
        (str(one.year), one.cases, round(one.hands.mean, 2), round(one.handovers.mean, 2),
         *_timed(one.days, one.cases, 1))
        for one in report.years
    )  # fmt: skip
    return Section("years", _("By year"), keys, head, rows)


def comparable_years(report: HandoffReport) -> list[int]:
    """The years in which enough cases began to be set beside others."""
    return [one.year for one in report.years if one.cases >= FEWEST]


_KINDS = {
    "hands": gettext_lazy("Hands, mean"),
    "station": gettext_lazy("pass %(what)s"),
    "stretch": gettext_lazy("go from %(what)s"),
    "return": gettext_lazy("come back to %(what)s"),
}


def _differences(report: HandoffReport) -> Section:
    """A quarter of the cases has to be ten of them."""
    head = (_("What"), _("of the fastest quarter"), _("of the slowest quarter"))
    rows = []
    for one in report.differences if report.cases >= 4 * FEWEST else ():
        write = figure if one.kind == "hands" else share
        words = str(_KINDS[one.kind])
        rows.append(((words % {"what": " → ".join(one.what)} if one.what else words), write(one.fast), write(one.slow)))
    keys = ("what", "fast", "slow")
    return Section("differences", _("What differs between fast and slow cases"), keys, head, tuple(rows))


_SKIPPED = {
    "without_time": gettext_lazy("Events without a time"),
    "without_case": gettext_lazy("Events without a case"),
    "without_station": gettext_lazy("Events without a station: they count in days, not in hands"),
    "begin_after_end": gettext_lazy("Begins after the end: taken as unknown"),
    "touch_below_zero": gettext_lazy("Touch times below zero: taken as unknown"),
    "touch_too_long": gettext_lazy("Touch times above a thousand years: taken as unknown"),
}


def _skipped(report: HandoffReport) -> Section:
    rows = tuple((str(_SKIPPED.get(key, key)), count) for key, count in report.skipped.items() if count)
    return Section("skipped", _("What was left out"), ("what", "count"), (_("What"), _("How many")), rows)


def grid_of(report: HandoffReport) -> Grid:
    """The handover matrix of the most frequent stations."""
    visits = {one.station: one.visits for one in report.by_station}
    often = set(sorted(visits, key=lambda name: (-visits[name], name))[:MOST_NAMES])
    places = [place for place, name in enumerate(report.stations) if name in often]
    counts = tuple(tuple(report.matrix[one][other] for other in places) for one in places)
    names = tuple(report.stations[place] for place in places)
    title = _("Who hands on to whom")
    description = _("Rows hand on, columns receive; the darker, the more. The table of handovers says the same.")
    return Grid(title, description, names, counts, tuple(tuple(_short(count) for count in row) for row in counts))


def _short(count: int) -> str:
    if count >= 10_000:
        return _("%(count)sk") % {"count": figure(count / 1_000, 0)}
    return figure(count, 0) if count else ""


def columns_of(report: HandoffReport) -> Columns:
    """Hands on average by year."""
    most = max((one.hands.mean for one in report.years), default=0) or 1
    columns = tuple(Column(str(one.year), figure(one.hands.mean), one.hands.mean / most) for one in report.years[-14:])
    return Columns(_("Hands by year"), _("Mean number of hands of the cases begun in a year."), columns)


def strips_of(report: HandoffReport) -> tuple[Strip, ...]:
    """The most frequent orders, each station by its number in the list of stations."""
    number = {name: place for place, name in enumerate(report.stations, 1)}
    shown = report.variants[:MOST_STRIPS]
    most = max((one.cases for one in shown), default=1)
    return tuple(
        Strip(tuple(number[name] for name in one.stations),
              f"{figure(one.cases, 0)} ({share(one.cases / report.cases)})", one.cases / most)
        for one in shown
    )  # fmt: skip


def long_rows(sections: Iterable[Section]) -> Iterator[tuple[Cell, ...]]:
    """All tables in one, one figure a row: for files that hold a single table."""
    for section in sections:
        for row in section.rows:
            for what, cell in zip(section.head[1:], row[1:], strict=True):
                yield section.title, row[0], what, cell


def long_head() -> tuple[str, ...]:
    """The head of such a table."""
    return _("Table"), _("Row"), _("What"), _("Figure")


def strip_words() -> tuple[str, str]:
    """Title and description of the picture of the orders."""
    description = _("Each strip is one order of visits, its numbers are those of the stations; the bar says how often.")
    return _("The most frequent orders of visits"), description

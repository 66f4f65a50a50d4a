"""A trail, counted: from its plan, from the slips that travelled, from a log; each yields the same kind of report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.analysis.handoffs import HandoffReport, count_handoffs

from ..queries.sources import PLAN, SLIPS, LogLine, Sources, log_lines, packed_log
from ..queries.stops import PlanStop, plan_stops
from ..queries.trails import TrailPage
from . import telling
from .live import report_of_slips
from .packed import from_bytes
from .shapes import Way
from .ways import way_of_plan, way_of_report
from .words import span

_MOMENT = pl.Datetime("us", "UTC")
_SCHEMA = {
    "case": pl.Int8(), "station": pl.String(), "at": _MOMENT, "touch_minutes": pl.Float64(), "unit": pl.String(),
    "department": pl.String(), "activity": pl.String(), "medium": pl.Boolean(),
}  # fmt: skip
#: A log by its number, perhaps the cases of one year of it.
_LOG = re.compile(r"([0-9]{1,18})(?:-([0-9]{4}))?")
#: A plan has no date of its own.
_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)


class About(Protocol):
    """A trail, as far as a count has to know it."""

    @property
    def pk(self) -> int: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of a trail. ``source`` is the word of the address: plan, zettel, a log's number, or that and a year."""

    source: str
    title: str
    name: str
    based_on: str
    headline: str
    longest: str
    report: HandoffReport
    way: Way


@dataclass(frozen=True, slots=True)
class CountedPart:
    """What the page of a trail says of real cases: what there is, and the newest of it counted."""

    sources: Sources
    newest: Counted | None
    figures: tuple[telling.Told, ...]


def counted_part(page: TrailPage, *, on: date) -> CountedPart:
    """The newest log of a trail, or its slips; at most three statements, and one for a log that is counted first."""
    sources = Sources(log_lines(page.pk), page.marked_slips)
    source = str(sources.logs[0].pk) if sources.logs else SLIPS if sources.slips else ""
    newest = counted(page, source, on=on, logs=sources.logs) if source else None
    if newest is None:
        return CountedPart(sources, None, ())
    return CountedPart(sources, newest, telling.figures_of(newest.report))


def counted(page: About, source: str, *, on: date, logs: Sequence[LogLine] | None = None) -> Counted | None:
    """One count of a trail, None where there is nothing to count."""
    if source == PLAN:
        stops = plan_stops(page.pk, on=on)
        return _of_plan(page, stops) if stops else None
    if source == SLIPS:
        report = report_of_slips(page.pk, on=on)
        return _of_cases(page, source, _("Slips"), report) if report.cases else None
    asked = _LOG.fullmatch(source)
    if asked is None:
        return None
    known = log_lines(page.pk) if logs is None else logs
    log = next((one for one in known if one.pk == int(asked[1])), None)
    if log is None:
        return None
    year = asked[2]
    found = report_of_log(page.pk, log, int(year) if year else None)
    name = log.name or _("Log")
    return _of_cases(page, source, f"{name}, {year}" if year else name, found) if found.cases else None


def _of_plan(page: About, stops: Sequence[PlanStop]) -> Counted:
    report = report_of_plan(stops)
    title = telling.headline(report, page.title)
    stations = ngettext("Planned: %(n)s station", "Planned: %(n)s stations", len(stops)) % {"n": len(stops)}
    return Counted(PLAN, page.title, _("Plan"), stations, title, _longest(stops), report, way_of_plan(stops, title))


def _longest(stops: Sequence[PlanStop]) -> str:
    longest = max(stops, key=lambda stop: stop.waiting_days)
    words = {"station": longest.name, "span": span(longest.waiting_days)}
    return _("The paper lies longest at %(station)s: %(span)s.") % words if longest.waiting_days else ""


def _of_cases(page: About, source: str, name: str, report: HandoffReport) -> Counted:
    title = telling.headline(report, page.title)
    slowest, way = telling.slowest(report), way_of_report(report, title)
    return Counted(source, page.title, name, telling.based_on(report), title, slowest, report, way)


@lru_cache(maxsize=32)
def report_of_log(trail: int, log: LogLine, year: int | None = None) -> HandoffReport:
    """The figures of a stored log, or of its cases begun in a year. A log never changes: they are kept in memory."""
    packed = packed_log(trail, log.pk)
    assert packed is not None  # the log was found before
    events = from_bytes(packed)
    if year is not None:
        began = pl.coalesce(name for name in ("started_at", "at") if name in events.columns)
        events = events.filter(began.min().over("case").dt.year() == year)
    return count_handoffs(events)


def report_of_plan(stops: Sequence[PlanStop]) -> HandoffReport:
    """The figures of a plan, as of one case that goes as planned.

    What waits at the first station waits too: the case begins with an event at no station. Stations of one name in
    different units are different hands.
    """
    places = Counter(name for name, _where in {(stop.name, stop.where) for stop in stops})
    rows: list[tuple[object, ...]] = [(0, None, _BEGIN, None, None, None, None, None)]
    begin = ended = _BEGIN
    for stop in stops:
        begin = begin if stop.beside else ended
        worked = begin + timedelta(days=stop.waiting_days, minutes=stop.touch_minutes)
        name = f"{stop.name} ({stop.where})" if places[stop.name] > 1 and stop.where else stop.name
        rows.append((0, name, worked, stop.touch_minutes, stop.where or None, stop.department or None,
                     stop.activity, stop.medium_break))  # fmt: skip
        ended = max(ended, worked)
    report = count_handoffs(pl.DataFrame(rows, schema=_SCHEMA, orient="row"))
    return replace(report, years=(), skipped={})

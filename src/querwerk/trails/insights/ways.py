"""What a picture shows of a trail: of its plan every station, of its cases the most frequent stations and handovers.

A station that fewer than ten cases passed shows no time: nobody's pace is to be read from a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.analysis.handoffs import HandoffReport, StationFigures

from .shapes import Handover, Stop, Way
from .words import figure, share, span, times

if TYPE_CHECKING:
    from ..queries.stops import PlanStop

#: A picture with more stations is not read any more; the table has them all.
MOST_PLANNED, MOST_STATIONS, MOST_HANDOVERS = 60, 18, 30
#: A handover that is a smaller share of all is rare.
RARE = 0.01
#: More lanes than these are not followed any more: the others share one, and each box says its own.
MOST_LANES = 7
#: Fewer cases than this, and a station shows no time.
FEWEST = 10


def way_of_plan(stops: Sequence[PlanStop], title: str) -> Way:
    """The planned stations in their order; who may send back does so to the station before."""
    shown = stops[:MOST_PLANNED]
    longest = max((stop.waiting_days for stop in shown), default=0) or 1
    drawn = _few_lanes(
        tuple(
            Stop(
                name=stop.name,
                lane=stop.lane or _("unit unknown"),
                notes=tuple(_notes_of_plan(stop)),
                medium_break=_("Medium break") if stop.medium_break else "",
                waiting=stop.waiting_days / longest,
            )
            for stop in shown
        )
    )
    left_out = len(stops) - len(shown)
    names = [stop.name for stop in drawn]
    summary = _summary(names, [stop.lane for stop in drawn])
    return Way(
        title=title,
        summary=summary,
        description=_in_words(summary, names),
        stops=drawn,
        handovers=tuple(_steps(shown)),
        left_out=ngettext("%(n)s further station stands in the table.", "%(n)s further stations stand in the table.",
                          left_out) % {"n": figure(left_out)} if left_out else "",
    )  # fmt: skip


def _few_lanes(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
    """The lanes with the most stations; of several equal ones the first."""
    often = Counter(stop.lane for stop in stops)
    if len(often) <= MOST_LANES:
        return stops
    kept = {lane for lane, _count in often.most_common(MOST_LANES - 1)}
    other = _("other units")
    return tuple(
        stop if stop.lane in kept else replace(stop, lane=other, notes=(stop.lane, *stop.notes)) for stop in stops
    )


def _notes_of_plan(stop: PlanStop) -> Iterable[str]:
    if stop.where and stop.where != stop.lane:
        yield stop.where
    if stop.beside:
        yield _("at the same time")
    if stop.touch_minutes:
        yield _("%(span)s of work") % {"span": span(stop.touch_minutes / 1440)}
    if stop.waiting_days:
        yield _("%(span)s waiting") % {"span": span(stop.waiting_days)}


def _steps(stops: Sequence[PlanStop]) -> Iterable[Handover]:
    """From each station to the next; stations side by side all come from the one before and lead to the one after."""
    groups: list[list[int]] = []
    for place, stop in enumerate(stops):
        if groups and stop.beside:
            groups[-1].append(place)
        else:
            groups.append([place])
    for before, after in pairwise(groups):
        for leaves in before:
            for reaches in after:
                yield Handover(leaves, reaches)
                if stops[reaches].may_return and leaves == before[0]:
                    yield Handover(reaches, leaves)


def way_of_report(report: HandoffReport, title: str) -> Way:
    """The most frequent stations in the order in which cases pass them, and the most frequent handovers."""
    by_name = {one.station: one for one in report.by_station}
    fewest = FEWEST if report.cases >= FEWEST else 1
    often = sorted(by_name.values(), key=lambda one: (-one.visits, one.station))[:MOST_STATIONS]
    chosen = {one.station: one for one in often if one.cases >= fewest}
    names = [name for name in report.stations if name in chosen]
    pairs = _pairs(names, report)
    drawn = _frequent(pairs)
    most = max(pairs.values(), default=1)
    longest = max((one.waiting_days.mean for one in chosen.values() if _timed(one)), default=0) or 1
    lane_of = _lanes(by_name.values())
    stops = _few_lanes(tuple(_stop(by_name[name], lane_of[name], longest) for name in names))
    summary = _summary(names, [stop.lane for stop in stops])
    return Way(
        title=title,
        summary=summary,
        description=_in_words(summary, names),
        stops=stops,
        handovers=tuple(Handover(*pair, times(pairs[pair]), pairs[pair] / most) for pair in sorted(drawn)),
        left_out=_left_out(report, len(names), sum(pairs[pair] for pair in drawn)),
    )


def _frequent(pairs: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The most frequent handovers; of the rare ones only what joins a station to the others."""
    ranked = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    rare = sum(pairs.values()) * RARE
    left, reached = set(), set()
    drawn = []
    for number, (leaves, reaches) in enumerate(ranked):
        frequent = number < MOST_HANDOVERS and pairs[leaves, reaches] >= rare
        if frequent or leaves not in left or reaches not in reached:
            drawn.append((leaves, reaches))
        left.add(leaves)
        reached.add(reaches)
    return drawn


def _timed(one: StationFigures) -> bool:
    return min(one.cases, one.waiting_days.cases) >= FEWEST


def _stop(one: StationFigures, lane: str, longest: float) -> Stop:
    notes = [one.unit] if one.unit and one.unit != lane and one.unit != one.station else []
    notes.append(ngettext("%(n)s case", "%(n)s cases", one.cases) % {"n": figure(one.cases, 0)})
    waiting = one.waiting_days.mean if _timed(one) else 0
    if waiting:
        notes.append(_("%(span)s waiting") % {"span": span(waiting)})
    return Stop(one.station, lane, tuple(notes), "", waiting / longest)


def _lanes(stations: Iterable[StationFigures]) -> Mapping[str, str]:
    """The lane of each station: its department; its unit where departments tell nothing apart."""
    known = list(stations)
    if len({one.department for one in known if one.department}) > 1:
        return {one.station: one.department or one.unit or _("unit unknown") for one in known}
    return {one.station: one.unit or one.department or _("All stations") for one in known}


def _pairs(names: Sequence[str], report: HandoffReport) -> dict[tuple[int, int], int]:
    """(place of one, place of other) -> handovers, for the stations drawn."""
    row = {name: number for number, name in enumerate(report.stations)}
    found = {}
    for leaves, one in enumerate(names):
        for reaches, other in enumerate(names):
            count = report.matrix[row[one]][row[other]]
            if count and leaves != reaches:
                found[leaves, reaches] = count
    return found


def _left_out(report: HandoffReport, stations: int, handovers: int) -> str:
    in_all = sum(map(sum, report.matrix))
    parts = []
    if rest := len(report.stations) - stations:
        parts.append(ngettext("%(n)s rarer station", "%(n)s rarer stations", rest) % {"n": figure(rest)})
    if rest := in_all - handovers:
        words = ngettext("%(n)s handover (%(share)s)", "%(n)s handovers (%(share)s)", rest)
        parts.append(words % {"n": figure(rest), "share": share(rest / in_all)})
    return _("Not drawn: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def _summary(names: Sequence[str], lanes: Sequence[str]) -> str:
    stations = ngettext("%(n)s station", "%(n)s stations", len(names)) % {"n": figure(len(names))}
    rows = ngettext("%(n)s lane", "%(n)s lanes", len(set(lanes))) % {"n": figure(len(set(lanes)))}
    return _("The picture shows %(stations)s in %(lanes)s.") % {"stations": stations, "lanes": rows}


def _in_words(summary: str, names: Sequence[str]) -> str:
    return f"{summary} {', '.join(names)}. " + _("The table below says the same.")

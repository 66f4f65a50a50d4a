"""What stands on the poster of a trail."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.analysis.handoffs import HandoffReport

from . import telling
from .shapes import Poster, Way
from .words import figure, share, span


def poster_of(report: HandoffReport, way: Way, *, based_on: str, address: str = "") -> Poster:
    """The sentence of the picture, three figures of the case in the middle, and where papers lie longest."""
    return Poster(way.title, way, tuple(_figures(report)), _longest(report, way), based_on, address)


def _figures(report: HandoffReport) -> list[tuple[str, str]]:
    handovers = round(report.handovers.median)
    found = [(figure(report.handovers.median), ngettext("handover", "handovers", handovers))]
    if report.across_departments and report.across_departments.cases:
        found.append((figure(report.across_departments.median), _("of them across departments")))
    if report.days.most:
        found.append((span(report.days.median), _("under way")))
    if report.flow_share and report.flow_share.cases:
        found.append((share(report.flow_share.median), _("of the time somebody works on it")))
    return found[-3:] if len(found) > 3 else found


def _longest(report: HandoffReport, way: Way) -> str:
    """Of real cases the slowest stretch; of a plan the station with the longest waiting."""
    if report.cases > 1:
        return telling.slowest(report)
    longest = max(way.stops, key=lambda stop: stop.waiting, default=None)
    if longest is None or not longest.waiting:
        return ""
    waits = next((one for one in report.by_station if one.station == longest.name and one.waiting_days.cases), None)
    return "" if waits is None else _("The paper lies longest at %(station)s: %(span)s.") % {
        "station": longest.name, "span": span(waits.waiting_days.most)}  # fmt: skip

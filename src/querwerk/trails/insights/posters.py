"""What stands on the poster of a trail."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.analysis.handoffs import HandoffReport

from . import telling
from .shapes import Poster, Way
from .words import figure, share, span

MOST_FIGURES = 3


def poster_of(
    report: HandoffReport, way: Way, *, based_on: str, longest: str | None = None, address: str = ""
) -> Poster:
    """The sentence of the picture, three figures of the case in the middle, and where papers lie longest."""
    lies = telling.slowest(report) if longest is None else longest
    return Poster(way.title, way, tuple(_figures(report)), lies, based_on, address)


def _figures(report: HandoffReport) -> list[tuple[str, str]]:
    handovers = round(report.handovers.median)
    found = [(figure(report.handovers.median), ngettext("handover", "handovers", handovers))]
    if report.days.most:
        found.append((span(report.days.median), _("under way")))
    if report.flow_share and report.flow_share.cases:
        found.append((share(report.flow_share.median), _("of the time somebody works on it")))
    across = report.across_departments
    if len(found) < MOST_FIGURES and across and across.median:
        found.insert(1, (figure(across.median), _("of them across departments")))
    return found

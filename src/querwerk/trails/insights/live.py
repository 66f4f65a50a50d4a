"""Papers that travelled with a slip, counted; and the way of a single one, for those who keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from querwerk.analysis.handoffs import HandoffReport, Spread, count_handoffs

from ..models import Slip, Trail
from ..queries.marks import slip_stops
from .shapes import Way
from .ways import FEWEST, way_of_report

_NOTHING = Spread(cases=0, mean=0, median=0, low=0, high=0, least=0, most=0)


def report_of_slips(trail: int, *, on: date) -> HandoffReport:
    """The figures of the papers that travelled; those about time once there are enough to hide a single one."""
    report = count_handoffs(slip_stops(Trail(pk=trail), on=on))
    if report.cases >= FEWEST:
        return report
    return replace(report, days=_NOTHING, waiting_days=_NOTHING, touch_days=None, flow_share=None)


def way_of_slip(slip: Slip, title: str, *, on: date) -> Way | None:
    """Where one paper went, None before its first mark."""
    events = slip_stops(slip.trail, on=on, number=slip.number)
    return way_of_report(count_handoffs(events), title) if events.height else None

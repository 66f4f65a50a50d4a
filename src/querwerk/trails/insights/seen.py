"""What a finding keeps of a trail: its figures and its way as they are on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from querwerk.analysis.handoffs import HandoffReport, Spread

from ..queries.sources import PLAN
from ..queries.trails import TrailPage
from .counting import counted, counted_part
from .shapes import Way


@dataclass(frozen=True, slots=True)
class Seen:
    """The one sentence that matters, figures ready to be stored, and the way ready to be drawn (None: no station)."""

    sentence: str
    figures: Mapping[str, Any]
    way: Way | None


def seen(page: TrailPage, *, on: date, of_plan: bool = False) -> Seen:
    """What was counted last of a trail; its plan where nothing was counted yet, or where the plan is asked for."""
    cases = None if of_plan else counted_part(page, on=on).newest
    found = cases or counted(page, PLAN, on=on)
    if found is None:
        return Seen("", {}, None)
    counts = {"cases": cases.report.cases} if cases else {}
    return Seen(found.headline, {**counts, **_figures(found.report)}, found.way)


def _figures(report: HandoffReport) -> dict[str, float | int]:
    """Those of the case in the middle."""
    days = (report.touch_days, 24 * 60)
    said: dict[str, tuple[Spread | None, float]] = {
        "hands": (report.hands, 1), "handovers": (report.handovers, 1), "across": (report.across_units, 1),
        "touch_minutes": days, "days": (report.days, 1), "medium_breaks": (report.medium_breaks, 1),
    }  # fmt: skip
    known = {key: round(of.median * factor, 1) for key, (of, factor) in said.items() if of is not None and of.cases}
    return {key: int(value) if value == int(value) else value for key, value in known.items()}

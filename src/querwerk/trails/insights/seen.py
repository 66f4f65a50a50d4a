"""What a finding keeps of a trail: its figures and its way as they are on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..queries.trails import TrailPage
from .planning import plan_part
from .shapes import Way
from .ways import way_of_plan


@dataclass(frozen=True, slots=True)
class Seen:
    """Figures ready to be stored, and the way ready to be drawn; None without a station."""

    figures: Mapping[str, Any]
    way: Way | None


def seen(page: TrailPage, *, on: date) -> Seen:
    """The planned route of today."""
    plan = plan_part(page, on=on)
    if not plan.stops:
        return Seen({}, None)
    of = plan.figures
    figures = {"hands": of.hands, "handovers": of.handovers, "across": of.across,
               "touch_minutes": round(of.touch_minutes, 1), "days": round(of.days, 1),
               "medium_breaks": of.medium_breaks}  # fmt: skip
    return Seen(figures, way_of_plan(plan.stops, page.title))

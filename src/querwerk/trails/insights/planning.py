"""The planned route of a trail, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from querwerk.analysis.routes import RouteFigures, Stop, count_route

from ..lifecycle import Activity
from ..queries.stops import PlanStop, plan_stops
from ..queries.trails import TrailPage


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The planned stations and what they amount to."""

    stops: tuple[PlanStop, ...]
    figures: RouteFigures


def plan_part(page: TrailPage, *, on: date) -> PlanPart:
    """What the page of a trail says of its plan."""
    stops = plan_stops(page.pk, on=on)
    return PlanPart(stops, count_route(route_of(stops)))


def route_of(stops: Sequence[PlanStop]) -> list[Stop]:
    """Planned stations as the analysis reads them."""
    return [
        Stop(
            name=stop.name,
            lane=stop.where,
            touch_minutes=stop.touch_minutes,
            waiting_days=stop.waiting_days,
            medium_break=stop.medium_break,
            may_return=stop.may_return,
            beside=stop.beside,
            passes_on=stop.activity == Activity.PASSES_ON,
        )
        for stop in stops
    ]

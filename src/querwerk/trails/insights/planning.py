"""The planned route of a trail, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.analysis.routes import RouteFigures, Stop, count_route

from ..lifecycle import Activity
from ..queries.stops import PlanStop, plan_stops
from ..queries.trails import TrailPage
from .words import figure, share


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The planned stations and what they amount to."""

    stops: tuple[PlanStop, ...]
    figures: RouteFigures

    @property
    def sentence(self) -> str:
        """The sentence that matters."""
        return sentence_of(self.figures)


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


def sentence_of(figures: RouteFigures) -> str:
    """The sentence that matters: hands, handovers, borders, work, days and the share of work in them."""
    hands = ngettext("Through one hand", "Through %(num)s hands", figures.hands) % {"num": figures.hands}
    moves = ngettext("one handover", "%(num)s handovers", figures.handovers) % {"num": figures.handovers}
    borders = _("%(num)s of them across units") % {"num": figures.across}
    path = f"{hands}, {moves}, {borders}" if figures.across else f"{hands}, {moves}"
    if figures.flow_share is None:
        return f"{path}."
    minutes = round(figures.touch_minutes)
    worked = ngettext("one minute of work", "%(num)s minutes of work", minutes) % {"num": figure(minutes, 0)}
    days = round(figures.days, 1)
    within = ngettext("in %(num)s day", "in %(num)s days", 1 if days == 1 else 2) % {"num": figure(days)}
    flow = _("flow share %(share)s") % {"share": share(figures.flow_share)}
    return f"{path}; {worked} {within}: {flow}."

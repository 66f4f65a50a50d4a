"""A trail, counted from what has happened: imported logs and slips."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Log
from ..queries.trails import TrailPage


@dataclass(frozen=True, slots=True)
class CountedPart:
    """What was counted of a trail."""

    logs: int


def counted_part(page: TrailPage) -> CountedPart:
    """What the page of a trail says of real cases."""
    return CountedPart(Log.objects.filter(trail=page.pk).count())

"""Live slips of a trail."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Slip
from .trails import TrailPage


@dataclass(frozen=True, slots=True)
class SlipsPart:
    """How many papers travel with a slip now, and how many have arrived."""

    running: int
    ended: int


def slips_part(page: TrailPage) -> SlipsPart:
    """What the page of a trail says of its slips; one statement."""
    ends = Slip.objects.filter(trail=page.pk).values_list("ended_at", flat=True)
    ended = [end is not None for end in ends]
    return SlipsPart(len(ended) - sum(ended), sum(ended))

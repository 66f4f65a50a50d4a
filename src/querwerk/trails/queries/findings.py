"""What came of a trail: inquiries to the staff unit."""

from __future__ import annotations

from dataclasses import dataclass

from querwerk.intake.access import INQUIRY
from querwerk.journal.actions import Actor

from .trails import TrailPage


@dataclass(frozen=True, slots=True)
class FindingsPart:
    """The inquiries that a trail led to, as far as the reader sees them."""

    inquiries: int


def findings_part(page: TrailPage, actor: Actor) -> FindingsPart:
    """What the page of a trail says of its findings; one statement."""
    return FindingsPart(INQUIRY.objects(actor).filter(origin=page.thread).count())

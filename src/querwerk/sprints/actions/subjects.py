"""What a sprint takes up: inquiries that the staff unit has accepted count as planned from the day it is planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from querwerk.intake.actions.answering import plan as plan_inquiry
from querwerk.journal.actions import Actor

from ..models import Sprint, Subject


def take_up(sprint: Sprint, inquiries: Sequence[int], *, by: Actor, at: datetime) -> None:
    """In the transaction of whoever plans the sprint; an inquiry that cannot be planned stops it with its sentence."""
    for number in inquiries:
        plan_inquiry(number, planned_on=timezone.localdate(sprint.starts_at), by=by, at=at)
        Subject.objects.create(sprint=sprint, inquiry_id=number)

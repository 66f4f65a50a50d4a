"""Who may see, write and freeze what of a period."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import REPORT
from .models import Period


def may_deliver(actor: Actor) -> bool:
    """Whether an actor may open periods, write statements and freeze reports."""
    return REPORT.open_to(actor, Verb.PUBLISH)


def visible_to(actor: Actor, periods: QuerySet[Period]) -> QuerySet[Period]:
    """The house sees all periods; residents those that a published paper covers or whose report is frozen.

    What is being written for an open period is nobody else's business yet.
    """
    if may_deliver(actor):
        return periods
    return periods.filter(Q(source__isnull=False) | Q(report__isnull=False))

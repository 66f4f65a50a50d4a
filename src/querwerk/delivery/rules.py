"""Who may see, write, approve and freeze what of a period, and who is asked in a round."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.projects.models import Project

from .access import REPORT, STATEMENT, UPDATE
from .models import Period


def may_deliver(actor: Actor) -> bool:
    """Whether an actor may open periods and freeze reports."""
    return REPORT.open_to(actor, Verb.PUBLISH)


def visible_to(actor: Actor, periods: QuerySet[Period]) -> QuerySet[Period]:
    """The house sees all periods; residents those that a published paper covers or whose report is frozen.

    What is being written for an open period is nobody else's business yet.
    """
    if may_deliver(actor):
        return periods
    return periods.filter(Q(source__isnull=False) | Q(report__isnull=False))


def spoken_for_by(actor: Actor, periods: QuerySet[Period]) -> QuerySet[Period]:
    """The periods for which an actor reads or writes statements: all of them, once there are projects to speak for."""
    return periods if STATEMENT.open_to(actor, Verb.LIST) else visible_to(actor, periods)


def may_state(actor: Actor, project: int) -> bool:
    """Whether an actor may write what a project says for a period."""
    return STATEMENT.admits(actor, Verb.EDIT, project)


def may_approve(actor: Actor, project: int) -> bool:
    """Whether an actor may approve what a project says for a period, unless they wrote it themselves."""
    return STATEMENT.admits(actor, Verb.APPROVE, project)


def updated_by(actor: Actor) -> QuerySet[Project]:
    """The projects an actor is asked about: of a lead the own ones, of the staff unit all."""
    return UPDATE.objects(actor, Verb.EDIT)


def watched_by(actor: Actor) -> QuerySet[Project]:
    """The projects whose updates an actor follows: the own ones, or those of the own theme."""
    return UPDATE.objects(actor, Verb.READ)

"""Who may see and change which project."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from querwerk.journal.actions import Actor

from .lifecycle import State
from .models import Project

#: Not yet anybody else's business: ideas and candidates, until they are prioritised.
_INTERNAL = (State.IDEA, State.CANDIDATE)


def visible_to(actor: Actor) -> QuerySet[Project]:
    """The projects an actor may see: the house sees all, residents see what has been prioritised."""
    return Project.objects.filter(seen_by(actor))


def seen_by(actor: Actor, through: str = "") -> Q:
    """The same as a condition; ``through`` is the path from another table to the project (``later__``)."""
    return Q() if sees_internal(actor) else ~Q(**{f"{through}state__in": _INTERNAL})


def may_edit(actor: Actor) -> bool:
    """Whether an actor may change sheets: the staff unit."""
    return "staff_unit" in actor.roles


def sees_internal(actor: Actor) -> bool:
    """Whether an actor sees ideas and candidates too: the staff unit."""
    return "staff_unit" in actor.roles


def is_public(state: str) -> bool:
    """Whether a project in this state is everybody's business."""
    return state not in _INTERNAL

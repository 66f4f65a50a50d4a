"""Who may see and change which project."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from querwerk.journal.actions import Actor

from .lifecycle import State
from .models import Project, StateVersion

#: Not yet anybody else's business: ideas and candidates, until they are prioritised.
_INTERNAL = (State.IDEA, State.CANDIDATE)
#: What may also become of a candidate nobody ever prioritised: then it stays the house's own business.
_EITHER = (State.PUT_OFF, State.REPLACED, State.STOPPED)


def visible_to(actor: Actor) -> QuerySet[Project]:
    """The projects an actor may see: the house sees all, residents see what has been prioritised."""
    return Project.objects.filter(seen_by(actor))


def seen_by(actor: Actor, through: str = "") -> Q:
    """The same as a condition; ``through`` is the path from another table to the project (``later__``)."""
    if sees_internal(actor):
        return Q()
    beyond = StateVersion.objects.filter(project=OuterRef("pk")).exclude(state__in=(*_INTERNAL, *_EITHER))
    declined = Project.objects.filter(~Exists(beyond), state__in=_EITHER, states__state__in=_INTERNAL)
    return ~Q(**{f"{through}state__in": _INTERNAL}) & ~Q(**{f"{through}pk__in": declined.values("pk")})


def may_edit(actor: Actor) -> bool:
    """Whether an actor may change sheets: the staff unit."""
    return "staff_unit" in actor.roles


def sees_internal(actor: Actor) -> bool:
    """Whether an actor sees ideas and candidates too: the staff unit."""
    return "staff_unit" in actor.roles


def is_public(state: str) -> bool:
    """Whether a project that anybody may see by now was everybody's business while it was in this state."""
    return state not in _INTERNAL

"""Who sees and changes which trail: the access table, applied to the state of a trail."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import OWN_TRAIL, SHARED_TRAIL
from .lifecycle import State
from .models import Trail


def visible_to(actor: Actor) -> QuerySet[Trail]:
    """The trails an actor may read: published ones, in the house what is released, and one's own."""
    return Trail.objects.filter(_open(actor, Verb.READ) | Q(state=State.PUBLISHED))


def editable_by(actor: Actor) -> QuerySet[Trail]:
    """The trails an actor may change."""
    return Trail.objects.filter(_open(actor, Verb.EDIT))


def _open(actor: Actor, verb: Verb) -> Q:
    released = ~Q(state=State.DRAFT) if SHARED_TRAIL.open_to(actor, verb) else Q(pk__in=[])
    return released | OWN_TRAIL.where(actor, verb)


def may_edit(actor: Actor, trail: Trail) -> bool:
    """Whether an actor may change a trail: its author always, the staff unit once it is released."""
    released = trail.state != State.DRAFT and SHARED_TRAIL.open_to(actor, Verb.EDIT)
    return released or OWN_TRAIL.admits(actor, Verb.EDIT, trail.pk)


def may_open(actor: Actor) -> bool:
    """Whether an actor may begin a trail."""
    return OWN_TRAIL.open_to(actor, Verb.CREATE)


def may_publish(actor: Actor) -> bool:
    """Whether an actor may show a released trail to everybody."""
    return SHARED_TRAIL.open_to(actor, Verb.PUBLISH)


def may_export(actor: Actor, *, pk: int, state: str) -> bool:
    """Whether an actor may take a trail along as a file."""
    if state == State.PUBLISHED:
        return True
    released = state == State.SHARED and SHARED_TRAIL.open_to(actor, Verb.EXPORT)
    return released or OWN_TRAIL.admits(actor, Verb.EXPORT, pk)

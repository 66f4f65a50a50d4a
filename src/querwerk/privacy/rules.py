"""Who may switch features, and whose export is whose."""

from __future__ import annotations

from django.db.models import QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import BEHIND, OWN_DATA, SWITCH
from .models import Export


def may_switch(actor: Actor) -> bool:
    """Whether an actor may switch features on and off."""
    return SWITCH.open_to(actor, Verb.EDIT)


def may_look_behind(actor: Actor) -> bool:
    """Whether an actor may ask who stood behind an entry of the journal."""
    return BEHIND.open_to(actor, Verb.READ)


def may_leave(actor: Actor) -> bool:
    """Whether an actor may ask for their own data and have them erased."""
    return OWN_DATA.open_to(actor, Verb.EXPORT)


def own_exports(actor: Actor) -> QuerySet[Export]:
    """The exports an actor asked for."""
    return OWN_DATA.objects(actor, Verb.EXPORT)

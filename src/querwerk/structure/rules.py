"""Who may change the structure."""

from __future__ import annotations

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import LINE


def may_edit(actor: Actor) -> bool:
    """Whether an actor may change words, units, rules and assignments of the house."""
    return LINE.open_to(actor, Verb.EDIT)

"""Who may change the structure."""

from __future__ import annotations

from querwerk.journal.actions import Actor


def may_edit(actor: Actor) -> bool:
    """Whether an actor may change words, units, rules and assignments of the house: the staff unit."""
    return "staff_unit" in actor.roles

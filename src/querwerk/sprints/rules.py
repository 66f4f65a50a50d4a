"""Who may write down the ideas of a sprint, and let them go."""

from __future__ import annotations

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor

from .access import IDEA
from .lifecycle import Place
from .models import Idea, Seat, Sprint

# -- ideas


def may_note(actor: Actor, sprint: Sprint) -> bool:
    """Whether somebody may write down an idea of this sprint."""
    if IDEA.admits(actor, Verb.CREATE, 0, near={Scope.TEAM: sprint.thread}):
        return True
    own = Scope.OWN in IDEA.scopes(actor, Verb.CREATE)
    return own and Seat.objects.filter(
        sprint=sprint, account__username=actor.account, state=Place.TAKEN.value
    ).exists()  # fmt: skip


def may_close(actor: Actor, sprint: Sprint) -> bool:
    """Whether somebody may decide how the ideas of this sprint leave it, and close it."""
    return IDEA.admits(actor, Verb.EDIT, 0, near={Scope.TEAM: sprint.thread})


def may_change(actor: Actor, idea: Idea) -> bool:
    """Whether somebody may change, park or take up an idea."""
    return IDEA.admits(actor, Verb.EDIT, idea.pk, near={Scope.TEAM: idea.sprint.thread})

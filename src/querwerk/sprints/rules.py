"""Who sees which sprint, who sits in it, and who leads through it: the access table, applied to its state."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import (
    ASKED_SPRINT,
    BOARD,
    HOUSE_RESULT,
    HOUSE_SPRINT,
    IDEA,
    METHOD,
    PARTICIPANTS,
    PLANNING,
    RESULT,
    RESULT_RELEASE,
    SEAT,
)
from .lifecycle import SHOWN, Joining, Showing
from .models import Idea, Seat, Sprint

_SHOWN = Q(state__in=[state.value for state in SHOWN])


def visible_to(actor: Actor) -> QuerySet[Sprint]:
    """The sprints an actor may read: what is announced to them, what they are asked to, and what they plan."""
    planned = PLANNING.where(actor, Verb.READ)
    if not planned:  # the condition of every sprint
        return Sprint.objects.all()
    announced = _in_house(actor) | Q(joining=Joining.EVERYBODY.value) | ASKED_SPRINT.where(actor, Verb.READ)
    return Sprint.objects.filter(announced & _SHOWN | planned)


def _in_house(actor: Actor) -> Q:
    return ~Q(joining=Joining.INVITED.value) if HOUSE_SPRINT.open_to(actor, Verb.READ) else Q(pk__in=[])


def may_plan(actor: Actor) -> bool:
    """Whether an actor begins a sprint."""
    return PLANNING.open_to(actor, Verb.CREATE)


def may_facilitate(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor leads through a sprint: plans it, announces it, keeps its agenda and seats."""
    return PLANNING.admits(actor, Verb.EDIT, sprint.pk)


def takes_part(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor works in a sprint: has taken a seat, or leads through it."""
    return bool(actor.account) and BOARD.admits(actor, Verb.EDIT, sprint.pk)


def may_moderate(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor opens and closes votes, sets the timer, uncovers cards."""
    return BOARD.admits(actor, Verb.MODERATE, sprint.pk)


def may_note_ideas(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor takes something over as an idea of a sprint."""
    return IDEA.admits(actor, Verb.CREATE, sprint.pk)


def may_settle_ideas(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor says what becomes of the ideas of a sprint, and closes it."""
    return IDEA.admits(actor, Verb.EDIT, sprint.pk)


def may_read_participants(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor sees who sits in a sprint."""
    return PARTICIPANTS.admits(actor, Verb.READ, sprint.pk)


def may_join(actor: Actor) -> bool:
    """Whether an actor may take seats at all."""
    return bool(actor.account) and SEAT.open_to(actor, Verb.CREATE)


def own_seats(actor: Actor) -> QuerySet[Seat]:
    """The seats an actor may give up: one's own."""
    return Seat.objects.filter(SEAT.where(actor, Verb.WITHDRAW))


def may_write_library(actor: Actor) -> bool:
    """Whether an actor writes method cards and formats."""
    return METHOD.open_to(actor, Verb.CREATE) and METHOD.open_to(actor, Verb.EDIT)


# -- results


def may_read_ideas(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor reads the ideas of a sprint, its result included, before they are published."""
    return IDEA.admits(actor, Verb.READ, sprint.pk)


def ideas_visible_to(actor: Actor) -> QuerySet[Idea]:
    """The ideas an actor may read: of the sprints whose ideas are within reach, and of results shown to them."""
    near = IDEA.where(actor, Verb.READ, "sprint__")
    if not near:  # the condition of every idea
        return Idea.objects.all()
    return Idea.objects.filter(near | results_for(actor, "sprint__result__"))


def may_read_result(actor: Actor, sprint: Sprint, showing: str) -> bool:
    """Whether an actor reads the result of a sprint as it is shown."""
    published = {Showing.EVERYBODY: RESULT, Showing.HOUSE: HOUSE_RESULT}.get(Showing(showing))
    return bool(published and published.open_to(actor, Verb.READ)) or may_read_ideas(actor, sprint)


def may_export_result(actor: Actor, showing: str) -> bool:
    """Whether an actor keeps a result they read as a file."""
    if showing == Showing.EVERYBODY:
        return RESULT.open_to(actor, Verb.EXPORT)
    return HOUSE_RESULT.open_to(actor, Verb.EXPORT)


def results_for(actor: Actor, through: str = "") -> Q:
    """The results published to an actor, as a condition; ``through`` is the path from another table to the result."""
    shown = [Showing.EVERYBODY.value] if RESULT.open_to(actor, Verb.READ) else []
    shown += [Showing.HOUSE.value] if HOUSE_RESULT.open_to(actor, Verb.READ) else []
    return Q(**{f"{through}showing__in": shown})


def may_write_outlook(actor: Actor, sprint: Sprint) -> bool:
    """Whether an actor says what happens next with the result of a sprint."""
    return RESULT_RELEASE.admits(actor, Verb.EDIT, sprint.pk)


def may_publish_result(actor: Actor) -> bool:
    """Whether an actor releases results and takes them back."""
    return RESULT_RELEASE.open_to(actor, Verb.PUBLISH)

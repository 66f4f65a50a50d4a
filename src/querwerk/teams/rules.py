"""Who may see, lead and join which team."""

from __future__ import annotations

from django.db.models import QuerySet

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.sprints.models import Idea

from .access import FORMING, LEADING, PEOPLE, PLACE, RELEASE, TEAM
from .models import Membership, Release, Team


def visible_to(actor: Actor) -> QuerySet[Team]:
    """The teams an actor may read of."""
    return TEAM.objects(actor)


def sees_people(actor: Actor, team: Team) -> bool:
    """Whether an actor may read who belongs to a team."""
    return PEOPLE.admits(actor, Verb.READ, team.pk)


def may_form(actor: Actor, idea: Idea) -> bool:
    """Whether an actor may form a team for an idea."""
    return FORMING.admits(actor, Verb.CREATE, idea.sprint_id, near={Scope.TEAM: idea.sprint.thread})


def may_lead(actor: Actor, team: Team) -> bool:
    """Whether an actor may ask people, accept them, and end the team."""
    return LEADING.admits(actor, Verb.EDIT, team.pk)


def may_join(actor: Actor) -> bool:
    """Whether an actor may ask to join teams."""
    return bool(actor.account) and PLACE.open_to(actor, Verb.CREATE)


def is_own(actor: Actor, place: Membership) -> bool:
    """Whether this is the actor's own place."""
    return PLACE.admits(actor, Verb.EDIT, place.pk)


def may_answer(actor: Actor, release: Release) -> bool:
    """Whether an actor answers this release today."""
    return RELEASE.admits(actor, Verb.APPROVE, release.pk)

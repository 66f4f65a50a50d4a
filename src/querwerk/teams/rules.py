"""Who may see, lead and join which team."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.sprints.access import IDEA
from querwerk.sprints.models import Idea
from querwerk.structure.models import Account, Assignment
from querwerk.structure.queries import valid_on

from .access import (
    FORMING,
    LEADING,
    NEAR,
    OUTSIDER,
    OWN_PROFILE,
    PEOPLE,
    PLACE,
    POOL,
    POOL_FOR_TEAMS,
    PROPOSAL,
    RELEASE,
    TEAM,
)
from .lifecycle import BELONGS, Part, Shown, State
from .models import Asking, Membership, Profile, Release, Team


def visible_to(actor: Actor) -> QuerySet[Team]:
    """The teams an actor may read of."""
    return TEAM.objects(actor)


def sees_people(actor: Actor, team: Team) -> bool:
    """Whether an actor may read who belongs to a team."""
    return PEOPLE.admits(actor, Verb.READ, team.pk)


def reads_idea(actor: Actor, team: Team) -> bool:
    """Whether an actor may read the idea of a team as it was noted in the sprint: not all who read of its people do."""
    idea = team.idea
    if idea is None:
        return False
    own = team.memberships.filter(account__username=actor.account, standing__in=NEAR)
    return IDEA.admits(actor, Verb.READ, idea.sprint_id, near={Scope.TEAM: idea.sprint.thread}) or own.exists()


def may_form(actor: Actor, idea: Idea) -> bool:
    """Whether an actor may form a team for an idea."""
    return FORMING.admits(actor, Verb.CREATE, idea.sprint_id, near={Scope.TEAM: idea.sprint.thread})


def may_lead(actor: Actor, team: Team) -> bool:
    """Whether an actor may ask people, accept them, and end the team."""
    return LEADING.admits(actor, Verb.EDIT, team.pk)


def leading(actor: Actor, slug: str = "") -> QuerySet[Team]:
    """The teams an actor leads themself, and the one of an address if they may step in; none that has ended."""
    belongs = sorted(standing.value for standing in BELONGS)
    theirs = Membership.objects.filter(account__username=actor.account, part=Part.LEAD.value, standing__in=belongs)
    found = LEADING.objects(actor, Verb.EDIT).filter(Q(pk__in=theirs.values("team")) | Q(slug=slug))
    return found.exclude(state=State.ENDED.value) if actor.account else found.none()


def may_join(actor: Actor) -> bool:
    """Whether an actor may ask to join teams."""
    return bool(actor.account) and PLACE.open_to(actor, Verb.CREATE)


def is_own(actor: Actor, place: Membership) -> bool:
    """Whether this is the actor's own place."""
    return PLACE.admits(actor, Verb.EDIT, place.pk)


def may_answer(actor: Actor, release: Release) -> bool:
    """Whether an actor answers this release today."""
    return RELEASE.admits(actor, Verb.APPROVE, release.pk)


# -- the expertise pool


def present(on: date) -> QuerySet[Profile]:
    """The profiles of those who are there: outsiders, and log-ins that are open; employees hold a post today."""
    posts = Assignment.objects.filter(valid_on(on), person=OuterRef("account__person"))
    there = ~Q(account__kind=Account.Kind.EMPLOYEE) | Exists(posts)
    return Profile.objects.filter(Q(account=None) | Q(there, account__is_active=True))


def circles(actor: Actor) -> frozenset[Shown]:
    """The choices of :class:`Shown` that open a profile to an actor by name."""
    found = {Shown.HOUSE} if POOL.open_to(actor, Verb.READ) else set()
    if POOL_FOR_TEAMS.open_to(actor, Verb.READ) or leads_a_team(actor):
        found.add(Shown.TEAMS)
    return frozenset(found)


def named_to(actor: Actor) -> Q:
    """The profiles an actor may see by name, as their owners have said."""
    return own(actor) | Q(shown__in=sorted(circles(actor)))


def profiles_for(actor: Actor, *, on: date) -> QuerySet[Profile]:
    """The profiles an actor may find and read."""
    return present(on).filter(named_to(actor))


def own(actor: Actor) -> Q:
    """An actor's own profile."""
    return OWN_PROFILE.where(actor, Verb.READ)


def outsiders_for(actor: Actor) -> QuerySet[Profile]:
    """The outside experts an actor keeps."""
    open_ = OUTSIDER.open_to(actor, Verb.EDIT)
    return Profile.objects.filter(account=None) if open_ else Profile.objects.none()


def may_offer(actor: Actor) -> bool:
    """Whether an actor may have a profile."""
    return bool(actor.account) and OWN_PROFILE.open_to(actor, Verb.CREATE)


def may_keep(actor: Actor, profile: Profile) -> bool:
    """Whether a profile is an actor's to change: their own, or an outsider's for the staff unit."""
    if profile.account is None:
        return OUTSIDER.open_to(actor, Verb.EDIT)
    return OWN_PROFILE.admits(actor, Verb.EDIT, profile.pk)


def leads_a_team(actor: Actor) -> bool:
    """Whether an actor leads a team."""
    return PROPOSAL.objects(actor, Verb.EDIT).exists()


def may_propose(actor: Actor, team: Team | None) -> bool:
    """Whether an actor may have a team proposed, or one completed."""
    if PROPOSAL.open_to(actor, Verb.CREATE):
        return True
    return team is not None and PROPOSAL.admits(actor, Verb.EDIT, team.pk)


def ideas_for(actor: Actor) -> QuerySet[Idea]:
    """The ideas an actor may have a team proposed for: those they may read."""
    return Idea.objects.filter(IDEA.where(actor, Verb.READ, "sprint__"))


def asked_of(actor: Actor) -> QuerySet[Asking]:
    """The questions put to an actor."""
    return Asking.objects.filter(profile__account__username=actor.account) if actor.account else Asking.objects.none()


def asked_by(actor: Actor) -> QuerySet[Asking]:
    """The questions an actor has put."""
    return Asking.objects.filter(asked_by__username=actor.account) if actor.account else Asking.objects.none()

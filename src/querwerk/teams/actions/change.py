"""What all verbs of a team share: held fast, asked about rights, remembered; and whether its idea still has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.sprints.actions.ideas import lose_team
from querwerk.sprints.lifecycle import Exit
from querwerk.sprints.lifecycle import State as SprintState
from querwerk.sprints.models import Sprint
from querwerk.structure.models import Account

from ..lifecycle import BELONGS, MOVES, PLACES, Part, Standing, State, may_begin
from ..models import Membership, Release, Team
from ..queries.superiors import post_of
from ..rules import is_own, may_lead

_BELONGING = sorted(standing.value for standing in BELONGS)


@contextmanager
def held(pk: int) -> Iterator[Team]:
    """A team, held fast for one verb. The constraint on its places speaks in words."""
    try:
        with transaction.atomic():
            team = Team.objects.select_for_update().filter(pk=pk).first()
            if team is None:
                raise Refused(_("This team no longer exists."))
            if team.state == State.ENDED:
                raise Refused(_("This team has ended."))
            yield team
    except IntegrityError as error:
        raise Refused(_("Somebody else has just taken the last place.")) from error


@contextmanager
def led(pk: int, *, by: Actor) -> Iterator[Team]:
    """A team, for one verb of whoever leads it."""
    with held(pk) as team:
        if not may_lead(by, team):
            raise Refused(_("Only the lead of the team may do this."))
        yield team


@contextmanager
def own_place(pk: int, *, by: Actor) -> Iterator[Membership]:
    """One's own place in a team, with the team held fast."""
    found = Membership.objects.filter(pk=pk).values_list("team", flat=True).first()
    if found is None:
        raise Refused(_("This place no longer exists."))
    with held(found) as team:
        place = Membership.objects.select_related("account", "post").get(pk=pk)
        if not is_own(by, place):
            raise Refused(_("Only the person themself may do this."))
        place.team = team
        yield place


def move(place: Membership, to: Standing, event: str, *, words: str = "", by: Actor, at: datetime) -> None:
    """One step of a place, remembered on the thread of the team: that it happened and as what, not by whose name."""
    before = Standing(place.standing)
    if to not in MOVES[before]:
        raise Refused(_("Somebody was faster: this place is no longer where it was."))
    place.standing = to.value
    if to in BELONGS and before not in BELONGS:
        _take(place, at=at)
    elif to not in BELONGS:
        place.number = None
        withdraw_questions(place.team, place)
    if words:
        place.words = words
    place.save()
    if before in BELONGS and to not in BELONGS:
        lock_exit(place.team)
    told(place.team, event, {"part": [None, place.part], "standing": [before.value, to.value]}, by=by, at=at)
    if before in BELONGS and to not in BELONGS:
        keep_exit(place.team, by=by, at=at)


def withdraw_questions(team: Team, *places: Membership) -> None:
    """The line is not asked any more about those who do not belong to a team; what it has answered stays."""
    Release.objects.filter(membership__in=places or team.memberships.all(), answer="").delete()


def told(team: Team, event: str, facts: dict[str, Any], *, reason: str = "", by: Actor, at: datetime) -> None:
    """One entry on the thread of a team."""
    Team.objects.filter(pk=team.pk).update(version=team.version + 1)
    team.version += 1
    record(Event(f"teams.{event}", team.thread, facts=facts, reason=reason), by=by, at=at)


def _take(place: Membership, *, at: datetime) -> None:
    """One of the few places; experts from outside stand beside them."""
    place.post = post_of(place.account, on=timezone.localdate(at))
    if place.account.kind != Account.Kind.EMPLOYEE:
        place.standing = Standing.RELEASED.value  # no line has to release them
    if place.part == Part.EXPERT:
        return
    if place.part == Part.LEAD and lead_of(place.team) is not None:
        raise Refused(_("This team has a lead already."))
    taken = set(place.team.memberships.exclude(number=None).values_list("number", flat=True))
    free = [number for number in PLACES if number not in taken]
    if not free:
        raise Refused(_("The team is complete: five people belong to it already."))
    place.number = free[0]


def lead_of(team: Team) -> Membership | None:
    """Who leads a team."""
    return team.memberships.filter(part=Part.LEAD.value, standing__in=_BELONGING).first()


def can_begin(team: Team) -> bool:
    """Whether the team has a lead and two to five people who have said yes."""
    return may_begin(Part(part) for part in parts(team))


def parts(team: Team) -> list[str]:
    """As what people belong to a team."""
    return list(team.memberships.filter(standing__in=_BELONGING).values_list("part", flat=True))


def lock_exit(team: Team) -> None:
    """Holds the sprint of a team fast, before the journal is: whoever closes it does it in that order."""
    if team.idea_id is not None:
        Sprint.objects.select_for_update(of=("self",)).filter(ideas=team.idea_id).first()


def keep_exit(team: Team, *, by: Actor, at: datetime) -> None:
    """An idea whose team can no longer begin is open again, as long as its sprint runs."""
    idea = team.idea
    if idea is None or idea.way_out != Exit.TEAM or idea.sprint.state != SprintState.RUNNING or can_begin(team):
        return
    lose_team(idea, by=by, at=at)
    if team.state == State.WORKING:
        team.state = State.FORMING.value
        team.save(update_fields=["state"])


def unnamed(by: Actor) -> Actor:
    """Who speaks for themself, without post and unit: who said no or left stands in no list."""
    return Actor(post="", account=by.account)

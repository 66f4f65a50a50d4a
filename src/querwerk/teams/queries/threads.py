"""Teams as stations of the golden thread, and how long it took until their idea was a candidate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor
from querwerk.threads import MOST, At, Kind, Spell, Stage, excerpt

from ..labels import STATE_TONES, STATES
from ..lifecycle import BELONGS, State
from ..models import Team
from ..rules import visible_to

GROWN_FROM = frozenset({Kind.IDEA, Kind.PROJECT})


def stages(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The teams among these threads that an actor may see."""
    return _stages(visible_to(actor).filter(thread__in=threads))


def grown_from(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The teams that carry one of these ideas, or grew from one of these projects."""
    return _stages(visible_to(actor).filter(Q(idea__thread__in=threads) | Q(origin__in=threads)))


def own(actor: Actor) -> list[Stage]:
    """The teams to which an actor belongs and that have not ended."""
    belonging = Q(memberships__account__username=actor.account, memberships__standing__in=sorted(BELONGS))
    return _stages(visible_to(actor).filter(belonging, ended_on=None).distinct()) if actor.account else []


def _stages(found: QuerySet[Team]) -> list[Stage]:
    return [_stage(team) for team in found.select_related("idea").order_by("formed_on", "pk")[:MOST]]


def _stage(team: Team) -> Stage:
    state = State(team.state)
    origins = [team.idea.thread] if team.idea else []
    origins += [team.origin] if team.origin else []
    return Stage(
        team.thread, tuple(dict.fromkeys(origins)), Kind.TEAM, team.name, reverse("teams:team", args=[team.slug]),
        str(STATES[state]), STATE_TONES[state], team.formed_on, until=team.ended_on, said=excerpt(team.thanks),
        next=_("The team finds its people") if state is State.FORMING else "",
    )  # fmt: skip


def spells(found: QuerySet[Team], *, since: date, until: date, candidates: Mapping[UUID, date]) -> list[Spell]:
    """How long teams formed in a time worked until their idea was a candidate (``candidates``: idea -> that day)."""
    formed = found.filter(formed_on__gte=since, formed_on__lte=until)
    found_spells = []
    for formed_on, ended_on, idea, origin in formed.values_list("formed_on", "ended_on", "idea__thread", "origin"):
        grown = idea or origin
        found_spells.append(_spell(formed_on, ended_on, candidates.get(grown) if grown else None))
    return found_spells


def _spell(formed_on: date, ended_on: date | None, candidate_on: date | None) -> Spell:
    if candidate_on is not None:
        return Spell(At.TEAM, formed_on, max(formed_on, candidate_on))
    return Spell(At.TEAM, formed_on, ended_on, "ended" if ended_on else "")

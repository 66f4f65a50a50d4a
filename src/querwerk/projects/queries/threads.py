"""Projects as stations of the golden thread, and how long they stayed at a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from querwerk import dates
from querwerk.journal.actions import Actor
from querwerk.teams.models import Team
from querwerk.threads import MOST, At, Kind, Spell, Stage, excerpt

from ..labels import STATE_TONES, STATES
from ..lifecycle import END_STATES, RUNNING_STATES, LineageKind, State
from ..models import Lineage, MilestoneDate, Project, StateVersion
from ..rules import visible_to

#: Ways from one project to another that carry the thread on; those merely alike lie beside it.
_LEADS_ON = [kind.value for kind in LineageKind if kind is not LineageKind.RELATED]
_DECIDED = frozenset({State.APPROVED}) | RUNNING_STATES
_DELIVERED = frozenset({State.COMPLETED, State.MADE_PERMANENT})
_LOST = END_STATES - _DELIVERED
GROWN_FROM = frozenset({Kind.IDEA, Kind.TEAM, Kind.PROJECT})


def stages(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The projects among these threads that an actor may see."""
    return _stages(visible_to(actor).filter(thread__in=threads))


def grown_from(threads: Collection[UUID], actor: Actor) -> list[Stage]:
    """The candidates that these ideas or their teams became, and the projects into which one of these projects led."""
    later = Lineage.objects.filter(earlier__thread__in=threads, kind__in=_LEADS_ON).values("later")
    ideas = Team.objects.filter(thread__in=threads, idea__isnull=False).values("idea__thread")
    return _stages(visible_to(actor).filter(Q(pk__in=later) | Q(origin__in=threads) | Q(origin__in=ideas)))


def _stages(found: QuerySet[Project]) -> list[Stage]:
    projects = list(found.order_by("first_seen_on", "pk")[:MOST])
    if not projects:
        return []
    keys = [project.pk for project in projects]
    ideas = [project.origin for project in projects if project.origin]
    teams = dict(Team.objects.filter(idea__thread__in=ideas).values_list("idea__thread", "thread"))
    before: dict[int, list[UUID]] = defaultdict(list)
    for one in projects:
        if one.origin:
            before[one.pk] += [one.origin, *([teams[one.origin]] if one.origin in teams else [])]
    lineage = Lineage.objects.filter(later__in=keys, kind__in=_LEADS_ON).order_by("pk")
    for later, earlier in lineage.values_list("later", "earlier__thread"):
        before[later].append(earlier)
    states = StateVersion.objects.filter(project__in=keys).order_by("stated_on", "pk")
    reasons = {project: (state, reason) for project, state, reason in states.values_list("project", "state", "reason")}
    ahead = _milestones(keys)
    return [_stage(one, before[one.pk], reasons.get(one.pk, ("", "")), ahead.get(one.pk)) for one in projects]


def _stage(
    project: Project, before: Iterable[UUID], newest: tuple[str, str], ahead: tuple[str, str, date | None] | None
) -> Stage:
    state = State(project.state)
    going_on = state not in END_STATES
    said = newest[1] if newest[0] == project.state else ""
    coming = f"{ahead[0]} ({dates.in_words(ahead[1], get_language() or 'de')})" if ahead and going_on else ""
    return Stage(
        project.thread, tuple(dict.fromkeys(before)), Kind.PROJECT, project.name,
        reverse("projects:detail", args=[project.slug]), str(STATES[state]), STATE_TONES[state], project.first_seen_on,
        until=None if going_on else project.ended_on or project.updated_on, said=excerpt(said),
        next=coming or (_("It is weighed against others") if state is State.CANDIDATE else ""),
        next_on=ahead[2] if ahead and going_on else None,
    )  # fmt: skip


def _milestones(projects: list[int]) -> dict[int, tuple[str, str, date | None]]:
    """The next open milestone of each project: its name, the newest date said for it, the last day that can mean."""
    rows = (
        MilestoneDate.objects.filter(milestone__project__in=projects, milestone__dropped_on=None)
        .order_by("stated_on", "pk")
        .values_list("milestone", "milestone__project", "milestone__name", "date", "last_on", "kind")
    )
    newest = {row[0]: row for row in rows}
    reached = {row[0] for row in rows if row[5] == MilestoneDate.Kind.ACTUAL}
    waiting = [row for milestone, row in newest.items() if milestone not in reached]
    found: dict[int, tuple[str, str, date | None]] = {}
    for _pk, project, name, written, last_on, _kind in sorted(
        waiting, key=lambda row: (row[4] is None, row[4] or date.max)
    ):
        found.setdefault(project, (name, written, last_on))
    return found


def candidates(found: QuerySet[Project]) -> dict[UUID, date]:
    """On which day an idea became a candidate, by the thread of the idea."""
    return {origin: day for origin, day in found.values_list("origin", "first_seen_on") if origin}


def spells(found: QuerySet[Project], *, since: date, until: date) -> list[Spell]:
    """How long projects were candidates, prioritised and in work; of stages they reached in this time."""
    states: dict[int, list[tuple[date, State]]] = defaultdict(list)
    known = StateVersion.objects.filter(project__in=found).filter(~Q(state=State.IDEA))
    for project, day, state in known.order_by("stated_on", "pk").values_list("project", "stated_on", "state"):
        states[project].append((day, State(state)))
    every = [spell for moved in states.values() for spell in of_states(moved)]
    return [spell for spell in every if since <= spell.begin <= until]


def of_states(moved: list[tuple[date, State]]) -> list[Spell]:
    """The stages of one project, from its states in order. Who joins later on has not passed the stages before."""
    reached: dict[At, date] = {}
    for day, state in moved:
        if state in _AT:
            reached.setdefault(_AT[state], day)
    order = [at for at in (At.CANDIDATE, At.PRIORITIZED, At.DECIDED, At.DELIVERED) if at in reached]
    lost_on, lost = (moved[-1][0], moved[-1][1].value) if moved and moved[-1][1] in _LOST else (None, "")
    found = []
    for at, following in zip(order, [*order[1:], None], strict=True):
        if following:
            found.append(Spell(at, reached[at], max(reached[at], reached[following])))
        elif at is At.DELIVERED:
            found.append(Spell(at, reached[at], reached[at]))
        else:
            found.append(Spell(at, reached[at], max(reached[at], lost_on) if lost_on else None, lost))
    return found


_AT = (
    {State.CANDIDATE: At.CANDIDATE, State.PRIORITIZED: At.PRIORITIZED}
    | dict.fromkeys(_DECIDED, At.DECIDED)
    | dict.fromkeys(_DELIVERED, At.DELIVERED)
)

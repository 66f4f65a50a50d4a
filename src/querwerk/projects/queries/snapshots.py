"""The versions of all visible projects, with the days they became known: enough to stand on any day.

Six reads whatever the number of projects and of days; plain rows, no instances. What a version means on a day is
said in :mod:`querwerk.projects.insights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from querwerk.journal.actions import Actor
from querwerk.structure.models import Source

from .. import rules
from ..lifecycle import LineageKind
from ..models import GoalVersion, MilestoneDate, Project, Resource, StateVersion

#: How an earlier project lives on in a later one; "related" says nothing of the kind.
_LEADS_ON = [kind.value for kind in LineageKind if kind is not LineageKind.RELATED]


class SourceRow(NamedTuple):
    """A source, as far as changes need it."""

    key: str
    dated_on: date
    kind: str
    title: str
    paper: str


class StateRow(NamedTuple):
    project: int
    stated_on: date
    state: str
    flags: list[str]
    reason: str
    sources: list[str]


class GoalRow(NamedTuple):
    project: int
    goal: int
    stated_on: date
    text: str
    target_value: Decimal | None
    target_unit: str
    target_year: int | None
    status: str
    reason: str
    sources: list[str]


class DateRow(NamedTuple):
    project: int
    milestone: int
    stated_on: date
    name: str
    dropped_on: date | None
    drop_reason: str
    kind: str
    text: str
    first_on: date
    last_on: date | None
    reason: str


class CostRow(NamedTuple):
    project: int
    stated_on: date
    kind: str
    what: str
    unit: str
    budget_year: int | None
    amount: Decimal


@dataclass(slots=True)
class ProjectRow:
    """A project with its names, responsible units and successors, each with its days."""

    slug: str
    theme: str
    theme_name: str
    first_seen_on: date
    ended_on: date | None
    names: set[tuple[date, date, str]]
    units: set[tuple[date, date | None, str]]
    successors: set[tuple[date, str, str]]


@dataclass(frozen=True, slots=True)
class Records:
    """Everything known until a day, oldest first.

    ``report_days`` are those of the reports that spoke of any project; without them, no project counts as passed over.
    """

    projects: Mapping[int, ProjectRow]
    states: list[StateRow]
    goals: list[GoalRow]
    dates: list[DateRow]
    costs: list[CostRow]
    sources: Mapping[str, SourceRow]
    report_days: frozenset[date] = frozenset()


_STATE_COLUMNS = ("project_id", *StateRow._fields[1:])
_GOAL_COLUMNS = ("goal__project_id", "goal_id", *GoalRow._fields[2:])
_DATE_COLUMNS = (
    "milestone__project_id", "milestone_id", "stated_on", "milestone__name", "milestone__dropped_on",
    "milestone__drop_reason", "kind", "date", "first_on", "last_on", "reason",
)  # fmt: skip
_COST_COLUMNS = ("project_id", *CostRow._fields[1:])
_PROJECT_COLUMNS = (
    "id", "slug", "theme__slug", "theme__name", "first_seen_on", "ended_on",
    "names__valid_from", "names__stated_on", "names__name", "name",
    "answer__valid_from", "answer__valid_to", "answer__unit__short", "answer__post__title", "answer__partner",
    "onward__stated_on", "onward__later__slug", "onward__later__name", "told",
)  # fmt: skip


def records(
    until: date, actor: Actor, *, slug: str | None = None, known_sources: Mapping[str, SourceRow] | None = None
) -> Records:
    """What is known until a day about all projects an actor may see, or about one of them.

    ``known_sources`` saves reading the sources again where a page has them already.
    """

    def known(path: str) -> Q:
        mine = Q(**{f"{path}__slug": slug}) if slug is not None else Q()
        return Q(stated_on__lte=until) & mine

    visible = rules.visible_to(actor)
    states = StateVersion.objects.filter(known("project")).order_by("stated_on", "id")
    goals = GoalVersion.objects.filter(known("goal__project")).order_by("stated_on", "id")
    dates = MilestoneDate.objects.filter(known("milestone__project")).order_by("stated_on", "id")
    costs = Resource.objects.filter(known("project"), amount__isnull=False).order_by("stated_on", "id")
    known_states = [StateRow(*row) for row in states.values_list(*_STATE_COLUMNS)]
    known_sources = sources() if known_sources is None else known_sources
    stated = {row.stated_on for row in known_states if row.sources} if slug is None else _days_of_all(until)
    return Records(
        _projects(visible if slug is None else visible.filter(slug=slug), until, successors=visible),
        known_states,
        [GoalRow(*row) for row in goals.values_list(*_GOAL_COLUMNS)],
        [DateRow(*row) for row in dates.values_list(*_DATE_COLUMNS)],
        [CostRow(*row) for row in costs.values_list(*_COST_COLUMNS)],
        known_sources,
        frozenset(
            stated & {row.dated_on for row in known_sources.values() if row.kind == Source.Kind.MONITORING_REPORT}
        ),
    )


def _days_of_all(until: date) -> set[date]:
    """The days on which a source stated the state of any project."""
    return set(
        StateVersion.objects.filter(stated_on__lte=until)
        .exclude(sources=[])
        .values_list("stated_on", flat=True)
        .distinct()
    )


def sources() -> dict[str, SourceRow]:
    """All sources by key, oldest first."""
    rows = Source.objects.order_by("dated_on", "key").values_list(*SourceRow._fields)
    return {row[0]: SourceRow(*row) for row in rows}


def _projects(wanted: QuerySet[Project], until: date, *, successors: QuerySet[Project]) -> dict[int, ProjectRow]:
    """Projects with names, responsible units and successors in one read: a row for each combination, folded here."""
    rows = (
        wanted.filter(first_seen_on__lte=until)
        .annotate(
            answer=FilteredRelation("responsibilities", condition=Q(responsibilities__role="responsible")),
            onward=FilteredRelation(
                "leads_to",
                condition=Q(
                    leads_to__kind__in=_LEADS_ON,
                    leads_to__planned=False,
                    leads_to__stated_on__lte=until,
                ),
            ),
        )
        .annotate(told=Exists(successors.filter(pk=OuterRef("onward__later"))))
        .order_by("theme__position", "slug")
        .values_list(*_PROJECT_COLUMNS)
    )
    projects: dict[int, ProjectRow] = {}
    for (
        id_, slug, theme, theme_name, first_seen_on, ended_on, named_from, named_on, name, newest_name,
        from_, to, unit, post, partner, onward_on, onward, onward_name, told,
    ) in rows.iterator(chunk_size=5000):  # fmt: skip
        project = projects.get(id_)
        if project is None:
            project = ProjectRow(slug, theme, theme_name, first_seen_on, ended_on, set(), set(), set())
            projects[id_] = project
        project.names.add((named_from or first_seen_on, named_on or first_seen_on, name or newest_name))
        if from_ is not None:
            project.units.add((from_, to, unit or post or partner))
        if onward is not None and told:
            project.successors.add((onward_on, onward, onward_name))
    return projects

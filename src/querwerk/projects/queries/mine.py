"""The projects somebody leads: where they stand, what is due next, which texts wait for a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from querwerk.journal.actions import Actor

from ..lifecycle import END_STATES, OPEN_DRAFTS, DraftState
from ..models import MilestoneDate, Project


@dataclass(frozen=True, slots=True)
class Mine:
    """A project with its next milestone (a written date, or nothing), and its texts: on their way, come back."""

    slug: str
    name: str
    state: str
    milestone: str
    due: str
    overdue: bool
    under_way: int
    returned: int


def my_projects(actor: Actor, *, on: date) -> list[Mine]:
    """The projects an actor leads that have not ended, by name; no statement for those who lead none."""
    led = actor.reach_of("project_lead")
    if not led:
        return []
    state = {"drafts__state__in": OPEN_DRAFTS}
    rows = (
        Project.objects.filter(thread__in=sorted(led))
        .exclude(state__in=END_STATES)
        .annotate(
            under_way=Count("drafts", filter=Q(**state)),
            returned=Count("drafts", filter=Q(drafts__state=DraftState.RETURNED)),
        )
        .order_by("name")
        .values_list("pk", "slug", "name", "state", "under_way", "returned")
    )
    found = list(rows)
    due = _due([row[0] for row in found], on)
    return [
        Mine(slug, name, now, *due.get(pk, ("", "", False)), under_way, returned)
        for pk, slug, name, now, under_way, returned in found
    ]


def _due(projects: list[int], on: date) -> Mapping[int, tuple[str, str, bool]]:
    """The next open milestone of each project: its name, the newest date said for it, and whether that has passed."""
    said = MilestoneDate.objects.filter(milestone=OuterRef("milestone"))
    newer = said.filter(
        Q(stated_on__gt=OuterRef("stated_on")) | Q(stated_on=OuterRef("stated_on"), pk__gt=OuterRef("pk"))
    )
    reached = said.filter(kind=MilestoneDate.Kind.ACTUAL)
    rows = (
        MilestoneDate.objects.filter(~Exists(newer), ~Exists(reached), milestone__project__in=projects)
        .filter(milestone__dropped_on=None, stated_on__lte=on)
        .order_by("-last_on", "-pk")
        .values_list("milestone__project", "milestone__name", "date", "last_on")
    )
    return {project: (name, written, last is not None and last < on) for project, name, written, last in rows}

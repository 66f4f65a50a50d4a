"""Taking back an entry made by mistake in Querwerk: the newest of its line, never one that a source states."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..access import PROJECT, STEERING
from ..lifecycle import State, ended_since
from ..models import GoalVersion, MilestoneDate, Project, ProjectDate, ProjectName, StateVersion
from .change import Change, changed_project, own
from .lifecycle import settle
from .names_and_texts import repeat_dates

#: What can be taken back -> the rows of a project that hold it.
LINES: dict[str, Any] = {
    "state": lambda project: project.states.all(),
    "name": lambda project: project.names.all(),
    "date": lambda project: project.dates.all(),
    "text": lambda project: project.texts.all(),
    "goal": lambda project: GoalVersion.objects.filter(goal__project=project),
    "milestone": lambda project: MilestoneDate.objects.filter(milestone__project=project),
    "prospect": lambda project: project.prospects.all(),
    "target_group": lambda project: project.target_groups.all(),
    "resource": lambda project: project.resources.all(),
    "method": lambda project: project.method_uses.all(),
    "obstacle": lambda project: project.obstacles.all(),
    "involvement": lambda project: project.involvements.all(),
    "figure": lambda project: project.figures.all(),
    "lineage": lambda project: project.leads_to.all(),
}
#: What only those take back who steer the project; what was published is taken back by whoever publishes.
STEERED_LINES = frozenset({"state", "name", "text", "lineage"})
#: Fields that make rows versions of one another.
_SAME = {
    "state": (), "name": (), "date": ("kind",), "text": ("field",), "goal": ("goal_id",),
    "milestone": ("milestone_id",), "resource": ("kind", "what", "budget_year"), "target_group": ("text",),
}  # fmt: skip


def withdraw(slug: str, entry: int, *, kind: str, reason: str, version: int, by: Actor, at: datetime) -> None:
    """Takes the newest entry of a line back; the project repeats the one before again."""
    thing = STEERING if kind in STEERED_LINES else PROJECT
    with changed_project(slug, "entry_withdrawn", version=version, reason=reason, of=thing, by=by, at=at) as change:
        row = own(LINES[kind](change.project), entry)
        if row.sources:
            raise Refused(_("A source states this: it stays. You can enter a newer version."))
        if newest_of_line(change.project, kind, row).pk != row.pk:
            raise Refused(_("There is a newer entry; please take that back first."))
        change.tell(kind, str(row), None)
        row.delete()
        _restore(change, kind, row)


def newest_of_line(project: Project, kind: str, row: Any) -> Any:
    """The newest of the rows that are versions of one another."""
    if kind not in _SAME:
        return row
    rows: QuerySet[Model] = LINES[kind](project).filter(**{name: getattr(row, name) for name in _SAME[kind]})
    order = ("valid_from", "pk") if kind == "name" else ("stated_on", "pk")
    return rows.order_by(*order).last()


def _restore(change: Change, kind: str, row: Any) -> None:
    project = change.project
    before = newest_of_line(project, kind, row) if kind in _SAME else None
    if kind == "state":
        _restore_state(change, before)
    elif kind == "name":
        _restore_name(change, before)
    elif kind == "date":
        repeat_dates(change, ProjectDate.Kind(row.kind), before.date if before else "")
    elif kind == "goal" and before is None:
        row.goal.delete()
    elif kind == "milestone" and before is None:
        row.milestone.delete()


def _restore_state(change: Change, before: StateVersion | None) -> None:
    if before is None:
        raise Refused(_("A project has at least one state. Stop it instead."))
    steps = change.project.states.order_by("stated_on", "pk").values_list("state", "stated_on")
    settle(change, State(before.state), ended_on=ended_since((State(state), day) for state, day in steps))


def _restore_name(change: Change, before: ProjectName | None) -> None:
    if before is None:
        raise Refused(_("A project has at least one name."))
    before.valid_to = None
    before.save(update_fields=["valid_to"])
    change.assign(name=before.name)

"""Goals with versions: none vanishes without trace, and missed or dropped ones keep their reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..labels import GOAL_STATUSES
from ..lifecycle import GoalStatus
from ..models import Goal, GoalVersion, Project
from .change import Change, changed_project, need, own


def set_goal(
    slug: str,
    *,
    text: str,
    target_value: Decimal | None = None,
    target_unit: str = "",
    target_year: int | None = None,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """A new goal with its target in one place."""
    with changed_project(slug, "goal_set", version=version, by=by, at=at) as change:
        rows = change.project.goals
        goal = rows.create(position=(rows.order_by("position").values_list("position", flat=True).last() or 0) + 1)
        _write(change, goal, None, text=text, **_target(target_value, target_unit, target_year))


def revise_goal(
    slug: str,
    goal: int,
    *,
    text: str,
    target_value: Decimal | None = None,
    target_unit: str = "",
    target_year: int | None = None,
    reason: str = "",
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """The goal reads differently from today on; a changed target needs a reason."""
    with changed_project(slug, "goal_revised", version=version, reason=reason, by=by, at=at) as change:
        row, newest = _open(change.project, goal)
        target = _target(target_value, target_unit, target_year)
        moved = any(getattr(newest, name) != value for name, value in target.items())
        if not moved and newest.text == text:
            raise Refused(_("The goal is unchanged."), field="text")
        if moved:
            need(reason, _("The target changes. Please say why."))
        _write(change, row, newest, text=text, reason=reason, **target)


def meet_goal(slug: str, goal: int, *, reason: str = "", version: int, by: Actor, at: datetime) -> None:
    """The goal is met."""
    with changed_project(slug, "goal_met", version=version, reason=reason, by=by, at=at) as change:
        _close(change, goal, GoalStatus.MET)


def miss_goal(slug: str, goal: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """The goal is missed, with the reason."""
    with changed_project(slug, "goal_missed", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why the goal was missed."))
        _close(change, goal, GoalStatus.MISSED)


def drop_goal(slug: str, goal: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """The goal is given up, with the reason."""
    with changed_project(slug, "goal_dropped", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why the goal is dropped."))
        _close(change, goal, GoalStatus.DROPPED)


def newest_version(goal: Goal) -> GoalVersion:
    """What the goal says today."""
    return goal.versions.order_by("stated_on", "pk").last() or GoalVersion(goal=goal)


def _open(project: Project, pk: int) -> tuple[Goal, GoalVersion]:
    goal = own(project.goals.all(), pk)
    newest = newest_version(goal)
    if newest.status != GoalStatus.OPEN:
        raise Refused(
            _("This goal is closed already: %(status)s.") % {"status": GOAL_STATUSES[GoalStatus(newest.status)]}
        )
    return goal, newest


def _close(change: Change, pk: int, status: GoalStatus) -> None:
    goal, newest = _open(change.project, pk)
    target = _target(newest.target_value, newest.target_unit, newest.target_year)
    _write(change, goal, newest, text=newest.text, status=status.value, reason=change.reason, **target)


def _write(change: Change, goal: Goal, before: GoalVersion | None, **said: Any) -> None:
    GoalVersion.objects.create(goal=goal, **said, **change.stamp)
    change.tell("goal", before.text if before else None, said["text"])
    if before is not None and before.text == said["text"]:
        change.facts["goal"] = [before.text, before.text]  # names the goal the entry is about
    for name in ("target_value", "target_unit", "target_year", "status"):
        after = said.get(name) or ("open" if name == "status" else None)
        change.tell(name, (getattr(before, name) or None) if before else None, after)


def _target(value: Decimal | None, unit: str, year: int | None) -> dict[str, Any]:
    return {"target_value": value, "target_unit": unit, "target_year": year}

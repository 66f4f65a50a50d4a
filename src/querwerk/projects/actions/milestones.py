"""Milestones: the first date planned is kept, every later one says why, the actual one ends it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from querwerk import dates
from querwerk.journal.actions import Actor, Refused

from ..models import Milestone, MilestoneDate, Project
from .change import Change, changed_project, need, own


def plan_milestone(slug: str, *, name: str, date: str, note: str = "", version: int, by: Actor, at: datetime) -> None:
    """A new milestone; this date is its baseline for ever."""
    with changed_project(slug, "milestone_planned", version=version, by=by, at=at) as change:
        rows = change.project.milestones
        if rows.filter(name=name).exists():
            raise Refused(_("There is a milestone of this name already."), field="name")
        position = (rows.order_by("position").values_list("position", flat=True).last() or 0) + 1
        milestone = rows.create(name=name, note=note, position=position)
        _say(change, milestone, MilestoneDate.Kind.PLANNED, date)
        change.tell("milestone", None, name)
        change.tell("date", None, date)


def reschedule_milestone(
    slug: str, milestone: int, *, date: str, reason: str = "", version: int, by: Actor, at: datetime
) -> None:
    """A new forecast; when it is later than the one before, with the reason."""
    with changed_project(slug, "milestone_rescheduled", version=version, reason=reason, by=by, at=at) as change:
        row = _open(change.project, milestone)
        forecast = newest_date(row)
        before = forecast.date if forecast else ""
        if before == date:
            raise Refused(_("The milestone is planned for this date already."), field="date")
        if before and is_later(before, date):
            need(reason, _("The milestone moves back. Please say why."))
        _say(change, row, MilestoneDate.Kind.PLANNED, date, reason)
        change.facts["milestone"] = [row.name, row.name]
        change.tell("date", before or None, date)


def reach_milestone(
    slug: str, milestone: int, *, date: str, reason: str = "", version: int, by: Actor, at: datetime
) -> None:
    """The milestone is reached, on this date."""
    with changed_project(slug, "milestone_reached", version=version, reason=reason, by=by, at=at) as change:
        row = _open(change.project, milestone)
        if dates.parse(date).first > change.on:
            raise Refused(_("A date in the future cannot have been reached."), field="date")
        forecast = newest_date(row)
        _say(change, row, MilestoneDate.Kind.ACTUAL, date, reason)
        change.facts["milestone"] = [row.name, row.name]
        change.facts["date"] = [forecast.date if forecast else None, date]


def drop_milestone(slug: str, milestone: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """The milestone falls away, with the reason; it stays on the sheet."""
    with changed_project(slug, "milestone_dropped", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why the milestone falls away."))
        row = _open(change.project, milestone)
        row.dropped_on, row.drop_reason = change.on, reason
        row.save(update_fields=["dropped_on", "drop_reason"])
        change.facts["milestone"] = [row.name, row.name]
        change.tell("dropped_on", None, change.on)


def take_up_milestone(slug: str, milestone: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """A dropped milestone counts again, with the dates it had."""
    with changed_project(slug, "milestone_taken_up", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why the milestone counts again."))
        row = own(change.project.milestones.all(), milestone)
        if row.dropped_on is None:
            raise Refused(_("This milestone has not been dropped."))
        change.facts["milestone"] = [row.name, row.name]
        change.tell("dropped_on", row.dropped_on, None)
        row.dropped_on, row.drop_reason = None, ""
        row.save(update_fields=["dropped_on", "drop_reason"])


def newest_date(milestone: Milestone) -> MilestoneDate | None:
    """The forecast, or the actual date once there is one."""
    return milestone.dates.order_by("stated_on", "pk").last()


def is_later(before: str, after: str) -> bool:
    """Whether a written date lies behind another; a more precise word inside the same span is no slip."""
    old, new = dates.parse(before), dates.parse(after)
    if old.last is None:
        return new.first > old.first
    return new.last is None or new.last > old.last


def _open(project: Project, pk: int) -> Milestone:
    milestone = own(project.milestones.all(), pk)
    if milestone.dropped_on is not None:
        raise Refused(_("This milestone has been dropped."))
    if milestone.dates.filter(kind=MilestoneDate.Kind.ACTUAL).exists():
        raise Refused(_("This milestone has been reached already."))
    return milestone


def _say(change: Change, milestone: Milestone, kind: MilestoneDate.Kind, written: str, reason: str = "") -> None:
    vague = dates.parse(written)
    MilestoneDate.objects.create(
        milestone=milestone,
        kind=kind,
        date=written,
        first_on=vague.first,
        last_on=vague.last,
        reason=reason,
        **change.stamp,
    )

"""What a sheet means: light and trend, slips of its milestones, and what changed since the report before the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from querwerk.analysis.change import Kind, lateness, shift
from querwerk.journal.actions import Actor

from .. import rules
from ..labels import CHANGES
from ..lifecycle import LineageKind
from ..queries.facts import GoalVersion
from ..queries.sheet import Milestone, Sheet
from ..queries.snapshots import CostRow, DateRow, GoalRow, ProjectRow, Records, SourceRow, StateRow
from ..queries.standing import Said, Standing, Step, standing_of
from .telling import tell
from .versions import between

_REPORT = "monitoring_report"


#: Width of the axis on which dates are drawn, and the room that a mark needs on either side.
_WIDTH, _MARK = 128, 4


@dataclass(frozen=True, slots=True)
class Axis:
    """The common axis of all milestones, from one year to another: where ``years`` begin on it, and by milestone the
    ``courses`` of their dates as (kind, place)."""

    first: int
    last: int
    years: tuple[float, ...]
    courses: Mapping[int, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """``slips`` gives days (positive: later) and whether they are a lower bound, by milestone; ``axis`` draws their
    dates; ``changes`` are (tone, heading, sentence) since the day ``since``."""

    standing: Standing
    slips: Mapping[int, tuple[int, bool]]
    axis: Axis | None
    since: date | None
    changes: tuple[tuple[str, Any, str], ...]

    @property
    def slipped(self) -> int:
        """How many milestones are later than first planned."""
        return sum(1 for days, _ in self.slips.values() if days > 0)


def read(sheet: Sheet, actor: Actor) -> Reading:
    """Reads a sheet; everything is computed from what the sheet already holds."""
    since = _report_before_the_newest(sheet)
    return Reading(
        standing=_standing(sheet),
        slips=dict(filter(None, map(_slip, sheet.milestones))),
        axis=_axis(sheet),
        since=since,
        changes=_changes(sheet, since, internal=rules.sees_internal(actor)) if since else (),
    )


def _report_before_the_newest(sheet: Sheet) -> date | None:
    days = sorted({source.dated_on for source in sheet.known.sources if source.kind == _REPORT}, reverse=True)
    return days[1] if len(days) > 1 else None


def _slip(milestone: Milestone) -> tuple[int, tuple[int, bool]] | None:
    """How far the newest date lies behind the first one; None while there are not two dates to compare.

    What was reached "in 2024" may have been reached in April 2024: late is only what was late for sure.
    """
    if milestone.baseline is None or milestone.newest is milestone.baseline or milestone.newest is None:
        return None
    measure = lateness if milestone.actual else shift
    moved = measure(milestone.baseline.span, milestone.newest.span)
    counts = moved is not None and moved.kind in (Kind.SLIPPED, Kind.BROUGHT_FORWARD) and moved.days is not None
    return milestone.id, (moved.days or 0, moved.at_least) if moved is not None and counts else (0, False)


def _axis(sheet: Sheet) -> Axis | None:
    """The years that the milestones touch, and every date on them."""
    points = {milestone.id: milestone.points for milestone in sheet.milestones}
    days = [day for said in points.values() for _, day in said]
    if not days:
        return None
    first, last = min(days).year, max(days).year + 1
    begin = date(first, 1, 1).toordinal()
    width = date(last, 1, 1).toordinal() - begin

    def place(day: date, room: int) -> float:
        return round((_WIDTH - 2 * room) * (day.toordinal() - begin) / width + room, 1)

    years = tuple(place(date(year, 1, 1), 0) for year in range(first + 1, last + 1))
    courses = {key: tuple((kind, place(day, _MARK)) for kind, day in said) for key, said in points.items()}
    return Axis(first, last, years, courses)


def _standing(sheet: Sheet) -> Standing:
    steps = [Step(row.stated_on, row.state, row.flags, row.word) for row in sheet.known.states]
    names = {row.id: row.name for row in sheet.known.milestones if row.dropped_on is None}
    said: dict[int, list[Said]] = {}
    for row in sheet.known.milestone_dates:
        if row.milestone in names:
            span = row.span
            said.setdefault(row.milestone, []).append(
                (names[row.milestone], row.date, row.kind, row.stated_on, span.first, span.last)
            )
    return standing_of(steps, said, on=sheet.on)


def _changes(sheet: Sheet, since: date, *, internal: bool) -> tuple[tuple[str, Any, str], ...]:
    found = between(_records(sheet), since, sheet.on, internal=internal)
    names = {kin.slug: kin.name for kin in sheet.known.after}
    return tuple((CHANGES[change.kind][1], CHANGES[change.kind][0], tell(change, names)) for change in found)


def _records(sheet: Sheet) -> Records:
    """The rows of the sheet in the shape in which versions are compared."""
    known, pk = sheet.known, sheet.pk
    sources = {s.key: SourceRow(s.key, s.dated_on, s.kind, s.title, s.paper) for s in known.sources}
    return Records(
        projects={pk: _project_row(sheet)},
        states=[StateRow(pk, s.stated_on, s.state, list(s.flags), s.reason, list(s.sources)) for s in known.states],
        goals=[_goal_row(pk, row) for row in known.goals],
        dates=_date_rows(sheet),
        costs=[
            CostRow(pk, row.stated_on, row.kind, row.what, row.unit, row.budget_year, row.amount)
            for row in known.resources
            if row.amount is not None
        ],
        sources=sources,
        report_days=frozenset(source.dated_on for source in sources.values() if source.kind == _REPORT),
    )


def _project_row(sheet: Sheet) -> ProjectRow:
    onward = [kin for kin in sheet.known.after if kin.kind != LineageKind.RELATED and not kin.planned]
    answering = [who for who in sheet.known.responsible if who.role == "responsible"]
    names = {(name.valid_from, name.stated_on, name.name) for name in sheet.known.names}
    return ProjectRow(
        sheet.slug,
        sheet.theme_slug,
        sheet.theme,
        sheet.first_seen_on,
        sheet.ended_on,
        names or {(sheet.first_seen_on, sheet.first_seen_on, sheet.name)},
        {(who.valid_from, who.valid_to, who.unit_short or who.post or who.partner) for who in answering},
        {(kin.stated_on, kin.slug, kin.name) for kin in onward},
    )


def _goal_row(project: int, row: GoalVersion) -> GoalRow:
    target = (row.target_value, row.target_unit, row.target_year)
    return GoalRow(project, row.goal, row.stated_on, row.text, *target, row.status, row.reason, list(row.sources))


def _date_rows(sheet: Sheet) -> list[DateRow]:
    milestones = {row.id: row for row in sheet.known.milestones}
    rows = []
    for row in sheet.known.milestone_dates:
        milestone, span = milestones[row.milestone], row.span
        named = (milestone.name, milestone.dropped_on, milestone.drop_reason)
        days = (span.first, span.last)
        rows.append(DateRow(sheet.pk, row.milestone, row.stated_on, *named, row.kind, row.date, *days, row.reason))
    return rows

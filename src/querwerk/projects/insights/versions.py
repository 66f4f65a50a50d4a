"""What changed between two days: versions of all projects, held against each other by the analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from querwerk.analysis.change import Change, Cost, Goal, Kind, Milestone, Planned, Version, compare
from querwerk.dates import VagueDate
from querwerk.journal.actions import Actor

from .. import rules
from ..lifecycle import END_STATES
from ..queries.snapshots import CostRow, DateRow, GoalRow, ProjectRow, Records, SourceRow, StateRow, records

_REPORT = "monitoring_report"


@dataclass(frozen=True, slots=True)
class ThemeChanges:
    """The changes of one theme, grouped by kind."""

    slug: str
    name: str
    kinds: tuple[tuple[Kind, tuple[Change, ...]], ...]


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What changed between two days, in list order and grouped; ``names`` gives the name of each project after."""

    since: date
    until: date
    changes: tuple[Change, ...]
    themes: tuple[ThemeChanges, ...]
    counts: tuple[tuple[Kind, int], ...]
    names: Mapping[str, str]
    versions: Mapping[str, Version]
    reports: tuple[SourceRow, ...]
    theme_of: Mapping[str, str]

    @property
    def projects(self) -> int:
        """How many projects changed at all."""
        return len({change.project for change in self.changes})


def changes(
    since: date,
    until: date,
    actor: Actor,
    slug: str | None = None,
    *,
    sources: Mapping[str, SourceRow] | None = None,
) -> ChangeReport:
    """What changed between two days in all projects an actor may see, or in one of them.

    Raises ValueError when ``since`` lies after ``until``.
    """
    if since > until:
        raise ValueError("since after until")
    known = records(until, actor, slug=slug, known_sources=sources)
    internal = rules.sees_internal(actor)
    after = _snapshot(known, until, internal=internal)
    found = compare(_snapshot(known, since, internal=internal), after)
    rows = {row.slug: row for row in known.projects.values()}
    kinds = Counter(change.kind for change in found)
    later = {slug: name for row in rows.values() for _, slug, name in row.successors}
    names = {key: version.name for key, version in after.items()}
    return ChangeReport(
        since,
        until,
        found,
        _by_theme(found, rows),
        tuple((kind, kinds[kind]) for kind in Kind if kinds[kind]),
        {**later, **{change.project: change.name for change in found}, **names},
        after,
        tuple(source for source in known.sources.values() if source.kind == _REPORT),
        {row.slug: row.theme_name for row in rows.values()},
    )


def between(known: Records, since: date, until: date, *, internal: bool) -> tuple[Change, ...]:
    """What changed between two days among records that are already at hand."""
    return compare(_snapshot(known, since, internal=internal), _snapshot(known, until, internal=internal))


def snapshot(day: date, actor: Actor) -> dict[str, Version]:
    """The versions of all projects an actor may see, as of a day."""
    return _snapshot(records(day, actor), day, internal=rules.sees_internal(actor))


def _by_theme(found: Iterable[Change], rows: Mapping[str, ProjectRow]) -> tuple[ThemeChanges, ...]:
    place = {row.theme: number for number, row in reversed(list(enumerate(rows.values())))}
    rank = {kind: number for number, kind in enumerate(Kind)}
    ordered = sorted(found, key=lambda c: (place[rows[c.project].theme], rank[c.kind], c.name))
    return tuple(
        ThemeChanges(
            theme[0], theme[1], tuple((kind, tuple(group)) for kind, group in groupby(of_theme, key=lambda c: c.kind))
        )
        for theme, of_theme in groupby(ordered, key=lambda c: (rows[c.project].theme, rows[c.project].theme_name))
    )


def _snapshot(known: Records, day: date, *, internal: bool) -> dict[str, Version]:
    """The versions as of a day: of each fact the newest one stated until then."""
    states: dict[int, StateRow] = {}
    reported: dict[int, date] = {}
    for state in known.states:
        if state.stated_on <= day:
            states[state.project] = state
            newest = _newest_report(state.sources, known.sources, day)
            if newest is not None:
                reported[state.project] = max(reported.get(state.project, newest), newest)
    newest_report = max((on for on in known.report_days if on <= day), default=date.min)
    goals = _goals(known, day, reported)
    milestones = _milestones(known.dates, day)
    costs = _costs(known.costs, day)
    versions: dict[str, Version] = {}
    for id_, project in known.projects.items():
        now = states.get(id_)
        if now is None or project.first_seen_on > day or not (internal or rules.is_public(now.state)):
            continue
        ended = now.state in END_STATES
        if not ended and now.sources and now.stated_on < newest_report:
            continue  # the newest report passes over it, though nobody said that it ended
        versions[project.slug] = Version(
            name=_name(project, day),
            state=now.state,
            flags=tuple(sorted(now.flags)),
            ended=ended,
            reason=now.reason,
            successors=tuple(sorted(slug for on, slug, _ in project.successors if on <= day)),
            responsible=tuple(sorted({who for start, end, who in project.units if _valid(start, end, day)})),
            goals=goals.get(id_, {}),
            milestones=milestones.get(id_, {}),
            costs=costs.get(id_, {}),
        )
    return versions


def _valid(start: date, end: date | None, day: date) -> bool:
    return start <= day and (end is None or end > day)


def _name(project: ProjectRow, day: date) -> str:
    """The name as of a day; before the first known one, that one."""
    known = [name for name in project.names if name[0] <= day and name[1] <= day]
    return max(known)[2] if known else min(project.names)[2]


def _newest_report(keys: Iterable[str], sources: Mapping[str, SourceRow], day: date) -> date | None:
    """The day of the newest monitoring report among some sources, as known on a day."""
    newest: date | None = None
    for key in keys:
        source = sources.get(key)
        if source is not None and source.kind == _REPORT and source.dated_on <= day:
            newest = source.dated_on if newest is None else max(newest, source.dated_on)
    return newest


def _goals(known: Records, day: date, reported: Mapping[int, date]) -> dict[int, dict[str, Goal]]:
    """Goals as of a day. A goal is mentioned when the newest report on its project is among its sources; what people
    entered here is no report's to pass over."""
    newest: dict[int, GoalRow] = {}
    last_named: dict[int, date] = {}
    for row in known.goals:
        if row.stated_on <= day:
            newest[row.goal] = row
            for key in row.sources:
                source = known.sources.get(key)
                if source is not None and source.dated_on <= day:
                    last_named[row.goal] = max(last_named.get(row.goal, source.dated_on), source.dated_on)
    goals: dict[int, dict[str, Goal]] = {}
    for id_, row in newest.items():
        report = reported.get(row.project)
        mentioned = not row.sources or report is None or last_named.get(id_, row.stated_on) >= report
        goals.setdefault(row.project, {})[str(id_)] = Goal(row.text, _target(row), row.status, row.reason, mentioned)
    return goals


def _target(row: GoalRow) -> str:
    """The target in one line: value, unit and year as far as stated."""
    value = "" if row.target_value is None else f"{row.target_value.normalize():f}"
    return " ".join(part for part in (value, row.target_unit, str(row.target_year or "")) if part)


def _milestones(rows: Iterable[DateRow], day: date) -> dict[int, dict[str, Milestone]]:
    planned: dict[int, list[Planned]] = {}
    actual: dict[int, VagueDate] = {}
    named: dict[int, DateRow] = {}
    for row in rows:
        if row.stated_on > day:
            continue
        named[row.milestone] = row
        span = VagueDate(row.text, row.first_on, row.last_on)
        if row.kind == "actual":
            actual[row.milestone] = span
        else:
            planned.setdefault(row.milestone, []).append(Planned(span, row.reason))
    milestones: dict[int, dict[str, Milestone]] = {}
    for id_, row in named.items():
        dropped = row.dropped_on is not None and row.dropped_on <= day
        milestones.setdefault(row.project, {})[str(id_)] = Milestone(
            row.name, tuple(planned.get(id_, ())), actual.get(id_), dropped, row.drop_reason if dropped else ""
        )
    return milestones


def _costs(rows: Iterable[CostRow], day: date) -> dict[int, dict[str, Cost]]:
    """Amounts of the same thing in the order in which they were stated; posts count alike whatever their unit is
    called, money only in the same unit and budget year."""
    series: dict[int, dict[str, Cost]] = {}
    for row in rows:
        if row.stated_on > day:
            continue
        unit = row.unit if row.kind == "money" else ""
        key = "|".join((row.kind, row.what, unit, str(row.budget_year or "")))
        of_project = series.setdefault(row.project, {})
        earlier = of_project[key].amounts if key in of_project else ()
        amount = row.amount.normalize()
        of_project[key] = Cost(row.what, row.unit, (*earlier, amount.quantize(1) if amount == int(amount) else amount))
    return series

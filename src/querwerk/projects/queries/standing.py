"""How projects stand: light with reason and trend, units, milestones. One statement for a whole list.

The newest word before a day counts. A milestone slips when its newest date lies behind its first one; a more precise
word inside the same span (2023, then 2023-04) is no slip.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext, ngettext

from ..labels import STATES
from ..lifecycle import RUNNING_STATES, Light, State, Trend, light_of, trend_of
from ..models import MilestoneDate, ProjectDate, ProjectName, Responsibility, StateVersion

_FAR = date(9999, 12, 31)
#: (name, written date, kind, stated on, first day, last day)
Said = tuple[str, str, str, date, date, date | None]
_TROUBLED = frozenset({State.DELAYED, State.PARTLY_SUSPENDED, State.PUT_OFF})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that works on a project."""

    slug: str
    short: str


@dataclass(frozen=True, slots=True)
class Step:
    """What became known about the state of a project on a day."""

    stated_on: date
    state: State
    flags: tuple[State, ...]
    word: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone as known on a day: the newest word, how far it lies behind the first one, whether it is reached."""

    name: str
    written: str
    stated_on: date
    first_on: date
    last_on: date | None
    slip_days: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a project stands on a day."""

    light: Light
    reasons: tuple[str, ...]
    trend: Trend
    step: Step | None
    units: tuple[Unit, ...]
    milestones: tuple[Milestone, ...]

    @property
    def slip_days(self) -> int:
        """The widest slip among the milestones."""
        return max((milestone.slip_days for milestone in self.milestones), default=0)

    @property
    def next_milestone(self) -> Milestone | None:
        """The open milestone that comes first."""
        still_open = [milestone for milestone in self.milestones if not milestone.reached]
        return min(still_open, key=lambda milestone: milestone.last_on or _FAR, default=None)


#: All kinds of facts in one statement, without the object layer. Days travel as text.
_STATES = """
SELECT s.project_id, 1, 0, CAST(s.stated_on AS varchar(10)), s.state, s.word,
CAST(s.flags AS varchar(400)), '', '', s.id
FROM projects_stateversion s WHERE s.project_id IN ({marks}) AND s.stated_on <= %s"""
_UNITS = """
SELECT r.project_id, 2, 0, COALESCE(CAST(r.valid_to AS varchar(10)), '9999-12-31'), COALESCE(u.slug, v.slug),
COALESCE(u.short, v.short), '', '', '', r.id
FROM projects_responsibility r LEFT JOIN structure_unit u ON u.id = r.unit_id
LEFT JOIN structure_post p ON p.id = r.post_id LEFT JOIN structure_unit v ON v.id = p.unit_id
WHERE r.project_id IN ({marks}) AND r.valid_from <= %s AND r.role <> 'partner'"""
_DATES = """
SELECT m.project_id, 3, m.id, CAST(d.stated_on AS varchar(10)), m.name, d.date, d.kind,
CAST(d.first_on AS varchar(10)), COALESCE(CAST(d.last_on AS varchar(10)), ''), d.id
FROM projects_milestonedate d JOIN projects_milestone m ON m.id = d.milestone_id
WHERE m.project_id IN ({marks}) AND m.dropped_on IS NULL AND d.stated_on <= %s"""
_NAMES = """
SELECT n.project_id, 4, 0, CAST(n.valid_from AS varchar(10)), n.name, '', '', '',
COALESCE(CAST(n.valid_to AS varchar(10)), '9999-12-31'), n.id
FROM projects_projectname n WHERE n.project_id IN ({marks}) AND n.valid_from <= %s"""
_CONFIRMED = """
SELECT c.project_id, 5, 0, CAST(c.stated_on AS varchar(10)), '', '', '', '', '', c.id
FROM projects_confirmation c WHERE c.project_id IN ({marks}) AND c.stated_on <= %s"""
_ALL = (_STATES, _UNITS, _DATES, _NAMES, _CONFIRMED)
#: Databases take some 32,000 parameters; five lists of this length stay below.
_AT_ONCE = 6_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record about a project up to a day: its states, its units with their last day, what was said of
    each milestone, every name with its first and last day, and the days on which the sheet was confirmed."""

    steps: list[Step]
    units: dict[str, tuple[Unit, date]]
    said: dict[int, list[Said]]
    names: list[tuple[str, date, date]]
    confirmed: list[date]

    def called(self, on: date) -> str:
        """The name on a day; empty when it had none yet."""
        held = [name for name, since, until in self.names if since <= on < until]
        return held[-1] if held else ""


NOTHING = Facts([], {}, {}, [], [])


def facts_of(projects: Sequence[int], *, on: date) -> dict[int, Facts]:
    """The facts of each project up to a day, by primary key; one statement."""
    found: dict[int, Facts] = {}
    for pk, what, milestone, day, text, more, kind, first, last, _order in _rows(projects, on, *_ALL):
        kept = found.get(pk)
        if kept is None:
            kept = found[pk] = Facts([], {}, {}, [], [])
        when = date.fromisoformat(day)
        if what == 1:
            kept.steps.append(Step(when, State(text), _flags(kind), more))
        elif what == 3:
            ends = date.fromisoformat(last) if last else None
            kept.said.setdefault(milestone, []).append((text, more, kind, when, date.fromisoformat(first), ends))
        elif what == 4:
            kept.names.append((text, when, date.fromisoformat(last)))
        elif what == 5:
            kept.confirmed.append(when)
        elif text is not None and (text not in kept.units or kept.units[text][1] < when):
            kept.units[text] = (Unit(text, more), when)
    return found


def standing_from(facts: Facts, *, on: date) -> Standing:
    """The standing of a project on a day, from its facts."""
    return _standing(facts.steps, facts.said, _working(facts.units, on), on)


def steps_of(projects: Sequence[int], *, on: date) -> dict[int, list[Step]]:
    """What became known about the state of each project up to a day, oldest first."""
    found: dict[int, list[Step]] = {}
    for pk, _what, _number, day, state, word, flags, _first, _last, _order in _rows(projects, on, _STATES):
        found.setdefault(pk, []).append(Step(date.fromisoformat(day), State(state), _flags(flags), word))
    return found


def _rows(projects: Sequence[int], on: date, *parts: str) -> list[tuple[Any, ...]]:
    """Rows of facts, oldest first."""
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(projects), _AT_ONCE):
        keys = projects[start : start + _AT_ONCE]
        marks = ", ".join(["%s"] * len(keys))
        statement = " UNION ALL ".join(parts).format(marks=marks) + " ORDER BY 4, 10"
        with connection.cursor() as cursor:
            cursor.execute(statement, [*keys, on.isoformat()] * len(parts))
            rows += cursor.fetchall()
    return rows


def _flags(text: str) -> tuple[State, ...]:
    return () if text == "[]" else tuple(map(State, json.loads(text)))


def _working(units: dict[str, tuple[Unit, date]], on: date) -> tuple[Unit, ...]:
    """The units that work on a project on a day; for a finished one, those that did last."""
    if not units:
        return ()
    last = max(ends for _unit, ends in units.values())
    return tuple(unit for unit, ends in units.values() if ends > on or (last <= on and ends == last))


def slip_days(old: tuple[date, date | None], new: tuple[date, date | None]) -> int:
    """Days from the last possible day of the old word to that of the new one; 0 when nothing is later for sure."""
    if old[1] is None or new[1] is None:
        return 0
    inside = old[0] <= new[0] and new[1] <= old[1]
    return 0 if inside else max((new[1] - old[1]).days, 0)


def late_days(planned: tuple[date, date | None], reached: date) -> int:
    """Days from the last planned day to the first that it may have been reached on; 0 when it may have been in time."""
    return 0 if planned[1] is None else max((reached - planned[1]).days, 0)


def _milestones(said: Iterable[list[Said]], on: date) -> tuple[Milestone, ...]:
    """Each milestone as it was known on a day."""
    found = []
    for words in said:
        known = [word for word in words if word[3] <= on]
        if not known:
            continue
        planned = [word for word in known if word[2] == MilestoneDate.Kind.PLANNED] or known
        reached = next((word for word in known if word[2] == MilestoneDate.Kind.ACTUAL), None)
        name, written, _kind, stated_on, first_on, last_on = reached or known[-1]
        first = planned[0][4:6]
        days = late_days(first, first_on) if reached else slip_days(first, (first_on, last_on))
        found.append(Milestone(name, written, stated_on, first_on, last_on, days, reached is not None))
    return tuple(found)


def standing_of(steps: list[Step], said: dict[int, list[Said]], *, on: date) -> Standing:
    """The standing of one project on a day, from rows that are already at hand."""
    return _standing(steps, said, (), on)


def _standing(steps: list[Step], said: dict[int, list[Said]], units: tuple[Unit, ...], on: date) -> Standing:
    if not steps:
        return Standing(Light.NONE, (), Trend.NONE, None, units, _milestones(said.values(), on))
    now = steps[-1]
    milestones = _milestones(said.values(), on)
    light, reasons = _light(now, milestones, on)
    trend = Trend.NONE
    before = next((step for step in reversed(steps) if step.stated_on < now.stated_on), None)
    if light is not Light.NONE and before is not None:
        then = _milestones(said.values(), before.stated_on)
        trend = trend_of(_light(before, then, before.stated_on)[0], light)
    return Standing(light, reasons, trend, now, units, milestones)


def _light(step: Step, milestones: Iterable[Milestone], on: date) -> tuple[Light, tuple[str, ...]]:
    if step.state not in RUNNING_STATES:
        return Light.NONE, ()
    still_open = [milestone for milestone in milestones if not milestone.reached]
    slips = sum(1 for milestone in still_open if milestone.slip_days)
    overdue = sum(1 for milestone in still_open if milestone.last_on is not None and milestone.last_on < on)
    reasons = [str(STATES[state]).lower() for state in (step.state, *step.flags) if state in _TROUBLED]
    if overdue:
        late = ngettext("%(count)s date passed without a word", "%(count)s dates passed without a word", overdue)
        reasons.append(late % {"count": overdue})
    if slips:
        moved = ngettext("%(count)s milestone put back", "%(count)s milestones put back", slips)
        reasons.append(moved % {"count": slips})
    light = light_of(step.state, step.flags, slips=slips, overdue=overdue)
    return light, tuple(dict.fromkeys(reasons)) or (gettext("no open date is late"),)


@dataclass(frozen=True, slots=True)
class Origins:
    """Every name a project had, oldest first, and every source that speaks of its name, state, units or dates."""

    names: tuple[str, ...]
    sources: tuple[str, ...]


def origins_of(projects: Sequence[int], *, on: date) -> dict[int, Origins]:
    """Names and sources of each project up to a day."""
    names: dict[int, list[str]] = {}
    keys: dict[int, set[str]] = {}
    called = ProjectName.objects.filter(project__in=projects, valid_from__lte=on).order_by("valid_from", "id")
    for pk, name, sources in called.values_list("project_id", "name", "sources"):
        names.setdefault(pk, []).append(name)
        keys.setdefault(pk, set()).update(sources)
    for rows in (
        StateVersion.objects.filter(project__in=projects).values_list("project_id", "sources"),
        Responsibility.objects.filter(project__in=projects).values_list("project_id", "sources"),
        ProjectDate.objects.filter(project__in=projects).values_list("project_id", "sources"),
        MilestoneDate.objects.filter(milestone__project__in=projects).values_list("milestone__project_id", "sources"),
    ):
        for pk, sources in rows:
            keys.setdefault(pk, set()).update(sources)
    nothing = Origins((), ())
    found: defaultdict[int, Origins] = defaultdict(lambda: nothing)
    for pk in {*names, *keys}:
        found[pk] = Origins(tuple(dict.fromkeys(names.get(pk, ()))), tuple(sorted(keys.get(pk, ()))))
    return found

"""How projects stand: light with reason and trend, units, milestones. One statement a kind of fact for a whole list.

The newest word before a day counts. A milestone slips when its newest date lies behind its first one; a more precise
word inside the same span (2023, then 2023-04) is no slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, ngettext

from ..labels import STATES
from ..lifecycle import RUNNING_STATES, Light, State, Trend, light_of, trend_of
from ..models import MilestoneDate, Project, ProjectDate, ProjectName, Responsibility, StateVersion

Projects = Sequence[int] | QuerySet[Project]
_FAR = date(9999, 12, 31)
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


EMPTY = Standing(Light.NONE, (), Trend.NONE, None, (), ())


def standings(projects: Projects, *, on: date, units: bool = True) -> dict[int, Standing]:
    """The standing of each project on a day, by primary key; three statements however many projects."""
    steps = steps_of(projects, on=on)
    said = _dates_of(projects, on=on)
    held = units_of(projects, on=on) if units else {}
    return {
        pk: _standing(steps.get(pk, []), said.get(pk, {}), tuple(held.get(pk, ())), on) for pk in {*steps, *said, *held}
    }


def steps_of(projects: Projects, *, on: date) -> dict[int, list[Step]]:
    """What became known about the state of each project up to a day, oldest first."""
    rows = (
        StateVersion.objects.filter(project__in=projects, stated_on__lte=on)
        .order_by("stated_on", "id")
        .values_list("project_id", "stated_on", "state", "flags", "word")
    )
    found: dict[int, list[Step]] = {}
    for pk, stated_on, state, flags, word in rows:
        found.setdefault(pk, []).append(Step(stated_on, State(state), tuple(map(State, flags)), word))
    return found


def units_of(projects: Projects, *, on: date) -> dict[int, list[Unit]]:
    """The units that work on each project on a day; for a finished one, those that did last."""
    rows = (
        Responsibility.objects.filter(project__in=projects, valid_from__lte=on)
        .exclude(role=Responsibility.Role.PARTNER)
        .annotate(slug=Coalesce("unit__slug", "post__unit__slug"), short=Coalesce("unit__short", "post__unit__short"))
        .order_by("id")
        .values_list("project_id", "slug", "short", "valid_to")
    )
    held: dict[int, dict[str, tuple[Unit, date]]] = {}
    for pk, slug, short, valid_to in rows:
        if slug is not None:
            ends = valid_to or _FAR
            known = held.setdefault(pk, {}).get(slug)
            if known is None or known[1] < ends:
                held[pk][slug] = (Unit(slug, short), ends)
    found = {}
    for pk, units in held.items():
        last = max(ends for _unit, ends in units.values())
        found[pk] = [unit for unit, ends in units.values() if ends > on or (last <= on and ends == last)]
    return found


#: (name, written date, kind, stated on, first day, last day)
Said = tuple[str, str, str, date, date, date | None]


def _dates_of(projects: Projects, *, on: date) -> dict[int, dict[int, list[Said]]]:
    rows = (
        MilestoneDate.objects.filter(
            milestone__project__in=projects, milestone__dropped_on__isnull=True, stated_on__lte=on
        )
        .order_by("stated_on", "id")
        .values_list(
            "milestone__project_id",
            "milestone_id",
            "milestone__name",
            "date",
            "kind",
            "stated_on",
            "first_on",
            "last_on",
        )
    )
    found: dict[int, dict[int, list[Said]]] = {}
    for pk, milestone, *said in rows:
        found.setdefault(pk, {}).setdefault(milestone, []).append(tuple(said))
    return found


def slip_days(old: tuple[date, date | None], new: tuple[date, date | None]) -> int:
    """Days from the last possible day of the old word to that of the new one; 0 when nothing is later for sure."""
    if old[1] is None or new[1] is None:
        return 0
    inside = old[0] <= new[0] and new[1] <= old[1]
    return 0 if inside else max((new[1] - old[1]).days, 0)


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
        days = slip_days(planned[0][4:6], (first_on, last_on))
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


def origins_of(projects: Projects, *, on: date) -> dict[int, Origins]:
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

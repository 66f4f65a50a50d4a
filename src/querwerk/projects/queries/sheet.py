"""The sheet of one project as of a day: a handful of statements, whatever it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import SlugField
from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.journal.queries import HistoryLine, history, recorded
from querwerk.prepared import Prepared, Slot
from querwerk.structure.queries import USUAL_RULES, theme_name

from ..lifecycle import GoalStatus, LineageKind, confirmed_on, stale_months
from ..rules import sees_internal, visible_to
from . import facts
from .children import Children, children
from .places import Places, places

_REPORT = "monitoring_report"
_HISTORY_LINES = 100
_COLUMNS = (
    "pk", "thread", "slug", "name", "kind", "horizon", "first_seen_on", "ended_on", "updated_on",
    "theme__slug", "theme__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with all its versions, oldest first. ``last_named`` when later reports pass over it in silence."""

    now: facts.GoalVersion
    before: tuple[facts.GoalVersion, ...]
    last_named: facts.SourceFact | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone with every date said for it: the first planned is the baseline, the last planned the forecast."""

    id: int
    name: str
    note: str
    baseline: facts.MilestoneDate | None
    forecasts: tuple[facts.MilestoneDate, ...]
    actual: facts.MilestoneDate | None
    dropped_on: date | None
    drop_reason: str

    @property
    def planned(self) -> tuple[facts.MilestoneDate, ...]:
        return (self.baseline, *self.forecasts) if self.baseline else ()

    @property
    def newest(self) -> facts.MilestoneDate | None:
        """What counts now: the actual date, else the last one planned."""
        return self.actual or (self.forecasts[-1] if self.forecasts else self.baseline)

    @property
    def points(self) -> list[tuple[str, date]]:
        """(kind, last possible day) of each date, for the line on the axis; an open end counts from its first day."""
        said = [*self.planned, *filter(None, [self.actual])]
        return [(row.kind, row.span.last or row.span.first) for row in said]

    @property
    def reason(self) -> str:
        """Why the date moved, by the newest source that says so."""
        return next(
            (said.reason for said in reversed((*self.planned, *filter(None, [self.actual]))) if said.reason), ""
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount and what it differs from the one stated before."""

    row: facts.Resource
    difference: Decimal | None


@dataclass(frozen=True, slots=True)
class Means:
    """The same thing stated once or again: its cost history, oldest first."""

    what: str
    kind: str
    amounts: tuple[Amount, ...]

    @property
    def now(self) -> facts.Resource:
        return self.amounts[-1].row


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a sheet shows. ``on`` is its day; ``past`` when that is not today."""

    pk: int
    thread: UUID
    slug: str
    on: date
    past: bool
    name: str
    former: tuple[facts.Name, ...]
    kind: str
    theme_slug: str
    theme: str
    heads: tuple[facts.ThemeRole, ...]
    officers: tuple[facts.ThemeRole, ...]
    horizon: str
    first_seen_on: date
    ended_on: date | None
    updated_on: date
    confirmed_on: date
    stale_months: int
    state: facts.StateFact | None
    responsible: tuple[facts.Responsible, ...]
    formerly_responsible: tuple[facts.Responsible, ...]
    texts: Mapping[str, tuple[facts.Text, ...]]
    goals: tuple[Goal, ...]
    milestones: tuple[Milestone, ...]
    means: tuple[Means, ...]
    known: Children
    sources: Mapping[str, facts.SourceFact]
    numbers: Mapping[str, int]
    places: Places
    history: tuple[HistoryLine, ...]

    def marks(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """(label, key) of the marks of some sources: 1, 2, 5; three and more in a row as 3–9."""
        runs: list[list[int]] = []
        for number in sorted(self.numbers[key] for key in keys):
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        by_number = {number: key for key, number in self.numbers.items()}
        marks: list[tuple[str, str]] = []
        for run in runs:
            if len(run) > 2:
                marks.append((f"{run[0]}–{run[-1]}", by_number[run[0]]))
            else:
                marks += [(str(number), by_number[number]) for number in run]
        return marks

    @property
    def figures(self) -> list[facts.Figure]:
        """The same figure over the years stands together."""
        place: dict[str, int] = {}
        for row in self.known.figures:
            place.setdefault(row.what, len(place))
        return sorted(self.known.figures, key=lambda row: (place[row.what], row.year or 0))

    @property
    def councils(self) -> list[facts.Involvement]:
        """The involvement of the council, the newest first."""
        return sorted(self.known.involvements, key=lambda row: row.first_on, reverse=True)

    @property
    def begins(self) -> tuple[facts.ProjectDate, ...]:
        """What sources say about the beginning, the newest first."""
        return _differing(said for said in self.known.dates if said.kind == "begin")

    @property
    def ends(self) -> tuple[facts.ProjectDate, ...]:
        """What sources say about the end, the newest first."""
        return _differing(said for said in self.known.dates if said.kind == "end")


def sheet(slug: str, actor: Actor, *, on: date, past: bool) -> Sheet | None:
    """The sheet of a project an actor may see, as known on a day; None if there was none."""
    row = next((dict(zip(_COLUMNS, row, strict=True)) for row in _project(actor.rights).rows(slug=slug)), None)
    if row is None or row["first_seen_on"] > on:
        return None
    known = children(row["pk"], actor)
    if past:
        known = _known_on(replace(known, parts=_parts_on(known.parts, row["thread"], on)), on)
    return _sheet(row, known, actor, on=on, past=past)


@lru_cache(maxsize=64)
def _project(reader: Actor) -> Prepared:
    """The project of a slug. What a reader may see follows from the rights alone (:mod:`..rules`)."""
    return Prepared(lambda: visible_to(reader).filter(slug=Slot("slug", SlugField())).values_list(*_COLUMNS))


def _sheet(row: Mapping[str, Any], known: Children, actor: Actor, *, on: date, past: bool) -> Sheet:
    sources = {source.key: source for source in known.sources}
    names = [name for name in known.names if name.valid_from <= on]
    name = names[-1].name if past and names else row["name"]
    theme_names = [name.name for name in known.theme_names if _valid(name, on)] if past else []
    roles = [role for role in known.theme_roles if _valid(role, on)]
    updated_on = _updated_on(known, row["updated_on"]) if past else row["updated_on"]
    confirmed = confirmed_on(updated_on, (said.stated_on for said in known.confirmed), on=on)
    return Sheet(
        pk=row["pk"],
        thread=row["thread"],
        slug=row["slug"],
        on=on,
        past=past,
        name=name,
        former=tuple(other for other in names if other.name != name),
        kind=row["kind"],
        theme_slug=row["theme__slug"],
        theme=theme_name(theme_names, row["theme__name"]),
        heads=tuple(role for role in roles if role.role == "head"),
        officers=tuple(role for role in roles if role.role == "officer"),
        horizon=row["horizon"],
        first_seen_on=row["first_seen_on"],
        ended_on=row["ended_on"] if row["ended_on"] and row["ended_on"] <= on else None,
        updated_on=updated_on,
        confirmed_on=confirmed,
        stale_months=_stale_months(confirmed, known, on),
        state=known.states[-1] if known.states else None,
        responsible=tuple(who for who in known.responsible if _valid(who, on)),
        formerly_responsible=tuple(who for who in known.responsible if not _valid(who, on)),
        texts=_texts(known.texts),
        goals=_goals(known, sources),
        milestones=_milestones(known),
        means=_means(known.resources),
        known=known,
        sources=sources,
        numbers=_numbers(known, sources),
        places=places(known, [row["name"], *(n.name for n in known.names)]),
        history=() if past else _history(row["thread"], actor),
    )


#: Facts of the journal that name another project.
_KIN = frozenset({"replaced_by", *LineageKind})


def _history(thread: UUID, actor: Actor) -> tuple[HistoryLine, ...]:
    """What was changed; a candidate named there stays unnamed for those who may not know of it (see ``after``)."""
    lines = history(thread, of="projects", limit=_HISTORY_LINES)
    if not sees_internal(actor):
        lines = [replace(line, facts={k: v for k, v in line.facts.items() if k not in _KIN}) for line in lines]
    return tuple(lines)


def _stale_months(confirmed: date, known: Children, on: date) -> int:
    agreed = {
        rule.key: rule.value for rule in sorted(known.rules, key=lambda rule: rule.valid_from) if _valid(rule, on)
    }
    if not known.states:
        return 0
    allowed = {**USUAL_RULES, **agreed}["freshness_months"]
    return stale_months(confirmed, known.states[-1].state, on=on, allowed=allowed)


def _valid(row: Any, on: date) -> bool:
    return bool(row.valid_from <= on and (row.valid_to is None or row.valid_to > on))


def _known_on(known: Children, on: date) -> Children:
    """Only what was known on a day, by only those sources that existed then."""
    keys = {source.key for source in known.sources if source.dated_on <= on}

    def then(rows: Sequence[Any]) -> list[Any]:
        if not rows or not isinstance(rows[0], facts.Fact):
            return list(rows)
        return [
            replace(row, sources=tuple(key for key in row.sources if key in keys))
            for row in rows
            if row.stated_on <= on
        ]

    kept = {f.name: then(getattr(known, f.name)) for f in fields(known)}
    kept["sources"] = [source for source in known.sources if source.dated_on <= on]
    kept["contradictions"] = []
    return Children(**kept)


def _parts_on(parts: list[facts.Part], thread: UUID, on: date) -> list[facts.Part]:
    """Parts as they stood on a day: a part keeps one state, the journal what each later move overwrote."""
    if not parts:
        return []
    found = {part.name: part for part in parts}
    for line in recorded(thread, "projects.part_moved"):
        name = line.facts["part"][0]
        if timezone.localtime(line.at).date() <= on or name not in found:
            continue
        part = found[name]
        state, note, sources = (
            line.facts.get(what, [now])[0]
            for what, now in (("state", part.state), ("note", part.note), ("sources", part.sources))
        )
        found[name] = replace(part, state=state or "", note=note or "", sources=tuple(sources))
    return list(found.values())


def _updated_on(known: Children, last: date) -> date:
    changes = (f.name for f in fields(known) if f.name != "confirmed")
    days = [row.stated_on for name in changes for row in getattr(known, name) if isinstance(row, facts.Fact)]
    return max(days, default=last)


def _numbers(known: Children, sources: Mapping[str, facts.SourceFact]) -> dict[str, int]:
    """A number for each source this sheet rests on, oldest first."""
    used = {
        key
        for f in fields(known)
        if not f.name.startswith("theme_")
        for row in getattr(known, f.name)
        if isinstance(row, facts.Fact)
        for key in row.sources
    }
    ordered = sorted(used, key=lambda key: (sources[key].dated_on if key in sources else date.max, key))
    return {key: number for number, key in enumerate(ordered, 1)}


def _texts(rows: Iterable[facts.Text]) -> dict[str, tuple[facts.Text, ...]]:
    """The versions of each text, the newest first."""
    versions: dict[str, tuple[facts.Text, ...]] = {}
    for row in rows:
        versions[row.field] = (row, *versions.get(row.field, ()))
    return versions


def _goals(known: Children, sources: Mapping[str, facts.SourceFact]) -> tuple[Goal, ...]:
    versions: dict[int, list[facts.GoalVersion]] = defaultdict(list)
    for version in known.goals:
        versions[version.goal].append(version)
    reported = _newest((key for state in known.states for key in state.sources), sources)
    found = []
    for rows in versions.values():
        now = rows[-1]
        named = _newest(now.sources, sources)
        silent = (
            now.status == GoalStatus.OPEN
            and named is not None
            and reported is not None
            and named.dated_on < reported.dated_on
        )
        found.append(Goal(now, tuple(rows[:-1]), named if silent else None))
    return tuple(sorted(found, key=lambda goal: (goal.last_named is not None, goal.now.position)))


def _newest(keys: Iterable[str], sources: Mapping[str, facts.SourceFact]) -> facts.SourceFact | None:
    found = [sources[key] for key in keys if key in sources and sources[key].kind == _REPORT]
    return max(found, key=lambda source: source.dated_on, default=None)


def _milestones(known: Children) -> tuple[Milestone, ...]:
    said: dict[int, list[facts.MilestoneDate]] = defaultdict(list)
    for row in known.milestone_dates:
        said[row.milestone].append(row)
    found = []
    for milestone in known.milestones:
        planned = [row for row in said[milestone.id] if row.kind == "planned"]
        actual = next((row for row in said[milestone.id] if row.kind == "actual"), None)
        found.append(
            Milestone(
                milestone.id,
                milestone.name,
                milestone.note,
                planned[0] if planned else None,
                tuple(planned[1:]),
                actual,
                milestone.dropped_on,
                milestone.drop_reason,
            )
        )
    return tuple(sorted(found, key=_due))


def _due(milestone: Milestone) -> tuple[date, date]:
    return milestone.newest.span.sort_key if milestone.newest else (date.max, date.max)


def _means(rows: Iterable[facts.Resource]) -> tuple[Means, ...]:
    """Amounts of the same thing, in the same unit and for the same budget year, in the order they were stated."""
    series: dict[tuple[str, str, str, int | None], list[Amount]] = {}
    for row in rows:
        amounts = series.setdefault((row.kind, row.what, row.unit, row.budget_year), [])
        before = amounts[-1].row.amount if amounts else None
        differs = row.amount is not None and before is not None and row.amount != before
        amounts.append(Amount(row, row.amount - before if differs and row.amount and before is not None else None))
    return tuple(Means(key[1], key[0], tuple(amounts)) for key, amounts in series.items())


def _differing(rows: Iterable[facts.ProjectDate]) -> tuple[facts.ProjectDate, ...]:
    newest_first = sorted(rows, key=lambda row: row.stated_on, reverse=True)
    return tuple({row.date: row for row in reversed(newest_first)}.values())[::-1]

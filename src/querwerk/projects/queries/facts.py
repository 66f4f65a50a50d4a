"""The facts of a sheet as values: one frozen row a class, each with its sources and the day it became known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - some facts have a field of that name
from decimal import Decimal
from typing import Any

from querwerk import dates
from querwerk.dates import VagueDate

from ..lifecycle import GoalStatus, LineageKind, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact with the keys of its sources (none: entered in Querwerk) and the day it became known."""

    sources: tuple[str, ...]
    stated_on: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Fact):
    name: str
    note: str
    valid_from: Day
    valid_to: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFact(Fact):
    id: int
    state: State
    flags: tuple[State, ...]
    word: str
    reason: str
    inferred: bool
    review_on: Day | None
    receiver: str | None
    receiver_slug: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible(Fact):
    role: str
    unit: str | None
    unit_slug: str | None
    unit_short: str | None
    post: str | None
    partner: str
    note: str
    valid_from: Day
    valid_to: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Fact):
    id: int
    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalVersion(Fact):
    id: int
    goal: int
    position: int
    text: str
    target_value: Decimal | None
    target_unit: str
    target_year: int | None
    status: GoalStatus
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Fact):
    name: str
    state: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect(Fact):
    kind: str
    text: str
    countermeasure: str
    owner: str | None
    closed_on: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup(Fact):
    text: str
    involved: str
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Fact):
    """A goal of a strategy that the project serves."""

    strategy: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Fact):
    """A date as a source writes it."""

    id: int
    kind: str
    date: str

    @property
    def span(self) -> VagueDate:
        return dates.parse(self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDate(Written):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDate(Written):
    milestone: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Fact):
    """Somebody looked through the sheet and said that it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A number the house agreed on."""

    key: str
    value: int
    valid_from: Day
    valid_to: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneName:
    id: int
    name: str
    note: str
    position: int
    dropped_on: Day | None
    drop_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    what: str
    value: str
    unit: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement(Fact):
    date: str
    first_on: Day
    body: str
    body_name: str
    what: str
    result: str
    paper: str
    planned: bool
    later_date: str
    oparl: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin(Fact):
    """Another project that this one comes from or leads to."""

    slug: str
    name: str
    state: State
    kind: LineageKind
    planned: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Fact):
    id: int
    kind: str
    what: str
    amount: Decimal | None
    unit: str
    period: str
    budget_year: int | None
    funder: str
    funding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Fact):
    name: str
    kind: str
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle(Fact):
    kind: str
    text: str
    escalated_on: Day | None
    resolved_on: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeName(Fact):
    name: str
    valid_from: Day
    valid_to: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRole(Fact):
    role: str
    post: str
    count: int
    valid_from: Day
    valid_to: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTheme:
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Fact):
    """A document or a picture; ``kind`` is the ending of the file, ``size`` its bytes."""

    id: int
    title: str
    description: str
    internal: bool
    kind: str
    size: int

    @property
    def is_picture(self) -> bool:
        return self.kind != "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two sources that disagree, and what was decided, if it was."""

    number: int
    what: str
    first: str
    second: str
    refs: tuple[str, ...]
    decision: str
    decided_on: Day | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFact:
    """A source of the house, as marks and lists show it."""

    key: str
    kind: str
    title: str
    paper: str
    body: str
    dated_on: Day

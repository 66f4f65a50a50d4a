"""What a form is about, in the words of the sheet: shown above its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from querwerk.fields import spoken

from ..actions.goals import newest_version
from ..actions.milestones import newest_date
from ..labels import LINEAGE, STATES
from ..lifecycle import LineageKind, State
from ..models import (
    Goal,
    GoalVersion,
    Lineage,
    MethodUse,
    Milestone,
    MilestoneDate,
    Obstacle,
    ProjectDate,
    Prospect,
    Responsibility,
    SheetText,
    StateVersion,
    StrategyLink,
)


def about(thing: Model | None) -> str:
    """The words of a row; nothing when a verb is about the project itself."""
    return "" if thing is None else _WORDS.get(type(thing), str)(thing)


def _milestone(milestone: Milestone) -> str:
    newest = newest_date(milestone)
    return f"{milestone.name}: {spoken(newest.date)}" if newest else milestone.name


_WORDS: dict[type[Model], Callable[[Any], str]] = {
    Goal: lambda goal: newest_version(goal).text,
    GoalVersion: lambda version: str(version.text),
    Lineage: lambda link: f"{LINEAGE[LineageKind(link.kind)][0]} {link.later.name}",
    MethodUse: lambda use: str(use.method.name),
    Milestone: _milestone,
    MilestoneDate: lambda said: f"{said.milestone.name}: {spoken(said.date)}",
    Obstacle: lambda obstacle: str(obstacle.text),
    ProjectDate: lambda said: spoken(said.date),
    Prospect: lambda prospect: str(prospect.text),
    Responsibility: lambda row: str(row.post or row.unit or row.partner),
    SheetText: lambda version: str(version.text),
    StateVersion: lambda version: str(STATES[State(version.state)]),
    StrategyLink: lambda link: str(link.goal.text),
}

"""The tables under a project, and how their rows are written."""

from __future__ import annotations

from querwerk.structure.exchange.store import Table

from ..models import (
    Figure,
    GoalVersion,
    Involvement,
    Lineage,
    MethodUse,
    MilestoneDate,
    Obstacle,
    Part,
    ProjectDate,
    ProjectName,
    Prospect,
    Resource,
    Responsibility,
    SheetText,
    StateVersion,
    TargetGroup,
)

_S = ("sources", "stated_on")
_V = ("date", "first_on", "last_on")

TABLES = (
    Table("names", ProjectName, "project", ("name", "valid_from", "valid_to", "note", *_S)),
    Table("states", StateVersion, "project", ("state", "flags", "word", "reason", "inferred", *_S)),
    Table("dates", ProjectDate, "project", ("kind", *_V, "note", *_S)),
    Table(
        "responsibilities",
        Responsibility,
        "project",
        ("unit__short", "partner", "role", "valid_from", "valid_to", "note", *_S),
    ),
    Table("texts", SheetText, "project", ("field", "text", *_S)),
    Table("target_groups", TargetGroup, "project", ("text", *_S)),
    Table("prospects", Prospect, "project", ("kind", "text", *_S)),
    Table("parts", Part, "project", ("name", *_S)),
    Table("methods", MethodUse, "project", ("method__name", "planned", *_S)),
    Table(
        "resources",
        Resource,
        "project",
        ("kind", "what", "amount", "unit", "period", "budget_year", "funder", *_S),
    ),
    Table("figures", Figure, "project", ("what", "value", "unit", "year", *_S)),
    Table(
        "involvements",
        Involvement,
        "project",
        ("body__short", *_V, "what", "result", "paper", "planned", "later_date", "oparl", *_S),
    ),
    Table("lineage", Lineage, "earlier", ("later__slug", "kind", "planned", "note", *_S)),
    Table("obstacles", Obstacle, "project", ("kind__name", "theme__slug", "text", *_S)),
)
#: Obstacles of a theme or of the whole way of working.
LOOSE_OBSTACLES = Table("obstacles", Obstacle, "", ("kind__name", "theme__slug", "text", *_S))
GOAL_VERSIONS = Table("goals", GoalVersion, "goal", ("text", *_S))
MILESTONE_DATES = Table("milestones", MilestoneDate, "milestone", ("kind", *_V, *_S))

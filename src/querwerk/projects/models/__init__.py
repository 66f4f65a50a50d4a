"""The tables of a lead project, by what they tell: the project, its aims, its dates, its means, its evidence."""

from .aims import Goal, GoalVersion, Part, Prospect, StrategyLink, TargetGroup
from .dates import Milestone, MilestoneDate, ProjectDate
from .evidence import Attachment, Contradiction, Figure, Involvement, Lineage
from .means import Method, MethodUse, Obstacle, ObstacleKind, Resource
from .project import Project, ProjectName, Responsibility, SheetText, StateVersion

__all__ = [
    "Attachment",
    "Contradiction",
    "Figure",
    "Goal",
    "GoalVersion",
    "Involvement",
    "Lineage",
    "Method",
    "MethodUse",
    "Milestone",
    "MilestoneDate",
    "Obstacle",
    "ObstacleKind",
    "Part",
    "Project",
    "ProjectDate",
    "ProjectName",
    "Prospect",
    "Resource",
    "Responsibility",
    "SheetText",
    "StateVersion",
    "StrategyLink",
    "TargetGroup",
]

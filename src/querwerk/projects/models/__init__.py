"""The tables of a lead project, by what they tell: the project, aims, dates, means, evidence, drafts, confirmations."""

from .aims import Goal, GoalVersion, Part, Prospect, StrategyLink, TargetGroup
from .confirmation import Confirmation
from .dates import Milestone, MilestoneDate, ProjectDate
from .drafts import Draft, Note
from .evidence import Attachment, Contradiction, Figure, Involvement, Lineage
from .means import Method, MethodUse, Obstacle, ObstacleKind, Resource
from .project import GROWING, Project, ProjectName, Responsibility, SheetText, StateVersion

__all__ = [
    "GROWING",
    "Attachment",
    "Confirmation",
    "Contradiction",
    "Draft",
    "Figure",
    "Goal",
    "GoalVersion",
    "Involvement",
    "Lineage",
    "Method",
    "MethodUse",
    "Milestone",
    "MilestoneDate",
    "Note",
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

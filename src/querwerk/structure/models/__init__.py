"""The line, the cross, and the words and sources for both. Whatever may move carries a from- and a to-day.

Days are inclusive at ``valid_from`` and exclusive at ``valid_to``; an open end is NULL.
"""

from .cross import (
    Body,
    BudgetCycle,
    BudgetLine,
    SteeringSeat,
    Strategy,
    StrategyGoal,
    Theme,
    ThemeBody,
    ThemeName,
    ThemeNote,
    ThemeRole,
)
from .facts import Dated, Source, Sourced
from .line import PRIVILEGED, Account, Assignment, Person, Placement, Post, Unit, UnitName
from .words import HOUSE, Alias, HouseFact, HouseRule, Term

__all__ = [
    "HOUSE",
    "PRIVILEGED",
    "Account",
    "Alias",
    "Assignment",
    "Body",
    "BudgetCycle",
    "BudgetLine",
    "Dated",
    "HouseFact",
    "HouseRule",
    "Person",
    "Placement",
    "Post",
    "Source",
    "Sourced",
    "SteeringSeat",
    "Strategy",
    "StrategyGoal",
    "Term",
    "Theme",
    "ThemeBody",
    "ThemeName",
    "ThemeNote",
    "ThemeRole",
    "Unit",
    "UnitName",
]

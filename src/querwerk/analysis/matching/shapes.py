"""What is asked, who there is, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

MOST_NEEDS = 10
LARGEST = 10
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: needs by name, the largest team, units at least, a decision maker or not, each one's share."""

    needs: tuple[str, ...]
    size: int = 5
    units: int = 1
    decision_maker: bool = False
    share: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.needs) <= MOST_NEEDS or len(set(self.needs)) < len(self.needs):
            raise ValueError(f"between 1 and {MOST_NEEDS} different needs")
        if not 1 <= self.size <= LARGEST or not 1 <= self.units <= self.size:
            raise ValueError(f"a team of 1 to {LARGEST}, from at least one unit and at most as many as people")

    @property
    def full(self) -> int:
        """All needs as bits; the decision maker is the last of them."""
        return (1 << len(self.needs) + self.decision_maker) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The pool as arrays: keys, needs as bits, units, who may decide, share of time offered."""

    keys: Whole
    masks: Whole
    units: Whole
    decides: NDArray[np.bool_]
    free: Whole

    def __post_init__(self) -> None:
        if len({len(part) for part in (self.keys, self.masks, self.units, self.decides, self.free)}) > 1:
            raise ValueError("one entry a person in every array")
        if len(np.unique(self.keys)) < len(self.keys):
            raise ValueError("a person twice")

    @classmethod
    def of(cls, people: Iterable[tuple[int, int, int, bool, int]]) -> Candidates:
        """From one tuple a person: key, needs as bits, unit, may decide, share."""
        rows = np.array([[int(cell) for cell in row] for row in people], dtype=np.int64).reshape(-1, 5)
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3].astype(bool), rows[:, 4])


class Why(StrEnum):
    """Why a team cannot be smaller."""

    NEEDS = "needs"  # fewer people do not bring all needs
    UNITS = "units"  # fewer people do not come from so many units
    BOTH = "both"  # only both together ask for so many


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody proposed: needs they bring, those that nobody else of the team brings, and whether others could."""

    key: int
    unit: int
    brings: tuple[str, ...]
    alone: tuple[str, ...]
    decides: bool
    replaceable: bool


@dataclass(frozen=True, slots=True)
class Team:
    """A proposal. ``shared``: how many of its people are in the proposals before it too."""

    members: tuple[Member, ...]
    units: int
    why: Why
    proven: bool
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Teams, the best first, and what they all lack: needs, a decision maker, units.

    ``offered`` says of each need whether anybody who has time brings it at all.
    """

    teams: tuple[Team, ...]
    missing: tuple[str, ...]
    no_decision_maker: bool
    units: int
    offered: tuple[bool, ...]
    proven: bool

"""Teams by trying every one of them: slow, obvious, for a dozen people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from querwerk.analysis.matching import Candidates, Question


@dataclass(frozen=True)
class One:
    key: int
    brings: frozenset[str]
    unit: int
    decides: bool


def people(pool: Candidates, question: Question) -> list[One]:
    """Whoever has the asked time and brings anything."""
    found = []
    for key, mask, unit, decides, free in zip(
        pool.keys.tolist(), pool.masks.tolist(), pool.units.tolist(), pool.decides.tolist(), pool.free.tolist(),
        strict=True,
    ):  # fmt: skip
        brings = frozenset(need for bit, need in enumerate(question.needs) if mask >> bit & 1)
        if free >= question.share and (brings or (decides and question.decision_maker)):
            found.append(One(key, brings, unit, decides))
    return found


def is_team(team: tuple[One, ...], needs: frozenset[str], units: int, decision_maker: bool) -> bool:
    brought = frozenset().union(*(one.brings for one in team))
    decided = not decision_maker or any(one.decides for one in team)
    return needs <= brought and decided and spread(team) >= units


def spread(team: tuple[One, ...]) -> int:
    return len({one.unit for one in team})


def all_teams(
    some: list[One], size: int, needs: frozenset[str], units: int, decision_maker: bool
) -> Iterator[tuple[One, ...]]:
    """Every team of exactly this size."""
    useful = [one for one in some if one.brings & needs or (decision_maker and one.decides)]
    for team in combinations(useful, size):
        if is_team(team, needs, units, decision_maker):
            yield team


def best(some: list[One], question: Question) -> tuple[int, int] | None:
    """The smallest size, and the most units of that size; None when no team exists."""
    for size in range(1, question.size + 1):
        teams = list(all_teams(some, size, frozenset(question.needs), question.units, question.decision_maker))
        if teams:
            return size, max(spread(team) for team in teams)
    return None


def fewest_missing(some: list[One], question: Question, units: int) -> int:
    """How many wishes (needs, a decision maker) have to be given up at least."""
    wishes = [*question.needs, *(["a decision maker"] if question.decision_maker else [])]
    for number in range(len(wishes)):
        for given_up in combinations(wishes, number):
            needs = frozenset(question.needs).difference(given_up)
            decides = question.decision_maker and "a decision maker" not in given_up
            if any(True for size in range(1, question.size + 1) for _ in all_teams(some, size, needs, units, decides)):
                return number
    return len(wishes)


def fewest_shared(some: list[One], question: Question, before: list[frozenset[int]]) -> tuple[int, int, int] | None:
    """Of all teams that hold none of those before whole: shared people, size, minus units; the least in turn."""
    known = frozenset().union(*before)
    found = [
        (len(known & keys), size, -spread(team))
        for size in range(1, question.size + 1)
        for team in all_teams(some, size, frozenset(question.needs), question.units, question.decision_maker)
        if (keys := frozenset(one.key for one in team)) and not any(earlier <= keys for earlier in before)
    ]
    return min(found, default=None)

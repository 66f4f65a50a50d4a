"""The slow twin: every way in which chance can fall out, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from math import sqrt

Handover = tuple[str, str]


def matchings(handovers: Sequence[Handover]) -> Iterator[list[Handover]]:
    """Every way to send what leaves to what receives."""
    leaves = [one for one, _ in handovers]
    for reaches in permutations([other for _, other in handovers]):
        yield list(zip(leaves, reaches, strict=True))


def across(handovers: Sequence[Handover]) -> int:
    return sum(one != other for one, other in handovers)


def between(handovers: Sequence[Handover], one: str, other: str) -> int:
    return sum({a, b} == {one, other} and a != b for a, b in handovers)


def overlaps(total: int, first: int, second: int) -> list[int]:
    """How many things two units share, for every choice of what they carry."""
    things = range(total)
    pairs = product(combinations(things, first), combinations(things, second))
    return [len(set(mine) & set(yours)) for mine, yours in pairs]


def mean_and_spread(values: Sequence[int]) -> tuple[float, float]:
    mean = Fraction(sum(values), len(values))
    return float(mean), sqrt(float(sum((value - mean) ** 2 for value in values) / len(values)))


def at_least_as_far(values: Sequence[int], observed: int) -> float:
    """Twice the smaller tail."""
    below = sum(value <= observed for value in values) / len(values)
    above = sum(value >= observed for value in values) / len(values)
    return min(1.0, 2 * min(below, above))

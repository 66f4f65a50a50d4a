"""How values are spread: mean, median, tenth and ninetieth percentile, exactly, for one group or for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .figures import Spread
from .packed import Integers, Moments
from .tallies import Lengths

#: Microseconds in a day.
DAY = 24 * 60 * 60 * 1_000_000
NOTHING = Spread(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def spread(values: NDArray[Any], unit: int = 1) -> Spread:
    """How whole numbers are spread, each divided by the unit; every figure is the exact one, rounded once."""
    return of_sorted(np.sort(values), unit)


def known_spread(values: NDArray[Any] | None, unit: int = 1) -> Spread | None:
    """The spread of the values that are known (not below zero), None if none is."""
    if values is None or not (known := values[values >= 0]).size:
        return None
    return spread(known, unit)


def spread_of_counts(values: NDArray[np.int64], counts: NDArray[np.int64]) -> Spread:
    """The same where ``values[i]`` occurs ``counts[i]`` times."""
    order = np.argsort(values)
    ordered, ends = values[order], np.cumsum(counts[order])
    if not ends.size or not ends[-1]:
        return NOTHING

    def value(rank: int) -> int:
        return int(ordered[np.searchsorted(ends, rank, side="right")])

    return _spread(int(ends[-1]), int(values @ counts), value, 1)


def spreads(values: NDArray[Any], groups: Integers, count: int, unit: int = 1) -> list[Spread]:
    """The spread of each of so many groups; ``groups[i]`` is the group of ``values[i]``."""
    small = groups.astype(np.min_scalar_type(count), copy=False)
    ordered = values[np.argsort(small, kind="stable")]
    ends = np.cumsum(np.bincount(small, minlength=count))
    parts = np.split(ordered, ends[:-1]) if count else []
    for part in parts:
        part.sort()
    return [of_sorted(part, unit) for part in parts]


def by_kind(pieces: Sequence[Lengths]) -> dict[int, list[Moments]]:
    """The lengths of each kind, as they lie in the pieces."""
    found: dict[int, list[Moments]] = {}
    for piece in pieces:
        bounds = zip(piece.kinds.tolist(), piece.starts[:-1].tolist(), piece.starts[1:].tolist(), strict=True)
        for kind, begin, end in bounds:
            found.setdefault(kind, []).append(piece.micros[begin:end])
    return found


def in_order(parts: Sequence[Moments]) -> Moments:
    """All lengths of the parts in ascending order, without those below zero (unknown)."""
    whole = np.concatenate(parts)
    whole.sort()
    return whole[np.searchsorted(whole, 0) :]


def of_sorted(ordered: NDArray[Any], unit: int) -> Spread:
    """The spread of values in ascending order."""
    if not len(ordered):
        return NOTHING
    return _spread(len(ordered), _total(ordered), lambda rank: int(ordered[rank]), unit)


def _spread(cases: int, total: int, value: Callable[[int], int], unit: int) -> Spread:
    return Spread(
        cases=cases,
        mean=total / (cases * unit),
        median=(value((cases - 1) // 2) + value(cases // 2)) / (2 * unit),
        low=_percentile(10, cases, value) / (100 * unit),
        high=_percentile(90, cases, value) / (100 * unit),
        least=value(0) / unit,
        most=value(cases - 1) / unit,
    )


def _percentile(percent: int, cases: int, value: Callable[[int], int]) -> int:
    """A hundred times the percentile, on the straight line between the two values next to it."""
    place, beyond = divmod((cases - 1) * percent, 100)
    below = value(place)
    above = value(place + 1) if beyond else below
    return below * 100 + (above - below) * beyond


def _total(ordered: NDArray[Any]) -> int:
    """The sum, however large: added in two halves of the digits where 64 bits could run over."""
    not_above = 64 * (float(ordered[63::64].sum(dtype=np.float64)) + float(ordered[-1]))
    if not_above < 2**63:
        return int(ordered.sum(dtype=np.int64))
    return (int((ordered >> 31).sum(dtype=np.int64)) << 31) + int((ordered & (2**31 - 1)).sum(dtype=np.int64))

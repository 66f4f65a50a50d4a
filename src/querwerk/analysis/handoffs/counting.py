"""Counting what each case went through."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .merging import merge
from .orders import group
from .packed import NEVER, Coded, Integers, Moments, Packed
from .tallies import Cases, Homes, Lengths, Tally

#: Events counted at a time: few enough for the memory next to the processor.
PART = 1 << 17


def tally(packed: Packed, *, part: int = PART, threads: int | None = None) -> Tally:
    """Count a whole log, so many events at a time, on as many threads as there are processors unless told."""
    parts = list(packed.parts(part)) or [packed]
    workers = min(threads or os.cpu_count() or 1, len(parts))
    if workers == 1:
        return merge([_count(each) for each in parts])
    with ThreadPoolExecutor(workers) as pool:
        return merge(list(pool.map(_count, parts)))


def _count(log: Packed) -> Tally:
    seen = log.with_stations()
    heads, opens, starts = _runs(seen)
    visited = seen.station.codes[heads]
    orders, order = group(visited, starts)
    waiting = _waiting(seen, heads, opens)
    began = _began(log)
    return Tally(
        stations=log.station.names,
        cases=Cases(
            orders=orders,
            order=order.astype(np.int32),
            began_at=began,
            length=log.at[log.starts[1:] - 1] - began,
            waiting=_sums(np.maximum(waiting, 0), starts),
            touch=_touch(log.touch, log.starts),
            across_units=_across(seen.unit, heads, opens, starts),
            across_departments=_across(seen.department, heads, opens, starts),
            medium_breaks=None if log.breaks is None else _sums(log.breaks, log.starts),
        ),
        waiting=_lengths(_stretches(visited, opens, len(log.station.names)), waiting),
        touch=_touch_of_stations(seen, visited, heads),
        events=log.events,
        station_events=np.bincount(seen.station.codes, minlength=len(log.station.names)),
        passing_on=_passing_on(seen, visited, heads, opens),
        units=_homes(seen.station, seen.unit),
        departments=_homes(seen.station, seen.department),
        skipped=log.skipped,
    )


def _runs(seen: Packed) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Visits: where each begins, whether it is the first of its case, and where each case begins among them."""
    codes, bounds = seen.station.codes, seen.starts
    filled = bounds[1:] > bounds[:-1]
    first = np.zeros(len(codes), bool)
    first[bounds[:-1][filled]] = True
    changed = first.copy()
    changed[1:] |= codes[1:] != codes[:-1]
    heads = np.flatnonzero(changed)
    opens = first[heads]
    sizes = np.zeros(len(filled), np.int64)
    sizes[filled] = np.diff(np.append(np.flatnonzero(opens), len(heads)))
    return heads, opens, np.append(0, np.cumsum(sizes))


def _waiting(seen: Packed, heads: NDArray[np.int64], opens: NDArray[np.bool_]) -> Moments:
    """How long the paper waited before each visit, -1 where nobody knows: at the first one, without an arrival."""
    reached = seen.at[heads]
    waiting = np.empty_like(reached)
    waiting[1:] = reached[1:] - seen.at[heads[1:] - 1]
    if seen.started is None:
        waiting[opens] = 0
    else:
        waiting[opens] = reached[opens] - seen.started[heads[opens]]
    if seen.touch is not None:
        waiting = np.maximum(waiting - np.maximum(seen.touch[heads], 0), 0)
    unknown = opens if seen.started is None else opens & (seen.started[heads] == NEVER)
    waiting[unknown] = -1
    return waiting


def _stretches(visited: Integers, opens: NDArray[np.bool_], stations: int) -> Integers:
    """From where to where: see :class:`Tally`."""
    size = stations + 1
    left = np.empty(len(visited), np.min_scalar_type(size * size))
    left[1:] = visited[:-1]
    left[opens] = stations
    left *= left.dtype.type(size)
    left += visited
    return left


def _lengths(kinds: Integers, micros: Moments) -> Lengths:
    """The lengths put together by kind."""
    order = np.argsort(kinds, kind="stable")
    counts = np.bincount(kinds)
    used = np.flatnonzero(counts)
    return Lengths(used, np.append(0, np.cumsum(counts[used])), micros[order])


def _sums(values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of each stretch of values, nothing for an empty one."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    whole = sums[starts]
    return whole[1:] - whole[:-1]


def _touch(touch: Moments | None, starts: NDArray[np.int64]) -> Moments | None:
    """Known touch time of each stretch of events, -1 where none is known."""
    if touch is None:
        return None
    return np.where(_sums(touch >= 0, starts) > 0, _sums(np.maximum(touch, 0), starts), -1)


def _touch_of_stations(seen: Packed, visited: Integers, heads: NDArray[np.int64]) -> Lengths | None:
    touch = _touch(seen.touch, np.append(heads, seen.events))
    if touch is None:
        return None
    known = touch >= 0
    return _lengths(visited[known], touch[known])


def _began(log: Packed) -> Moments:
    """When each case began: at the earliest begin of work."""
    if log.touch is None or not log.cases:
        return log.at[log.starts[:-1]]
    return np.minimum.reduceat(log.began, log.starts[:-1])


def _across(
    unit: Coded | None, heads: Integers, opens: NDArray[np.bool_], starts: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """Handovers of each case between two known and different units."""
    if unit is None:
        return None
    units = unit.codes[heads]
    crosses = np.zeros(len(heads), bool)
    crosses[1:] = (units[1:] != units[:-1]) & (units[1:] != unit.unknown) & (units[:-1] != unit.unknown)
    return _sums(crosses & ~opens, starts)


def _passing_on(
    seen: Packed, visited: Integers, heads: NDArray[np.int64], opens: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Visits between two others, of one event, without touch time and without work of their own, by station."""
    passes = np.diff(heads, append=seen.events) == 1
    passes &= ~opens
    passes[:-1] &= ~opens[1:]
    passes[-1:] = False
    if seen.touch is not None:
        passes &= seen.touch[heads] <= 0
    if seen.plain is not None:
        passes &= seen.plain[heads]
    return np.bincount(visited[passes], minlength=len(seen.station.names))


def _homes(station: Coded, unit: Coded | None) -> Homes | None:
    if unit is None:
        return None
    size = len(unit.names) + 1
    counts = np.bincount(station.codes.astype(np.int64) * size + unit.codes, minlength=len(station.names) * size)
    return Homes(unit.names, counts.reshape(-1, size)[:, :-1])

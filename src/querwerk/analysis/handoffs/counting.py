"""Counting what each case went through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .merging import merge
from .orders import group
from .packed import NEVER, Coded, Integers, Moments, Packed, sums
from .side_by_side import side_by_side
from .tallies import Cases, Homes, Lengths, Tally

Places = NDArray[np.int64]
#: Events counted at a time: few enough for the memory next to the processor.
PART = 1 << 17


def tally(packed: Packed, *, part: int = PART, threads: int | None = None) -> Tally:
    """Count a whole log, so many events at a time, on as many threads as there are processors unless told."""
    parts = list(packed.parts(part)) or [packed]
    return merge(side_by_side(_count, parts, threads))


def _count(log: Packed) -> Tally:
    seen = log.with_stations()
    heads, firsts, starts = _runs(seen)
    visited = seen.station.codes[heads]
    orders, order = group(visited, starts)
    waiting, unknown = _waiting(seen, heads, firsts)
    waited = sums(waiting, starts)
    waiting[unknown] = -1
    began = _began(log)
    return Tally(
        stations=log.station.names,
        cases=Cases(
            orders=orders,
            order=order.astype(np.int32),
            began_at=began,
            length=log.at[log.starts[1:] - 1] - began,
            waiting=waited,
            touch=_touch(log.touch, log.starts),
            across_units=_across(seen.unit, heads, firsts, starts),
            across_departments=_across(seen.department, heads, firsts, starts),
            medium_breaks=None if log.breaks is None else sums(log.breaks.astype(np.int64), log.starts),
        ),
        waiting=(_lengths(_stretches(visited, firsts, len(log.station.names)), waiting),),
        touch=_touch_of_stations(seen, visited, heads),
        events=log.events,
        station_events=np.bincount(seen.station.codes, minlength=len(log.station.names)),
        passing_on=_passing_on(seen, visited, heads, firsts),
        units=_homes(seen.station, seen.unit),
        departments=_homes(seen.station, seen.department),
        skipped=log.skipped,
    )


def _runs(seen: Packed) -> tuple[Places, Places, Places]:
    """Visits: the event that begins each, the first visit of each case, and where each case begins among the visits.

    A case without visits has no first one.
    """
    codes, bounds = seen.station.codes, seen.starts
    filled = bounds[1:] > bounds[:-1]
    first = np.zeros(len(codes), bool)
    first[bounds[:-1][filled]] = True
    changed = first.copy()
    changed[1:] |= codes[1:] != codes[:-1]
    heads = np.flatnonzero(changed)
    firsts = np.flatnonzero(first[heads])
    sizes = np.zeros(len(filled), np.int64)
    sizes[filled] = np.diff(np.append(firsts, len(heads)))
    return heads, firsts, np.append(0, np.cumsum(sizes))


def _waiting(seen: Packed, heads: Places, firsts: Places) -> tuple[Moments, Places]:
    """How long the paper waited before each visit; and for which ones nobody knows, so that it is 0: for the first one
    of a case, unless its arrival was noted."""
    reached = seen.at[heads]
    waiting = reached - seen.at[heads - 1]
    unknown = firsts
    if seen.started is None:
        waiting[firsts] = 0
    else:
        arrived = seen.started[heads[firsts]]
        waiting[firsts] = np.where(arrived == NEVER, 0, reached[firsts] - arrived)
        unknown = firsts[arrived == NEVER]
    if seen.touch is not None:
        waiting -= np.maximum(seen.touch[heads], 0)
        np.maximum(waiting, 0, out=waiting)
    return waiting, unknown


def _stretches(visited: Integers, firsts: Places, stations: int) -> Integers:
    """From where to where: see :class:`Tally`."""
    size = stations + 1
    stretches = np.empty(len(visited), np.min_scalar_type(size * size))
    stretches[1:] = visited[:-1]
    stretches[firsts] = stations
    stretches *= stretches.dtype.type(size)
    stretches += visited
    return stretches


def _lengths(kinds: Integers, micros: Moments) -> Lengths:
    """The lengths put together by kind."""
    order = np.argsort(kinds, kind="stable")
    counts = np.bincount(kinds)
    used = np.flatnonzero(counts)
    return Lengths(used, np.append(0, np.cumsum(counts[used])), micros[order])


def _touch(touch: Moments | None, starts: Places) -> Moments | None:
    """Known touch time of each stretch of events, -1 where none is known."""
    if touch is None:
        return None
    return np.where(sums((touch >= 0).astype(np.int64), starts) > 0, sums(np.maximum(touch, 0), starts), -1)


def _touch_of_stations(seen: Packed, visited: Integers, heads: Places) -> tuple[Lengths, ...]:
    touch = _touch(seen.touch, np.append(heads, seen.events))
    if touch is None:
        return ()
    known = touch >= 0
    return (_lengths(visited[known], touch[known]),)


def _began(log: Packed) -> Moments:
    """When each case began: at the earliest begin of work."""
    if log.touch is None or not log.cases:
        return log.at[log.starts[:-1]]
    return np.minimum.reduceat(log.began, log.starts[:-1])


def _across(unit: Coded | None, heads: Places, firsts: Places, starts: Places) -> NDArray[np.int64] | None:
    """Handovers of each case between two known and different units."""
    if unit is None:
        return None
    units = unit.codes[heads]
    crosses = np.zeros(len(heads), bool)
    crosses[1:] = (units[1:] != units[:-1]) & (units[1:] != unit.unknown) & (units[:-1] != unit.unknown)
    crosses[firsts] = False
    return sums(crosses.astype(np.int64), starts)


def _passing_on(seen: Packed, visited: Integers, heads: Places, firsts: Places) -> NDArray[np.int64]:
    """Visits between two others, of one event, without touch time and without work of their own, by station."""
    passes = np.empty(len(heads), bool)
    passes[:-1] = heads[1:] - heads[:-1] == 1
    passes[firsts] = False
    passes[firsts - 1] = False  # the last visit of the case before; before the very first stands the very last
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

"""Counting what each case went through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .merging import merge
from .orders import group
from .packed import Coded, Integers, Moments, Packed, sums
from .side_by_side import side_by_side
from .tallies import Cases, Homes, Lengths, Tally
from .visiting import Places, Visits, began, stretches_of, visits_of, waits_of

#: Events counted at a time: few enough for the memory next to the processor.
PART = 1 << 17


def tally(packed: Packed, *, part: int = PART, threads: int | None = None) -> Tally:
    """Count a whole log, so many events at a time, on as many threads as there are processors unless told."""
    parts = list(packed.parts(part)) or [packed]
    return merge(side_by_side(_count, parts, threads))


def _count(log: Packed) -> Tally:
    seen = log.with_stations()
    visits = visits_of(seen)
    orders, order = group(visits.stations, visits.starts)
    waiting, unknown = waits_of(seen, visits)
    waited = sums(waiting, visits.starts)
    waiting[unknown] = -1
    begun = began(log)
    return Tally(
        stations=log.station.names,
        cases=Cases(
            orders=orders,
            order=order.astype(np.int32),
            began_at=begun,
            length=log.at[log.starts[1:] - 1] - begun,
            waiting=waited,
            touch=_touch(log.touch, log.starts),
            across_units=_across(seen.unit, visits),
            across_departments=_across(seen.department, visits),
            medium_breaks=None if log.breaks is None else sums(log.breaks.astype(np.int64), log.starts),
        ),
        waiting=(_lengths(stretches_of(visits, len(log.station.names)), waiting),),
        touch=_touch_of_stations(seen, visits),
        events=log.events,
        station_events=np.bincount(seen.station.codes, minlength=len(log.station.names)),
        passing_on=_passing_on(seen, visits),
        units=_homes(seen.station, seen.unit),
        departments=_homes(seen.station, seen.department),
        skipped=log.skipped,
    )


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


def _touch_of_stations(seen: Packed, visits: Visits) -> tuple[Lengths, ...]:
    touch = _touch(seen.touch, np.append(visits.heads, seen.events))
    if touch is None:
        return ()
    known = touch >= 0
    return (_lengths(visits.stations[known], touch[known]),)


def _across(unit: Coded | None, visits: Visits) -> NDArray[np.int64] | None:
    """Handovers of each case between two known and different units."""
    if unit is None:
        return None
    units = unit.codes[visits.heads]
    crosses = np.zeros(len(units), bool)
    crosses[1:] = (units[1:] != units[:-1]) & (units[1:] != unit.unknown) & (units[:-1] != unit.unknown)
    crosses[visits.firsts] = False
    return sums(crosses.astype(np.int64), visits.starts)


def _passing_on(seen: Packed, visits: Visits) -> NDArray[np.int64]:
    """Visits between two others, of one event, without touch time and without work of their own, by station."""
    heads, firsts = visits.heads, visits.firsts
    passes = np.empty(len(heads), bool)
    passes[:-1] = heads[1:] - heads[:-1] == 1
    passes[firsts] = False
    passes[firsts - 1] = False  # the last visit of the case before; before the very first stands the very last
    if seen.touch is not None:
        passes &= seen.touch[heads] <= 0
    if seen.plain is not None:
        passes &= seen.plain[heads]
    return np.bincount(visits.stations[passes], minlength=len(seen.station.names))


def _homes(station: Coded, unit: Coded | None) -> Homes | None:
    if unit is None:
        return None
    size = len(unit.names) + 1
    counts = np.bincount(station.codes.astype(np.int64) * size + unit.codes, minlength=len(station.names) * size)
    return Homes(unit.names, counts.reshape(-1, size)[:, :-1])

"""Visits: what lies between arriving at a station and leaving for another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .packed import NEVER, Integers, Moments, Packed

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Visits:
    """All visits of a log, in order.

    ``heads`` are the events that begin them, ``stations`` the codes of their stations, ``firsts`` those that begin a
    case; the visits of case ``c`` are ``starts[c]`` up to ``starts[c + 1]``, none for a case without any.
    """

    heads: Places
    stations: Integers
    firsts: Places
    starts: Places


def visits_of(seen: Packed) -> Visits:
    """Where the station changes or another case begins. (Taking by clipped places is the fastest way to take.)"""
    codes, bounds = seen.station.codes, seen.starts
    filled = bounds[1:] > bounds[:-1]
    begins = bounds[:-1] if filled.all() else bounds[:-1][filled]
    first = np.zeros(len(codes), bool)
    first[begins] = True
    changed = first.copy()
    changed[1:] |= codes[1:] != codes[:-1]
    heads = np.flatnonzero(changed)
    firsts = np.flatnonzero(np.take(first, heads, mode="clip"))
    starts = np.append(firsts, len(heads))
    if len(begins) < len(filled):
        starts = starts[np.append(0, np.cumsum(filled))]
    return Visits(heads, np.take(codes, heads, mode="clip"), firsts, starts)


def waits_of(seen: Packed, visits: Visits) -> tuple[Moments, Places]:
    """How long the paper waited before each visit; and for which ones nobody knows, so that it is 0: for the first one
    of a case, unless its arrival was noted."""
    heads, firsts = visits.heads, visits.firsts
    since = np.empty(len(seen.at), np.int64)
    since[:1] = 0
    np.subtract(seen.at[1:], seen.at[:-1], out=since[1:])
    waits = np.take(since, heads, mode="clip")
    unknown = firsts
    if seen.started is None:
        waits[firsts] = 0
    else:
        begun = heads[firsts]
        arrived = seen.started[begun]
        waits[firsts] = np.where(arrived == NEVER, 0, seen.at[begun] - arrived)
        unknown = firsts[arrived == NEVER]
    if seen.touch is not None:
        waits -= np.maximum(seen.touch[heads], 0)
        np.maximum(waits, 0, out=waits)
    return waits, unknown


def stretches_of(visits: Visits, stations: int) -> Integers:
    """From where to where each visit led, by number: see :class:`.tallies.Tally`."""
    size = stations + 1
    stretches = np.empty(len(visits.stations), np.min_scalar_type(size * size))
    stretches[1:] = visits.stations[:-1]
    stretches[visits.firsts] = stations
    stretches *= stretches.dtype.type(size)
    stretches += visits.stations
    return stretches


def began(log: Packed) -> Moments:
    """When each case began: at the earliest begin of work."""
    if log.touch is None or not log.cases:
        return log.at[log.starts[:-1]]
    return np.minimum.reduceat(log.began, log.starts[:-1])

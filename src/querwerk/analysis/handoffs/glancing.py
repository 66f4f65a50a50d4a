"""What a log shows at a glance: who hands over to whom, through how many hands, how long. No medians, no lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .merging import joined_ways
from .orders import group
from .packed import Integers, Moments, Packed
from .side_by_side import side_by_side
from .tallies import Ways
from .visiting import began, stretches_of, visits_of, waits_of

#: Events looked at together: few enough for the memory next to the processor.
PART = 1 << 16
#: Whole numbers below this add up exactly as floating point numbers, too.
EXACT = 2**53
#: Sums that can be larger than 64 bits are kept in two parts: these lower bits, and the rest.
LOWER = 26
LOWEST = (1 << LOWER) - 1


@dataclass(frozen=True)
class Glance:
    """``matrix[i, j]`` counts the handovers i -> j, ``waited[i, j]`` is the waiting before all of them together: the
    exact sum, rounded once.

    ``ways`` says hands, handovers, ping-pong and rework of each case, ``length`` how long it was under way. Times are
    microseconds.
    """

    stations: tuple[str, ...]
    ways: Ways
    length: Moments
    waited: NDArray[np.float64]

    @property
    def matrix(self) -> NDArray[np.int64]:
        return self.ways.matrix(len(self.stations))

    @property
    def waiting(self) -> NDArray[np.float64]:
        """The mean waiting before each handover i -> j, 0 where there is none."""
        return self.waited / np.maximum(self.matrix, 1)


def glance(packed: Packed, *, part: int = PART) -> Glance:
    """The figures that need no order of values, several times as fast as a tally."""
    seen = side_by_side(_look, list(packed.parts(part)) or [packed])
    upper, lower = np.sum([waited for _, _, waited in seen], axis=0)
    return Glance(
        stations=packed.station.names,
        ways=joined_ways([ways for ways, _, _ in seen]),
        length=np.concatenate([length for _, length, _ in seen]),
        waited=np.ldexp(upper, LOWER) + lower,
    )


def _look(log: Packed) -> tuple[Ways, Moments, NDArray[np.int64]]:
    seen = log.with_stations()
    visits = visits_of(seen)
    orders, order = group(visits.stations, visits.starts)
    waits, _ = waits_of(seen, visits)
    size = len(log.station.names) + 1
    waited = _added(stretches_of(visits, size - 1), waits, size * size).reshape(2, size, size)
    length = log.at[log.starts[1:] - 1] - began(log)
    return Ways(orders, order.astype(np.int32)), length, waited[:, :-1, :-1]


def _added(kinds: Integers, micros: Moments, count: int) -> NDArray[np.int64]:
    """The exact sum of the lengths (none below zero) of each kind: its upper and its lower digits."""
    if int(micros.max(initial=0)) * len(micros) < 2**63 and micros.sum() < EXACT:
        sums = np.bincount(kinds, micros, count).astype(np.int64)
        return np.stack([sums >> LOWER, sums & LOWEST])
    halves = (micros >> LOWER, micros & LOWEST)
    return np.stack([np.bincount(kinds, half, count).astype(np.int64) for half in halves])

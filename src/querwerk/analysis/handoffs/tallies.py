"""What counting yields, before it is put into words: arrays that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .orders import Orders
from .packed import Integers, Moments


@dataclass(frozen=True)
class Ways:
    """The way of each case: ``order`` is the order of visits it took."""

    orders: Orders
    order: Integers

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def times(self) -> NDArray[np.int64]:
        """How many cases took each order."""
        return np.bincount(self.order, minlength=len(self.orders.sizes))

    @property
    def hands(self) -> NDArray[np.int64]:
        return self._of_each(self.orders.hands)

    @property
    def visits(self) -> NDArray[np.int64]:
        return self._of_each(self.orders.sizes)

    @property
    def handovers(self) -> NDArray[np.int64]:
        return self._of_each(self.orders.handovers)

    @property
    def ping_pong(self) -> NDArray[np.int64]:
        return self._of_each(self.orders.ping_pong)

    @property
    def loops(self) -> NDArray[np.int64]:
        return self._of_each(self.orders.loops)

    @property
    def rework(self) -> NDArray[np.int64]:
        return self._of_each(self.orders.rework)

    def matrix(self, stations: int) -> NDArray[np.int64]:
        """Handovers from each of so many stations (row) to each station (column)."""
        order, leaves, reaches = self.orders.handed
        counts = np.bincount(leaves * stations + reaches, self.times[order], minlength=stations * stations)
        return counts.astype(np.int64).reshape(stations, stations)

    def _of_each(self, figures: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is said of each order, said of each case."""
        return np.take(figures, self.order, mode="clip")


@dataclass(frozen=True)
class Cases(Ways):
    """Figures of each case, one place per case; None where the log does not say.

    Moments and lengths are microseconds; ``touch`` is -1 for a case in which nobody knows any touch time.
    """

    began_at: Moments
    length: Moments
    waiting: Moments
    touch: Moments | None
    across_units: Integers | None
    across_departments: Integers | None
    medium_breaks: Integers | None


@dataclass(frozen=True)
class Lengths:
    """Lengths of time by kind: those of ``kinds[k]`` are ``micros[starts[k]:starts[k + 1]]``, in any order."""

    kinds: NDArray[np.int64]
    starts: NDArray[np.int64]
    micros: Moments


@dataclass(frozen=True)
class Homes:
    """How many events of each station (row) named which unit (column)."""

    names: tuple[str, ...]
    events: NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """All that was counted in a log, or in a part of it, so that parts add up to exactly the figures of the whole.

    ``waiting`` holds how long papers waited before each visit, by stretch: the station they came from times (number of
    stations + 1) plus the station they reached; at the first visit of a case they come from nowhere (the number of
    stations), and wait -1 if nobody knows when they arrived. ``touch`` holds the known touch times of visits by
    station. Both are microseconds, in as many pieces as the log was counted in.
    """

    stations: tuple[str, ...]
    cases: Cases
    waiting: tuple[Lengths, ...]
    touch: tuple[Lengths, ...]
    events: int
    station_events: NDArray[np.int64]
    passing_on: NDArray[np.int64]
    units: Homes | None
    departments: Homes | None
    skipped: Mapping[str, int]

    @cached_property
    def matrix(self) -> NDArray[np.int64]:
        """Handovers from each station (row) to each station (column)."""
        return self.cases.matrix(len(self.stations))

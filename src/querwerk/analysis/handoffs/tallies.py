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
class Cases:
    """Figures of each case, one place per case; None where the log does not say.

    ``order`` is the order of visits it took. Moments and lengths are microseconds; ``touch`` is -1 for a case in which
    nobody knows any touch time.
    """

    orders: Orders
    order: Integers
    began_at: Moments
    length: Moments
    waiting: Moments
    touch: Moments | None
    across_units: Integers | None
    across_departments: Integers | None
    medium_breaks: Integers | None

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def times(self) -> NDArray[np.int64]:
        """How many cases took each order."""
        return np.bincount(self.order, minlength=len(self.orders.sizes))

    @property
    def hands(self) -> NDArray[np.int64]:
        return self.orders.hands[self.order]

    @property
    def visits(self) -> NDArray[np.int64]:
        return self.orders.sizes[self.order]

    @property
    def handovers(self) -> NDArray[np.int64]:
        return self.orders.handovers[self.order]

    @property
    def ping_pong(self) -> NDArray[np.int64]:
        return self.orders.ping_pong[self.order]

    @property
    def loops(self) -> NDArray[np.int64]:
        return self.orders.loops[self.order]

    @property
    def rework(self) -> NDArray[np.int64]:
        return self.orders.rework[self.order]


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
        size = len(self.stations)
        order, leaves, reaches = self.cases.orders.handed
        counts = np.bincount(leaves * size + reaches, self.cases.times[order], minlength=size * size)
        return counts.astype(np.int64).reshape(size, size)

    @cached_property
    def mean_waiting(self) -> dict[int, float]:
        """The mean waiting of each stretch that papers took, in microseconds, by the number of the stretch."""
        kinds = np.concatenate([piece.kinds for piece in self.waiting])
        sums = np.concatenate([np.add.reduceat(piece.micros, piece.starts[:-1]) for piece in self.waiting])
        visits = np.concatenate([np.diff(piece.starts) for piece in self.waiting])
        used, place = np.unique(kinds, return_inverse=True)
        means = np.bincount(place, sums) / np.bincount(place, visits)
        return dict(zip(used.tolist(), means.tolist(), strict=True))

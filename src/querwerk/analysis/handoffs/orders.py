"""Orders of visits: many cases take the same way, so what depends on the way alone is counted once per way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .packing import Codes

Integers = NDArray[np.integer[Any]]
#: The odd number whose powers tell the places of an order apart, and its inverse (modulo 2 to the power of 64).
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)


@dataclass(frozen=True)
class Orders:
    """Different orders of visits: order ``o`` visits the stations ``visits[starts[o]:starts[o + 1]]``."""

    visits: Codes
    starts: NDArray[np.int64]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Visits of each order."""
        return np.diff(self.starts)

    @cached_property
    def of(self) -> NDArray[np.int64]:
        """The order that each visit belongs to."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def handovers(self) -> NDArray[np.int64]:
        return np.maximum(self.sizes - 1, 0)

    @cached_property
    def pairs(self) -> NDArray[np.int64]:
        """Each order with each of its stations, once: order times the number of codes plus code."""
        return np.unique(self.of * self.codes + self.visits)

    @property
    def codes(self) -> int:
        return int(self.visits.max(initial=0)) + 1

    @cached_property
    def hands(self) -> NDArray[np.int64]:
        return np.bincount(self.pairs // self.codes, minlength=len(self.sizes))

    @cached_property
    def rework(self) -> NDArray[np.int64]:
        return self.sizes - self.hands

    @cached_property
    def ping_pong(self) -> NDArray[np.int64]:
        back = (self.visits[2:] == self.visits[:-2]) & (self.of[2:] == self.of[:-2])
        return np.bincount(self.of[2:][back], minlength=len(self.sizes))

    @cached_property
    def loops(self) -> NDArray[np.int64]:
        return self.rework - self.ping_pong


def group(visits: Codes, starts: NDArray[np.int64], base: int = _BASE) -> tuple[Orders, NDArray[np.int64]]:
    """The different orders, and for each case which one it took.

    Orders are told apart by a 64-bit hash, and every case is then compared with the first one of its group, visit by
    visit: two orders with the same hash are noticed and kept apart.
    """
    first, which = _groups(_hashes(visits, starts, base))
    if not _alike(visits, starts, first, which):
        first, which = _groups(_ranks(visits, starts))
    return Orders(*gather(visits, starts, first)), which


def gather(visits: Codes, starts: NDArray[np.int64], chosen: Integers) -> tuple[Codes, NDArray[np.int64]]:
    """The visits of the chosen orders, one after another, and where each begins."""
    sizes = (starts[1:] - starts[:-1])[chosen]
    begins = np.concatenate(([0], np.cumsum(sizes)))
    places = np.arange(begins[-1]) + np.repeat(starts[:-1][chosen] - begins[:-1], sizes)
    return visits[places], begins


def _groups(keys: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which


def _hashes(visits: Codes, starts: NDArray[np.int64], base: int) -> NDArray[np.uint64]:
    """Sum of (station + 1) times base to the power of its place, modulo 2 to the power of 64."""
    powers = np.cumprod(np.full(len(visits), base, np.uint64))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum((visits + np.uint64(1)) * powers)))
    inverse = np.cumprod(np.full(len(visits) + 1, pow(base, -1, 2**64) if base % 2 else 1, np.uint64))
    whole: NDArray[np.uint64] = (sums[starts[1:]] - sums[starts[:-1]]) * inverse[starts[:-1]]
    return whole


def _alike(visits: Codes, starts: NDArray[np.int64], first: Integers, which: Integers) -> bool:
    """Does every case take the order of the first case of its group?"""
    sizes = np.diff(starts)
    if not np.array_equal(sizes, sizes[first][which]):
        return False
    shift = np.repeat((starts[:-1][first])[which] - starts[:-1], sizes)
    return np.array_equal(visits, visits[np.arange(len(visits)) + shift])


def _ranks(visits: Codes, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each order, through a plain dictionary: slow, and only for orders whose hashes are equal."""
    seen: dict[bytes, int] = {}
    bounds = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return np.array([seen.setdefault(visits[begin:end].tobytes(), len(seen)) for begin, end in bounds], np.int64)

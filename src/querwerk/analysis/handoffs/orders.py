"""Orders of visits: many cases take the same way, so what depends on the way alone is counted once per way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .packed import Integers, sums

#: The odd number whose powers tell the places of an order apart.
BASE = 0x9E3779B97F4A7C15
#: The odd number that tells a shorter order from a longer one.
SIZE = 0xD6E8FEB86659FD93
#: Tables of powers up to this length are kept.
KEPT = 1 << 18


@dataclass(frozen=True)
class Orders:
    """Different orders of visits: order ``o`` visits the stations ``visits[starts[o]:starts[o + 1]]``."""

    visits: Integers
    starts: NDArray[np.int64]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Visits of each order."""
        return np.diff(self.starts)

    @cached_property
    def of(self) -> NDArray[np.int64]:
        """The order that each visit belongs to."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @property
    def codes(self) -> int:
        """One more than the highest code of a station."""
        return int(self.visits.max(initial=0)) + 1

    @cached_property
    def met(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Each order with each of its stations once: order, station, place of the first visit, number of visits."""
        keys, first, times = np.unique(self.of * self.codes + self.visits, return_index=True, return_counts=True)
        order, station = np.divmod(keys, self.codes)
        return order, station, first - self.starts[order], times

    @cached_property
    def handed(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every handover: its order, the station left and the station reached."""
        same = np.flatnonzero(self.of[1:] == self.of[:-1])
        return self.of[same], self.visits[same].astype(np.int64), self.visits[same + 1].astype(np.int64)

    def moves(self, stations: int) -> NDArray[np.int64]:
        """Each order with each of its stretches once: order times stations squared, plus left times stations, plus
        reached."""
        order, left, reached = self.handed
        keys = (order * stations + left) * stations + reached
        keys.sort()
        return keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys

    @cached_property
    def handovers(self) -> NDArray[np.int64]:
        return np.maximum(self.sizes - 1, 0)

    @cached_property
    def hands(self) -> NDArray[np.int64]:
        return np.bincount(self.met[0], minlength=len(self.sizes))

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


def group(visits: Integers, starts: NDArray[np.int64], base: int = BASE) -> tuple[Orders, NDArray[np.int64]]:
    """The different orders, and for each case which one it took.

    Orders are told apart by a 64-bit hash, and every case is then compared with one case of its group, visit by visit:
    two orders with the same hash are noticed and kept apart.
    """
    one, which = _groups(hashes(visits, starts, base))
    if not _alike(visits, starts, one[which]):
        one, which = _groups(_ranks(visits, starts))
    return Orders(*_chosen(visits, starts, one)), which


def _chosen(
    values: NDArray[Any], starts: NDArray[np.int64], chosen: Integers
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The chosen stretches of the values one after another, and where each begins and the last one ends."""
    sizes = (starts[1:] - starts[:-1])[chosen]
    begins = np.append(0, np.cumsum(sizes))
    return values[np.arange(begins[-1]) + np.repeat(starts[:-1][chosen] - begins[:-1], sizes)], begins


def _groups(keys: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One place of each different key, and for every key the number of its group."""
    order = np.argsort(keys)
    ordered = keys[order]
    new = np.ones(len(keys), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    which = np.empty(len(keys), np.int64)
    which[order] = np.cumsum(new) - 1
    return order[new], which


def hashes(visits: Integers, starts: NDArray[np.int64], base: int = BASE) -> NDArray[np.uint64]:
    """Sum of station times base to the power of its place, and of visits times another number, modulo 2 to the 64."""
    length = 1 << len(visits).bit_length()
    powers, inverse = (_powers if length <= KEPT else _powers.__wrapped__)(length, base)
    whole = sums(powers[: len(visits)] * visits.astype(np.uint64), starts)
    whole *= inverse[starts[:-1]]
    whole += np.diff(starts).astype(np.uint64) * np.uint64(SIZE)
    return whole


@lru_cache(maxsize=2)
def _powers(length: int, base: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the base and of its inverse, modulo 2 to the power of 64."""
    inverse = pow(base, -1, 2**64)
    powers = (np.full(length, number, np.uint64) for number in (base, inverse))
    return next(powers).cumprod(dtype=np.uint64), next(powers).cumprod(dtype=np.uint64)


def _alike(visits: Integers, starts: NDArray[np.int64], other: Integers) -> bool:
    """Does every case take the same order as the other one named for it?"""
    sizes = np.diff(starts)
    if not np.array_equal(sizes, sizes[other]):
        return False
    shift = np.repeat(starts[:-1][other] - starts[:-1], sizes)
    shift += np.arange(len(visits))
    return np.array_equal(visits, visits[shift])


def _ranks(visits: Integers, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each order, through a plain dictionary: slow, and only for orders whose hashes are equal."""
    seen: dict[bytes, int] = {}
    bounds = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return np.array([seen.setdefault(visits[begin:end].tobytes(), len(seen)) for begin, end in bounds], np.int64)

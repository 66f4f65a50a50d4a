"""Orders of visits: many cases take the same way, so what depends on the way alone is counted once per way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .packed import Integers

Words = NDArray[np.uint64]
#: The odd number that strews words over slots.
STREWN = np.uint64(0x9E3779B97F4A7C15)
#: Bytes in a word, and in all bits of one.
WORD, FULL = 8, 2**64 - 1
#: Beyond so many bytes, or when so few cases are left, each is looked up as a whole: not worth reading words together.
LONG, FEW = 32 * WORD, 128


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


def group(visits: Integers, starts: NDArray[np.int64]) -> tuple[Orders, NDArray[np.int64]]:
    """The different orders, and for each case which one it took.

    No code of a station may have all bits set. Orders are read as words: some visits in the upper bits, and in the
    lowest place whether that was all. Cases are alike if they are alike so far and in their next word.
    """
    width = visits.itemsize
    padded = np.zeros(len(visits) * width + WORD, np.uint8)
    padded[: len(visits) * width] = visits.view(np.uint8)
    words = np.ndarray(len(visits) * width + 1, "<u8", padded, strides=(1,))
    begins, sizes = starts[:-1] * width, (starts[1:] - starts[:-1]) * width
    one = alike(_shifted(words[begins], sizes, width))
    read = step = WORD - width
    left = np.flatnonzero(sizes > read)
    while len(left) > FEW and read < LONG:
        after = alike(_shifted(words[begins[left] + read], sizes[left] - read, width))
        one[left] = left[alike((after * len(one) + one[left]).view(np.uint64))]
        read += step
        left = left[sizes[left] > read]
    seen: dict[bytes, int] = {}
    for case in left.tolist():
        one[case] = seen.setdefault(visits[starts[case] : starts[case + 1]].tobytes(), case)
    places = np.arange(len(one))
    chosen = np.flatnonzero(one == places)
    places[chosen] = np.arange(len(chosen))
    return Orders(*_chosen(visits, starts, chosen)), np.take(places, one, mode="clip")


def _shifted(words: Words, left: NDArray[np.int64], width: int) -> Words:
    """The words without their last place, moved up by one place. In those that end (so many bytes were left) the
    lowest place and what follows the end are filled; in the others the lowest place is empty."""
    filled = [FULL >> 8 * (WORD - width) | FULL << 8 * (width + end) & FULL for end in range(WORD - width + 1)]
    table = np.array([*filled, 0], np.uint64)
    words <<= np.uint64(8 * width)
    words |= np.take(table, left, mode="clip")
    return words


def alike(words: Words) -> NDArray[np.int64]:
    """For each word the place of an equal one, for equal words the same place.

    The last word of each slot stands for its slot; the few that differ from it are sorted.
    """
    bits = (len(words) // 2).bit_length() + 1
    slots = (words * STREWN >> np.uint64(64 - bits)).view(np.int64)
    last = np.empty(1 << bits, np.int64)
    last[slots] = np.arange(len(words))
    one = np.take(last, slots, mode="clip")
    other = np.flatnonzero(np.take(words, one, mode="clip") != words)
    if not len(other):
        return one
    order = other[np.argsort(words[other])]
    new = np.ones(len(order), bool)
    new[1:] = words[order[1:]] != words[order[:-1]]
    one[order] = order[new][np.cumsum(new) - 1]
    return one


def _chosen(visits: Integers, starts: NDArray[np.int64], chosen: Integers) -> tuple[Integers, NDArray[np.int64]]:
    """The chosen stretches of visits one after another, and where each begins and the last one ends."""
    sizes = (starts[1:] - starts[:-1])[chosen]
    begins = np.append(0, np.cumsum(sizes))
    return visits[np.arange(begins[-1]) + np.repeat(starts[:-1][chosen] - begins[:-1], sizes)], begins

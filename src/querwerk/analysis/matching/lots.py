"""The pool in an order drawn by lot: where several people fit, the first of it is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .shapes import Candidates, Question, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """Whoever brings anything and has time, in the order of the lot; a decision maker brings one bit more."""

    keys: Whole
    masks: Whole
    units: Whole

    @classmethod
    def of(cls, pool: Candidates, question: Question, seed: int) -> Lots:
        masks = (pool.masks & (1 << len(question.needs)) - 1) | (pool.decides * np.int64(1 << len(question.needs)))
        able = np.flatnonzero((pool.free >= question.share) & (masks & question.full != 0))
        order = able[np.argsort(_mixed(pool.keys[able], seed), kind="stable")]
        return cls(pool.keys[order], masks[order], pool.units[order])

    @property
    def number_of_units(self) -> int:
        return len(np.unique(self.units))

    def together(self, places: Iterable[int]) -> int:
        """What some people bring between them."""
        return int(np.bitwise_or.reduce(self.masks[np.array(list(places), dtype=np.int64)]))


def _mixed(keys: Whole, seed: int) -> NDArray[np.uint64]:
    """SplitMix64 of key and seed: an order that looks like a lot and is the same each time."""
    mixed = keys.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15 & (1 << 64) - 1)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    return mixed ^ mixed >> np.uint64(31)

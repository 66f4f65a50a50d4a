"""What the fast cases have that the slow ones lack, and the other way round."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .figures import Difference
from .tallying import Tally

#: So many differences are told, the largest ones.
TOLD = 20


def differences(counted: Tally) -> list[Difference]:
    """The fastest against the slowest quarter of the cases, by days; nobody is fast if all are equally long."""
    fast, slow = _quarters(counted)
    if not fast.any() or not slow.any():
        return []
    orders, names = counted.cases.orders, counted.stations
    size = len(names)
    hands = Difference("hands", (), *(float(orders.hands @ times / times.sum()) for times in (fast, slow)))
    pairs, met = np.unique(orders.of * size + orders.visits, return_counts=True)
    handed = orders.of[1:] == orders.of[:-1]
    ways = orders.visits[:-1].astype(np.int64) * size + orders.visits[1:]
    stretches = np.unique(orders.of[1:][handed] * (size * size) + ways[handed])
    found = [
        *_shares("station", pairs, size, fast, slow),
        *_shares("return", pairs[met > 1], size, fast, slow),
        *_shares("stretch", stretches, size * size, fast, slow),
    ]
    told = [
        Difference(kind, tuple(names[place] for place in _places(kind, code, size)), least, most)
        for kind, code, least, most in found
        if least != most
    ]
    told.sort(key=lambda each: (-abs(each.slow - each.fast), each.kind, each.what))
    return [hands] * (hands.fast != hands.slow) + told[:TOLD]


def _quarters(counted: Tally) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many cases of each order are in the fastest and in the slowest quarter, those on the border included."""
    cases = counted.cases
    length, kinds = cases.length, len(cases.orders.sizes)
    nobody = np.zeros(kinds, np.int64)
    if len(cases) < 4:
        return nobody, nobody
    quarter = -(-len(cases) // 4)
    bounds = np.partition(length, (quarter - 1, len(cases) - quarter))
    quick, late = bounds[quarter - 1], bounds[len(cases) - quarter]
    if quick >= late:
        return nobody, nobody
    fast = np.bincount(cases.order[length <= quick], minlength=kinds)
    return fast, np.bincount(cases.order[length >= late], minlength=kinds)


def _shares(
    kind: str, keys: NDArray[np.int64], size: int, fast: NDArray[np.int64], slow: NDArray[np.int64]
) -> list[tuple[str, int, float, float]]:
    """For each property its share among the fast and the slow cases; a key is order times size plus property."""
    order, code = np.divmod(keys, max(size, 1))
    least = np.bincount(code, fast[order]) / fast.sum()
    most = np.bincount(code, slow[order]) / slow.sum()
    return [(kind, each, float(least[each]), float(most[each])) for each in np.unique(code).tolist()]


def _places(kind: str, code: int, size: int) -> tuple[int, ...]:
    return divmod(code, size) if kind == "stretch" else (code,)

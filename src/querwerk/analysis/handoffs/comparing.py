"""What the fast cases have that the slow ones lack, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .figures import Difference
from .packed import Integers, Moments
from .tallies import Tally

#: So many differences are told, the largest ones.
TOLD = 20


def differences(counted: Tally, lengths: Moments) -> list[Difference]:
    """The fastest against the slowest quarter of the cases; ``lengths`` are their lengths in ascending order."""
    quarters = _quarters(counted, lengths)
    if quarters is None:
        return []
    orders, names = counted.cases.orders, counted.stations
    order, station, _, times = orders.met
    left_by, left, reached = orders.handed
    size = len(names)
    again = times > 1
    moves = np.unique(left_by * (size * size) + left * size + reached)
    moved_by, move = np.divmod(moves, max(size * size, 1))
    told = [
        *(Difference("station", (names[code],), *shares) for code, *shares in _shares(order, station, quarters)),
        *(Difference("return", (names[c],), *shares) for c, *shares in _shares(order[again], station[again], quarters)),
        *(
            Difference("stretch", (names[code // size], names[code % size]), *shares)
            for code, *shares in _shares(moved_by, move, quarters)
        ),
    ]
    told.sort(key=lambda each: (-abs(each.slow - each.fast), each.kind, each.what))
    fast, slow = (float(orders.hands @ cases / cases.sum()) for cases in quarters)
    return [Difference("hands", (), fast, slow)] * (fast != slow) + told[:TOLD]


def _quarters(counted: Tally, lengths: Moments) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """How many cases of each order are in the fastest and in the slowest quarter, all that are as long as its last
    case included; None where there are too few cases, or where that would put one case in both."""
    quarter = -(-len(lengths) // 4)
    if len(lengths) < 4 or lengths[quarter - 1] >= lengths[-quarter]:
        return None
    cases, kinds = counted.cases, len(counted.cases.orders.sizes)
    fast = np.bincount(cases.order[cases.length <= lengths[quarter - 1]], minlength=kinds)
    return fast, np.bincount(cases.order[cases.length >= lengths[-quarter]], minlength=kinds)


def _shares(
    order: Integers, property: Integers, quarters: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Iterator[tuple[int, float, float]]:
    """For each property that orders have: its shares among the fast and the slow cases, where they differ."""
    fast, slow = (np.bincount(property, cases[order]) / cases.sum() for cases in quarters)
    for each in np.flatnonzero(fast != slow).tolist():
        yield each, float(fast[each]), float(slow[each])

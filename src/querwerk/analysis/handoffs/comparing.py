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
    orders, size = counted.cases.orders, len(counted.stations)
    order, station, _, times = orders.met
    again = times > 1
    moved_by, move = np.divmod(orders.moves(size), max(size * size, 1))
    shares = {
        "station": _shares(order, station, quarters),
        "return": _shares(order[again], station[again], quarters),
        "stretch": _shares(moved_by, move, quarters),
    }
    told = [Difference(kind, _names(counted.stations, kind, code), *pair) for kind, code, *pair in _largest(shares)]
    told.sort(key=lambda each: (-abs(each.slow - each.fast), each.kind, each.what))
    fast, slow = (float(orders.hands @ cases / cases.sum()) for cases in quarters)
    return [Difference("hands", (), fast, slow)] * (fast != slow) + told[:TOLD]


def _names(stations: tuple[str, ...], kind: str, code: int) -> tuple[str, ...]:
    places = divmod(code, len(stations)) if kind == "stretch" else (code,)
    return tuple(stations[place] for place in places)


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
) -> NDArray[np.float64]:
    """For each property that orders have: its shares among the fast and the slow cases."""
    return np.array([np.bincount(property, cases[order]) / cases.sum() for cases in quarters])


def _largest(shares: dict[str, NDArray[np.float64]]) -> Iterator[tuple[str, int, float, float]]:
    """The properties with the largest differences, all that are as large as the last one told."""
    apart = {kind: np.abs(slow - fast) for kind, (fast, slow) in shares.items()}
    ordered = np.sort(np.concatenate(list(apart.values())))
    least = ordered[-TOLD] if len(ordered) > TOLD else 0
    for kind, gaps in apart.items():
        fast, slow = shares[kind]
        for code in np.flatnonzero((gaps >= least) & (gaps > 0)).tolist():
            yield kind, code, float(fast[code]), float(slow[code])

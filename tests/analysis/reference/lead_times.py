"""The same by another way: every open spell hands its weight on to those that stayed longer (Efron 1967)."""

from __future__ import annotations

from fractions import Fraction


def weights(spans: list[tuple[int, bool]]) -> list[tuple[int, bool, Fraction]]:
    """(days, left?) -> the same with a weight; shortest first, of two alike those that left before those that stay.

    Everything begins with an equal part of 1. From the shortest on, what is open gives its part to all behind it.
    """
    order = sorted(spans, key=lambda span: (span[0], not span[1]))
    part = [Fraction(1, len(order))] * len(order)
    for place, (_days, left) in enumerate(order):
        behind = len(order) - place - 1
        if not left and behind:
            given, part[place] = part[place] / behind, Fraction(0)
            for other in range(place + 1, len(order)):
                part[other] += given
    return [(days, left, weight) for (days, left), weight in zip(order, part, strict=True)]


def quantile(spans: list[tuple[int, bool]], p: Fraction) -> float | None:
    """After how many days a part p has left; None when that is not reached."""
    gone, found = Fraction(0), None
    leaving = sorted({days for days, left in spans if left})
    weighed = weights(spans) if spans else []
    for days in leaving:
        if found is not None:
            return (found + days) / 2
        gone = sum((weight for other, left, weight in weighed if left and other <= days), Fraction(0))
        if gone > p:
            return float(days)
        if gone == p:
            found = days
    return float(found) if found is not None else None

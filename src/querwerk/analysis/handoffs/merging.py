"""Adding up what was counted apart: parts of a log, logs of several houses, counts of several machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .orders import Orders, group
from .packed import Integers
from .tallies import Cases, Homes, Lengths, Tally, Ways

#: Pieces of lengths are kept apart while they hold at least so many of a kind.
CRUMB = 16


def merge(tallies: Sequence[Tally]) -> Tally:
    """The very figures of the whole log, medians included, as long as no case was cut in two."""
    if len(tallies) == 1:
        return tallies[0]
    stations = _union([part.stations for part in tallies])
    parts = [_renamed(part, stations) for part in tallies]
    return Tally(
        stations=stations,
        cases=_joined_cases([part.cases for part in parts]),
        waiting=_joined_lengths([piece for part in parts for piece in part.waiting]),
        touch=_joined_lengths([piece for part in parts for piece in part.touch]),
        events=sum(part.events for part in parts),
        station_events=np.sum([part.station_events for part in parts], axis=0),
        passing_on=np.sum([part.passing_on for part in parts], axis=0),
        units=_joined_homes([part.units for part in parts], len(stations)),
        departments=_joined_homes([part.departments for part in parts], len(stations)),
        skipped=_added([part.skipped for part in parts]),
    )


def _union(names: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return names[0] if len(set(names)) == 1 else tuple(sorted(set().union(*names)))


def _places(old: tuple[str, ...], new: tuple[str, ...]) -> NDArray[np.int64]:
    """The place of each old name among the new ones."""
    place = {name: index for index, name in enumerate(new)}
    return np.array([place[name] for name in old], np.int64)


def _renamed(part: Tally, stations: tuple[str, ...]) -> Tally:
    """The same counts under the codes of a longer list of stations."""
    if part.stations == stations:
        return part
    place = _places(part.stations, stations)
    old, new = len(part.stations) + 1, len(stations) + 1

    def stretches(kinds: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.append(place, new - 1)[kinds // old] * new + place[kinds % old]

    orders = part.cases.orders
    visits = place[orders.visits].astype(np.min_scalar_type(new))

    def rows(counts: NDArray[np.int64]) -> NDArray[np.int64]:
        found = np.zeros((len(stations), *counts.shape[1:]), np.int64)
        found[place] = counts
        return found

    return replace(
        part,
        stations=stations,
        cases=replace(part.cases, orders=Orders(visits, orders.starts)),
        waiting=tuple(replace(piece, kinds=stretches(piece.kinds)) for piece in part.waiting),
        touch=tuple(replace(piece, kinds=place[piece.kinds]) for piece in part.touch),
        station_events=rows(part.station_events),
        passing_on=rows(part.passing_on),
        units=part.units and replace(part.units, events=rows(part.units.events)),
        departments=part.departments and replace(part.departments, events=rows(part.departments.events)),
    )


def joined_ways(parts: Sequence[Ways]) -> Ways:
    """The ways of all cases, the same order once."""
    starts = np.append(0, np.cumsum(np.concatenate([part.orders.sizes for part in parts])))
    orders, which = group(np.concatenate([part.orders.visits for part in parts]), starts)
    new = np.split(which.astype(np.int32), np.cumsum([len(part.orders.sizes) for part in parts])[:-1])
    taken = [np.take(place, part.order, mode="clip") for place, part in zip(new, parts, strict=True)]
    return Ways(orders, np.concatenate(taken))


def _joined_cases(parts: Sequence[Cases]) -> Cases:
    ways = joined_ways(parts)
    lengths = [len(part) for part in parts]
    return Cases(
        orders=ways.orders,
        order=ways.order,
        began_at=np.concatenate([part.began_at for part in parts]),
        length=np.concatenate([part.length for part in parts]),
        waiting=np.concatenate([part.waiting for part in parts]),
        touch=_joined([part.touch for part in parts], lengths, -1),
        across_units=_joined([part.across_units for part in parts], lengths, 0),
        across_departments=_joined([part.across_departments for part in parts], lengths, 0),
        medium_breaks=_joined([part.medium_breaks for part in parts], lengths, 0),
    )


def _joined(parts: Sequence[Integers | None], lengths: Sequence[int], unknown: int) -> NDArray[np.int64] | None:
    """The parts one after another, a part without figures filled up; None if no part has any."""
    if all(part is None for part in parts):
        return None
    return np.concatenate(
        [np.full(length, unknown) if part is None else part for part, length in zip(parts, lengths, strict=True)]
    )


def _joined_lengths(pieces: Sequence[Lengths]) -> tuple[Lengths, ...]:
    """All pieces; put together into one if they have become crumbs."""
    kinds = sum(len(piece.kinds) for piece in pieces)
    if kinds * CRUMB <= sum(len(piece.micros) for piece in pieces):
        return tuple(pieces)
    each = np.concatenate([np.repeat(piece.kinds, np.diff(piece.starts)) for piece in pieces])
    order = np.argsort(each, kind="stable")
    used, starts = np.unique(each[order], return_index=True)
    return (Lengths(used, np.append(starts, len(each)), np.concatenate([piece.micros for piece in pieces])[order]),)


def _joined_homes(parts: Sequence[Homes | None], stations: int) -> Homes | None:
    there = [part for part in parts if part is not None]
    if not there:
        return None
    names = _union([part.names for part in there])
    events = np.zeros((stations, len(names)), np.int64)
    for part in there:
        events[:, _places(part.names, names)] += part.events
    return Homes(names, events)


def _added(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    reasons = dict.fromkeys(reason for part in parts for reason in part)
    return {reason: sum(part.get(reason, 0) for part in parts) for reason in reasons}

"""Counting: what each case went through, and adding up what was counted elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .orders import Integers, Orders, group
from .packing import NEVER, Coded, Codes, Moments, Packed

#: Events counted at a time: small enough for the memory next to the processor.
PART = 1 << 17


@dataclass(frozen=True)
class Cases:
    """Figures of each case, one place per case; None where the log does not say.

    ``order`` is the order of visits it took. Moments and lengths are microseconds; ``touch`` is -1 for a case in which
    nobody knows any touch time.
    """

    orders: Orders
    order: NDArray[np.int64]
    began_at: Moments
    length: Moments
    waiting: Moments
    touch: Moments | None
    across_units: NDArray[np.int64] | None
    across_departments: NDArray[np.int64] | None
    medium_breaks: NDArray[np.int64] | None

    def __len__(self) -> int:
        return len(self.order)

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
class Visits:
    """Figures of each visit, in the order of cases and time.

    ``stretch`` is where the paper came from times (stations + 1) plus where it went; it comes from nowhere (number of
    stations) at the first visit of a case. ``waiting`` and ``touch`` are -1 where unknown.
    """

    stretch: Integers
    waiting: Moments
    touch: Moments | None


@dataclass(frozen=True)
class Homes:
    """How many events of each station (row) named which unit (column)."""

    names: tuple[str, ...]
    events: NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """All that was counted in a log, or in a part of it, so that parts add up to exactly the figures of the whole."""

    stations: tuple[str, ...]
    cases: Cases
    visits: Visits
    events: int
    station_events: NDArray[np.int64]
    passing_on: NDArray[np.int64]
    units: Homes | None
    departments: Homes | None
    skipped: Mapping[str, int]

    @cached_property
    def matrix(self) -> NDArray[np.int64]:
        """Handovers from each station (row) to each station (column)."""
        size = len(self.stations) + 1
        counts = np.bincount(self.visits.stretch, minlength=size * size)
        return counts.reshape(size, size)[:-1, :-1]


def tally(packed: Packed, *, part: int = PART) -> Tally:
    """Count a whole log, so many events at a time."""
    return merge([_count(part) for part in packed.parts(part)] or [_count(packed)])


def _count(log: Packed) -> Tally:
    known = log.station.codes != log.station.unknown
    places = np.flatnonzero(known)
    codes = log.station.codes[places]
    bounds = np.concatenate(([0], np.cumsum(known)))[log.starts]
    first_of_case = np.zeros(len(codes) + 1, bool)
    first_of_case[bounds[:-1]] = True
    changed = first_of_case[:-1].copy()
    changed[1:] |= codes[1:] != codes[:-1]
    heads = np.flatnonzero(changed)
    ends = np.append(heads, len(codes))[1:] - 1
    opens = first_of_case[:-1][heads]
    starts = np.concatenate(([0], np.cumsum(changed)))[bounds]
    visited = codes[heads]
    orders, order = group(visited, starts)
    visits = _visits(log, visited, opens, places[heads], places[ends])
    return Tally(
        stations=log.station.names,
        cases=Cases(
            orders=orders,
            order=order,
            began_at=(began := _began(log)),
            length=log.at[log.starts[1:] - 1] - began,
            waiting=_sums(np.maximum(visits.waiting, 0), starts),
            touch=_touched(log.touch, log.starts),
            across_units=_across(log.unit, places[heads], opens, starts),
            across_departments=_across(log.department, places[heads], opens, starts),
            medium_breaks=None if log.breaks is None else _sums(log.breaks, log.starts),
        ),
        visits=visits,
        events=log.events,
        station_events=np.bincount(codes, minlength=len(log.station.names)),
        passing_on=_passing_on(log, visited, opens, places[heads], heads == ends),
        units=_homes(log.unit, places, codes, log.station),
        departments=_homes(log.department, places, codes, log.station),
        skipped=log.skipped,
    )


def _sums(values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of each stretch of values, nothing for an empty one."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)))
    whole: NDArray[np.int64] = sums[starts[1:]] - sums[starts[:-1]]
    return whole


def _touched(touch: Moments | None, starts: NDArray[np.int64]) -> Moments | None:
    """Known touch time of each stretch of events, -1 where none is known."""
    if touch is None:
        return None
    return np.where(_sums(touch >= 0, starts) > 0, _sums(np.maximum(touch, 0), starts), -1)


def _began(log: Packed) -> Moments:
    """When each case began: at the earliest begin of work."""
    if log.touch is None or not log.cases:
        return log.at[log.starts[:-1]]
    return np.minimum.reduceat(log.began, log.starts[:-1])


def _visits(log: Packed, visited: Codes, opens: NDArray[np.bool_], heads: Integers, ends: Integers) -> Visits:
    """Where each visit came from, how long the paper waited for it, how long it was worked on."""
    size = len(log.station.names) + 1
    comes_from = np.empty(len(visited), np.int64)
    comes_from[1:] = visited[:-1]
    comes_from[opens] = size - 1
    left = np.empty(len(visited), np.int64)
    left[1:] = log.at[ends[:-1]]
    left[opens] = log.at[heads[opens]] if log.started is None else log.started[heads[opens]]
    waiting = log.at[heads] - left
    if log.touch is not None:
        waiting = np.maximum(waiting - np.maximum(log.touch[heads], 0), 0)
    waiting[opens if log.started is None else opens & (log.started[heads] == NEVER)] = -1
    stretch = (comes_from * size + visited).astype(np.min_scalar_type(size * size))
    return Visits(stretch, waiting, _touch_of_visits(log, heads, ends))


def _touch_of_visits(log: Packed, heads: Integers, ends: Integers) -> Moments | None:
    """Touch times from the first to the last event of each visit, events without station among them left out."""
    if log.touch is None:
        return None
    counted = np.where(log.station.codes != log.station.unknown, log.touch, -1)
    sums = np.append(0, np.cumsum(np.maximum(counted, 0)))
    known = np.append(0, np.cumsum(counted >= 0))
    return np.where(known[ends + 1] > known[heads], sums[ends + 1] - sums[heads], -1)


def _across(
    unit: Coded | None, heads: Integers, opens: NDArray[np.bool_], starts: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """Handovers of each case between two known and different units."""
    if unit is None:
        return None
    units = unit.codes[heads]
    crosses = np.zeros(len(heads), bool)
    crosses[1:] = (units[1:] != units[:-1]) & (units[1:] != unit.unknown) & (units[:-1] != unit.unknown)
    return _sums(crosses & ~opens, starts)


def _passing_on(
    log: Packed, visited: Codes, opens: NDArray[np.bool_], heads: Integers, single: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Visits between two others, of one event, without touch time and without work of their own."""
    between = ~opens & ~np.append(opens[1:], True) & single
    if log.touch is not None:
        between &= log.touch[heads] <= 0
    if log.plain is not None:
        between &= log.plain[heads]
    return np.bincount(visited[between], minlength=len(log.station.names))


def _homes(unit: Coded | None, places: Integers, codes: Codes, station: Coded) -> Homes | None:
    if unit is None:
        return None
    size = len(unit.names) + 1
    pairs = codes.astype(np.int64) * size + unit.codes[places]
    counts = np.bincount(pairs, minlength=len(station.names) * size).reshape(-1, size)
    return Homes(unit.names, counts[:, :-1])


def merge(tallies: Sequence[Tally]) -> Tally:
    """Add up what was counted in parts of whole cases: the very figures of the whole log, medians included."""
    if len(tallies) == 1:
        return tallies[0]
    stations = _union([part.stations for part in tallies])
    parts = [_renamed(part, stations) for part in tallies]
    return Tally(
        stations=stations,
        cases=_joined_cases([part.cases for part in parts]),
        visits=Visits(
            np.concatenate([part.visits.stretch for part in parts]),
            np.concatenate([part.visits.waiting for part in parts]),
            _joined([part.visits.touch for part in parts], [len(part.visits.waiting) for part in parts], -1),
        ),
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
    nowhere = np.append(place, new - 1)
    comes_from, goes_to = np.divmod(part.visits.stretch.astype(np.int64), old)
    stretch = (nowhere[comes_from] * new + place[goes_to]).astype(np.min_scalar_type(new * new))
    visits = place[part.cases.orders.visits].astype(np.min_scalar_type(len(stations)))
    orders = Orders(visits, part.cases.orders.starts)
    return Tally(
        stations=stations,
        cases=Cases(**{**vars(part.cases), "orders": orders}),
        visits=Visits(stretch, part.visits.waiting, part.visits.touch),
        events=part.events,
        station_events=_spread_rows(part.station_events, place, len(stations)),
        passing_on=_spread_rows(part.passing_on, place, len(stations)),
        units=part.units and Homes(part.units.names, _spread_rows(part.units.events, place, len(stations))),
        departments=part.departments
        and Homes(part.departments.names, _spread_rows(part.departments.events, place, len(stations))),
        skipped=part.skipped,
    )


def _spread_rows(counts: NDArray[np.int64], place: NDArray[np.int64], rows: int) -> NDArray[np.int64]:
    spread = np.zeros((rows, *counts.shape[1:]), np.int64)
    spread[place] = counts
    return spread


def _joined_cases(parts: Sequence[Cases]) -> Cases:
    sizes = np.concatenate([part.orders.sizes for part in parts])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    orders, which = group(np.concatenate([part.orders.visits for part in parts]), starts)
    before = np.cumsum([0, *(len(part.orders.sizes) for part in parts)])
    lengths = [len(part) for part in parts]
    return Cases(
        orders=orders,
        order=np.concatenate([which[part.order + shift] for part, shift in zip(parts, before, strict=False)]),
        began_at=np.concatenate([part.began_at for part in parts]),
        length=np.concatenate([part.length for part in parts]),
        waiting=np.concatenate([part.waiting for part in parts]),
        touch=_joined([part.touch for part in parts], lengths, -1),
        across_units=_joined([part.across_units for part in parts], lengths, 0),
        across_departments=_joined([part.across_departments for part in parts], lengths, 0),
        medium_breaks=_joined([part.medium_breaks for part in parts], lengths, 0),
    )


def _joined(
    parts: Sequence[NDArray[np.int64] | None], lengths: Sequence[int], unknown: int
) -> NDArray[np.int64] | None:
    """The parts one after another, a part without figures filled up; None if no part has any."""
    if all(part is None for part in parts):
        return None
    return np.concatenate(
        [np.full(length, unknown) if part is None else part for part, length in zip(parts, lengths, strict=True)]
    )


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

"""From counts to the report that people read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .comparing import differences
from .figures import HandoffReport, Spread, StationFigures, Stretch, Variant, Year
from .packed import Moments
from .side_by_side import side_by_side
from .spreading import DAY, by_kind, in_order, known_spread, of_sorted, spread, spread_of_counts, spreads
from .tallies import Cases, Homes, Tally

#: Shares are reckoned in billionths, so that they too are whole numbers that add up the same in every order.
BILLION = 10**9


def report(counted: Tally, *, variants: int = 30) -> HandoffReport:
    """Everything that was counted, as spreads and lists; so many of the most frequent variants."""
    cases, orders, times = counted.cases, counted.cases.orders, counted.cases.times
    line = _line(counted)
    with ThreadPoolExecutor() as beside:
        years = beside.submit(_years, cases)
        frequent = beside.submit(_variants, counted, variants)
        lengths = np.sort(cases.length)
        apart = beside.submit(differences, counted, lengths)
        waits = _waits(counted)
    return HandoffReport(
        events=counted.events,
        cases=len(cases),
        skipped=dict(counted.skipped),
        stations=tuple(counted.stations[station] for station in line.tolist()),
        hands=spread_of_counts(orders.hands, times),
        visits=spread_of_counts(orders.sizes, times),
        handovers=spread_of_counts(orders.handovers, times),
        across_units=None if cases.across_units is None else spread(cases.across_units),
        across_departments=None if cases.across_departments is None else spread(cases.across_departments),
        ping_pong=spread_of_counts(orders.ping_pong, times),
        loops=spread_of_counts(orders.loops, times),
        rework=spread_of_counts(orders.rework, times),
        medium_breaks=None if cases.medium_breaks is None else spread(cases.medium_breaks),
        days=of_sorted(lengths, DAY),
        waiting_days=spread(cases.waiting, DAY),
        touch_days=known_spread(cases.touch, DAY),
        flow_share=known_spread(_flow(cases), BILLION),
        matrix=tuple(map(tuple, counted.matrix[np.ix_(line, line)].tolist())),
        by_station=tuple(_by_station(counted, line, waits)),
        stretches=tuple(_stretches(counted, waits)),
        variants=tuple(frequent.result()),
        variants_in_all=len(orders.sizes),
        years=tuple(years.result()),
        differences=tuple(apart.result()),
    )


def _line(counted: Tally) -> NDArray[np.int64]:
    """The stations in the order in which papers usually first reach them (mean place), by name where equal."""
    order, station, place, _ = counted.cases.orders.met
    weights = counted.cases.times[order]
    cases = np.bincount(station, weights, len(counted.stations))
    places = np.bincount(station, weights * place, len(counted.stations))
    met = np.flatnonzero(cases)
    return met[np.argsort(places[met] / cases[met], kind="stable")]


def _flow(cases: Cases) -> NDArray[np.int64] | None:
    """Touch time as a share of the whole duration in billionths, at most one, -1 where either is unknown."""
    if cases.touch is None:
        return None
    known = (cases.touch >= 0) & (cases.length > 0)
    share = np.divide(cases.touch, cases.length, out=np.full(len(cases), -1.0), where=known)
    return np.where(known, np.rint(np.minimum(share, 1) * BILLION), -1).astype(np.int64)


@dataclass(frozen=True)
class _Waits:
    """How long papers waited for one station: over all, and by the station they came from."""

    station: int
    all: Spread
    by_origin: dict[int, Spread]


def _waits(counted: Tally) -> list[_Waits]:
    found: dict[int, dict[int, list[Moments]]] = {}
    for kind, parts in by_kind(counted.waiting).items():
        left, reached = divmod(kind, len(counted.stations) + 1)
        found.setdefault(reached, {})[left] = parts
    return side_by_side(_waits_for, sorted(found.items()))


def _waits_for(station: tuple[int, dict[int, list[Moments]]]) -> _Waits:
    place, waiting = station
    ordered = {left: in_order(parts) for left, parts in waiting.items()}
    whole = in_order(list(ordered.values()))
    return _Waits(place, of_sorted(whole, DAY), {left: of_sorted(each, DAY) for left, each in ordered.items()})


def _by_station(counted: Tally, line: NDArray[np.int64], waits: Sequence[_Waits]) -> list[StationFigures]:
    orders, size = counted.cases.orders, len(counted.stations)
    order, station, _, met = orders.met
    weights = counted.cases.times[order]
    cases = np.bincount(station, weights, size).astype(np.int64).tolist()
    visits = np.bincount(station, weights * met, size).astype(np.int64).tolist()
    waiting = {each.station: each.all for each in waits}
    touch = {kind: of_sorted(in_order(parts), DAY) for kind, parts in by_kind(counted.touch).items()}
    units, departments = _home(counted.units, size), _home(counted.departments, size)
    return [
        StationFigures(
            station=counted.stations[place],
            unit=units[place],
            department=departments[place],
            cases=cases[place],
            visits=visits[place],
            events=int(counted.station_events[place]),
            passing_on=int(counted.passing_on[place]),
            returned_to=visits[place] - cases[place],
            waiting_days=waiting[place],
            touch_days=touch.get(place),
        )
        for place in line.tolist()
    ]


def _home(homes: Homes | None, stations: int) -> list[str]:
    """The unit that most events of each station name; the first by name where several are named as often."""
    if homes is None or not homes.names:
        return [""] * stations
    most = homes.events.argmax(axis=1).tolist()
    return [homes.names[unit] if homes.events[station, unit] else "" for station, unit in enumerate(most)]


def _stretches(counted: Tally, waits: Sequence[_Waits]) -> list[Stretch]:
    """All stretches, first the one on which papers waited longest in all."""
    names = counted.stations
    found = [
        Stretch(names[left], names[each.station], wait.cases, wait)
        for each in waits
        for left, wait in each.by_origin.items()
        if left < len(names)
    ]
    return sorted(found, key=lambda each: (-each.waiting_days.mean * each.handovers, each.leaves, each.reaches))


def _variants(counted: Tally, most: int) -> list[Variant]:
    """The most frequent orders; where equal the shorter first, then by name."""
    cases, orders, times = counted.cases, counted.cases.orders, counted.cases.times
    ranked = np.lexsort((orders.sizes, -times))
    if len(ranked) > most:
        last = ranked[most - 1]
        tied = (times[ranked] == times[last]) & (orders.sizes[ranked] == orders.sizes[last])
        ranked = ranked[: np.flatnonzero(tied)[-1] + 1]
    bounds = zip(ranked.tolist(), orders.starts[ranked].tolist(), orders.starts[ranked + 1].tolist(), strict=True)
    ways = {order: tuple(orders.visits[begin:end].tolist()) for order, begin, end in bounds}
    chosen = sorted(ways, key=lambda order: (-times[order], len(ways[order]), ways[order]))[:most]
    rank = np.full(len(orders.sizes), len(chosen), np.int16)
    rank[chosen] = np.arange(len(chosen))
    days = spreads(cases.length, rank[cases.order], len(chosen) + 1, DAY)
    return [
        Variant(tuple(counted.stations[station] for station in ways[order]), int(times[order]), days[index])
        for index, order in enumerate(chosen)
    ]


def _years(cases: Cases) -> list[Year]:
    if not len(cases):
        return []
    ends = np.array([cases.began_at.min(), cases.began_at.max()]).view("datetime64[us]").astype("datetime64[Y]")
    borders = np.arange(ends[0], ends[1] + 2).astype("datetime64[us]").view(np.int64)
    group = np.searchsorted(borders[1:], cases.began_at, side="right")
    years = (ends[0] + np.arange(len(borders) - 1)).astype(np.int64) + 1970
    days = spreads(cases.length, group, len(years), DAY)
    kinds = len(cases.orders.sizes)
    keys, times = np.unique(group * kinds + cases.order, return_counts=True)
    bounds = np.searchsorted(keys, np.arange(len(years) + 1) * kinds)
    found = []
    for place in np.flatnonzero(np.diff(bounds)).tolist():
        taken = slice(bounds[place], bounds[place + 1])
        order = keys[taken] % kinds
        hands = spread_of_counts(cases.orders.hands[order], times[taken])
        handovers = spread_of_counts(cases.orders.handovers[order], times[taken])
        found.append(Year(int(years[place]), days[place].cases, hands, handovers, days[place]))
    return found

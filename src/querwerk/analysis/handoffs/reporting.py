"""From counts to the report that people read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .comparing import differences
from .figures import HandoffReport, StationFigures, Stretch, Variant, Year
from .spreading import DAY, NOTHING, known_spread, of_sorted, spread, spread_of_counts, spreads, spreads_of_lengths
from .tallies import Cases, Homes, Tally

#: Shares are reckoned in billionths, so that they too are whole numbers that add up the same in every order.
BILLION = 10**9


def report(counted: Tally, *, variants: int = 30) -> HandoffReport:
    """Everything that was counted, as spreads and lists; so many of the most frequent variants."""
    cases, orders, times = counted.cases, counted.cases.orders, counted.cases.times
    line = _line(counted)
    lengths = np.sort(cases.length)
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
        by_station=tuple(_by_station(counted, line)),
        stretches=tuple(_stretches(counted)),
        variants=tuple(_variants(counted, variants)),
        variants_in_all=len(orders.sizes),
        years=tuple(_years(cases)),
        differences=tuple(differences(counted, lengths)),
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


def _by_station(counted: Tally, line: NDArray[np.int64]) -> list[StationFigures]:
    orders, size = counted.cases.orders, len(counted.stations)
    order, station, _, met = orders.met
    weights = counted.cases.times[order]
    cases = np.bincount(station, weights, size).astype(np.int64).tolist()
    visits = np.bincount(station, weights * met, size).astype(np.int64).tolist()
    waiting = spreads_of_lengths(counted.waiting, counted.waiting.kinds % (size + 1), size)
    touch = [NOTHING] * size
    if counted.touch is not None:
        touch = spreads_of_lengths(counted.touch, counted.touch.kinds, size)
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
            touch_days=touch[place] if touch[place].cases else None,
        )
        for place in line.tolist()
    ]


def _home(homes: Homes | None, stations: int) -> list[str]:
    """The unit that most events of each station name; the first by name where several are named as often."""
    if homes is None or not homes.names:
        return [""] * stations
    most = homes.events.argmax(axis=1).tolist()
    return [homes.names[unit] if homes.events[station, unit] else "" for station, unit in enumerate(most)]


def _stretches(counted: Tally) -> list[Stretch]:
    """All stretches, first the one on which papers waited longest in all."""
    size = len(counted.stations)
    kinds = counted.waiting.kinds
    waits = spreads_of_lengths(counted.waiting, np.arange(len(kinds)), len(kinds))
    found = [
        Stretch(counted.stations[left], counted.stations[reached], wait.cases, wait)
        for (left, reached), wait in zip((divmod(kind, size + 1) for kind in kinds.tolist()), waits, strict=True)
        if left < size
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

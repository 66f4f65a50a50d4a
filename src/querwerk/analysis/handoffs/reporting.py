"""From counts to the report that people read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .comparing import differences
from .figures import HandoffReport, Spread, StationFigures, Stretch, Variant, Year
from .orders import Integers, Orders
from .packing import DAY
from .spreading import NOTHING, spread, spread_of_counts, spreads
from .tallying import Cases, Homes, Tally

#: Shares are reckoned in billionths, so that they too are whole numbers that add up the same in every order.
BILLION = 10**9


def report(counted: Tally, *, variants: int = 30) -> HandoffReport:
    """Everything that was counted, as spreads and lists; so many of the most frequent variants."""
    cases, orders = counted.cases, counted.cases.orders
    times = np.bincount(cases.order, minlength=len(orders.sizes))
    line = _line(orders, times, len(counted.stations))
    return HandoffReport(
        events=counted.events,
        cases=len(cases),
        skipped=dict(counted.skipped),
        stations=tuple(counted.stations[station] for station in line),
        hands=spread_of_counts(orders.hands, times),
        visits=spread_of_counts(orders.sizes, times),
        handovers=spread_of_counts(orders.handovers, times),
        across_units=None if cases.across_units is None else spread(cases.across_units),
        across_departments=None if cases.across_departments is None else spread(cases.across_departments),
        ping_pong=spread_of_counts(orders.ping_pong, times),
        loops=spread_of_counts(orders.loops, times),
        rework=spread_of_counts(orders.rework, times),
        medium_breaks=None if cases.medium_breaks is None else spread(cases.medium_breaks),
        days=spread(cases.length, DAY),
        waiting_days=spread(cases.waiting, DAY),
        touch_days=_known(cases.touch, DAY),
        flow_share=_known(_flow(cases), BILLION),
        matrix=tuple(map(tuple, counted.matrix[np.ix_(line, line)].tolist())),
        by_station=tuple(_by_station(counted, times, line)),
        stretches=tuple(_stretches(counted)),
        variants=tuple(_variants(counted, times, variants)),
        variants_in_all=int(np.count_nonzero(times)),
        years=tuple(_years(cases)),
        differences=tuple(differences(counted)),
    )


def _line(orders: Orders, times: NDArray[np.int64], stations: int) -> NDArray[np.int64]:
    """The stations in the order in which papers usually first reach them (mean place), by name where equal."""
    pairs, first = np.unique(orders.of * stations + orders.visits, return_index=True)
    order, station = np.divmod(pairs, max(stations, 1))
    cases = np.bincount(station, times[order], stations)
    places = np.bincount(station, times[order] * (first - orders.starts[order]), stations)
    mean = np.divide(places, cases, out=np.full(stations, np.inf), where=cases > 0)
    return np.argsort(mean, kind="stable")


def _known(values: NDArray[np.int64] | None, unit: int) -> Spread | None:
    """The spread of the values that are known (not below zero), None if none is."""
    if values is None or not (known := values[values >= 0]).size:
        return None
    return spread(known, unit)


def _flow(cases: Cases) -> NDArray[np.int64] | None:
    """Touch time as a share of the whole duration in billionths, at most one, -1 where either is unknown."""
    if cases.touch is None:
        return None
    known = (cases.touch >= 0) & (cases.length > 0)
    share = np.divide(cases.touch, cases.length, out=np.full(len(cases), -1.0), where=known)
    return np.where(known, np.rint(np.minimum(share, 1) * BILLION), -1).astype(np.int64)


def _by_station(counted: Tally, times: NDArray[np.int64], line: NDArray[np.int64]) -> list[StationFigures]:
    orders, size = counted.cases.orders, len(counted.stations)
    order, station = np.divmod(orders.pairs, orders.codes)
    cases = np.bincount(station, times[order], size).astype(np.int64)
    visits = np.bincount(orders.visits, times[orders.of], size).astype(np.int64)
    reached = counted.visits.stretch % (size + 1)
    waiting = _spreads_of_known(counted.visits.waiting, reached, size)
    touch = _spreads_of_known(counted.visits.touch, reached, size)
    units, departments = _home(counted.units, size), _home(counted.departments, size)
    return [
        StationFigures(
            station=counted.stations[place],
            unit=units[place],
            department=departments[place],
            cases=int(cases[place]),
            visits=int(visits[place]),
            events=int(counted.station_events[place]),
            passing_on=int(counted.passing_on[place]),
            returned_to=int(visits[place] - cases[place]),
            waiting_days=waiting[place],
            touch_days=touch[place] if touch[place].cases else None,
        )
        for place in line.tolist()
    ]


def _spreads_of_known(values: NDArray[np.int64] | None, groups: Integers, count: int) -> list[Spread]:
    if values is None:
        return [NOTHING] * count
    known = values >= 0
    return spreads(values[known], groups[known], count, DAY)


def _home(homes: Homes | None, stations: int) -> list[str]:
    """The unit that most events of each station name; the first by name where several are named as often."""
    if homes is None or not homes.names:
        return [""] * stations
    most = homes.events.argmax(axis=1)
    return [homes.names[unit] if homes.events[station, unit] else "" for station, unit in enumerate(most.tolist())]


def _stretches(counted: Tally) -> list[Stretch]:
    """All stretches, first the one on which papers waited longest in all."""
    size = len(counted.stations) + 1
    used, group = np.unique(counted.visits.stretch, return_inverse=True)
    waits = spreads(counted.visits.waiting, group, len(used), DAY)
    found = [
        Stretch(counted.stations[code // size], counted.stations[code % size], wait.cases, wait)
        for code, wait in zip(used.tolist(), waits, strict=True)
        if code // size < size - 1
    ]
    return sorted(found, key=lambda each: (-each.waiting_days.mean * each.handovers, each.leaves, each.reaches))


def _variants(counted: Tally, times: NDArray[np.int64], most: int) -> list[Variant]:
    """The most frequent orders; where equal the shorter first, then by name."""
    orders, cases = counted.cases.orders, counted.cases
    ranked = np.lexsort((orders.sizes, -times))
    ranked = ranked[: np.count_nonzero(times)]
    if len(ranked) > most:
        last = ranked[most - 1]
        tied = (times[ranked] == times[last]) & (orders.sizes[ranked] == orders.sizes[last])
        ranked = ranked[: int(np.flatnonzero(tied)[-1]) + 1]
    ways = {order: tuple(orders.visits[orders.starts[order] : orders.starts[order + 1]].tolist()) for order in ranked}
    chosen = sorted(ways, key=lambda order: (-times[order], len(ways[order]), ways[order]))[:most]
    rank = np.full(len(orders.sizes), -1)
    rank[chosen] = np.arange(len(chosen))
    place = rank[cases.order]
    days = spreads(cases.length[place >= 0], place[place >= 0], len(chosen), DAY)
    return [
        Variant(tuple(counted.stations[station] for station in ways[order]), int(times[order]), days[index])
        for index, order in enumerate(chosen)
    ]


def _years(cases: Cases) -> list[Year]:
    begins = cases.began_at.view("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    years, group = np.unique(begins, return_inverse=True)
    days = spreads(cases.length, group, len(years), DAY)
    times = np.zeros((len(years), len(cases.orders.sizes)), np.int64)
    np.add.at(times, (group, cases.order), 1)
    return [
        Year(
            year=year,
            cases=days[index].cases,
            hands=spread_of_counts(cases.orders.hands, times[index]),
            handovers=spread_of_counts(cases.orders.handovers, times[index]),
            days=days[index],
        )
        for index, year in enumerate(years.tolist())
    ]

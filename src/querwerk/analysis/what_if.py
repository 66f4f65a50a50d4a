"""What if a station fell away? Real cases as they were, and as they would have been: each case by itself.

**Question.** A station of a paper trail is dropped, merged into another one, asked at the same time as the one before,
only informed, or its decision is given to another one. How many hands, handovers and days would each case have taken?

**Use.** :func:`visits_of` cuts a log into visits, :func:`planned_visits` does so with a plan; :func:`what_if` applies
changes in their order and yields both sides as spreads over the cases, not as one average.

**Model.** A visit is a run of events of one station in a case. It *waits* from the end of the visit before until its
work begins, and *stays* until its last event. The days of a case are the sum of both over its visits; of visits side by
side the longest counts. What each change does to waiting and staying is defined in docs/analysis/what-if.md.

Nothing is simulated and nothing random: a case keeps what it really waited, except where a change takes the waiting
away. Linear in the number of events. Raises ValueError for a station that nobody visited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .handoffs import Packed, Spread
from .handoffs.spreading import spread
from .routes import Stop

_MINUTE = 60_000_000
_DAY = 1440 * _MINUTE
#: Shares are counted in whole billionths.
_SHARE = 1_000_000_000

Ints = NDArray[np.int64]


class Kind(StrEnum):
    """What is done with a station."""

    DROP = "drop"  # it no longer sees the paper
    INFORM = "inform"  # it gets a copy, the paper does not wait for it
    PARALLEL = "parallel"  # it has the paper at the same time as the station before
    MERGE = "merge"  # its work is done at another station
    DELEGATE = "delegate"  # another station decides in its place


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a route; ``into`` names the other station of a merger or delegation."""

    kind: Kind
    station: str
    into: str = ""


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits in order of case and time, in microseconds. ``touch`` is None where no work was timed.

    ``beside`` visits go at the same time as the one before; ``aside`` is the work per case that holds up no paper.
    """

    names: tuple[str, ...]
    cases: int
    case: Ints
    station: Ints
    wait: Ints
    stay: Ints
    touch: Ints | None
    beside: NDArray[np.bool_]
    aside: Ints

    @property
    def first(self) -> NDArray[np.bool_]:
        """Where another case begins."""
        return np.append(True, self.case[1:] != self.case[:-1])[: len(self.case)]

    def passed(self) -> dict[str, int]:
        """station -> how many cases passed it."""
        pairs = np.unique(self.case * len(self.names) + self.station)
        counts = np.bincount(pairs % max(len(self.names), 1), minlength=len(self.names))
        return dict(zip(self.names, map(int, counts), strict=True))


@dataclass(frozen=True, slots=True)
class Side:
    """The cases as they are, or as they would be. Days of work and flow share are None where no work was timed."""

    hands: Spread
    handovers: Spread
    days: Spread
    work_days: Spread | None
    flow_share: Spread | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both sides. ``changed`` cases would have gone otherwise; ``saved_days`` is theirs, below zero if they grew."""

    cases: int
    changed: int
    before: Side
    after: Side
    saved_days: Spread


def what_if(visits: Visits, changes: Sequence[Change]) -> Outcome:
    """How the cases would have gone."""
    later = visits
    for change in changes:
        later = changed(later, change)
    before, after = _counts(visits), _counts(later)
    differ = np.zeros(visits.cases, bool)
    for one, other in zip(before, after, strict=True):
        differ |= one != other
    saved = (before[2] - after[2])[differ]
    return Outcome(visits.cases, int(differ.sum()), _side(visits, before), _side(later, after), spread(saved, _DAY))


# -- visits


def visits_of(log: Packed) -> Visits:
    """The visits of a log; events of unknown stations are passed over, and cases that have no other ones."""
    known = log.station.codes != log.station.unknown
    _numbers, case = np.unique(log.case[known], return_inverse=True)
    station, at, began = log.station.codes[known].astype(np.int64), log.at[known], log.began[known]
    heads = np.flatnonzero(_differs(case) | _differs(station))
    end = np.maximum.reduceat(at, heads) if len(heads) else at
    begin = np.minimum.reduceat(began, heads) if len(heads) else began
    case, station = case[heads].astype(np.int64), station[heads]
    before = np.where(_differs(case), begin, np.append(0, end[:-1])[: len(end)])
    begin = np.maximum(begin, before)  # two visits at once: the later one begins when the earlier one ends
    touch = None if log.touch is None else np.maximum(log.touch[known], 0)
    return Visits(
        names=log.station.names,
        cases=len(_numbers),
        case=case,
        station=station,
        wait=begin - before,
        stay=np.maximum(end - begin, 0),
        touch=touch if touch is None or not len(heads) else np.add.reduceat(touch, heads),
        beside=np.zeros(len(case), bool),
        aside=np.zeros(len(_numbers), np.int64),
    )


def planned_visits(stops: Sequence[Stop], names: Sequence[str]) -> Visits:
    """A plan as one case; ``names`` tell its stations apart, one for each stop."""
    known = tuple(dict.fromkeys(names))
    touch = np.array([round(stop.touch_minutes * _MINUTE) for stop in stops], np.int64)
    planned = Visits(
        names=known,
        cases=1 if stops else 0,
        case=np.zeros(len(stops), np.int64),
        station=np.array([known.index(name) for name in names], np.int64),
        wait=np.array([round(stop.waiting_days * _DAY) for stop in stops], np.int64),
        stay=touch,
        touch=touch if touch.any() else None,
        beside=np.array([stop.beside and number > 0 for number, stop in enumerate(stops)], bool),
        aside=np.zeros(1 if stops else 0, np.int64),
    )
    return _fused(planned)


# -- changes


def changed(visits: Visits, change: Change) -> Visits:
    """The same cases after one change."""
    if change.station not in visits.names:
        raise ValueError(f"no such station: {change.station}")
    mine = visits.station == visits.names.index(change.station)
    if change.kind is Kind.PARALLEL:
        return replace(visits, beside=visits.beside | (mine & ~visits.first))
    if change.kind is Kind.DROP:
        return _kept(visits, ~mine)
    if change.kind is Kind.INFORM:
        spent = _per_case(visits, visits.touch[mine], visits.case[mine]) if visits.touch is not None else 0
        return _kept(replace(visits, aside=visits.aside + spent), ~mine)
    names = visits.names if change.into in visits.names else (*visits.names, change.into)
    visits, other = replace(visits, names=names), names.index(change.into)
    return _merged(visits, mine, other) if change.kind is Kind.MERGE else _delegated(visits, mine, other)


def _merged(visits: Visits, mine: NDArray[np.bool_], other: int) -> Visits:
    """Where a case passes both, the work goes to the first visit of the other one and the waiting falls away."""
    there = np.flatnonzero(visits.station == other)
    cases, places = np.unique(visits.case[there], return_index=True)
    target = np.full(visits.cases, -1)
    target[cases] = there[places]
    goes = mine & (target[visits.case] >= 0)
    stay = visits.stay.copy()
    np.add.at(stay, target[visits.case[goes]], visits.stay[goes])
    touch = None if visits.touch is None else visits.touch.copy()
    if touch is not None and visits.touch is not None:
        np.add.at(touch, target[visits.case[goes]], visits.touch[goes])
    station = np.where(mine, other, visits.station)
    return _kept(replace(visits, station=station, stay=stay, touch=touch), ~goes)


def _delegated(visits: Visits, mine: NDArray[np.bool_], other: int) -> Visits:
    """The other one has the paper instead: at once if it is there just before or after, else after its usual wait."""
    theirs, first = visits.station == other, visits.first
    after_it = np.append(False, theirs[:-1])[: len(first)] & ~first
    before_it = np.append(theirs[1:] & ~first[1:], False)[: len(first)]
    usual = np.sort(visits.wait[theirs & ~first])
    wait = visits.wait.copy()
    if len(usual):
        wait[mine & ~first] = (usual[(len(usual) - 1) // 2] + usual[len(usual) // 2]) // 2
    wait[mine & (after_it | before_it)] = 0
    return _fused(replace(visits, wait=wait, station=np.where(mine, other, visits.station)))


def _kept(visits: Visits, keep: NDArray[np.bool_]) -> Visits:
    """Only some of the visits; those that went side by side still do."""
    group, case = np.cumsum(~visits.beside)[keep], visits.case[keep]
    return _fused(
        replace(
            visits,
            case=case,
            station=visits.station[keep],
            wait=visits.wait[keep],
            stay=visits.stay[keep],
            touch=None if visits.touch is None else visits.touch[keep],
            beside=~_differs(group),
        )
    )


def _fused(visits: Visits) -> Visits:
    """Visits of one station after another are one visit, which waits and stays as long as they did together."""
    heads = np.flatnonzero(visits.first | _differs(visits.station))
    if len(heads) == len(visits.case):
        return visits
    return replace(
        visits,
        case=visits.case[heads],
        station=visits.station[heads],
        wait=np.add.reduceat(visits.wait, heads),
        stay=np.add.reduceat(visits.stay, heads),
        touch=None if visits.touch is None else np.add.reduceat(visits.touch, heads),
        beside=visits.beside[heads],
    )


# -- figures


def _counts(visits: Visits) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Per case: hands, handovers, length, work on the way, and work aside."""
    pairs = np.unique(visits.case * len(visits.names) + visits.station)
    hands = np.bincount(pairs // max(len(visits.names), 1), minlength=visits.cases)
    handovers = np.maximum(np.bincount(visits.case, minlength=visits.cases) - 1, 0)
    groups = np.flatnonzero(~visits.beside)
    longest = np.maximum.reduceat(visits.wait + visits.stay, groups) if len(groups) else visits.wait
    length = _per_case(visits, longest, visits.case[groups])
    work = np.zeros(visits.cases, np.int64) if visits.touch is None else _per_case(visits, visits.touch, visits.case)
    return hands, handovers, length, work, visits.aside


def _side(visits: Visits, counts: tuple[Ints, Ints, Ints, Ints, Ints]) -> Side:
    hands, handovers, length, work, aside = counts
    timed = visits.touch is not None
    lasting = length > 0
    flow = np.minimum(work[lasting] * (_SHARE / length[lasting]), _SHARE).round().astype(np.int64)
    return Side(
        hands=spread(hands),
        handovers=spread(handovers),
        days=spread(length, _DAY),
        work_days=spread(work + aside, _DAY) if timed else None,
        flow_share=spread(flow, _SHARE) if timed and len(flow) else None,
    )


def _per_case(visits: Visits, values: Ints, case: Ints) -> Ints:
    """The sum of values in each case."""
    found = np.zeros(visits.cases, np.int64)
    np.add.at(found, case, values)
    return found


def _differs(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first one does."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]

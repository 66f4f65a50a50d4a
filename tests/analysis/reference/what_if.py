"""What would have been, slowly: each case a list of visits, each change a loop over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

MINUTE = 60_000_000
DAY = 1440 * MINUTE


@dataclass(frozen=True)
class Visit:
    """One visit; those of one group go side by side."""

    station: str
    wait: int
    stay: int
    touch: int
    group: int


@dataclass(frozen=True)
class Case:
    """One paper; ``aside`` is work that holds it up nowhere."""

    visits: tuple[Visit, ...]
    aside: int = 0


@dataclass(frozen=True)
class Figures:
    hands: int
    handovers: int
    length: int
    work: int


def case_of(events: Sequence[tuple[str, int, int]]) -> Case:
    """The visits of one case from (station, end, touch), in microseconds and in order of time."""
    runs: list[list[tuple[str, int, int]]] = []
    for event in events:
        if runs and runs[-1][-1][0] == event[0]:
            runs[-1].append(event)
        else:
            runs.append([event])
    visits: list[Visit] = []
    left = None
    for number, run in enumerate(runs):
        begin, end = min(at - touch for _, at, touch in run), max(at for _, at, _ in run)
        before = begin if left is None else left
        begin = max(begin, before)
        worked = sum(touch for *_, touch in run)
        visits.append(Visit(run[0][0], begin - before, max(end - begin, 0), worked, number))
        left = end
    return Case(tuple(visits))


def figures(case: Case) -> Figures:
    lengths: dict[int, int] = {}
    for visit in case.visits:
        lengths[visit.group] = max(lengths.get(visit.group, 0), visit.wait + visit.stay)
    return Figures(
        hands=len({visit.station for visit in case.visits}),
        handovers=max(len(case.visits) - 1, 0),
        length=sum(lengths.values()),
        work=sum(visit.touch for visit in case.visits) + case.aside,
    )


def after(cases: Sequence[Case], kind: str, station: str, into: str = "") -> list[Case]:
    """All cases after one change."""
    usual = sorted(v.wait for case in cases for number, v in enumerate(case.visits) if v.station == into and number)
    middle = (usual[(len(usual) - 1) // 2] + usual[len(usual) // 2]) // 2 if usual else None
    return [_after(case, kind, station, into, middle) for case in cases]


def _after(case: Case, kind: str, station: str, into: str, usual: int | None) -> Case:
    if kind == "drop":
        return _without(case, station)
    if kind == "inform":
        worked = sum(visit.touch for visit in case.visits if visit.station == station)
        return _without(replace(case, aside=case.aside + worked), station)
    if kind == "parallel":
        return _beside(case, station)
    if kind == "merge":
        return _merged(case, station, into)
    return _delegated(case, station, into, usual)


def _without(case: Case, station: str) -> Case:
    return _fused(replace(case, visits=tuple(visit for visit in case.visits if visit.station != station)))


def _beside(case: Case, station: str) -> Case:
    visits = list(case.visits)
    for number in range(1, len(visits)):
        if visits[number].station == station:
            visits = _joined(visits, visits[number].group, visits[number - 1].group)
    return replace(case, visits=tuple(visits))


def _joined(visits: list[Visit], group: int, other: int) -> list[Visit]:
    return [replace(visit, group=other) if visit.group == group else visit for visit in visits]


def _merged(case: Case, station: str, into: str) -> Case:
    places = [number for number, visit in enumerate(case.visits) if visit.station == into]
    if not places:
        return replace(case, visits=tuple(_renamed(visit, station, into) for visit in case.visits))
    visits = list(case.visits)
    for visit in case.visits:
        if visit.station == station:
            there = visits[places[0]]
            visits[places[0]] = replace(there, stay=there.stay + visit.stay, touch=there.touch + visit.touch)
    return _without(replace(case, visits=tuple(visits)), station)


def _renamed(visit: Visit, station: str, into: str) -> Visit:
    return replace(visit, station=into) if visit.station == station else visit


def _delegated(case: Case, station: str, into: str, usual: int | None) -> Case:
    found: list[Visit] = []
    for number, visit in enumerate(case.visits):
        if visit.station != station:
            found.append(visit)
            continue
        neighbors = [case.visits[place].station for place in (number - 1, number + 1) if 0 <= place < len(case.visits)]
        wait = visit.wait if number == 0 or usual is None else usual
        found.append(replace(visit, station=into, wait=0 if into in neighbors else wait))
    return _fused(replace(case, visits=tuple(found)))


def _fused(case: Case) -> Case:
    found: list[Visit] = []
    rest = list(case.visits)
    while rest:
        visit = rest.pop(0)
        if found and found[-1].station == visit.station:
            last = found[-1]
            found[-1] = replace(
                last, wait=last.wait + visit.wait, stay=last.stay + visit.stay, touch=last.touch + visit.touch
            )
            rest = _joined(rest, visit.group, last.group)
        else:
            found.append(visit)
    return replace(case, visits=tuple(found))

"""The slow, obvious way to count hands: one case after another, lists and dictionaries, nothing clever."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import groupby, pairwise

from querwerk.analysis.handoffs import Difference, HandoffReport, Spread, StationFigures, Stretch, Variant, Year

DAY = 24 * 60 * 60 * 1_000_000
BILLION = 10**9
Row = dict[str, object]


@dataclass(eq=False)
class Event:
    station: str | None
    at: int
    started: int | None
    touch: int | None
    unit: str | None
    department: str | None
    activity: str | None
    medium: str | bool | None

    @property
    def began(self) -> int:
        return self.started if self.started is not None else self.at - (self.touch or 0)


@dataclass
class Visit:
    station: str
    events: list[Event]
    came_from: str | None = None
    waiting: int | None = None

    @property
    def touch(self) -> int | None:
        return known_sum(event.touch for event in self.events)


@dataclass
class Case:
    events: list[Event]
    visits: list[Visit] = field(default_factory=list)

    @property
    def way(self) -> tuple[str, ...]:
        return tuple(visit.station for visit in self.visits)

    @property
    def began(self) -> int:
        return min(event.began for event in self.events)

    @property
    def length(self) -> int:
        return self.events[-1].at - self.began

    @property
    def touch(self) -> int | None:
        return known_sum(event.touch for event in self.events)


def known_sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def spread(values: Iterable[int | None], unit: int = 1) -> Spread:
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return Spread(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def percentile(percent: int) -> float:
        place = Fraction((len(ordered) - 1) * percent, 100)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return float((ordered[below] + (ordered[above] - ordered[below]) * (place - below)) / unit)

    mean = float(Fraction(sum(ordered), len(ordered) * unit))
    return Spread(
        len(ordered), mean, percentile(50), percentile(10), percentile(90), ordered[0] / unit, ordered[-1] / unit
    )


def spread_or_none(values: Iterable[int | None], unit: int = 1) -> Spread | None:
    found = spread(values, unit)
    return found if found.cases else None


def read(rows: Sequence[Row], skipped: Counter[str]) -> list[Case]:
    """The cases with their events in order of time; rows of one moment keep their order."""
    cases: dict[object, list[Event]] = defaultdict(list)
    for row in rows:
        if row["case"] is None:
            skipped["without_case"] += 1
        elif row["at"] is None:
            skipped["without_time"] += 1
        else:
            cases[row["case"]].append(event_of(row, skipped))
    return [visited(sorted(events, key=lambda event: event.at)) for events in cases.values()]


def event_of(row: Row, skipped: Counter[str]) -> Event:
    at = micros(row["at"])
    started = micros(row["started_at"]) if row.get("started_at") is not None else None
    if started is not None and started > at:
        skipped["begin_after_end"] += 1
        started = None
    minutes = row.get("touch_minutes")
    if minutes is not None and minutes < 0:
        skipped["touch_below_zero"] += 1
        minutes = None
    between = None if started is None else at - started
    touch = between if minutes is None else round(minutes * 60_000_000)
    words = {name: row.get(name) for name in ("unit", "department", "activity", "medium")}
    skipped["without_station"] += row["station"] is None
    return Event(row["station"], at, started, touch, **words)


def visited(events: list[Event]) -> Case:
    case = Case(events)
    for station, group in groupby((event for event in events if event.station is not None), lambda each: each.station):
        case.visits.append(Visit(station, list(group)))
    for before, visit in zip([None, *case.visits], case.visits, strict=False):
        first = visit.events[0]
        left = first.started
        if before is None and left is None and first is not events[0]:
            left = events[events.index(first) - 1].at  # the paper was at an unknown station then
        if before:
            visit.came_from = before.station
            left = before.events[-1].at
        if left is not None:
            visit.waiting = max(0, first.at - left - (first.touch or 0))
    return case


def ping_pong(way: Sequence[str]) -> int:
    return sum(station == way[place - 2] for place, station in enumerate(way) if place >= 2)


def loops(way: Sequence[str]) -> int:
    """Returns after two or more other visits."""
    return sum(
        station in way[: place - 2] and way[place - 2] != station for place, station in enumerate(way) if place >= 2
    )


def rework(way: Sequence[str]) -> int:
    return sum(station in way[:place] for place, station in enumerate(way))


def across(case: Case, kind: str) -> int:
    places = [getattr(visit.events[0], kind) for visit in case.visits]
    return sum(one is not None and other is not None and one != other for one, other in pairwise(places))


def breaks(case: Case) -> int:
    mediums = [event.medium for event in case.events if event.medium is not None]
    if any(isinstance(medium, bool) for medium in mediums):
        return sum(medium is True for medium in mediums)
    return sum(one != other for one, other in pairwise(mediums))


def passes_on(case: Case, place: int) -> bool:
    events = case.visits[place].events
    return (
        0 < place < len(case.visits) - 1
        and len(events) == 1
        and not events[0].touch
        and events[0].activity in (None, "passes_on")
    )


def count_handoffs(rows: Sequence[Row], columns: Sequence[str], variants: int = 30) -> HandoffReport:
    """The report, the slow way; ``columns`` are those that the table has."""
    skipped: Counter[str] = Counter({"without_case": 0, "without_time": 0, "without_station": 0})
    skipped.update({"begin_after_end": 0} if "started_at" in columns else {})
    skipped.update({"touch_below_zero": 0, "touch_too_long": 0} if "touch_minutes" in columns else {})
    cases = read(rows, skipped)
    stations = line(cases)
    moves = Counter(pair for case in cases for pair in pairwise(case.way))
    return HandoffReport(
        events=sum(len(case.events) for case in cases),
        cases=len(cases),
        skipped=dict(skipped),
        stations=stations,
        hands=spread(len(set(case.way)) for case in cases),
        visits=spread(len(case.way) for case in cases),
        handovers=spread(len(list(pairwise(case.way))) for case in cases),
        across_units=spread(across(case, "unit") for case in cases) if "unit" in columns else None,
        across_departments=spread(across(case, "department") for case in cases) if "department" in columns else None,
        ping_pong=spread(ping_pong(case.way) for case in cases),
        loops=spread(loops(case.way) for case in cases),
        rework=spread(rework(case.way) for case in cases),
        medium_breaks=spread(breaks(case) for case in cases) if "medium" in columns else None,
        days=spread((case.length for case in cases), DAY),
        waiting_days=spread((sum(visit.waiting or 0 for visit in case.visits) for case in cases), DAY),
        touch_days=spread_or_none((case.touch for case in cases), DAY),
        flow_share=spread_or_none((flow(case) for case in cases), BILLION),
        matrix=tuple(tuple(moves[leaves, reaches] for reaches in stations) for leaves in stations),
        by_station=tuple(station_figures(cases, station) for station in stations),
        stretches=stretches(cases, moves),
        variants=most_frequent(cases)[:variants],
        variants_in_all=len({case.way for case in cases}),
        years=years(cases),
        differences=differences(cases),
    )


def flow(case: Case) -> int | None:
    if case.touch is None or not case.length:
        return None
    return round(min(case.touch / case.length, 1.0) * BILLION)


def line(cases: Sequence[Case]) -> tuple[str, ...]:
    """In the order in which papers usually first reach them."""
    first: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        for station in set(case.way):
            first[station].append(case.way.index(station))
    return tuple(sorted(first, key=lambda station: (sum(first[station]) / len(first[station]), station)))


def station_figures(cases: Sequence[Case], station: str) -> StationFigures:
    there = [visit for case in cases for visit in case.visits if visit.station == station]
    events = [event for visit in there for event in visit.events]
    met = sum(station in case.way for case in cases)
    return StationFigures(
        station=station,
        unit=most_named(event.unit for event in events),
        department=most_named(event.department for event in events),
        cases=met,
        visits=len(there),
        events=len(events),
        passing_on=sum(
            passes_on(case, place) for case in cases for place, each in enumerate(case.way) if each == station
        ),
        returned_to=len(there) - met,
        waiting_days=spread((visit.waiting for visit in there), DAY),
        touch_days=spread_or_none((visit.touch for visit in there), DAY),
    )


def most_named(names: Iterable[str | None]) -> str:
    counts = Counter(name for name in names if name is not None)
    return min(counts, key=lambda name: (-counts[name], name), default="")


def stretches(cases: Sequence[Case], moves: Counter[tuple[str, str]]) -> tuple[Stretch, ...]:
    waits: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for case in cases:
        for visit in case.visits:
            if visit.came_from is not None:
                waits[visit.came_from, visit.station].append(visit.waiting)
    found = [Stretch(*pair, moves[pair], spread(values, DAY)) for pair, values in waits.items()]
    return tuple(sorted(found, key=lambda each: (-each.waiting_days.mean * each.handovers, each.leaves, each.reaches)))


def most_frequent(cases: Sequence[Case]) -> tuple[Variant, ...]:
    counts = Counter(case.way for case in cases)
    return tuple(
        Variant(way, counts[way], spread((case.length for case in cases if case.way == way), DAY))
        for way in sorted(counts, key=lambda way: (-counts[way], len(way), way))
    )


def years(cases: Sequence[Case]) -> tuple[Year, ...]:
    begins = defaultdict(list)
    for case in cases:
        begins[(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=case.began)).year].append(case)
    return tuple(
        Year(
            year,
            len(begins[year]),
            spread(len(set(case.way)) for case in begins[year]),
            spread(max(0, len(case.way) - 1) for case in begins[year]),
            spread((case.length for case in begins[year]), DAY),
        )
        for year in sorted(begins)
    )


def differences(cases: Sequence[Case]) -> tuple[Difference, ...]:
    lengths = sorted(case.length for case in cases)
    quarter = -(-len(lengths) // 4)
    if len(lengths) < 4 or lengths[quarter - 1] >= lengths[-quarter]:
        return ()
    fast = [case for case in cases if case.length <= lengths[quarter - 1]]
    slow = [case for case in cases if case.length >= lengths[-quarter]]

    def mean_hands(some: list[Case]) -> float:
        return sum(len(set(case.way)) for case in some) / len(some)

    hands = Difference("hands", (), mean_hands(fast), mean_hands(slow))
    found = []
    for what in sorted({what for case in fast + slow for what in properties(case)}):
        shares = [sum(what in properties(case) for case in some) / len(some) for some in (fast, slow)]
        found.append(Difference(*what, *shares))
    found = [each for each in found if each.fast != each.slow]
    found.sort(key=lambda each: (-abs(each.slow - each.fast), each.kind, each.what))
    return (*([hands] if hands.fast != hands.slow else []), *found[:20])


def properties(case: Case) -> set[tuple[str, tuple[str, ...]]]:
    return (
        {("station", (station,)) for station in case.way}
        | {("return", (station,)) for station in case.way if case.way.count(station) > 1}
        | {("stretch", pair) for pair in pairwise(case.way)}
    )

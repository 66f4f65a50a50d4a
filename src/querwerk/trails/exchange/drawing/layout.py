"""Where everything of a swim-lane picture stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...insights.shapes import Handover, Stop, Way
from .letters import broken, readable, width

PLACE, GAP, BOX = 112, 52, 120
STEP = BOX + GAP
INSIDE = BOX - 16
NAME_LINE, NOTE_LINE, LANE_LINE = 17, 15, 16
TRACK, ROOM, SIGN = 20, 10, 16
_NAME, _NOTE, _COUNT, _LANE = 14, 12, 12, 13
_BETWEEN = 26
_LONGEST = 170


@dataclass(frozen=True, slots=True)
class Box:
    """A station as it is drawn: its place, its words in lines, whether a sign of a medium break stands there."""

    number: int
    stop: Stop
    x: float
    y: float
    height: float
    name: tuple[str, ...]
    notes: tuple[str, ...]
    medium_break: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Where arrows leave and reach it."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of a row."""

    name: str
    y: float
    height: float
    place: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A handover that is not to the next station: its track, where it rises, and where it comes down (in its row)."""

    handover: Handover
    track: int
    leaves_x: float
    reaches_x: float | None
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the picture; ``nexts`` lead to the next station, from here or to here."""

    y: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    nexts: tuple[Handover, ...]
    above: tuple[Arc, ...]
    below: tuple[Arc, ...]


def rows_of(way: Way, columns: int) -> list[Row]:
    """The places of everything."""
    order = {lane: place for place, lane in enumerate(dict.fromkeys(stop.lane for stop in way.stops))}
    handovers = list({(one.leaves, one.reaches): one for one in reversed(way.handovers)}.values())[::-1]
    rows: list[Row] = []
    y = 0.0
    for first in range(0, len(way.stops), columns):
        rows.append(_row(way, handovers, first, columns, y, order))
        y += rows[-1].height + _BETWEEN
    return rows


def _row(way: Way, handovers: list[Handover], first: int, columns: int, y: float, order: dict[str, int]) -> Row:
    stops = way.stops[first : first + columns]
    here = range(first, first + len(stops))
    arcs = [one for one in handovers if one.leaves in here and one.reaches - one.leaves not in (0, 1)]
    nexts = tuple(
        one for one in handovers if one.reaches - one.leaves == 1 and (one.leaves in here or one.reaches in here)
    )
    right = PLACE + GAP + columns * STEP
    above = _arcs([arc for arc in arcs if not arc.back], first, len(stops), right)
    below = _arcs([arc for arc in arcs if arc.back], first, len(stops), right)
    top = y + _height(above)
    words = [_words(number, stop) for number, stop in enumerate(stops, first + 1)]
    lanes: list[Lane] = []
    boxes: dict[int, Box] = {}
    for lane in sorted({stop.lane for stop in stops}, key=order.__getitem__):
        inside = [at for at, stop in enumerate(stops) if stop.lane == lane]
        tall = max([words[at].height for at in inside] + [len(place_words(lane, 99)) * LANE_LINE])
        for at in inside:
            down = top + ROOM + (tall - words[at].height) / 2
            boxes[at] = replace(words[at], x=PLACE + GAP + at * STEP, y=down)
        lanes.append(Lane(lane, top, tall + 2 * ROOM, len(lanes)))
        top += tall + 2 * ROOM
    high = top + _height(below) - y
    return Row(y, high, tuple(lanes), tuple(boxes[at] for at in sorted(boxes)), nexts, above, below)


def _height(arcs: Sequence[Arc]) -> float:
    return max((arc.track + 1 for arc in arcs), default=0) * TRACK + (8 if arcs else 0)


def _words(number: int, stop: Stop) -> Box:
    name = broken(f"{number}. {readable(stop.name)}", _NAME, INSIDE, 3)
    notes = tuple(line for note in stop.notes for line in broken(note, _NOTE, INSIDE, 2))
    sign = broken(stop.medium_break, _NOTE, INSIDE - SIGN, 2)
    bar = 10 if stop.waiting else 0
    height = 14 + len(name) * NAME_LINE + (len(notes) + len(sign)) * NOTE_LINE + bar
    return Box(number, stop, 0, 0, height, name, notes, sign)


def place_words(lane: str, most: int) -> tuple[str, ...]:
    """The name of a lane in at most so many lines."""
    return broken(lane, _LANE, PLACE - 16, min(most, 4))


def fitting(label: str, room: float) -> str:
    """A label in one line of that width."""
    return "".join(broken(label, _COUNT, room, 1))


def _arcs(handovers: list[Handover], first: int, count: int, right: float) -> tuple[Arc, ...]:
    """Each handover on the lowest track where it and its label touch nothing.

    Short ones come first; what leaves the row comes last, from the outside, so that no rising line meets its words.
    """
    ports = _ports(handovers, first, count)
    taken: list[list[tuple[float, float]]] = []
    found = []
    for place in sorted(range(len(handovers)), key=lambda place: _before(handovers[place], *ports[place])):
        handover, (leaves_x, reaches_x) = handovers[place], ports[place]
        label, label_x, start, end = _label(handover, leaves_x, reaches_x, right)
        track = next((at for at, spans in enumerate(taken) if _free(spans, start, end)), len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((start, end))
        found.append(Arc(handover, track, leaves_x, reaches_x, label, label_x))
    return tuple(found)


def _before(handover: Handover, leaves_x: float, reaches_x: float | None) -> tuple[bool, float, int, int]:
    outside = leaves_x if handover.back else -leaves_x
    span = outside if reaches_x is None else abs(reaches_x - leaves_x)
    return reaches_x is None, span, handover.leaves, handover.reaches


def _free(spans: list[tuple[float, float]], start: float, end: float) -> bool:
    return all(end + 6 < left or right + 6 < start for left, right in spans)


def _ports(handovers: list[Handover], first: int, count: int) -> list[tuple[float, float | None]]:
    """Where each handover rises from its box and comes down at the other: evenly spread over the breadth of the box."""
    ends: dict[int, list[tuple[int, int, bool]]] = {}
    for place, handover in enumerate(handovers):
        for at, other, leaves in (
            (handover.leaves, handover.reaches, True),
            (handover.reaches, handover.leaves, False),
        ):
            if first <= at < first + count:
                ends.setdefault(at, []).append((other, place, leaves))
    found: dict[tuple[int, bool], float] = {}
    for at, here in ends.items():
        for number, (_other, place, leaves) in enumerate(sorted(here), 1):
            found[place, leaves] = PLACE + GAP + (at - first) * STEP + BOX * number / (len(here) + 1)
    return [(found[place, True], found.get((place, False))) for place in range(len(handovers))]


def _label(
    handover: Handover, leaves_x: float, reaches_x: float | None, right: float
) -> tuple[str, float, float, float]:
    """The label of an arc, its middle, and from where to where the arc needs its track."""
    if reaches_x is None:
        sign = "←" if handover.back else "→"
        label = f"{sign} {handover.reaches + 1}" + (f" · {handover.label}" if handover.label else "")
    else:
        label = handover.label
    label = fitting(label, _LONGEST)
    wide = width(label, _COUNT)
    far = leaves_x + (-1 if handover.back else 1) * (wide + 24) if reaches_x is None else reaches_x
    middle = min(max((leaves_x + far) / 2, wide / 2 + 2), right - wide / 2 - 2)
    return label, middle, min(leaves_x, far, middle - wide / 2), max(leaves_x, far, middle + wide / 2)

"""Bars, segments and connectors of the timeline, in the units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from querwerk.journal.actions import Actor
from querwerk.tables import pages_of

from ..lifecycle import END_STATES, LineageKind, State
from ..models import Lineage
from ..rules import visible_to
from .names import Choices, choices, here
from .standing import Step, steps_of

PAGE_SIZE = 100
WIDTH, LEFT, RIGHT, ROW, TOP = 1120, 40, 24, 44, 34
_SHOWN = (LineageKind.REPLACES, LineageKind.CONTINUES, LineageKind.MERGES, LineageKind.SPLITS)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar in one state."""

    x: float
    width: float
    state: State
    since: date


@dataclass(frozen=True, slots=True)
class Bar:
    """A project over the years. ``ended`` is the state it ended in, None while it goes on."""

    slug: str
    name: str
    y: int
    x: float
    width: float
    label_x: float
    anchor: str
    begins_on: date
    ends_on: date | None
    ended: State | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Connector:
    """A curve from an earlier project to a later one."""

    path: str
    kind: LineageKind
    planned: bool
    earlier: str
    later: str
    stated_on: date


@dataclass(frozen=True, slots=True)
class Lane:
    """The bars of a theme."""

    slug: str
    name: str
    height: int
    bars: tuple[Bar, ...]
    connectors: tuple[Connector, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the timeline. ``ticks`` are (x, year)."""

    lanes: list[Lane]
    ticks: list[tuple[float, int]]
    projects: int
    running: int
    successions: int
    states: list[State]
    page: int
    pages: int
    choices: Choices
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    days: int

    def x(self, day: date) -> float:
        share = min(max((day - self.first).days / self.days, 0), 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def timeline(actor: Actor, *, theme: str = "", page: int = 1, today: date) -> Timeline:
    """The projects of all themes (or one) over the years; a hundred a page, those of one theme together."""
    offered = choices(here(), on=today, today=today)
    projects = visible_to(actor)
    if theme:
        projects = projects.filter(theme__slug=theme)
    rows = list(
        projects.order_by("theme__position", "theme__name", "first_seen_on", "begin_on", "name").values_list(
            "pk", "slug", "name", "theme_id", "state", "begin_on", "ended_on", "first_seen_on", "end_on"
        )
    )
    pages = pages_of(len(rows), PAGE_SIZE)
    page = min(page, pages)
    shown = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    pks = [row[0] for row in shown]
    scale = _Scale(date(offered.years.start, 1, 1), (date(today.year, 12, 31) - date(offered.years.start, 1, 1)).days)
    steps = steps_of(pks, on=today)
    followed = Lineage.objects.filter(earlier__in=pks, later__in=pks, kind__in=_SHOWN)
    links = list(
        followed.order_by("stated_on", "pk").values_list("earlier_id", "later_id", "kind", "planned", "stated_on")
    )
    lanes = []
    for line in offered.themes:
        of_theme = [row for row in shown if row[3] == line.pk]
        if of_theme:
            bars = {
                row[0]: _bar(row, number, steps.get(row[0], []), scale, today) for number, row in enumerate(of_theme)
            }
            height = TOP + len(bars) * ROW + 8
            lanes.append(Lane(line.slug, line.name, height, tuple(bars.values()), _connectors(bars, links)))
    states = {segment.state for lane in lanes for bar in lane.bars for segment in bar.segments}
    states |= {bar.ended for lane in lanes for bar in lane.bars if bar.ended}
    return Timeline(
        lanes=lanes,
        ticks=[(scale.x(date(year, 1, 1)), year) for year in offered.years],
        projects=len(rows),
        running=sum(1 for row in rows if row[4] not in END_STATES),
        successions=len(links),
        states=[state for state in State if state in states],
        page=page,
        pages=pages,
        choices=offered,
    )


def _bar(row: tuple[object, ...], number: int, steps: list[Step], scale: _Scale, today: date) -> Bar:
    _pk, slug, name, _theme, state, begin_on, ended_on, seen, end_on = row
    assert isinstance(seen, date)
    begins = min(day for day in (begin_on, seen) if isinstance(day, date))
    # a report may name the end long after it came: the written end counts when it is the earlier one
    ends = min((day for day in (end_on, ended_on) if isinstance(day, date)), default=None) if ended_on else None
    last = min(ends or today, today)
    begins = min(begins, last)
    segments = _segments([step for step in steps if step.state not in END_STATES], begins, last, scale)
    x, right = scale.x(begins), max(scale.x(last), scale.x(begins) + 4)
    late = x > WIDTH * 0.62
    ended = State(str(state)) if state in END_STATES else None
    return Bar(
        slug=str(slug),
        name=str(name),
        y=TOP + number * ROW,
        x=x,
        width=round(right - x, 1),
        label_x=right if late else x,
        anchor="end" if late else "start",
        begins_on=begins,
        ends_on=ends,
        ended=ended,
        segments=tuple(segments),
    )


def _segments(steps: list[Step], begins: date, last: date, scale: _Scale) -> list[Segment]:
    """Stretches of one state each; the first reaches back to the beginning of the project."""
    changes: list[tuple[date, State]] = []
    for step in steps:
        shown = next(iter(sorted(step.flags, key=list(State).index, reverse=True)), step.state)
        shown = step.state if shown in END_STATES else shown
        if not changes or changes[-1][1] is not shown:
            changes.append((step.stated_on, shown))
    if not changes:
        changes = [(begins, State.APPROVED)]
    changes[0] = (begins, changes[0][1])
    found = []
    for (start, state), (stop, _next) in zip(changes, [*changes[1:], (last, None)], strict=True):
        start, stop = min(start, last), min(stop, last)
        if stop > start or len(changes) == 1:
            width = max(scale.x(stop) - scale.x(start), 4)
            found.append(Segment(scale.x(start), round(width, 1), state, start))
    return found


def _connectors(bars: dict[int, Bar], links: list[tuple[int, int, str, bool, date]]) -> tuple[Connector, ...]:
    found = []
    for earlier, later, kind, planned, stated_on in links:
        if earlier in bars and later in bars:
            a, b = bars[earlier], bars[later]
            # leaves the end of the earlier bar downward (or upward) and meets the later one from its left
            side = 1 if b.y > a.y else -1
            x1, y1, x2, y2 = a.x + a.width, a.y + 27 + 11 * side, b.x, b.y + 27
            path = f"M{x1:.1f} {y1}C{x1:.1f} {y1 + 26 * side} {x2 - 34:.1f} {y2 - 14 * side} {x2 - 1:.1f} {y2}"
            found.append(Connector(path, LineageKind(kind), planned, a.name, b.name, stated_on))
    return tuple(found)

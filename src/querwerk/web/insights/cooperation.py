"""How dense is cooperation between units?"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from querwerk.analysis.cooperation import Cooperation, Pair, of_handovers, of_matters
from querwerk.analysis.disclosure import EMPLOYEES, Line, release
from querwerk.projects.lifecycle import RUNNING_STATES
from querwerk.projects.models import Responsibility
from querwerk.structure.queries import valid_on
from querwerk.trails.insights.between import between_units

#: Below this an index says nothing: one project more, and it would be another.
_LEAST_EXPECTED = 1.0


class Trace(StrEnum):
    """Where cooperation leaves a trace; the words of the address."""

    HANDOVERS = "uebergaben"
    PROJECTS = "projekte"


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two units: how often, how often by chance, and the one divided by the other (None: too little to divide by)."""

    one: str
    other: str
    observed: int
    expected: float
    index: float | None
    telling: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """The cooperation of one kind. ``observed`` and ``expected`` are contacts across units, of ``things`` in all.

    ``pairs`` join small units and stand with the thinnest first; none where there is too little to show anything.
    ``papers`` stand behind the handovers, ``unplaced`` handovers name a unit that the house does not know.
    """

    trace: Trace
    things: int
    observed: int
    expected: float
    pairs: tuple[PairLine, ...]
    thinnest: PairLine | None
    densest: PairLine | None
    papers: int = 0
    unplaced: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """All units that are shown, those with the most expected contact first."""
        size: dict[str, float] = defaultdict(float)
        for pair in self.pairs:
            size[pair.one] += pair.expected
            size[pair.other] += pair.expected
        return tuple(sorted(size, key=lambda unit: (-size[unit], unit)))


def cooperation(trace: Trace, *, on: date) -> Measured:
    """How dense cooperation is on a day, by one of its traces."""
    return _handovers(on) if trace is Trace.HANDOVERS else _projects(on)


def _handovers(on: date) -> Measured:
    """Of handovers; which units stand by themselves is decided as if each handover were a person (EMPLOYEES)."""
    found = between_units()
    of = of_handovers(found.counts)
    touched: Counter[tuple[str, ...]] = Counter()
    for (one, other), count in found.counts.items():
        touched.update({(unit,): count for unit in {one, other}})
    lines = release(touched, population=EMPLOYEES, month=on)
    label = {unit: _label(line) for line in lines.rows for unit in line.members}
    together: Counter[tuple[str, str]] = Counter()
    for (one, other), count in found.counts.items():
        if of.things >= EMPLOYEES.least_unit:
            together[label[one], label[other]] += count
    return _measured(Trace.HANDOVERS, of, of_handovers(together), found.papers, found.unplaced)


def _label(line: Line) -> str:
    return line.members[0] if len(line.members) == 1 else _("Units with few handovers, together")


def _projects(on: date) -> Measured:
    """Of projects in work that everybody sees, and the units responsible for them on the day."""
    rows = Responsibility.objects.filter(valid_on(on), project__state__in=RUNNING_STATES, unit__isnull=False)
    units: dict[int, set[str]] = defaultdict(set)
    for project, unit in rows.values_list("project", "unit__name"):
        units[project].add(unit)
    of = of_matters(units.values())
    return _measured(Trace.PROJECTS, of, of)


def _measured(trace: Trace, whole: Cooperation, shown: Cooperation, papers: int = 0, unplaced: int = 0) -> Measured:
    lines = {pair: _line(pair) for pair in shown.pairs}
    order = sorted(shown.pairs, key=lambda pair: (not pair.telling, pair.contact.strays, pair.one, pair.other))
    return Measured(
        trace, whole.things, whole.across.observed, whole.across.expected, tuple(lines[pair] for pair in order),
        lines[shown.thinnest] if shown.thinnest else None, lines[shown.densest] if shown.densest else None,
        papers, unplaced,
    )  # fmt: skip


def _line(pair: Pair) -> PairLine:
    of = pair.contact
    index = of.index if pair.telling or of.expected >= _LEAST_EXPECTED else None
    return PairLine(pair.one, pair.other, of.observed, of.expected, index, pair.telling)

"""What counting hands yields: frozen values, without the papers. Definitions: docs/analysis/handoffs.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How one figure is spread over the cases that have it; all zero when none has (``cases`` is 0 then).

    ``low`` and ``high`` are the tenth and the ninetieth percentile (linear interpolation between neighbors). Of a
    station and of a stretch ``cases`` counts visits.
    """

    cases: int
    mean: float
    median: float
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class StationFigures:
    """One station over all cases. Days are days, per visit; ``touch_days`` is None where nobody knows any.

    ``unit`` and ``department`` are those that most of its events name, empty where none does. ``passing_on`` counts
    its visits that did nothing but pass on: between two others, no touch time, one event, and the activity
    ``passes_on`` or none. ``waiting_days`` leaves out the first visit of a case if nobody knows when the paper came.
    """

    station: str
    unit: str
    department: str
    cases: int
    visits: int
    events: int
    passing_on: int
    returned_to: int
    waiting_days: Spread
    touch_days: Spread | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one station to the next: how often, and how long between leaving the one and working at the other."""

    leaves: str
    reaches: str
    handovers: int
    waiting_days: Spread


@dataclass(frozen=True, slots=True)
class Variant:
    """One order of visits and how many cases took it."""

    stations: tuple[str, ...]
    cases: int
    days: Spread


@dataclass(frozen=True, slots=True)
class Year:
    """The cases that began in one year (UTC)."""

    year: int
    cases: int
    hands: Spread
    handovers: Spread
    days: Spread


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the fastest quarter of the cases has more or less often than the slowest quarter.

    ``kind`` is hands (told first, if it differs), station, stretch or return; the largest difference leads. ``fast``
    and ``slow`` are shares of cases (0 to 1), for hands means.
    """

    kind: str
    what: tuple[str, ...]
    fast: float
    slow: float


@dataclass(frozen=True, slots=True)
class HandoffReport:
    """Through how many hands? Everything per case is a :class:`Spread`; ``matrix[i][j]`` counts handovers i -> j.

    ``events`` counts the rows used; ``skipped`` says what was left out and how many: rows ``without_case`` and
    ``without_time``; events ``without_station`` are used, in days but in no hand; ``begin_after_end``,
    ``touch_below_zero`` and ``touch_too_long`` are taken as unknown. ``stations`` stand in the order in which papers
    usually first reach them; ``by_station`` and the matrix keep it.
    ``flow_share`` is touch time as a share of the whole duration, None without touch times.
    """

    events: int
    cases: int
    skipped: Mapping[str, int]
    stations: tuple[str, ...]
    hands: Spread
    visits: Spread
    handovers: Spread
    across_units: Spread | None
    across_departments: Spread | None
    ping_pong: Spread
    loops: Spread
    rework: Spread
    medium_breaks: Spread | None
    days: Spread
    waiting_days: Spread
    touch_days: Spread | None
    flow_share: Spread | None
    matrix: tuple[tuple[int, ...], ...]
    by_station: tuple[StationFigures, ...]
    stretches: tuple[Stretch, ...]
    variants: tuple[Variant, ...]
    variants_in_all: int
    years: tuple[Year, ...]
    differences: tuple[Difference, ...]

    @property
    def slowest(self) -> Stretch | None:
        """The stretch with the most waiting in all: handovers times mean."""
        return self.stretches[0] if self.stretches else None

"""What counting hands yields: frozen values, without the papers. Definitions: docs/analysis/handoffs.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How one figure is spread over the cases that have it; all zero when none has (``cases`` is 0 then).

    ``low`` and ``high`` are the tenth and the ninetieth percentile (linear interpolation between neighbors).
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
    """One station over all cases. Days are days; ``touch_days`` is None where no clock says when work began.

    ``passing_on`` counts its visits that did nothing but pass on: no touch time, one event, and in the activity
    ``passes_on`` or without a mark of its own.
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

    ``kind`` is station, stretch, return or hands; ``fast`` and ``slow`` are shares of cases (0 to 1), for hands means.
    """

    kind: str
    what: tuple[str, ...]
    fast: float
    slow: float


@dataclass(frozen=True, slots=True)
class HandoffReport:
    """Through how many hands? Everything per case is a :class:`Spread`; ``matrix[i][j]`` counts handovers i -> j.

    ``events`` counts the rows used; ``skipped`` says what was left out and how many (``without_time``,
    ``without_case``; events ``without_station`` are counted in days but in no hand).
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

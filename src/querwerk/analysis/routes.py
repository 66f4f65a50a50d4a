"""Through how many hands does one paper pass as it is planned? One planned route, counted.

Hands are the distinct stations (by name and lane). A handover is a step from one station of the written order to the
next one, if that is another; stations that go beside each other are handed the paper one by one, so they count alike.
A handover crosses when both stations stand in known lanes and these differ.

Days are calendar days of 24 hours, as in :mod:`querwerk.analysis.handoffs`: of stations side by side the longest
counts, all others add up. ``flow_share`` is the touch time as a share of these days (at most 1), None for a route
without any time. Linear in the number of stations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: A calendar day.
MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Stop:
    """One planned station. ``lane`` is the unit it stands in (empty: unknown), ``beside``: along with the one before.

    ``passes_on``: it does nothing but pass the paper on.
    """

    name: str
    lane: str = ""
    touch_minutes: float = 0
    waiting_days: float = 0
    medium_break: bool = False
    may_return: bool = False
    beside: bool = False
    passes_on: bool = False

    @property
    def hand(self) -> tuple[str, str]:
        """Who holds the paper, however it is written."""
        return self.name.casefold(), self.lane.casefold()

    @property
    def days(self) -> float:
        """How long the paper stays: waiting and being worked on."""
        return self.waiting_days + self.touch_minutes / MINUTES


@dataclass(frozen=True, slots=True)
class RouteFigures:
    """What one planned route amounts to."""

    hands: int
    visits: int
    handovers: int
    across: int
    touch_minutes: float
    days: float
    flow_share: float | None
    medium_breaks: int
    returns: int
    passing_on: int


def count_route(stops: Sequence[Stop]) -> RouteFigures:
    """The figures of a planned route; all zero for an empty one."""
    moves = [(one, other) for one, other in pairwise(stops) if one.hand != other.hand]
    longest = [max(together, key=lambda stop: stop.days) for together in side_by_side(stops)]
    days = sum(stop.days for stop in longest)
    worked = sum(stop.touch_minutes for stop in stops)
    return RouteFigures(
        hands=len({stop.hand for stop in stops}),
        visits=len(stops) and len(moves) + 1,
        handovers=len(moves),
        across=sum(bool(one.lane and other.lane) and one.lane.casefold() != other.lane.casefold()
                   for one, other in moves),
        touch_minutes=worked,
        days=days,
        flow_share=min(worked / MINUTES / days, 1) if days else None,
        medium_breaks=sum(stop.medium_break for stop in stops),
        returns=sum(stop.may_return for stop in stops),
        passing_on=sum(stop.passes_on for stop in stops),
    )  # fmt: skip


def side_by_side(stops: Sequence[Stop]) -> Iterator[list[Stop]]:
    """The stations in groups that go at the same time; most groups are one station."""
    group: list[Stop] = []
    for stop in stops:
        if group and not stop.beside:
            yield group
            group = []
        group.append(stop)
    if group:
        yield group

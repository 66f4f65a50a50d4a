"""Through how many hands do the papers of this house go? The journal as an event log: units, never people."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC
from uuid import UUID

import polars as pl
from django.utils.translation import gettext as _

from querwerk.journal.queries import LogLine, log

from ..lifecycle import coarse

#: What the house works on; who may log in and what is mailed are no papers.
SLICES = frozenset({"projects", "delivery", "trails", "intake"})
#: Fewer papers than this say something about the few who wrote them.
LEAST = 10


class TooFew(Exception):  # noqa: N818 - a house may be young; nothing is in error
    """Fewer papers than may be counted."""


def house_events(slices: frozenset[str] = SLICES) -> tuple[pl.DataFrame, dict[str, tuple[int, str]]]:
    """The events that units of the house left on its papers, and what was left out.

    A case is a thread. A station is the unit of the post that acted: a post is often one person, a unit is not. Units
    that had a hand in fewer than :data:`LEAST` papers become one; if that is still too few, their events are left out.
    Moments are cut to steps of five minutes.
    """
    lines = [LogLine(*row) for row in log(slices).reverse()]
    told = [line for line in lines if line.unit]
    names = _stations(told)
    kept = [(line.thread, names[line.unit], line) for line in told if line.unit in names]
    numbers: dict[UUID, int] = {}
    for thread, _name, _line in kept:
        numbers.setdefault(thread, len(numbers) + 1)
    if len(numbers) < LEAST:
        raise TooFew
    frame = pl.DataFrame(
        {
            "case": [numbers[thread] for thread, _name, _line in kept],
            "station": [name for _thread, name, _line in kept],
            "at": [coarse(line.at.astimezone(UTC)) for _thread, _name, line in kept],
            "activity": [line.event for _thread, _name, line in kept],
        },
        schema={"case": pl.Int64, "station": pl.String, "at": pl.Datetime("us", "UTC"), "activity": pl.String},
    )
    skipped = {"without_unit": len(lines) - len(told), "small_unit": len(told) - len(kept)}
    return frame, {kind: (count, "") for kind, count in skipped.items() if count}


def _stations(lines: list[LogLine]) -> dict[str, str]:
    """unit -> the station it is counted as; a unit that may not be counted has none."""
    threads: dict[str, set[UUID]] = defaultdict(set)
    for line in lines:
        threads[line.unit].add(line.thread)
    small = {unit for unit, papers in threads.items() if len(papers) < LEAST}
    found = {unit: unit for unit in threads if unit not in small}
    together: Counter[UUID] = Counter(thread for unit in small for thread in threads[unit])
    if len(together) >= LEAST:
        found |= dict.fromkeys(small, _("other units"))
    return found

"""Ours: events packed as sorted integer codes, counted by segments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from querwerk.analysis.handoffs import HandoffReport, count_handoffs, glance, pack
from querwerk.trails.exchange.child import counted
from querwerk.trails.exchange.events import Columns
from querwerk.trails.exchange.limits import DESK
from querwerk.trails.exchange.look import Wanted, events_of

from .with_polars import lengths_of, load, spread

__all__ = ["VERSIONS", "figures", "from_xes", "from_xes_apart", "full", "load", "of_visits", "pairs", "seven"]
VERSIONS = {"polars": pl.__version__, "numpy": np.__version__}


def seven(events: pl.DataFrame) -> dict[str, Any]:
    seen = glance(pack(events))
    ways = seen.ways
    return {
        "stations": seen.stations,
        "matrix": seen.matrix,
        "waiting": seen.waiting,
        "hands": ways.hands,
        "changes": ways.handovers,
        "ping_pong": ways.ping_pong,
        "rework": ways.rework,
        "lengths": seen.length,
    }


def full(events: pl.DataFrame) -> HandoffReport:
    return count_handoffs(events)


_COLUMNS = Columns(station="org:group", at="time:timestamp")


def from_xes(path: str) -> HandoffReport:
    """Read and counted in this process, under the limits of a reader."""
    return count_handoffs(events_of(Path(path), Wanted(_COLUMNS), DESK).events)


def from_xes_apart(path: str) -> HandoffReport:
    """The way of the pages and the command line: a limited process of its own starts, reads and counts."""
    return counted(Path(path), _COLUMNS, limits=DESK)[1]


def pairs(found: HandoffReport) -> dict[str, int]:
    """Handovers of a report by the names of both stations."""
    names = found.stations
    return {
        f"{names[i]}→{names[j]}": count for i, row in enumerate(found.matrix) for j, count in enumerate(row) if count
    }


def figures(found: dict[str, Any]) -> dict[str, Any]:
    names, matrix = found["stations"], found["matrix"]
    pairs = [(i, j, f"{names[i]}→{names[j]}") for i, j in np.argwhere(matrix).tolist()]
    return {
        "matrix": {name: int(matrix[i, j]) for i, j, name in pairs},
        "waiting": {name: found["waiting"][i, j] / 1e6 for i, j, name in pairs},
        **{name: spread(pl.Series(found[name])) for name in ("hands", "changes", "ping_pong", "rework")},
        "days": lengths_of(pl.Series(found["lengths"])),
    }


def of_visits(events: pl.DataFrame) -> dict[str, int]:
    return {"variants": count_handoffs(events).variants_in_all}

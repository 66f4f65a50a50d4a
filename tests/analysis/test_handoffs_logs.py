"""Through how many hands: the known figures of real logs, read the way the command line reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from querwerk.analysis.handoffs import HandoffReport, count_handoffs
from querwerk.trails.exchange.child import read_events
from querwerk.trails.exchange.events import TRACE, Columns
from querwerk.trails.exchange.limits import DESK


def as_gold(found: HandoffReport) -> dict[str, float]:
    return {
        "cases": found.cases,
        "events": found.events,
        "events_with_value": sum(each.events for each in found.by_station),
        "mean_distinct": round(found.hands.mean, 4),
        "median_distinct": found.hands.median,
        "max_distinct": found.hands.most,
        "mean_handovers": round(found.handovers.mean, 4),
        "max_handovers": found.handovers.most,
        "median_duration_days": round(found.days.median, 3),
        "max_duration_days": round(found.days.most, 2),
    }


@pytest.mark.shared_data
def test_the_known_figures_of_the_real_logs_come_out_exactly(shared_data: Path) -> None:
    gold = json.loads((shared_data / "GOLD.json").read_text(encoding="utf-8"))
    wanted = {name: figures for name, figures in gold.items() if name.startswith("hands ")}
    found = {}
    for name in wanted:
        _, file, key = name.split()
        columns = Columns(case=TRACE, station=key, at="time:timestamp")
        path = shared_data / "eventlogs" / "nc" / file
        events = read_events(path, columns, pseudonymous=True, limits=DESK).events
        found[name] = {"column": key, **as_gold(count_handoffs(events))}
    assert found == wanted
    assert len(found) == 7

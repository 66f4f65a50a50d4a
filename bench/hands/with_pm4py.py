"""pm4py on its pandas frame: one function of its own for each figure; hands are counted as its users do, by pandas."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import Any

import pandas as pd
import pm4py

warnings.filterwarnings("ignore")

VERSIONS = {"pm4py": pm4py.__version__, "pandas": pd.__version__}
_KEYS = {"activity_key": "org:group", "case_id_key": "case:concept:name", "timestamp_key": "time:timestamp"}


def load(path: str, columns: str) -> pd.DataFrame:
    """The frame as pm4py wants it: its names, sorted by itself."""
    frame = pd.read_parquet(path)
    frame = frame.rename(columns={"case": "case:concept:name", "station": "org:group", "at": "time:timestamp"})
    assert columns == "strings", "pm4py refuses categories"
    return pm4py.format_dataframe(
        frame, case_id="case:concept:name", activity_key="org:group", timestamp_key="time:timestamp"
    )


def seven(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "network": pm4py.discover_handover_of_work_network(
            frame, resource_key="org:group", case_id_key="case:concept:name", timestamp_key="time:timestamp"
        ),
        "hands": frame.groupby("case:concept:name", observed=True)["org:group"].nunique(),
        "changes": pm4py.discover_dfg(frame, **_KEYS)[0],
        "ping_pong": pm4py.discover_subcontracting_network(
            frame, n=2, resource_key="org:group", case_id_key="case:concept:name", timestamp_key="time:timestamp"
        ),
        "rework": pm4py.get_rework_cases_per_activity(frame, **_KEYS),
        "days": pm4py.get_all_case_durations(frame, **_KEYS),
        "waiting": pm4py.discover_performance_dfg(frame, **_KEYS)[0],
    }


def rest(frame: pd.DataFrame) -> dict[str, Any]:
    """What else of a full report pm4py has a function for."""
    return pm4py.get_variants(frame, **_KEYS)


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """What pm4py and we define alike; its network counts, as shares, also who hands to himself: taken back here."""
    changes = {pair: count for pair, count in found["changes"].items() if pair[0] != pair[1]}
    steps = sum(found["changes"].values())
    network = {pair: round(share * steps) for pair, share in found["network"].connections.items()}
    assert {pair: count for pair, count in network.items() if pair[0] != pair[1]} == changes
    days = pd.Series(found["days"])
    return {
        "matrix": {"→".join(pair): int(count) for pair, count in changes.items()},
        "hands": {str(hands): int(cases) for hands, cases in Counter(found["hands"].tolist()).items()},
        "waiting": {"→".join(pair): float(found["waiting"][pair]["mean"]) for pair in changes},
        "days": [len(days), days.sum(), *(days.quantile(part) for part in (0.1, 0.5, 0.9, 1))],
    }


def of_visits(frame: pd.DataFrame) -> dict[str, int]:
    """pm4py's variants are of events, ours of visits: its own on a frame that has one event a visit."""
    case, station = frame["case:concept:name"].astype(str), frame["org:group"].astype(str)
    visits = frame[(case != case.shift()) | (station != station.shift())]
    return {"variants": len(pm4py.get_variants(visits, **_KEYS))}

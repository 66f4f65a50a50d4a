"""Tables of events for the tests of counting hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from querwerk.analysis.handoffs import COLUMNS
from tests.analysis.reference import handoffs as twin

MONDAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
SCHEMA = {
    "case": pl.Int64,
    "station": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "started_at": pl.Datetime("us", "UTC"),
    "touch_minutes": pl.Float64,
    "unit": pl.String,
    "department": pl.String,
    "activity": pl.String,
    "medium": pl.String,
}


def table(rows: Sequence[twin.Row], columns: Sequence[str] = COLUMNS) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA).select(columns)


def walked(*ways: str, hours: float = 24, case: int = 0) -> pl.DataFrame:
    """One case for each word, one event for each letter, so many hours apart."""
    rows = [
        {"case": number, "station": letter, "at": MONDAY + timedelta(hours=hours * place)}
        for number, way in enumerate(ways, case)
        for place, letter in enumerate(way)
    ]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in COLUMNS[:3]})

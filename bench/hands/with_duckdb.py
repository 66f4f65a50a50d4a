"""DuckDB on a table in its memory: window functions for the visits, one statement for each figure."""

from __future__ import annotations

from typing import Any

import duckdb

VERSIONS = {"duckdb": duckdb.__version__}

_VISITS = """
CREATE OR REPLACE TEMP TABLE visits AS
SELECT *, lag(station, 2) OVER (PARTITION BY "case" ORDER BY row) = station AS ping_pong
FROM (
    SELECT "case", station, row, lag(station) OVER way AS before,
           epoch_us("at") - epoch_us(lag("at") OVER way) AS waiting
    FROM (SELECT *, row_number() OVER (PARTITION BY "case" ORDER BY "at", number) AS row FROM events)
    WINDOW way AS (PARTITION BY "case" ORDER BY row)
)
WHERE before IS NULL OR before <> station
"""
_PAIRS = "SELECT before, station, count(*), avg(waiting) FROM visits WHERE before IS NOT NULL GROUP BY ALL"
_CASES = """
CREATE OR REPLACE TEMP TABLE cases AS
SELECT "case", count(DISTINCT station) AS hands, count(*) - 1 AS changes,
       count(*) FILTER (WHERE ping_pong) AS ping_pong, count(*) - count(DISTINCT station) AS rework
FROM visits GROUP BY "case"
"""
_DAYS = """
CREATE OR REPLACE TEMP TABLE days AS
SELECT "case", epoch_us(max("at")) - epoch_us(min("at")) AS us FROM events GROUP BY "case"
"""


def load(path: str, columns: str) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(config={"threads": 2})
    stations = "CREATE TYPE stations AS ENUM (SELECT DISTINCT station FROM read_parquet($file))"
    if columns == "categories":  # cases have no number of distinct values an ENUM would be meant for
        database.execute(stations.replace("$file", f"'{path}'"))
    kind = "station::stations" if columns == "categories" else "station"
    database.execute(
        f'CREATE TABLE events AS SELECT "case", {kind} AS station, "at", file_row_number AS number '
        f"FROM read_parquet('{path}', file_row_number = true)"
    )
    return database


def seven(database: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    database.execute(_VISITS)
    pairs = database.execute(_PAIRS).fetchall()
    database.execute(_CASES)
    database.execute(_DAYS)
    return {"database": database, "pairs": pairs}


def figures(found: dict[str, Any]) -> dict[str, Any]:
    ask, pairs = found["database"].execute, found["pairs"]
    columns = ("hands", "changes", "ping_pong", "rework")
    spread = {
        column: {
            str(value): count for value, count in ask(f"SELECT {column}, count(*) FROM cases GROUP BY ALL").fetchall()
        }
        for column in columns
    }
    marks = ask("SELECT count(*), sum(us), quantile_cont(us, [0.1, 0.5, 0.9, 1.0]) FROM days").fetchall()[0]
    return {
        "matrix": {f"{before}→{station}": count for before, station, count, _ in pairs},
        "waiting": {f"{before}→{station}": us / 1e6 for before, station, _, us in pairs},
        **spread,
        "days": [marks[0], int(marks[1]) / 1e6, *(mark / 1e6 for mark in marks[2])],
    }

"""Plain Polars, lazy plans of expressions: windows over the case as its manual has them, or shifts of the sorted rows.

The shifts are what somebody writes who measured; both give the same figures.
"""

from __future__ import annotations

from typing import Any

import polars as pl

VERSIONS = {"polars": pl.__version__}


def load(path: str, columns: str) -> pl.DataFrame:
    frame = pl.read_parquet(path)
    if columns == "categories":
        frame = frame.with_columns(pl.col("case", "station").cast(pl.Categorical))
    return frame.rechunk()


def seven(events: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """With windows: ``over("case")``."""
    ordered = events.lazy().sort("case", "at", maintain_order=True)
    steps = ordered.with_columns(
        before=pl.col("station").shift(1).over("case"),
        waiting=(pl.col("at") - pl.col("at").shift(1).over("case")).dt.total_microseconds(),
    )
    visits = steps.filter(pl.col("before").is_null() | (pl.col("before") != pl.col("station")))
    back = pl.col("station") == pl.col("station").shift(2).over("case")
    return _counted(ordered, visits.with_columns(ping_pong=back))


def shifted(events: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """With shifts: rows are sorted, so the row above is of the same case or another case begins."""
    ordered = events.lazy().sort("case", "at", maintain_order=True)
    same_case = pl.col("case") == pl.col("case").shift(1)
    steps = ordered.with_columns(
        before=pl.when(same_case).then(pl.col("station").shift(1)),
        waiting=pl.when(same_case).then((pl.col("at") - pl.col("at").shift(1)).dt.total_microseconds()),
    )
    visits = steps.filter(pl.col("before").is_null() | (pl.col("before") != pl.col("station")))
    back = (pl.col("case") == pl.col("case").shift(2)) & (pl.col("station") == pl.col("station").shift(2))
    return _counted(ordered, visits.with_columns(ping_pong=back))


def _counted(ordered: pl.LazyFrame, visits: pl.LazyFrame) -> dict[str, pl.DataFrame]:
    per_pair = (
        visits.filter(pl.col("before").is_not_null())
        .group_by("before", "station")
        .agg(pl.len().alias("handovers"), pl.col("waiting").mean())
    )
    per_case = visits.group_by("case").agg(
        pl.col("station").n_unique().alias("hands"),
        (pl.len() - 1).alias("changes"),
        pl.col("ping_pong").sum(),
        (pl.len() - pl.col("station").n_unique()).alias("rework"),
    )
    length = (pl.col("at").max() - pl.col("at").min()).dt.total_microseconds()
    pairs, cases, lengths = pl.collect_all([per_pair, per_case, ordered.group_by("case").agg(us=length)])
    return {"pairs": pairs, "cases": cases, "lengths": lengths}


def figures(found: dict[str, pl.DataFrame]) -> dict[str, Any]:
    pairs, cases, lengths = found["pairs"], found["cases"], found["lengths"]["us"].sort()
    named = [f"{before}→{station}" for before, station in pairs.select("before", "station").iter_rows()]
    return {
        "matrix": dict(zip(named, pairs["handovers"], strict=True)),
        "waiting": {name: us / 1e6 for name, us in zip(named, pairs["waiting"], strict=True)},
        **{name: spread(cases[name]) for name in ("hands", "changes", "ping_pong", "rework")},
        "days": lengths_of(lengths),
    }


def spread(values: pl.Series) -> dict[str, int]:
    """How many cases have each value."""
    return {str(value): count for value, count in values.value_counts().iter_rows()}


def lengths_of(us: pl.Series) -> list[float]:
    """Number, sum, tenth, median and ninetieth percentile, longest, in seconds."""
    marks = [us.quantile(part, "linear") or 0 for part in (0.1, 0.5, 0.9, 1)]
    return [us.len(), us.sum() / 1e6, *(mark / 1e6 for mark in marks)]

"""Logs as they are stored: packed columns, and the figures that were counted of them, as plain values."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

import polars as pl

from querwerk.analysis.handoffs import HandoffReport, count_handoffs


def packed(events: pl.DataFrame) -> bytes:
    """The events as a Parquet file, in the order of their cases."""
    file = io.BytesIO()
    events.sort("case", "at", maintain_order=True).write_parquet(file, compression="zstd", statistics=False)
    return file.getvalue()


def figures(events: pl.DataFrame) -> dict[str, Any]:
    """Everything that is counted of the events, fit for JSON."""
    return asdict(count_handoffs(events))


def report_of(counted: Mapping[str, Any]) -> HandoffReport:
    """The same as it was counted."""
    report = _as(HandoffReport, counted)
    assert isinstance(report, HandoffReport)
    return report


def _as(kind: Any, value: Any) -> Any:
    """A plain value as the type that a field is declared with."""
    if value is None:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{field.name: _as(hints[field.name], value[field.name]) for field in fields(kind)})
    if get_origin(kind) is tuple:
        inner, *more = get_args(kind)
        return tuple(_as(inner, item) for item in value) if more == [...] else tuple(value)
    for option in get_args(kind):  # a figure that may be missing
        if is_dataclass(option):
            return _as(option, value)
    return value

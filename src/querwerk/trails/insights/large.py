"""Logs larger than memory: each part counted for itself, the counts put together."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from querwerk.analysis.handoffs import HandoffReport, merge, pack, report, tally

__all__ = ["HandoffReport", "count_in_parts"]


def count_in_parts(parts: Iterable[pl.DataFrame]) -> HandoffReport:
    """The report over all parts, the same as over all events at once; no case may lie in two parts."""
    return report(merge([tally(pack(part)) for part in parts]))

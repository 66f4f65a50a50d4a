"""Logs larger than memory: each part counted for itself, the counts put together; reports that come from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from querwerk.analysis.handoffs import HandoffReport, merge, pack, report, tally

__all__ = ["HandoffReport", "count_in_parts", "report_from"]


def count_in_parts(parts: Iterable[pl.DataFrame]) -> HandoffReport:
    """The report over all parts, the same as over all events at once; no case may lie in two parts."""
    return report(merge([tally(pack(part)) for part in parts]))


def report_from(told: Any) -> HandoffReport:
    """A report that another process told as JSON."""
    from pydantic import TypeAdapter  # not needed by the process that counts, which starts for every file

    return TypeAdapter(HandoffReport).validate_python(told)

"""What slips tell, as the table of events that is counted: one row for each time a station had the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import polars as pl

from ..lifecycle import Mark
from ..models import Stamp, Trail
from .stops import departments

_MOMENT = pl.Datetime("us", "UTC")
SCHEMA = {
    "case": pl.Int64(), "station": pl.String(), "at": _MOMENT, "started_at": _MOMENT, "unit": pl.String(),
    "department": pl.String(), "activity": pl.String(), "medium": pl.Boolean(),
}  # fmt: skip
_FIELDS = ("slip__number", "station_id", "mark", "at", "station__name", "station__unit_id", "station__unit__name",
           "station__activity", "station__medium_break")  # fmt: skip
Visit = tuple[int, datetime, datetime | None]


def slip_stops(trail: Trail, *, on: date, number: int | None = None) -> pl.DataFrame:
    """The events of all slips of a trail (or of one) that were ever marked, running ones up to their last mark.

    ``at`` is when the station was done (or sent the paper back), ``started_at`` when the paper had arrived there. A
    station that never said one of both has the moment it did say, and no ``started_at``. ``medium`` says whether the
    paper is printed or typed anew there, as planned.
    """
    stamps = Stamp.objects.filter(slip__trail=trail, **({"slip__number": number} if number else {}))
    rows = list(stamps.order_by("slip__number", "at", "pk").values_list(*_FIELDS))
    about = {row[1]: row[4:] for row in rows}
    above = departments(on) if rows else {}
    found: list[dict[str, Any]] = []
    for case, marks in groupby(rows, key=lambda row: row[0]):
        for station, at, started in visits((row[1], Mark(row[2]), row[3]) for row in marks):
            name, unit, unit_name, activity, breaks = about[station]
            found.append({
                "case": case, "station": name, "at": at.astimezone(UTC),
                "started_at": started and started.astimezone(UTC), "unit": unit_name,
                "department": above.get(unit), "activity": activity, "medium": breaks,
            })  # fmt: skip
    return pl.DataFrame(found, schema=SCHEMA)


def visits(marks: Iterable[tuple[int, Mark, datetime]]) -> Iterator[Visit]:
    """The marks of one slip, in order, as visits: station, moment it was done, moment the paper had arrived."""
    lying: tuple[int, datetime] | None = None
    for station, mark, at in marks:
        here = lying is not None and lying[0] == station
        if lying is not None and not here:
            yield lying[0], lying[1], None  # it went on without a word
        if mark == Mark.ARRIVED:
            lying = lying if here else (station, at)
        else:
            yield station, at, lying[1] if here and lying else None
            lying = None
    if lying is not None:
        yield lying[0], lying[1], None

"""From a table of events to sorted integer codes."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .packed import NEVER, Coded, Moments, Packed

#: Microseconds in a minute.
MINUTE = 60_000_000

#: The columns a frame of events may have; the first three it must have.
COLUMNS = ("case", "station", "at", "started_at", "touch_minutes", "unit", "department", "activity", "medium")
#: The activity that is no work of its own (an event without any activity counts as such too).
PASSES_ON = "passes_on"


def pack(events: pl.DataFrame | pl.LazyFrame) -> Packed:
    """Codes instead of words, sorted by case and time; rows of one case at one moment keep their order.

    Cases keep their order if the frame already has them one after another, else they are sorted. Rows without case or
    time are left out and counted.
    """
    frame, skipped = _usable(events)
    heads = _heads(frame)
    if heads is None:
        frame = frame.sort("case", "at", maintain_order=True, nulls_last=True)
        heads = _boundaries(frame["case"])
    at = _moments(frame["at"])
    starts = np.append(np.flatnonzero(heads), len(at))
    started, touch, odd = _clocks(frame, at)
    return Packed(
        starts=starts,
        station=_coded(frame["station"]),
        at=at,
        started=started,
        touch=touch,
        unit=_coded(frame["unit"]) if "unit" in frame.columns else None,
        department=_coded(frame["department"]) if "department" in frame.columns else None,
        plain=_plain(frame["activity"]) if "activity" in frame.columns else None,
        breaks=_breaks(frame["medium"], heads) if "medium" in frame.columns else None,
        skipped=skipped | odd,
    )


def _usable(events: pl.DataFrame | pl.LazyFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    names = events.collect_schema().names()
    missing = [name for name in COLUMNS[:3] if name not in names]
    if missing:
        raise ValueError(f"events lack the columns {', '.join(missing)}")
    chosen = events.select(name for name in COLUMNS if name in names)
    frame = chosen.collect() if isinstance(chosen, pl.LazyFrame) else chosen
    without_case = frame["case"].null_count()
    if without_case:
        frame = frame.filter(pl.col("case").is_not_null())
    without_time = frame["at"].null_count()
    if without_time:
        frame = frame.filter(pl.col("at").is_not_null())
    return frame, {"without_case": without_case, "without_time": without_time}


def _boundaries(case: pl.Series) -> NDArray[np.bool_]:
    """Where another case begins."""
    heads = np.ones(len(case), bool)
    if len(case) > 1:
        heads[1:] = (case.slice(1) != case.slice(0, len(case) - 1)).to_numpy()
    return heads


def _heads(frame: pl.DataFrame) -> NDArray[np.bool_] | None:
    """Where another case begins, or None if the cases are scattered or some case is out of time."""
    heads = _boundaries(frame["case"])
    at = _moments(frame["at"])
    if not np.all((at[1:] >= at[:-1]) | heads[1:]):
        return None
    first = frame["case"].filter(pl.Series(heads))
    return heads if first.n_unique() == len(first) else None


def _moments(column: pl.Series) -> Moments:
    if column.dtype == pl.Date:
        column = column.cast(pl.Datetime("us"))
    if not isinstance(column.dtype, pl.Datetime):
        raise ValueError(f"{column.name} is {column.dtype}, not a moment")
    return column.dt.cast_time_unit("us").to_physical().to_numpy()


def _clocks(frame: pl.DataFrame, at: Moments) -> tuple[Moments | None, Moments | None, dict[str, int]]:
    """When each event began and how long it took; a begin after the end and a touch below zero count as unknown."""
    started = touch = None
    odd: dict[str, int] = {}
    if "started_at" in frame.columns:
        column = frame["started_at"]
        started = _moments(column.fill_null(frame["at"]))
        known = column.is_not_null().to_numpy() & (started <= at)
        odd["begin_after_end"] = int(np.count_nonzero(started > at))
        started = np.where(known, started, NEVER)
        touch = np.where(known, at - started, -1)
    if "touch_minutes" in frame.columns:
        minutes = frame["touch_minutes"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        odd["touch_below_zero"] = int(np.count_nonzero(minutes < 0))
        known = np.isfinite(minutes) & (minutes >= 0)
        micros = np.rint(np.where(known, minutes, 0) * MINUTE).astype(np.int64)
        touch = np.where(known, micros, -1 if touch is None else touch)
    return started, touch, odd


def _coded(column: pl.Series) -> Coded:
    """The words of a column in alphabetical order and the place of each row's word among them."""
    if not isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
        column = column.cast(pl.Enum(column.drop_nulls().unique()))
    used = column.drop_nulls().unique()
    names = used.cast(pl.String)
    order = names.arg_sort().to_numpy()
    small = np.min_scalar_type(len(used))
    place = np.zeros(int(used.to_physical().max() or 0) + 1, small)  # type: ignore[arg-type]
    place[used.to_physical().to_numpy()[order]] = np.arange(len(used), dtype=small)
    codes = place[column.to_physical().fill_null(0).to_numpy()]
    if column.null_count():
        codes[column.is_null().to_numpy()] = len(used)
    return Coded(tuple(names.gather(order).to_list()), codes)


def _plain(activity: pl.Series) -> NDArray[np.bool_]:
    return (activity.is_null() | (activity.cast(pl.String) == PASSES_ON).fill_null(False)).to_numpy()


def _breaks(medium: pl.Series, heads: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a paper came in another medium than it was last known in; a column of truths says it itself."""
    if medium.dtype == pl.Boolean:
        return medium.fill_null(False).to_numpy()
    coded = _coded(medium)
    breaks = np.zeros(len(medium), bool)
    known = np.flatnonzero(coded.codes != coded.unknown)
    case = np.cumsum(heads)[known]
    codes = coded.codes[known]
    breaks[known[1:]] = (codes[1:] != codes[:-1]) & (case[1:] == case[:-1])
    return breaks

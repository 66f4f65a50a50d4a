"""From a table of events to sorted integer codes."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .coding import BLOCK, coded
from .packed import NEVER, Moments, Packed
from .side_by_side import side_by_side

#: Microseconds in a minute.
MINUTE = 60_000_000
#: The first and the last moment that a calendar with years of four digits knows.
EARLIEST, LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999
#: Nothing is worked on for longer than a thousand years.
LONGEST = 1000 * 365 * 24 * 60
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
    at = _moments(frame["at"])
    starts = _starts(frame["case"], at)
    if starts is None:
        frame = _numbered(frame)
        frame = frame.sort("at", maintain_order=True).sort("case", maintain_order=True)  # faster than both at once
        at = _moments(frame["at"])
        starts, _ = _cut(frame["case"], at)
    started, touch, odd = _clocks(frame, at)
    return Packed(
        starts=starts,
        station=coded(frame["station"]),
        at=at,
        started=started,
        touch=touch,
        unit=coded(frame["unit"]) if "unit" in frame.columns else None,
        department=coded(frame["department"]) if "department" in frame.columns else None,
        plain=_plain(frame["activity"]) if "activity" in frame.columns else None,
        breaks=_breaks(frame["medium"], starts) if "medium" in frame.columns else None,
        skipped={**skipped, "without_station": frame["station"].null_count(), **odd},
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
    before = frame.height
    frame = _timed(frame)
    if isinstance(frame["case"].dtype, pl.Categorical | pl.Enum):
        frame = frame.with_columns(pl.col("case").to_physical())
    return frame, {"without_case": without_case, "without_time": before - frame.height}


def _timed(frame: pl.DataFrame) -> pl.DataFrame:
    """Only the rows with a time that a calendar knows; files say "never" with times that none does."""
    if frame["at"].null_count():
        frame = frame.filter(pl.col("at").is_not_null())
    at = _moments(frame["at"])
    if frame.height and (at.min() < EARLIEST or at.max() > LATEST):
        frame = frame.filter(pl.Series((at >= EARLIEST) & (at <= LATEST)))
    return frame


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Cases as numbers where they are words, which take several times as long to sort."""
    if frame["case"].dtype != pl.String:
        return frame
    numbers = frame.select(pl.col("case").unique()).with_row_index("number")
    return frame.join(numbers, on="case", how="left", maintain_order="left").drop("case").rename({"number": "case"})


def _starts(case: pl.Series, at: Moments) -> NDArray[np.int64] | None:
    """Where each case begins and the last one ends, or None if the cases are scattered or some case is out of time."""
    starts, in_time = _cut(case, at)
    if not in_time:
        return None
    first = case.gather(starts[:-1])
    if case.dtype.is_integer() and _rises(first.to_numpy()):
        return starts
    return starts if first.n_unique() == len(first) else None


def _cut(case: pl.Series, at: Moments) -> tuple[NDArray[np.int64], bool]:
    """Where another case begins than stands before, and whether the rows between are in order of time."""
    numbers = case.to_numpy() if case.dtype.is_integer() else None

    def look(begin: int) -> tuple[NDArray[np.int64], bool]:
        rows, before = slice(begin, begin + BLOCK), slice(begin - 1, min(begin + BLOCK, len(at)) - 1)
        other = (case[rows] != case[before]).to_numpy() if numbers is None else numbers[rows] != numbers[before]
        in_time = at[rows] >= at[before]
        in_time |= other
        return np.flatnonzero(other) + begin, bool(in_time.all())

    found = side_by_side(look, range(1, len(at), BLOCK))
    ends = np.unique([0, len(at)])
    starts = np.concatenate([ends[:-1], *(heads for heads, _ in found), ends[-1:]])
    return starts, all(in_time for _, in_time in found)


def _rises(numbers: NDArray[np.integer[Any]]) -> bool:
    """Is each number larger than the one before? Compared, not subtracted: differences without a sign never fall."""
    return bool((numbers[1:] > numbers[:-1]).all())


def _moments(column: pl.Series) -> Moments:
    """Microseconds since 1970 (UTC), :data:`NEVER` where there is no moment; a day is its first moment."""
    if column.dtype == pl.Date:
        column = column.cast(pl.Datetime("us"))
    if not isinstance(column.dtype, pl.Datetime):
        raise ValueError(f"{column.name} is {column.dtype}, not a moment")
    return column.dt.cast_time_unit("us").to_physical().fill_null(NEVER).to_numpy()


def _clocks(frame: pl.DataFrame, at: Moments) -> tuple[Moments | None, Moments | None, dict[str, int]]:
    """When each event began and how long it took; a begin after the end, a touch below zero or of ages is
    unknown."""
    started = touch = None
    odd: dict[str, int] = {}
    if "started_at" in frame.columns:
        started = _moments(frame["started_at"])
        known = (started >= EARLIEST) & (started <= at)
        odd["begin_after_end"] = int(np.count_nonzero(started > at))
        started = np.where(known, started, NEVER)
        touch = np.where(known, at - started, -1)
    if "touch_minutes" in frame.columns:
        minutes = frame["touch_minutes"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        known = (minutes >= 0) & (minutes <= LONGEST)
        odd["touch_below_zero"] = int(np.count_nonzero(minutes < 0))
        odd["touch_too_long"] = int(np.count_nonzero(minutes > LONGEST))
        micros = np.rint(np.where(known, minutes, 0) * MINUTE).astype(np.int64)
        touch = np.where(known, micros, -1 if touch is None else touch)
    return started, touch, odd


def _plain(activity: pl.Series) -> NDArray[np.bool_]:
    return (activity.is_null() | (activity.cast(pl.String) == PASSES_ON).fill_null(False)).to_numpy()


def _breaks(medium: pl.Series, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a paper came in another medium than it was last known in; a column of truths says it itself."""
    if medium.dtype == pl.Boolean:
        return medium.fill_null(False).to_numpy()
    media = coded(medium)
    breaks = np.zeros(len(medium), bool)
    known = np.flatnonzero(media.codes != media.unknown)
    case = np.searchsorted(starts, known, side="right")
    codes = media.codes[known]
    breaks[known[1:]] = (codes[1:] != codes[:-1]) & (case[1:] == case[:-1])
    return breaks

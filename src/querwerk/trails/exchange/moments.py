"""Moments as files write them, brought to UTC: ISO 8601 and German, with a zone or in the time of the house."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

HOUSE = "Europe/Berlin"
#: Texts read at a time.
_PIECE = 50_000
_NAIVE = (
    "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d.%m.%Y %H:%M:%S%.f", "%d.%m.%Y %H:%M", "%d.%m.%Y",
    "%d.%m.%Y, %H:%M:%S", "%d.%m.%Y, %H:%M", "%Y/%m/%d %H:%M:%S%.f", "%Y/%m/%d %H:%M", "%Y/%m/%d",
)  # fmt: skip
#: How a zone may stand at the end, by its length: the mark in Polars' words.
_ZONES = {6: r"[+-]\d\d:\d\d$", 1: r"\d[Zz]$", 5: r":\d\d(\.\d+)?[+-]\d{4}$", 3: r":\d\d(\.\d+)?[+-]\d\d$"}
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?")


@dataclass(frozen=True, slots=True)
class Moments:
    """``at`` is null where no moment could be read; ``without_zone`` marks those read in the time of the house."""

    at: pl.Series
    without_zone: pl.Series


def moments(values: pl.Series, zone: str = HOUSE) -> Moments:
    """The moments of a column, whatever its type."""
    kind = values.dtype
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is None:
            return _in_house(values.dt.cast_time_unit("us"), zone)
        return Moments(values.dt.convert_time_zone("UTC").dt.cast_time_unit("us"), _everywhere(False, values))
    if kind == pl.Date:
        return _in_house(values.cast(pl.Datetime("us")), zone)
    if isinstance(kind, pl.String | pl.Categorical | pl.Enum):
        return _in_pieces(values.cast(pl.String), zone)
    nothing = pl.Series(values.name, [None] * len(values), dtype=pl.Datetime("us", "UTC"))
    return Moments(nothing, _everywhere(False, values))


def _in_pieces(values: pl.Series, zone: str) -> Moments:
    """Many texts piece by piece, two at a time: what a text means depends on no other."""
    if len(values) <= _PIECE:
        return _of_texts(values, zone)
    with ThreadPoolExecutor(2) as pool:
        starts = range(0, len(values), _PIECE)
        read = list(pool.map(lambda start: _of_texts(values.slice(start, _PIECE), zone), starts))
    return Moments(pl.concat(one.at for one in read), pl.concat(one.without_zone for one in read))


def _of_texts(values: pl.Series, zone: str) -> Moments:
    """Splits the zone off, reads what is left in the first form that fits, and brings both together."""
    texts = values.str.strip_chars().str.replace("T", " ", literal=True)
    rest = _everywhere(True, texts) & texts.is_not_null()
    naive = pl.Series([None] * len(texts), dtype=pl.Datetime("us"))
    offsets = pl.Series([None] * len(texts), dtype=pl.Duration("us"))
    for length, mark in _ZONES.items():
        zoned = rest & texts.str.contains(mark).fill_null(False)
        if zoned.any():
            tails = texts.str.tail(length).set(~zoned, None)
            known = {written: _offset(written) for written in tails.drop_nulls().unique()}
            naive = naive.zip_with(~zoned, _naive(texts.str.head(-length).set(~zoned, None)))
            offsets = offsets.zip_with(
                ~zoned, tails.replace_strict(known, default=None, return_dtype=pl.Duration("us"))
            )
            rest &= ~zoned
            if not rest.any():
                break
    with_zone = (naive - offsets).dt.replace_time_zone("UTC")
    if not rest.any():
        return Moments(with_zone, rest)
    house = _in_house(_naive(texts.set(~rest, None)), zone)
    return Moments(with_zone.zip_with(~rest, house.at), house.without_zone)


def _naive(texts: pl.Series) -> pl.Series:
    """Moments without a zone; each form is tried on what the forms before could not read."""
    found = pl.Series([None] * len(texts), dtype=pl.Datetime("us"))
    for form in _NAIVE:
        read = texts.str.to_datetime(form, strict=False, time_unit="us")
        read = read.set(read.dt.year() < 1000, None)  # "22.11.26" is no year of ours
        found = found.zip_with(read.is_null(), read)
        texts = texts.set(read.is_not_null(), None)
        if texts.null_count() == len(texts):
            break
    return found


def _in_house(naive: pl.Series, zone: str) -> Moments:
    """Moments in the time of the house. The doubled hour of autumn is the first; the lost hour of spring the next."""
    local = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    lost = local.is_null() & naive.is_not_null()
    if lost.any():
        later = (naive + timedelta(hours=1)).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        local = local.zip_with(~lost, later)
    at = local.dt.convert_time_zone("UTC")
    return Moments(at, at.is_not_null())


def _offset(written: str) -> timedelta | None:
    """How far a zone is from UTC; None for one that no place on earth has."""
    if written in "Zz":
        return timedelta()
    found = _OFFSET.fullmatch(written)
    hours, minutes = (int(found[2]), int(found[3] or 0)) if found else (99, 0)
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if written.startswith("-") else 1)


def _everywhere(value: bool, like: pl.Series) -> pl.Series:
    return pl.repeat(value, len(like), eager=True)

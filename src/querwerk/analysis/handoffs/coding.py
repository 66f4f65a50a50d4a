"""From words to numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from .packed import Coded, Integers

#: A column with more different words is no column of stations or units: a matrix of them is beyond reading.
MOST = 2000
#: Rows translated at a time.
BLOCK = 1 << 16


def coded(column: pl.Series) -> Coded:
    """The words of a column in alphabetical order and the place of each row's word among them.

    ValueError if it has more than :data:`MOST` different ones.
    """
    if not isinstance(column.dtype, pl.Categorical | pl.Enum):
        column = column.cast(pl.String).cast(pl.Categorical(pl.Categories.random()))
    used = _words(column.drop_nulls())
    if len(used) > MOST:
        raise ValueError(f"{column.name} has {len(used)} different words, {MOST} at most: is it the right column?")
    names = used.cast(pl.String)
    order = names.arg_sort().to_numpy()
    numbers = used.to_physical().to_numpy()
    place = np.zeros(int(numbers.max(initial=0)) + 1, np.min_scalar_type(len(used)))
    place[numbers[order]] = np.arange(len(used))
    codes = _translated(column.to_physical().fill_null(0).to_numpy(), place)
    if column.null_count():
        codes[column.is_null().to_numpy()] = len(used)
    return Coded(tuple(names.gather(order).to_list()), codes)


def _words(column: pl.Series) -> pl.Series:
    """The words of a column, once each; all that it may have where they are few and known beforehand."""
    if isinstance(column.dtype, pl.Enum) and len(column.dtype.categories) <= MOST:
        return pl.Series(column.dtype.categories, dtype=column.dtype)
    numbers = column.to_physical().to_numpy()
    somewhere = np.full(int(numbers.max(initial=0)) + 1, -1)
    for begin in range(0, len(numbers), BLOCK):
        block = numbers[begin : begin + BLOCK]
        somewhere[block] = np.arange(begin, begin + len(block))
    return column.gather(somewhere[somewhere >= 0])


def _translated(numbers: Integers, place: Integers) -> Integers:
    """``place[numbers]``, block by block, which spares the memory."""
    codes = np.empty(len(numbers), place.dtype)
    for begin in range(0, len(numbers), BLOCK):
        block = slice(begin, begin + BLOCK)
        np.take(place, numbers[block], out=codes[block], mode="clip")
    return codes

"""From words to numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from .packed import Coded, Integers
from .side_by_side import side_by_side

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
    words, numbers = column.drop_nulls(), column.to_physical().fill_null(0).to_numpy()
    found, complete = _translated(_used(words[:BLOCK]), numbers)
    if not complete:  # later rows have words that the first ones lack
        found, _ = _translated(_used(words), numbers)
    if found.unknown > MOST:
        raise ValueError(f"{column.name} has {found.unknown} different words, {MOST} at most: is it the right column?")
    if column.null_count():
        found.codes[column.is_null().to_numpy()] = found.unknown
    return found


def _used(words: pl.Series) -> pl.Series:
    """The words of a column without gaps, once each; all that it may have where they are few and known beforehand."""
    if isinstance(words.dtype, pl.Enum) and len(words.dtype.categories) <= MOST:
        return pl.Series(words.dtype.categories, dtype=words.dtype)
    numbers = words.to_physical().to_numpy()
    somewhere = np.full(int(numbers.max(initial=0)) + 1, -1)
    for begin in range(0, len(numbers), BLOCK):
        block = numbers[begin : begin + BLOCK]
        somewhere[block] = np.arange(begin, begin + len(block))
    return words.gather(somewhere[somewhere >= 0])


def _translated(used: pl.Series, numbers: Integers) -> tuple[Coded, bool]:
    """The words in alphabetical order, the numbers as places among them, and whether each is of one of the words."""
    names = used.cast(pl.String)
    order = names.arg_sort().to_numpy()
    place = np.full(int(numbers.max(initial=0)) + 1, len(used), np.min_scalar_type(len(used)))
    place[used.to_physical().to_numpy()[order]] = np.arange(len(used))
    codes: Integers = np.empty_like(numbers, place.dtype)

    def translate(begin: int) -> bool:
        block = slice(begin, begin + BLOCK)
        np.take(place, numbers[block], out=codes[block], mode="clip")
        return bool(codes[block].max() < len(used))

    known = side_by_side(translate, range(0, len(numbers), BLOCK))
    return Coded(tuple(names.gather(order).to_list()), codes), all(known)

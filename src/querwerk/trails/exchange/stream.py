"""Logs larger than memory, read in parts that hold whole cases.

Where the events of each case lie together, as in a log sorted by case, the log is read from end to end and cut where a
case ends. Any other log is first sorted into parts on the disk by the hash of the case. Either way memory holds some
``at_once`` events, those of the longest case, and eight bytes a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..insights.large import HandoffReport, count_in_parts
from .notes import Unreadable
from .people import WORDS, firsts, sign_of

#: Events held at a time; of the usual columns some hundred bytes each, while they are counted.
AT_ONCE = 1_000_000
_PART = "\0part"

Keys = NDArray[np.uint64]
Used = TypeVar("Used")


def count_file(path: Path, *, at_once: int = AT_ONCE) -> HandoffReport:
    """The report over a Parquet file of any size whose columns are those of :mod:`querwerk.analysis.handoffs`.

    Raises :class:`Unreadable` for a broken file, other columns, and stations that look like people.
    """
    with _readable():
        found = in_whole_cases(lambda parts: count_in_parts(ahead(parts)), pl.scan_parquet(path), at_once=at_once)
    if sign := sign_of(pl.Series("station", found.stations, dtype=pl.String)):
        raise Unreadable(
            f"Die Stationen sehen nach Menschen aus: {WORDS[sign]}. Gezählt werden Stellen und Einheiten, nie Menschen."
        )
    return found


def in_whole_cases(
    use: Callable[[Iterator[pl.DataFrame]], Used], events: pl.LazyFrame, *, case: str = "case", at_once: int = AT_ONCE
) -> Used:
    """Uses the events in parts of about ``at_once``, each case in one part, the rows of a case in their order.

    There is at least one part, empty if there are no events. Where a case turns out to be scattered, ``use`` is called
    once more, with other parts.
    """
    try:
        return use(cut(events, case=case, at_once=at_once))
    except Scattered:
        return use(_sorted_out(events, case, at_once))


class Scattered(Exception):  # noqa: N818  (no error: the events are sorted first)
    """The events of some case do not follow one another."""


def cut(events: pl.LazyFrame, *, case: str = "case", at_once: int = AT_ONCE) -> Iterator[pl.DataFrame]:
    """The events from end to end in whole cases; raises :class:`Scattered`, at the latest after the last part but one.

    Told by 64-bit hashes: an error is next to impossible, and then only the slower way is taken for nothing.
    """
    begun: list[Keys] = []
    rest = events.clear().collect()
    for batch in events.collect_batches(chunk_size=at_once):
        held = pl.concat([rest, batch])
        end = _last_begin(held[case])
        if end:
            begun.append(_begun(held[case][:end]))
            yield held[:end]
        rest = held[end:]
    _once(np.concatenate([*begun, _begun(rest[case])]))
    yield rest


def _begun(case: pl.Series) -> Keys:
    """The cases that begin in these rows; rows without a case belong to the one before them."""
    named = case.drop_nulls()
    return _once(named.filter(firsts(named)).hash().to_numpy())


def _once(keys: Keys) -> Keys:
    ordered = np.sort(keys)
    if np.any(ordered[1:] == ordered[:-1]):
        raise Scattered
    return keys


def _last_begin(case: pl.Series) -> int:
    """Where the last case begins."""
    keys = case.forward_fill() if case.null_count() else case
    other = keys.ne_missing(keys.tail(1)).arg_true()
    return int(other[-1]) + 1 if len(other) else 0


def _sorted_out(events: pl.LazyFrame, case: str, at_once: int) -> Iterator[pl.DataFrame]:
    parts = -(-events.select(pl.len()).collect().item() // at_once)
    with TemporaryDirectory(prefix="querwerk-") as folder:
        for number, batch in enumerate(events.collect_batches(chunk_size=at_once)):
            of = batch.with_columns(pl.col(case).hash().mod(parts).alias(_PART)).partition_by(_PART, as_dict=True)
            for (part,), rows in of.items():
                rows.drop(_PART).write_ipc(Path(folder) / f"{part}-{number:06}.arrow", compression="lz4")
        for part in range(parts):
            files = sorted(Path(folder).glob(f"{part}-*.arrow"))
            if files:
                yield pl.concat(pl.read_ipc(file) for file in files)


def ahead(parts: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same parts; the next one is read while this one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = reader.submit(next, parts, None)
            yield part


@contextmanager
def _readable() -> Iterator[None]:
    """Trouble with the file as a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise Unreadable("Die Datei ist nicht da.") from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError) as trouble:
        raise Unreadable("Die Parquet-Datei ist beschädigt oder hat andere Spalten.") from trouble

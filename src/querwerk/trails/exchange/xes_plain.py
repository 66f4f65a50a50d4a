"""XES of plain shape, read column by column: twenty times faster than a parser that calls for every element.

Plain means: traces of events of values, each ``<kind key="..." value="..."/>`` and nothing else between the first trace
and the last. Cut at ``<`` and at the quotation mark, such a text is a table of six columns, which Polars reads as one.
Every row of it is then held against that shape. The first thing that is not plain (a comment, a nested value, a
single quote, an entity beyond the five, an odd character) ends it: :class:`NotPlain`, and :mod:`.xes` reads the file
from its beginning. So this reader never decides what an odd file means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import unescape

import numpy as np
import polars as pl

from .content import Tell, opened
from .limits import Limits
from .notes import Unreadable
from .table import Table
from .xes import TYPED, Reader, check_size, joined, too_many_columns

_CHUNK = 24 * 1024 * 1024
_FIRST, _LAST = b"<trace>", b"</trace>"
_DECLARED = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SHAPE = {name: pl.String for name in ("tag", "key", "between", "value", "end", "more")}
_OPEN_TRACE, _CLOSE_TRACE, _OPEN_EVENT, _CLOSE_EVENT, _VALUE = 1, 2, 3, 4, 5
_TAGS = {"trace>": _OPEN_TRACE, "/trace>": _CLOSE_TRACE, "event>": _OPEN_EVENT, "/event>": _CLOSE_EVENT}
_VALUES = {f"{kind} key=": _VALUE for kind in TYPED}
_WHITE = " \t\r\n"
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)")
_QUOTES = {"&quot;": '"', "&apos;": "'"}


class NotPlain(Exception):
    """The file has to be read by the parser."""


def read(path: Path, limits: Limits, tell: Tell | None = None) -> Table:
    """The events of an XES file of plain shape; raises :class:`NotPlain` otherwise."""
    with opened(path, limits, tell) as source:
        head, chunks = _split(source)
        reader = Reader(limits)
        try:
            reader.feed([head, b"</log>"])
        except Unreadable:
            raise NotPlain from None
        if reader.trace or reader.notes.counts:
            raise NotPlain
        return _Plain(limits).read(chunks)


def _split(source: BinaryIO) -> tuple[bytes, Iterator[bytes]]:
    """What stands before the first trace, and the traces in pieces that end with a trace."""
    buffer = source.read(_CHUNK)
    start = buffer.find(_FIRST)
    declared = _DECLARED.match(buffer)
    if start < 0 or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise NotPlain
    return buffer[:start], _chunks(source, buffer[start:])


def _chunks(source: BinaryIO, buffer: bytes) -> Iterator[bytes]:
    while more := source.read(_CHUNK):
        end = buffer.rfind(_LAST) + len(_LAST)
        if end < len(_LAST):
            raise NotPlain
        yield buffer[:end]
        buffer = buffer[end:] + more
    end = buffer.rfind(_LAST) + len(_LAST)
    if buffer[end:].strip() != b"</log>":
        raise NotPlain
    yield buffer[:end]


class _Plain:
    """Puts the pieces together; traces are numbered through."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.frames: list[pl.DataFrame] = []
        self.told: list[pl.DataFrame] = []
        self.numbers: list[np.ndarray[tuple[int], np.dtype[np.uint32]]] = []
        self.times: set[str] = set()
        self.traces = self.events = self.cells = 0
        self.names: set[str] = set()

    def read(self, chunks: Iterator[bytes]) -> Table:
        for chunk in chunks:
            self._add(_elements(chunk))
        traces = pl.Series("trace", np.concatenate(self.numbers), dtype=pl.UInt32)
        frame = pl.concat(self.frames, how="diagonal")
        told = pl.concat(self.told, how="diagonal")
        return joined(frame, traces, told, Reader(self.limits).notes, frozenset(self.times))

    def _add(self, elements: pl.DataFrame) -> None:
        kinds = elements["kind"].to_numpy()
        in_trace, in_event = _nested(kinds)
        events = np.cumsum(kinds == _OPEN_EVENT) - 1
        traces = np.cumsum(kinds == _OPEN_TRACE) - 1
        opened_events = traces[kinds == _OPEN_EVENT]
        count, of_traces = len(opened_events), int(traces[-1]) + 1
        if len(np.unique(opened_events)) != of_traces:
            raise NotPlain  # a trace without events
        values = elements.filter(pl.Series(kinds == _VALUE))
        is_value = kinds == _VALUE
        of_event = in_event[is_value]
        dates = (elements["tag"].filter(pl.Series(is_value)) == "date key=").to_numpy()
        self.frames.append(self._columns(values, of_event, events[is_value], count, dates, ""))
        self.told.append(self._columns(values, ~of_event, traces[is_value], of_traces, dates, "case:"))
        self.numbers.append((opened_events + self.traces + 1).astype(np.uint32))
        self.traces += of_traces
        self.events += count
        self.cells += int(of_event.sum())
        check_size(self.events, self.cells, self.limits, None)

    def _columns(
        self, values: pl.DataFrame, chosen: np.ndarray, owners: np.ndarray, count: int, dates: np.ndarray, prefix: str
    ) -> pl.DataFrame:
        """The chosen values as one column a key; a missing one is null."""
        rows = np.flatnonzero(chosen)
        keys = values["key"].gather(rows)
        codes = keys.rank("dense").to_numpy() - 1 if len(keys) else np.empty(0, np.uint32)
        names = keys.unique().sort()
        columns = []
        for code, name in enumerate(names):
            mine = rows[codes == code]
            self.names.add(prefix + name)
            if dates[mine].any():
                self.times.add(prefix + name)
            at = np.full(count, -1, np.int64)
            at[owners[mine]] = mine
            if np.count_nonzero(at >= 0) != len(mine):
                raise NotPlain  # said twice
            columns.append(_gathered(values["value"], at).alias(name))
        if len(self.names) > self.limits.columns:
            raise Unreadable(too_many_columns(self.limits))
        return pl.DataFrame(columns) if columns else pl.DataFrame({"": [None] * count}, schema={"": pl.String})


def _gathered(values: pl.Series, at: np.ndarray) -> pl.Series:
    """Values by position; -1 is nothing."""
    if at.size and at.min() >= 0:
        return values.gather(at)
    places = pl.Series(at)
    return values.gather(places.set(places < 0, None))


def _elements(chunk: bytes) -> pl.DataFrame:
    """Each element of a piece: its tag, key, value and ``kind``, held against the plain shape."""
    if not chunk.lstrip().startswith(_FIRST) or _odd_bytes(chunk):
        raise NotPlain
    try:
        table = pl.read_csv(
            chunk, separator='"', eol_char="<", quote_char=None, has_header=False, schema=_SHAPE,
            empty_string_is_null=False, missing_columns="insert",
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        raise NotPlain from None
    if table["tag"][0].strip(_WHITE) or any(table[0, name] for name in ("key", "between", "value", "end")):
        raise NotPlain
    tag = pl.col("tag")
    kind = tag.replace_strict(_VALUES, default=None, return_dtype=pl.UInt8).fill_null(
        tag.str.strip_chars_end(_WHITE).replace_strict(_TAGS, default=0, return_dtype=pl.UInt8)
    )
    table = table.slice(1).with_columns(kind.alias("kind"))
    _hold_against_shape(table)
    return _without_entities(table)


def _odd_bytes(chunk: bytes) -> bool:
    """Control characters, and the two that XML forbids although they can be encoded."""
    letters = np.frombuffer(chunk, np.uint8)
    white = sum(int(np.count_nonzero(letters == code)) for code in (9, 10, 13))
    return int(np.count_nonzero(letters < 32)) != white or b"\xef\xbf\xbe" in chunk or b"\xef\xbf\xbf" in chunk


def _hold_against_shape(table: pl.DataFrame) -> None:
    is_value = pl.col("kind") == _VALUE
    plain_value = (
        (pl.col("between") == " value=")
        & pl.col("end").str.strip_chars_end(_WHITE).is_in(["/>", " />"])
        & (pl.col("key").str.len_bytes() > 0)
        & (pl.col("key").str.len_bytes() <= 200)
        & (pl.col("value").str.len_bytes() <= 20_000)
        & ~pl.col("key").str.contains("[\t\r\n&]")
        & ~pl.col("value").str.contains("[\t\r\n]")
    )
    plain_tag = (
        (pl.col("kind") > 0)
        & (pl.col("key").str.len_bytes() == 0)
        & (pl.col("between").str.len_bytes() == 0)
        & (pl.col("value").str.len_bytes() == 0)
        & (pl.col("end").str.len_bytes() == 0)
    )
    more = pl.col("more").fill_null("").str.len_bytes() == 0
    plain = table.select((pl.when(is_value).then(plain_value).otherwise(plain_tag) & more).all()).item()
    if not plain:
        raise NotPlain


def _without_entities(table: pl.DataFrame) -> pl.DataFrame:
    """Values with the five entities of XML replaced."""
    marked = table["value"].str.contains("&", literal=True)
    if not marked.any():
        return table
    texts = table["value"].filter(marked)
    if any(_ENTITY.search(text) for text in texts.unique()):
        raise NotPlain
    plain = texts.map_elements(lambda text: unescape(text, _QUOTES), return_dtype=pl.String)
    rows = marked.arg_true()
    return table.with_columns(table["value"].scatter(rows, plain))


def _nested(kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether each element stands in a trace and in an event; raises where they do not nest as they should."""
    step = np.zeros(6, np.int8)
    step[_OPEN_TRACE], step[_CLOSE_TRACE] = 1, -1
    in_trace = np.cumsum(step[kinds], dtype=np.int32)
    step[:] = 0
    step[_OPEN_EVENT], step[_CLOSE_EVENT] = 1, -1
    in_event = np.cumsum(step[kinds], dtype=np.int32)
    proper = (
        in_trace.min() >= 0 and in_trace.max() <= 1 and in_event.min() >= 0 and in_event.max() <= 1
        and not in_event[(kinds == _OPEN_TRACE) | (kinds == _CLOSE_TRACE)].any()
        and in_trace[kinds == _OPEN_EVENT].all() and in_trace[kinds == _VALUE].all()
        and in_trace[-1] == 0 and in_event[-1] == 0
    )  # fmt: skip
    if not proper:
        raise NotPlain
    return in_trace == 1, in_event == 1

"""XES of plain shape, read column by column: many times faster than a parser that calls for every element.

Plain means: traces of events of values, each ``<kind key="..." value="..."/>`` and nothing else between the first trace
and the last. Cut at ``<`` and at the quotation mark, such a text is a table of six columns, which Polars reads as one.
Every row of it is then held against that shape. The first thing that is not plain (a comment, a nested value, a
single quote, an entity beyond the five, an odd character) ends it: :class:`NotPlain`, and :mod:`.xes` reads the file
from its beginning. So this reader never decides what an odd file means.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .content import Tell, opened
from .limits import Limits
from .notes import Notes, Unreadable
from .table import Table, check_size, too_many_columns
from .xes import TYPED, Reader, joined

_CHUNK = 8 * 1024 * 1024
#: Pieces worked on at a time.
_AT_ONCE = 2
_FIRST, _LAST = b"<trace>", b"</trace>"
_DECLARED = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: How a piece is cut: at each "<" into rows, at each quotation mark into these; all but the values are few.
_SHAPE = {
    "tag": pl.Categorical, "key": pl.Categorical, "between": pl.Categorical, "value": pl.String,
    "end": pl.Categorical, "more": pl.Categorical,
}  # fmt: skip
_OPEN_TRACE, _CLOSE_TRACE, _OPEN_EVENT, _CLOSE_EVENT, _VALUE = 1, 2, 3, 4, 5
_TAGS = {"trace>": _OPEN_TRACE, "/trace>": _CLOSE_TRACE, "event>": _OPEN_EVENT, "/event>": _CLOSE_EVENT}
_KINDS = {kind: _VALUE + number for number, kind in enumerate(TYPED)}
_TAGS |= {f"{kind} key=": number for kind, number in _KINDS.items()}
#: Which tag may follow which, values aside.
_FOLLOWS = np.zeros((5, 5), bool)
_FOLLOWS[_OPEN_TRACE, _OPEN_EVENT] = _FOLLOWS[_OPEN_EVENT, _CLOSE_EVENT] = _FOLLOWS[_CLOSE_EVENT, _OPEN_EVENT] = True
_FOLLOWS[_CLOSE_EVENT, _CLOSE_TRACE] = _FOLLOWS[_CLOSE_TRACE, _OPEN_TRACE] = True
_WHITE = " \t\r\n"
_ODD = re.compile("[\x00-\x1f&\ufffe\uffff]")
_ENTITY = re.compile("&(?:(lt|gt|amp|quot|apos);)?")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}

Ints = NDArray[np.int64]
#: From the columns there are to those that shall be read.
Choose = Callable[[list[str]], Iterable[str]]


class NotPlain(Exception):  # noqa: N818  (no error: the file goes to the parser)
    """The file has to be read by the parser."""


def read(path: Path, limits: Limits, tell: Tell | None = None, choose: Choose | None = None) -> Table:
    """The events of an XES file of plain shape; raises :class:`NotPlain` otherwise.

    ``choose`` says which of the columns there are shall be read; checked are all.
    """
    with opened(path, limits, tell) as source:
        head, chunks = _split(source)
        reader = Reader(limits)
        try:
            reader.feed([head, b"</log>"])
        except Unreadable:
            raise NotPlain from None
        return _Plain(limits, reader.notes).read(chunks, choose)


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
    if end >= len(_LAST):
        yield buffer[:end]


class _Plain:
    """Puts the pieces together; traces are numbered through."""

    def __init__(self, limits: Limits, notes: Notes) -> None:
        self.limits, self.notes = limits, notes
        self.pieces: list[_Elements] = []
        self.numbers: list[Ints] = []
        self.times: set[str] = set()
        self.names: set[str] = set()
        self.traces = self.events = self.cells = 0

    def read(self, chunks: Iterator[bytes], choose: Choose | None) -> Table:
        """All pieces as one table."""
        for piece in _elements(chunks, self.limits):
            self._add(piece)
        chosen = self.names if choose is None else set(choose(sorted(self.names)))
        frame = pl.concat((_frame(piece.of_events, chosen, "") for piece in self.pieces), how="diagonal")
        told = pl.concat((_frame(piece.of_traces, chosen, "case:") for piece in self.pieces), how="diagonal")
        traces = pl.Series("trace", np.concatenate(self.numbers), dtype=pl.UInt32)
        return joined(frame, traces, told, self.notes, frozenset(self.times))

    def _add(self, piece: _Elements) -> None:
        self.pieces.append(piece)
        self.numbers.append(piece.traces + self.traces + 1)
        self.traces += piece.of_traces.count
        self.events += piece.of_events.count
        self.cells += len(piece.values)
        check_size(self.events, self.cells, self.limits)
        for prefix, part in (("", piece.of_events), ("case:", piece.of_traces)):
            self.names |= {prefix + name for name in part.places}
            self.times |= {prefix + name for name in part.times}
        if len(self.names) > self.limits.columns:
            raise Unreadable(too_many_columns(self.limits))


@dataclass(frozen=True, slots=True)
class _Part:
    """What a piece says of its events, or of its traces: for each key, which values, and whose they are."""

    values: pl.Series
    count: int
    places: Mapping[str, tuple[Ints, Ints]]
    times: frozenset[str]


def _frame(part: _Part, chosen: Collection[str], prefix: str) -> pl.DataFrame:
    """One column a chosen key; where an event or trace says nothing, null."""
    columns = [
        _gathered(part.values, rows, owners, part.count).alias(name)
        for name, (rows, owners) in part.places.items()
        if prefix + name in chosen
    ]
    return pl.DataFrame(columns) if columns else pl.DataFrame({"": [None] * part.count}, schema={"": pl.String})


def _gathered(values: pl.Series, rows: Ints, owners: Ints, count: int) -> pl.Series:
    """One value for each owner, null for those that have none."""
    if len(rows) == count:
        return values.gather(rows)
    at = np.zeros(count, np.int64)
    at[owners] = rows
    nobody = np.ones(count, bool)
    nobody[owners] = False
    return values.gather(at).set(pl.Series(nobody), None)


def _elements(chunks: Iterator[bytes], limits: Limits) -> Iterator[_Elements]:
    """The pieces in their order, two worked on at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        coming: deque[Future[_Elements]] = deque()
        for chunk in chunks:
            coming.append(pool.submit(_Elements, chunk, limits))
            if len(coming) > _AT_ONCE:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


class _Elements:
    """The elements of a piece, held against the plain shape.

    One row for each value have ``values``, ``event``, ``trace`` and ``last`` (the tag opened or closed last); one row
    for each event has ``traces``: the trace it stands in.
    """

    def __init__(self, chunk: bytes, limits: Limits) -> None:
        table = _cut(chunk)
        kinds = _table(
            table["tag"], lambda tag: _TAGS.get(tag) or _TAGS.get(tag.rstrip(_WHITE), 0), tuple(_TAGS.values())
        )
        is_value = kinds >= _VALUE
        self._place(kinds, is_value)
        parts = table.filter(pl.Series(is_value))
        self._check(table, parts)
        kinds = kinds[is_value]
        names, keys = _numbered(parts["key"])
        if any(not name or len(name) > 200 or _ODD.search(name) for name in names):
            raise NotPlain
        self.values = _texts(parts["value"], limits)
        for kind, pattern in TYPED.items():
            typed = kinds == _KINDS[kind]
            if pattern and typed.any() and not self.values.filter(pl.Series(typed)).str.contains(pattern).all():
                raise NotPlain
        in_event, dates = self.last == _OPEN_EVENT, kinds == _KINDS["date"]
        self.of_events = self._part(np.flatnonzero(in_event), self.event, len(self.traces), names, keys, dates)
        self.of_traces = self._part(np.flatnonzero(~in_event), self.trace, self.trace_count, names, keys, dates)

    def _part(
        self, rows: Ints, owners: Ints, count: int, names: list[str], keys: NDArray[np.uint16], dates: NDArray[np.bool_]
    ) -> _Part:
        """Sorts values by their key; raises where something is said twice."""
        rows = rows[np.argsort(keys[rows], kind="stable")]
        bounds = [0, *np.cumsum(np.bincount(keys[rows], minlength=len(names)))]
        places, times = {}, set()
        for name, begin, end in zip(names, bounds, bounds[1:], strict=False):
            if begin < end:
                mine = rows[begin:end]
                whose = owners[mine]
                if not (whose[1:] > whose[:-1]).all():
                    raise NotPlain
                places[name] = (mine, whose)
                times |= {name} if dates[mine].any() else set()
        return _Part(self.values, count, places, frozenset(times))

    def _place(self, kinds: NDArray[np.uint8], is_value: NDArray[np.bool_]) -> None:
        """Where each value stands; raises where tags do not follow each other as they should."""
        tags = kinds[~is_value]
        if not len(tags) or (tags[0], tags[-1]) != (_OPEN_TRACE, _CLOSE_TRACE):
            raise NotPlain
        if not _FOLLOWS[tags[:-1], tags[1:]].all():
            raise NotPlain
        opens_trace, opens_event = tags == _OPEN_TRACE, tags == _OPEN_EVENT
        trace, event = np.cumsum(opens_trace) - 1, np.cumsum(opens_event) - 1
        before = (np.cumsum(~is_value) - 1)[is_value]
        self.last = tags[before] if len(before) else np.empty(0, np.uint8)
        if (before < 0).any() or (self.last == _CLOSE_TRACE).any():
            raise NotPlain
        self.trace, self.event = trace[before], event[before]
        self.traces = trace[opens_event]
        self.trace_count = int(trace[-1]) + 1

    @staticmethod
    def _check(table: pl.DataFrame, parts: pl.DataFrame) -> None:
        """Between the quotation marks of a value stands exactly what belongs there; beside a tag nothing does."""
        _table(parts["between"], lambda text: text == " value=", (1,))
        _table(parts["end"], lambda text: text.rstrip(_WHITE) in ("/>", " />"), (1,))
        nothing = len(table) - len(parts)
        if (
            any(table[name].null_count() != nothing for name in ("key", "between", "end"))
            or table["more"].null_count() != len(table)
            or table["value"].str.len_bytes().sum() != parts["value"].str.len_bytes().sum()
        ):
            raise NotPlain


def _cut(chunk: bytes) -> pl.DataFrame:
    if b"\r" in chunk and b'\r"' in chunk:
        raise NotPlain  # at the end of a field Polars would drop it
    try:
        table = pl.read_csv(
            chunk, separator='"', eol_char="<", quote_char=None, has_header=False, schema=_SHAPE,
            empty_string_is_null=False, missing_columns="insert",
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        raise NotPlain from None
    before = table.row(0)
    if (before[0] or "").strip(_WHITE) or any(before[1:]):
        raise NotPlain
    return table.slice(1)


def _table(column: pl.Series, meaning: Callable[[str], Any], allowed: tuple[int, ...]) -> NDArray[np.uint8]:
    """What each text of a column means, as a small number; raises where that is not allowed."""
    if not len(column):
        return np.empty(0, np.uint8)
    names, numbers = _numbered(column)
    meanings = np.array([int(meaning(name)) for name in names], np.uint8)
    if not np.isin(meanings, allowed).all():
        raise NotPlain
    return meanings[numbers]


def _numbered(column: pl.Series) -> tuple[list[str], NDArray[np.uint16]]:
    """The different texts of a column, and the number of its text for each row. Nothing is no text."""
    if column.null_count():
        raise NotPlain
    codes = column.to_physical().to_numpy()
    different = column.unique()
    names, places = different.cast(pl.String).to_list(), different.to_physical().to_numpy()
    if len(names) > 60_000:
        raise NotPlain
    numbers = np.zeros(int(places.max()) + 1 if len(places) else 1, np.uint16)
    numbers[places] = np.arange(len(places))
    return names, numbers[codes]


def _texts(values: pl.Series, limits: Limits) -> pl.Series:
    """Values with the five entities of XML replaced; raises for characters that XML would change or refuse."""
    if (values.str.len_bytes() > limits.text).any():
        raise NotPlain
    odd = values.str.contains("[\\x00-\\x1f&\\x{fffe}\\x{ffff}]")
    if not odd.any():
        return values
    texts = values.filter(odd)
    different = texts.unique().to_list()
    if any(_ODD.search(text.replace("&", "")) for text in different):
        raise NotPlain
    plain = {text: _ENTITY.sub(_character, text) for text in different}
    return values.scatter(odd.arg_true(), texts.replace_strict(plain, return_dtype=pl.String))


def _character(entity: re.Match[str]) -> str:
    if not entity[1]:
        raise NotPlain
    return _ENTITIES[entity[1]]

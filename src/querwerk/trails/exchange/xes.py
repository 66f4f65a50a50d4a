"""XES, read as a stream by an XML parser that knows no DOCTYPE and no entities: what this reader says is the truth.

:mod:`.xes_plain` is faster for files of plain shape and has to say exactly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import polars as pl

from .content import Form, Tell, opened, pieces
from .limits import MEGABYTE, Limits
from .notes import Notes, Unreadable, printable
from .table import Table, check_size, padded, too_many_columns

#: The kinds of values, and what a value of that kind looks like (in the words of both Python and Polars).
TYPED = {
    "string": "",
    "date": r"^[+-]?\d{4,}-\d\d-\d\d",
    "int": r"^[+-]?\d+$",
    "float": r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(INF|Infinity|NaN)$",
    "boolean": r"^(true|false|TRUE|FALSE|True|False|1|0)$",
    "id": r"^[^\s]+$",
}
_TYPED = {tag: re.compile(pattern, re.ASCII) for tag, pattern in TYPED.items()}
NESTS = frozenset({"list", "container", "values"})
#: The order in which XES wants what stands in a log.
_ORDER = {"extension": 0, "global": 1, "classifier": 2} | dict.fromkeys([*TYPED, *NESTS], 3) | {"trace": 4, "event": 5}
#: More bytes than this belong to no single tag, comment or value.
_AT_ONCE = 4 * MEGABYTE
#: After each so many events, on average each has to say something.
_LOOK_AFTER = 100_000
#: So many values are collected before they become a frame.
_BATCH = 2_000_000


def read(path: Path, limits: Limits, tell: Tell | None = None) -> Table:
    """The events of an XES file."""
    reader = Reader(limits)
    with opened(path, limits, tell) as source:
        reader.feed(pieces(source))
    return reader.table()


class Reader:
    """Collects events while the parser walks through the file.

    ``path`` is where the parser stands: the tags that matter, from the root down. Inside of something that is not
    read (``skipping`` levels deep) only the depth is counted.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.notes = Notes()
        self.times: set[str] = set()
        self._path: list[str] = []
        self._skipping = 0
        self._event: dict[str, str | None] = {}
        self._trace: dict[str, str | None] = {}
        self._columns: dict[str, list[str | None]] = {}
        self._traces: list[int] = []
        self._frames: list[pl.DataFrame] = []
        self._of_traces: dict[str, list[str | None]] = {}
        self._names: set[str] = set()
        self.trace = self.event = self._rows = self._cells = self._events = self._order = 0
        self._parser = self._made()

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.ExternalEntityRefHandler = self._refuse_doctype
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        return parser

    def feed(self, source: Iterable[bytes]) -> None:
        """Reads a whole document; raises :class:`Unreadable` with the line where it is none."""
        fed = 0
        try:
            for piece in source:
                self._parser.Parse(piece, False)
                fed += len(piece)
                if fed - self._parser.CurrentByteIndex > _AT_ONCE:
                    raise Unreadable("Ein einzelnes Element der Datei ist größer als jedes Ereignis.", self.line)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
                raise MemoryError from None
            raise Unreadable(_in_words(error), f"Zeile {error.lineno}, Spalte {error.offset + 1}") from None
        except (LookupError, UnicodeError, ValueError):
            raise Unreadable("Die Datei nennt eine Zeichenkodierung, die hier niemand kennt.", self.line) from None

    @property
    def line(self) -> str:
        """Where the parser stands, as a line."""
        return f"Zeile {self._parser.CurrentLineNumber}"

    def place(self, key: str = "") -> str:
        """Where the parser stands: line, trace, event, attribute."""
        where = [self.line]
        where += [f"Spur {self.trace}"] if "trace" in self._path else []
        where += [f"Ereignis {self.event}"] if "event" in self._path else []
        where += [f"„{printable(key)}“"] if key else []
        return ", ".join(where)

    def table(self) -> Table:
        """Everything that was read."""
        self._flush()
        frame = pl.concat(self._frames, how="diagonal") if self._frames else pl.DataFrame()
        traces = pl.Series("trace", self._traces, dtype=pl.UInt32)
        told = padded(self._of_traces, self.trace)
        return joined(frame, traces, told, self.notes, frozenset(self.times), self.line)

    # -- what the parser meets -------------------------------------------------------------------------------------

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise Unreadable(
            "Die Datei enthält eine Dokumenttyp-Deklaration (DOCTYPE). Solche Dateien werden nicht gelesen, weil sie "
            "fremde Inhalte nachladen oder sich aufblähen können. Bitte entfernen Sie die Deklaration.",
            self.line,
        )

    def _open(self, tag: str, said: list[str]) -> None:
        tag = tag.rpartition(":")[2]
        path = self._path
        if self._skipping:
            self._skipping += 1
            if self._skipping + len(path) > self.limits.depth:
                raise Unreadable(
                    f"Die Datei ist zu tief verschachtelt; erlaubt sind {self.limits.depth} Ebenen.", self.place()
                )
            self._note_nested(tag)
        elif not path:
            self._open_log(tag)
        elif path == ["log"] and not self._in_order(tag, said):
            self._skipping = 1
        elif tag in TYPED:
            self._take(tag, said)
            self._skipping = 1
        elif tag in ("event", "trace"):
            self._note_attributes(said)
            self._open_event() if tag == "event" else self._open_trace()
        else:
            self._pass_over(tag)

    def _close(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        closed = self._path.pop()
        if closed == "event":
            self._keep_event()
        elif closed == "trace":
            self._keep_trace()

    def _open_log(self, tag: str) -> None:
        if tag != "log":
            raise Unreadable(f"Die Datei ist kein XES: Sie beginnt mit <{printable(tag)}> statt mit <log>.", self.line)
        self._path.append("log")

    def _in_order(self, tag: str, said: list[str]) -> bool:
        """Whether something in the log itself is to be read further; what stands in the wrong order is."""
        order = _ORDER.get(tag)
        if order is None:
            return True
        if order < self._order:
            self.notes.add("misplaced", f"{self.place()}, <{tag}>")
        self._order = max(order, self._order)
        if order <= 2 and tag != "global" and not said:
            self.notes.add("unnamed", f"{self.place()}, <{tag}>")
        return order > 2

    def _note_attributes(self, said: list[str]) -> None:
        if said:
            self.notes.add("unknown_attribute", self.place(said[0]))

    def _open_trace(self) -> None:
        if self._path != ["log"]:
            self.notes.add("nested_trace", self.place())
            self._skipping = 1
            return
        self._path.append("trace")
        self.trace += 1
        self.event = self._events = 0
        self._trace = {}

    def _open_event(self) -> None:
        if self._path[-1] != "trace":
            self.notes.add("nested_event" if "event" in self._path else "outside_trace", self.place())
            self._skipping = 1
            return
        self._path.append("event")
        self.event += 1
        self._event = {}

    def _note_nested(self, tag: str) -> None:
        """Something inside of what is not read; only values of events and traces are worth a note."""
        if tag in TYPED and "trace" in self._path:
            self.notes.add("nested_value", self.place())
        elif tag in ("event", "trace"):
            self.notes.add(f"nested_{tag}", self.place())

    def _pass_over(self, tag: str) -> None:
        if tag == "log":
            raise Unreadable(
                "Die Datei enthält zwei Protokolle (<log>) ineinander. Bitte lesen Sie jedes für sich ein.", self.line
            )
        if tag in NESTS:
            if "trace" in self._path:
                self.notes.add("nested_value", self.place())
        else:
            self.notes.add("unknown_element", f"{self.place()}, <{printable(tag)}>")
        self._skipping = 1

    def _take(self, tag: str, said: list[str]) -> None:
        """A value of an event or a trace; those of the log as a whole are looked at, but say nothing about a paper."""
        key, value = self._key_and_value(said)
        if not key or value is None:
            self.notes.add("without_key", self.place(key or ""))
            return
        if tag != "string" and not _TYPED[tag].search(value):
            self.notes.add("wrong_type", f"{self.place(key)}: „{printable(value)}“")
        if self._path == ["log"]:
            return
        if len(key) > 200 or len(value) > self.limits.text:
            self.notes.add("too_long", self.place(key))
            return
        kept = self._event if self._path[-1] == "event" else self._trace
        if len(kept) > self.limits.columns:
            raise Unreadable(too_many_columns(self.limits), self.place(key))
        if key in kept:
            self.notes.add("twice", self.place(key))
        kept[key] = value
        if tag == "date":
            self.times.add(key if kept is self._event else f"case:{key}")

    def _key_and_value(self, said: list[str]) -> tuple[str | None, str | None]:
        key = value = None
        for name, content in zip(said[::2], said[1::2], strict=True):
            if name == "key":
                key = content
            elif name == "value":
                value = content
            else:
                self.notes.add("unknown_attribute", self.place(name))
        return key, value

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _keep_event(self) -> None:
        columns, row = self._columns, len(self._traces) - self._rows
        for key, value in self._event.items():
            values = columns.get(key)
            if values is None:
                values = columns[key] = []
                self._count_columns(key)
            if len(values) < row:
                values.extend([None] * (row - len(values)))
            values.append(value)
        self._traces.append(self.trace)
        self._events += 1
        self._cells += len(self._event)
        check_size(len(self._traces), self._cells, self.limits, self.place)
        if len(self._traces) % _LOOK_AFTER == 0 and self._cells < len(self._traces):
            raise Unreadable("Die Datei besteht fast nur aus leeren Ereignissen.", self.place())
        if (row + 1) * (len(columns) or 1) > _BATCH:
            self._flush()

    def _count_columns(self, key: str) -> None:
        self._names.add(key)
        if len(self._names) > self.limits.columns:
            raise Unreadable(too_many_columns(self.limits), self.place(key))

    def _keep_trace(self) -> None:
        if not self._events:
            self.notes.add("empty_trace", self.line)
        for key, value in self._trace.items():
            values = self._of_traces.setdefault(key, [])
            self._count_columns(f"case:{key}")
            values.extend([None] * (self.trace - 1 - len(values)))
            values.append(value)

    def _flush(self) -> None:
        rows = len(self._traces) - self._rows
        if rows:
            frame = padded(self._columns, rows)
            self._frames.append(frame if frame.width else pl.DataFrame({"": [None] * rows}, schema={"": pl.String}))
        self._columns, self._rows = {}, len(self._traces)


def joined(
    frame: pl.DataFrame, traces: pl.Series, told: pl.DataFrame, notes: Notes, times: frozenset[str], end: str = ""
) -> Table:
    """Events with what their traces say, in columns named ``case:...``.

    An event that says ``case:...`` itself (some programs write so) keeps the word; the trace speaks only where no
    event does.
    """
    own = sorted(name for name in frame.columns if name)
    of_trace = [
        told[name].gather(traces - 1).alias(f"case:{name}")
        for name in sorted(told.columns)
        if name and f"case:{name}" not in own
    ]
    frame = pl.DataFrame([*(frame[name] for name in own), *of_trace]) if own or of_trace else frame
    return Table(Form.XES, frame, notes, traces, times, end)


def _in_words(error: expat.ExpatError) -> str:
    codes = expat.errors.codes
    if error.code == codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]:
        return (
            "Nach dem Ende des Protokolls steht noch etwas, vielleicht ein zweites Protokoll. "
            "Bitte lesen Sie jedes für sich ein."
        )
    if error.code == codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return "Die Datei enthält kein Protokoll."
    if error.code in (
        codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    ):
        return "Die Datei bricht mittendrin ab."
    if error.code == codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
        return "Die Datei verwendet ein Kürzel (&…;), das XML nicht kennt."
    if error.code == codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
        return "Ein Element wird anders geschlossen als geöffnet; die Datei ist kein gültiges XML."
    if error.code == codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
        return "Ein Element nennt dieselbe Eigenschaft zweimal; die Datei ist kein gültiges XML."
    return "Die Datei ist kein gültiges XML."

"""Files that mean harm: small on the disk, endless in memory, or reaching for what is not theirs.

``python -m tests.slices.trails.bombs [--unlimited] NAME ...`` reads them one after another in limited room and prints
what came of each as a line of JSON.
"""

from __future__ import annotations

import gzip
import io
import json
import resource
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from querwerk.trails.exchange.events import as_events
from querwerk.trails.exchange.limits import WEB, Limits
from querwerk.trails.exchange.look import guessed, look_at, table_of
from querwerk.trails.exchange.notes import Unreadable

from . import logs
from .fuzzing import ROOM, address_space
from .logs import TWO, event, trace, value

HUGE = 10**12
UNLIMITED = Limits(*[HUGE] * 9, memory=HUGE, written=HUGE, seconds=10**6)
MILLION = 1_000_000
_CSV = "Vorgang;Stelle;Zeitpunkt\n1;a;01.02.2026\n"


def _zeros(head: str, body: str, times: int) -> bytes:
    written = io.BytesIO()
    with gzip.GzipFile(fileobj=written, mode="wb", compresslevel=6) as packed:
        packed.write(head.encode())
        for _ in range(times):
            packed.write(body.encode())
    return written.getvalue()


def _doctype(inside: str, use: str = "&a;") -> bytes:
    return f"<!DOCTYPE log [{inside}]>{TWO[39:].replace('mayor', use)}".encode()


def _laughs() -> bytes:
    layer = '<!ENTITY l{} "{}">'.format
    layers = "".join(layer(number, f"&l{number - 1};" * 10) for number in range(1, 10))
    return _doctype(f'<!ENTITY l0 "ha">{layers}<!ENTITY a "&l9;">')


def _tar(*members: tuple[str, bytes, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, "/etc/passwd" if kind != tarfile.REGTYPE else "", len(content)
            archive.addfile(info, io.BytesIO(content))
    return written.getvalue()


def _parquet(rows: int, columns: int = 1) -> bytes:
    written = io.BytesIO()
    one = pl.repeat(1, rows, dtype=pl.Int64, eager=True)
    pl.DataFrame({f"c{number}": one for number in range(columns)}).write_parquet(written, compression="zstd")
    return written.getvalue()


def _keys(count: int) -> bytes:
    return logs.xes(
        trace("A", event("a", "2026-01-05T09:00:00Z", *(value(f"k{n}", "v") for n in range(count))))
    ).encode()


def _attributes() -> bytes:
    many = " ".join(f"a{number}=''" for number in range(MILLION // 4))
    return f"<log><trace {many}/></log>".encode()


def _inside(text: str) -> bytes:
    return TWO.replace("</log>", f"{text}</log>").encode()


#: Each makes its file; what is harmless once it is guarded (an XInclude that nobody follows) may be read.
BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip of spaces in XES": lambda: _zeros("<log>", " " * MILLION, 400),
    "gzip of one endless value": lambda: _zeros('<log><trace><event><string key="a" value="', "a" * MILLION, 400),
    "gzip of events": lambda: _zeros("<log><trace>", "<event/>" * 100_000, 500),
    "gzip of CSV": lambda: _zeros(_CSV, "1;a;01.02.2026\n" * 70_000, 400),
    "gzip of one endless field": lambda: _zeros(_CSV, "a" * MILLION, 400),
    "gzip in gzip in gzip": lambda: gzip.compress(gzip.compress(_zeros("<log>", " " * MILLION, 100))),
    "gzip cut short": lambda: gzip.compress(TWO.encode())[:-20],
    "gzip with a wrong sum": lambda: gzip.compress(TWO.encode())[:-8] + b"\0" * 8,
    "gzip with rubbish behind": lambda: gzip.compress(TWO.encode()) + b"rubbish",
    "empty gzip": lambda: gzip.compress(b""),
    "a hundred thousand gzips in a row": lambda: gzip.compress(b"") * 100_000,
    "billion laughs": _laughs,
    "quadratic entity": lambda: _doctype(f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 20_000),
    "external entity": lambda: _doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'),
    "external entity over the network": lambda: _doctype('<!ENTITY a SYSTEM "http://127.0.0.1:9/">'),
    "parameter entity": lambda: _doctype('<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;', "x"),
    "external document type": lambda: b'<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>',
    "XInclude": lambda: _inside('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
    "style sheet": lambda: b'<?xml-stylesheet href="file:///etc/passwd"?><log/>',
    "a million columns in CSV": lambda: (";".join(f"c{n}" for n in range(MILLION)) + "\n").encode(),
    "a million keys in an event": lambda: _keys(MILLION // 4),
    "a new key in each of many events": lambda: logs.xes(
        *(trace("A", event("a", "2026-01-05T09:00:00Z", value(f"k{n}", "v"))) for n in range(60_000))
    ).encode(),
    "many attributes at one element": _attributes,
    "deep nesting": lambda: b"<log>" + b"<list>" * MILLION,
    "deep nesting in an event": lambda: _inside(f"<trace><event>{'<list>' * MILLION}"),
    "a million empty traces": lambda: b"<log>" + b"<trace/>" * MILLION + b"</log>",
    "a million comments": lambda: b"<log>" + b"<!---->" * MILLION + b"</log>",
    "one endless comment": lambda: b"<log><!--" + b"a" * 20 * MILLION,
    "one endless tag": lambda: b"<log><" + b"a" * 20 * MILLION,
    "one endless line without an end": lambda: b"a;b;c\n" + b"a" * 20 * MILLION,
    "a quote that never closes": lambda: _CSV.encode() + b'1;"' + b"a\n" * 10 * MILLION,
    "row 1,048,576 alone": lambda: _CSV.encode() + b"\n" * 1_048_576 + b"1;a;01.02.2026\n",
    "rows of nothing but delimiters": lambda: _CSV.encode() + b";" * 5 * MILLION,
    "UTF-16 without a mark": lambda: TWO.encode("utf-16-le"),
    "UTF-32": lambda: TWO.encode("utf-32"),
    "two byte order marks": lambda: "\ufeff\ufeff".encode() + TWO.encode(),
    "bytes of nothing": lambda: b"\0" * 5 * MILLION,
    "nothing in between": lambda: TWO.replace("mayor", "may\0or").encode(),
    "UTF-7": lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-log/+AD4-',
    "deep JSON": lambda: b"[" * MILLION,
    "JSON of numbers without end": lambda: b'[{"papers": [' + b"9" * 10 * MILLION,
    "archive with links and ways out": lambda: _tar(
        ("../../etc/x.json", tarfile.REGTYPE, b"[]"), ("a.json", tarfile.SYMTYPE, b""), ("b.json", tarfile.LNKTYPE, b"")
    ),
    "archive of many files": lambda: _tar(*((f"{n}.json", tarfile.REGTYPE, b"[]") for n in range(20_000))),
    "archive with one endless file": lambda: _tar(("a.json", tarfile.REGTYPE, b" " * 300 * MILLION)),
    "Parquet of 100 million rows": lambda: _parquet(100 * MILLION),
    "Parquet of many columns": lambda: _parquet(1, 2_000),
    "Parquet with a wrong length": lambda: b"PAR1" + b"\xff" * 100 + b"\xff\xff\xff\x7fPAR1",
    "long words where names are looked for": lambda: logs.xes(
        trace("A", *(event("aB" * 9_000 + str(number), "2026-01-05T09:00:00Z") for number in range(500)))
    ).encode(),
    "moments without end": lambda: logs.xes(trace("A", *(event("a", "9" * 15_000) for _ in range(500)))).encode(),
}  # fmt: skip


def outcome(path: Path, limits: Limits) -> dict[str, object]:
    """What came of one file: refused with a sentence, read, or too much."""
    began = time.process_time()
    try:
        table = table_of(path, limits)
        look_at(table)
        found = as_events(table, guessed(table), pseudonymous=True)
        said = f"read, {found.report.events} events: {found.events['station'].unique().to_list()[:5]}"
    except Unreadable as refused:
        said = f"refused: {refused.sentence}"
    except MemoryError:
        said = "too much memory"
    except BaseException as error:
        said = f"broke: {type(error).__name__}: {error}"[:300]
    return {"said": said, "seconds": time.process_time() - began}


def main() -> None:
    """Reads the named bombs in limited room."""
    limits = UNLIMITED if "--unlimited" in sys.argv else WEB
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_text(TWO)
        outcome(path, limits)  # what is loaded and started once is no growth
        for name in sys.argv[1:]:
            if name in BOMBS:
                path.write_bytes(BOMBS[name]())
                before = address_space()
                resource.setrlimit(resource.RLIMIT_AS, (before + ROOM, resource.RLIM_INFINITY))
                said = outcome(path, limits)
                resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                print(json.dumps({"name": name, "size": path.stat().st_size} | said), flush=True)


if __name__ == "__main__":
    main()

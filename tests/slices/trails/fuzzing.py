"""Malformed logs by the thousand, each from its number; and the process that reads them under a limit.

``python -m tests.slices.trails.fuzzing FIRST COUNT`` prints what came of each as one line of JSON.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from querwerk.trails.exchange import xes, xes_plain
from querwerk.trails.exchange.events import as_events
from querwerk.trails.exchange.limits import Limits
from querwerk.trails.exchange.look import guessed, look_at, table_of
from querwerk.trails.exchange.notes import Unreadable

from . import logs

LIMITS = Limits()
MEGABYTE = 1024 * 1024
#: How much the address space may grow over thousands of files, and how long one may take.
ROOM, SECONDS = 256 * MEGABYTE, 2.0

_PARTS = (
    b"<trace>", b"</trace>", b"<event>", b"</event>", b"<log>", b"</log>", b"<list>", b"<event/>", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<!DOCTYPE a>", b"<!ENTITY a 'b'>", b"&amp;", b"&a;", b"&#0;", b"&#x110000;", b'"', b"'",
    b"<", b">", b"/", b"=", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\r",
    b"\n", b"\t", b";", b",", b"|", b"\x1f\x8b", b"PAR1", b"PK\x03\x04", b"[", b"{", b"1948-01-01T00:00:00Z",
    b"9999-12-31T23:59:59+14:00", b"0000-00-00", b"2026-02-30", b"22.11.2026", b"99999999999999999999", b"-1",
    b"NaN", "„ä\u202e😀".encode(), b"A" * 30_000, b'key="x"', b'value=""', b"<x:y/>",
    b'<?xml version="1.0" encoding="utf-7"?>', b"<int key='a' value='b'/>",
)  # fmt: skip


def _xes(chance: random.Random) -> bytes:
    def event() -> str:
        at = f"20{chance.randint(0, 99):02}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T09:00:00Z"
        mark = logs.value("lifecycle:transition", chance.choice(["start", "complete", "x"]))
        return logs.event(f"unit {chance.randint(0, 5)}", at, mark, logs.value("n", "1", "int"))

    traces = (logs.trace(f"T{n}", *(event() for _ in range(chance.randint(0, 4)))) for n in range(chance.randint(1, 5)))
    return logs.xes(*traces).encode()


def _csv(chance: random.Random) -> bytes:
    sign = chance.choice(";,\t|")
    rows = [[f"{n // 3}", f"unit {n % 4}", f"{n % 28 + 1:02}.11.2026", 'a "b"'] for n in range(chance.randint(0, 20))]
    written = io.StringIO()
    csv.writer(written, delimiter=sign).writerows([["Vorgang", "Stelle", "Zeitpunkt", "Text"], *rows])
    return written.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "latin-1"]))


def _parquet(chance: random.Random) -> bytes:
    written = io.BytesIO()
    count = chance.randint(0, 30)
    pl.DataFrame({"case": range(count), "station": ["a"] * count, "at": ["2026-01-01"] * count}).write_parquet(written)
    return written.getvalue()


def _council(chance: random.Random) -> bytes:
    stop = {"organization": "Rat", "date": "2026-01-05T17:00:00+01:00", "role": "Beratung", "result": None}
    papers = [{"id": n, "type": "Antrag", "consultations": [stop] * chance.randint(0, 3)} for n in range(4)]
    return json.dumps([{"papers": papers}]).encode()


def malformed(number: int) -> bytes:
    """The file of this number: a good one, broken at a few places, sometimes packed and broken again."""
    chance = random.Random(number)
    content = chance.choices([_xes, _csv, _parquet, _council], [60, 30, 5, 5])[0](chance)
    content = _broken(content, chance, chance.choice([1, 1, 1, 2, 4]))
    if chance.random() < 0.1:
        content = _broken(gzip.compress(content), chance, chance.randint(0, 2))
    return content


def _broken(content: bytes, chance: random.Random, times: int) -> bytes:
    for _ in range(times):
        at, length = chance.randint(0, len(content)), chance.choice([1, 1, 2, 5, 20, 200])
        part = chance.choice(_PARTS) if chance.random() < 0.8 else chance.randbytes(chance.randint(1, 8))
        how = chance.random()
        if how < 0.4:
            content = content[:at] + part + content[at:]
        elif how < 0.7:
            content = content[:at] + part + content[at + length :]
        elif how < 0.85:
            content = content[:at] + content[at + length :]
        elif how < 0.95:
            content = content[:at] + content[at : at + length] * chance.randint(2, 9) + content[at + length :]
        else:
            content = content[:at]
    return content


def read(path: Path) -> str:
    """What the readers make of a file: read, or refused; anything else is raised."""
    try:
        table = table_of(path, LIMITS)
        look_at(table)
        as_events(table, guessed(table), pseudonymous=True)
    except Unreadable:
        return "refused"
    return "read"


def agree(path: Path) -> bool:
    """Whether both XES readers say the same of what the fast one takes."""
    try:
        plain = xes_plain.read(path, LIMITS)
    except (xes_plain.NotPlain, Unreadable):
        return True
    return plain.frame.equals(xes.read(path, LIMITS).frame)


def naive(path: Path) -> str:
    """What a reader without guards makes of a file: the negative control."""
    content = path.read_bytes()
    if content.lstrip()[:1] == b"<":
        for event in ElementTree.fromstring(content).iter("{http://www.xes-standard.org/}event"):
            said = {value.attrib["key"]: value.attrib["value"] for value in event}
            datetime.fromisoformat(said["time:timestamp"])
    else:
        for row in csv.DictReader(io.StringIO(content.decode())):
            datetime.strptime(row["Zeitpunkt"], "%d.%m.%Y")  # noqa: DTZ007
    return "read"


def address_space() -> int:
    """How much address space this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def outcomes(first: int, count: int, reader: Callable[[Path], str]) -> dict[str, object]:
    """Reads so many files; the slowest one and every uncaught trouble are named by number."""
    came: Counter[str] = Counter()
    trouble: dict[str, str] = {}
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        for number in range(first, first + count):
            path.write_bytes(malformed(number))
            began = time.process_time()
            try:
                came[reader(path)] += 1
                slowest = max(slowest, time.process_time() - began)
                if reader is read and not agree(path):
                    trouble[str(number)] = "the two readers differ"
            except BaseException as error:
                trouble[str(number)] = f"{type(error).__name__}: {error}"[:300]
    return {"came": dict(came), "trouble": trouble, "slowest": slowest}


def main() -> None:
    """Reads the files twice: as they should be, in limited room, and naively."""
    first, count = int(sys.argv[1]), int(sys.argv[2])
    outcomes(first, 50, read)  # what is loaded and started once is no growth
    before = address_space()
    resource.setrlimit(resource.RLIMIT_AS, (before + ROOM, before + ROOM))
    said = outcomes(first, count, read)
    said |= {"grown": address_space() - before, "django": "django" in sys.modules}
    print(json.dumps(said | {"naive": len(outcomes(first, min(count, 500), naive)["trouble"])}))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()

"""From files, databases and workers to the figures; every way in processes of its own."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl

from querwerk.trails.insights.packed import from_bytes, to_bytes

from . import copies
from .racing import ENV, ROOT, figure, measured, spread, table

XES_COPIES = 19
_TIMED = """
import sys, time, warnings
warnings.simplefilter("ignore")
{imports}
start = time.perf_counter()
{work}
took = time.perf_counter() - start
import json
print(json.dumps([took, {figures}]))
"""
_REPORT = "[found.events, found.cases, found.hands.mean, found.handovers.mean, found.matrix]"
_SEVEN = """
frame = pm4py.read_xes(sys.argv[1], variant="{reader}")
found = seven(frame)
"""
_PM4PY = "from hands.with_pm4py import figures, pm4py, seven"
#: way -> imports, work, what is told of the result: events and, where it counts, the handovers
_XES = {
    "querwerk, file to full report": (
        "from hands.with_querwerk import from_xes, pairs",
        "found = from_xes(sys.argv[1])",
        "found.events, pairs(found)",
    ),
    "querwerk, the same in its limited process": (
        "from hands.with_querwerk import from_xes_apart, pairs",
        "found = from_xes_apart(sys.argv[1])",
        "found.events, pairs(found)",
    ),
    "rustxes, file to frame, nothing counted": (
        "import rustxes",
        "found, _ = rustxes.import_xes(sys.argv[1])",
        "found.height, None",
    ),
    "pm4py with rustxes, file to the seven figures": (
        _PM4PY,
        _SEVEN.format(reader="rustxes"),
        "len(frame), figures(found)['matrix']",
    ),
    "pm4py with its fastest own reader (chunk_regex), file to the seven figures": (
        _PM4PY,
        _SEVEN.format(reader="chunk_regex"),
        "len(frame), figures(found)['matrix']",
    ),
    "pm4py with its default reader (iterparse), file to the seven figures": (
        _PM4PY,
        _SEVEN.format(reader="iterparse"),
        "len(frame), figures(found)['matrix']",
    ),
}


def xes(folder: Path, rounds: int) -> str:
    """A log of 74 MB as XES."""
    file = folder / "log.xes"
    events = copies.write_xes(file, XES_COPIES)
    times: dict[str, list[float]] = {name: [] for name in _XES}
    memory: dict[str, float] = {}
    matrix = None
    for _ in range(min(rounds, 3)):
        for name, (imports, work, figures) in _XES.items():
            _, held, said = measured(_TIMED.format(imports=imports, work=work, figures=figures), str(file))
            took, read, counted = json.loads(said)
            matrix = matrix or counted
            assert read == events and counted in (None, matrix), f"{name}: {read} of {events} events, {counted}"
            times[name].append(took)
            memory[name] = max(memory.get(name, 0), held)
    ours = statistics.median(next(iter(times.values())))
    rows = [
        [name, spread(took), figure(statistics.median(took) / ours), f"{memory[name]:.0f}"]
        for name, took in times.items()
    ]
    size = file.stat().st_size / 1e6
    file.unlink()
    return (
        f"{size:.0f} MB, {events:,} events; packages are loaded before; the limited process, which pages and commands "
        "use, starts within its time. "
        f"All that count find the same handovers.\n\n{table(['way', 'seconds', 'x', 'MB'], rows)}\n"
    )


_WHOLE = """
import sys, json
from dataclasses import asdict
import polars as pl
from querwerk.analysis.handoffs import count_handoffs
print(json.dumps(asdict(count_handoffs(pl.read_parquet(sys.argv[1])))))
"""
_COUNT = f"""
import sys, json
from pathlib import Path
from querwerk.trails.exchange.stream import count_file
found = count_file(Path(sys.argv[1]))
print(json.dumps({_REPORT}))
"""


_TYPED = f"""
import sys, json
from pathlib import Path
from querwerk.trails.exchange.child import counted
from querwerk.trails.exchange.events import Columns
from querwerk.trails.exchange.limits import DESK
_, found = counted(Path(sys.argv[1]), Columns("case", "station", "at"), limits=DESK)
print(json.dumps({_REPORT}))
"""


def parquet(folder: Path, rounds: int) -> str:
    """From the start of Python to the full report: ten million events in order and in none, a hundred million."""
    rows, said = [], []
    for name, events, shuffled, times in (
        ("case by case", 10_000_000, False, rounds),
        ("rows in any order", 10_000_000, True, min(rounds, 2)),
        ("case by case", 100_000_000, False, 1),
    ):
        file = folder / "events.parquet"
        written = copies.write_parquet(file, copies.copies_for(events), shuffled=shuffled)
        for way, code in (("count_file", _COUNT), ("as querwerk trails reads it", _TYPED)):
            took = [measured(code, str(file)) for _ in range(times)]
            said.append(json.loads(took[0][2]))
            assert said[-1][0] == written
            memory = max(one[1] for one in took)
            rows.append([f"{written:,}", name, way, spread([one[0] for one in took]), f"{memory:.0f}"])
        file.unlink()
    assert said[:4] == said[:1] * 4, "neither the order of the rows nor the way matters"
    assert said[4] == said[5]
    return f"{table(['events', 'order', 'way', 'seconds', 'MB'], rows)}\n"


_FROM = "import sqlite3, polars as pl; from querwerk.analysis.handoffs import count_handoffs"
_ROWS = """
rows = sqlite3.connect(sys.argv[1]).execute('SELECT "case", station, "at" FROM events ORDER BY number').fetchall()
frame = pl.DataFrame(rows, schema={"case": pl.Int64, "station": pl.String, "at": pl.Int64}, orient="row")
frame = frame.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC")))
read = time.perf_counter() - start
found = count_handoffs(frame)
"""
_BLOB = """
frame = from_bytes(sqlite3.connect(sys.argv[1]).execute("SELECT packed FROM log").fetchone()[0])
read = time.perf_counter() - start
found = count_handoffs(frame)
"""
_KEPT = {
    "one row an event": (_FROM, _ROWS, f"read, {_REPORT}"),
    "packed": (f"{_FROM}; from querwerk.trails.insights.packed import from_bytes", _BLOB, f"read, {_REPORT}"),
}


def stored(folder: Path, rounds: int) -> str:
    """A million events in SQLite: as rows, and packed."""
    written, file = folder / "stored.parquet", folder / "stored.sqlite3"
    events = copies.write_parquet(written, copies.copies_for(1_000_000))
    content = to_bytes(pl.read_parquet(written))
    rows = from_bytes(content).select("case", pl.col("station").cast(pl.String), pl.col("at").to_physical())
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE log (packed BLOB)")
        database.execute("INSERT INTO log VALUES (?)", [content])
        database.execute('CREATE TABLE events (number INTEGER PRIMARY KEY, "case" INTEGER, station TEXT, "at" INTEGER)')
        database.executemany('INSERT INTO events ("case", station, "at") VALUES (?, ?, ?)', rows.iter_rows())
    runs: dict[str, list[list[Any]]] = {name: [] for name in _KEPT}
    for _ in range(rounds):
        for name, (imports, work, figures) in _KEPT.items():
            said = measured(_TIMED.format(imports=imports, work=work, figures=figures), str(file))[2]
            runs[name].append(json.loads(said))
    found = [run[2] for some in runs.values() for run in some]
    assert found.count(found[0]) == len(found), "however a log is kept, its figures are the same"
    told = [[name, spread([run[1] for run in some]), spread([run[0] for run in some])] for name, some in runs.items()]
    return (
        f"{events:,} events in SQLite, packed {len(content) / 1e6:.1f} MB.\n\n"
        f"{table(['kept as', 'read', 'read and full report'], told)}\n"
    )


def workers(folder: Path, rounds: int) -> str:
    """Ten million events on Dask's workers, processes of this machine."""
    file = folder / "spread.parquet"
    events = copies.write_parquet(file, copies.copies_for(10_000_000))
    whole = json.loads(measured(_WHOLE, str(file))[2])
    rows = []
    for count in (1, 2, 4):
        command = [sys.executable, "-W", "ignore", str(ROOT / "bench" / "scale.py"), str(file), "--workers", str(count)]
        runs = [
            json.loads(subprocess.run(command, env=ENV, check=True, capture_output=True).stdout)
            for _ in range(min(rounds, 2))
        ]
        assert all(run["figures"] == whole for run in runs), "workers must find the very figures of the whole"
        rows.append([str(count), spread([run["seconds"] for run in runs])])
    return (
        f"{events:,} events, Dask with processes of this machine (`bench/scale.py`), start-up of the workers left out; "
        f"every figure of the report is that of the whole.\n\n{table(['workers', 'seconds'], rows)}\n"
    )

"""From files, databases and workers to the figures; every way in processes of its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

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
_XES = {
    "querwerk: file to full report": (
        "from hands.with_querwerk import from_xes",
        "found = from_xes(sys.argv[1])",
        _REPORT,
    ),
    "rustxes: file to frame, nothing counted": ("import rustxes", "found, _ = rustxes.import_xes(sys.argv[1])", "[found.height]"),
    "pm4py, its default reader: file to the seven figures": (
        "import pm4py; from hands import with_pm4py",
        'frame = pm4py.read_xes(sys.argv[1], variant="chunk_regex"); found = with_pm4py.seven(frame)',
        "[len(frame)]",
    ),
    "pm4py with rustxes: file to the seven figures": (
        "import pm4py; from hands import with_pm4py",
        'frame = pm4py.read_xes(sys.argv[1], variant="rustxes"); found = with_pm4py.seven(frame)',
        "[len(frame)]",
    ),
}


def xes(folder: Path, rounds: int) -> str:
    """A log of 74 MB as XES."""
    file = folder / "log.xes"
    events = copies.write_xes(file, XES_COPIES)
    times: dict[str, list[float]] = {name: [] for name in _XES}
    memory: dict[str, float] = {}
    for _ in range(min(rounds, 3)):
        for name, (imports, work, figures) in _XES.items():
            _, held, said = measured(_TIMED.format(imports=imports, work=work, figures=figures), str(file))
            took, found = json.loads(said)
            assert found[0] == events, f"{name}: {found[0]} of {events} events"
            times[name].append(took)
            memory[name] = max(memory.get(name, 0), held)
    ours = sorted(times[next(iter(_XES))])[len(times[next(iter(_XES))]) // 2]
    rows = [
        [name, spread(took), figure(sorted(took)[len(took) // 2] / ours), f"{memory[name]:.0f}"]
        for name, took in times.items()
    ]
    size = file.stat().st_size / 1e6
    return f"{size:.0f} MB, {events:,} events, packages loaded before.\n\n{table(['way', 'seconds', 'x', 'MB'], rows)}\n"


_COUNT = f"""
import sys, json
from pathlib import Path
from querwerk.trails.exchange.stream import count_file
found = count_file(Path(sys.argv[1]))
print(json.dumps({_REPORT}))
"""


def parquet(folder: Path, rounds: int) -> str:
    """From the start of Python to the full report: ten million events in order and in none, a hundred million."""
    rows, said = [], []
    for name, events, shuffled, times in (
        ("10 million, case by case", 10_000_000, False, rounds),
        ("10 million, rows in any order", 10_000_000, True, rounds),
        ("100 million, case by case", 100_000_000, False, 1),
    ):
        file = folder / "events.parquet"
        written = copies.write_parquet(file, copies.copies_for(events), shuffled=shuffled)
        took = [measured(_COUNT, str(file)) for _ in range(times)]
        said.append(json.loads(took[0][2]))
        assert said[-1][0] == written
        seconds = [one[0] for one in took]
        rows.append([name, f"{written:,}", spread(seconds), f"{max(one[1] for one in took):.0f}"])
        file.unlink()
    assert said[0] == said[1], "the order of the rows must not matter"
    return f"{table(['log', 'events', 'seconds', 'MB'], rows)}\n"


_FROM_ROWS = """
import sqlite3, polars as pl
from querwerk.analysis.handoffs import count_handoffs
database = sqlite3.connect(sys.argv[1])
"""
_STORED = {
    "one row an event": (
        _FROM_ROWS,
        'rows = database.execute(\'SELECT "case", station, "at" FROM events ORDER BY number\').fetchall()\n'
        'frame = pl.DataFrame(rows, schema={"case": pl.Int64, "station": pl.String, "at": pl.Int64}, orient="row")\n'
        'frame = frame.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC")))',
    ),
    "packed": (
        f"{_FROM_ROWS}\nfrom querwerk.trails.exchange.packed import from_bytes",
        'frame = from_bytes(database.execute("SELECT packed FROM log").fetchone()[0])',
    ),
}


def stored(folder: Path, rounds: int) -> str:
    """A million events in SQLite: as rows, and packed."""
    import polars as pl

    sys.path.insert(0, str(ROOT / "src"))
    from querwerk.trails.exchange.packed import to_bytes

    events = copies.write_parquet(folder / "stored.parquet", copies.copies_for(1_000_000))
    content = to_bytes(pl.read_parquet(folder / "stored.parquet"))
    frame = pl.read_parquet(pl_bytes(content))
    file = folder / "stored.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE log (packed BLOB)")
        database.execute("INSERT INTO log VALUES (?)", [content])
        database.execute('CREATE TABLE events (number INTEGER PRIMARY KEY, "case" INTEGER, station TEXT, "at" INTEGER)')
        rows = frame.select("case", pl.col("station").cast(pl.String), pl.col("at").to_physical())
        database.executemany('INSERT INTO events ("case", station, "at") VALUES (?, ?, ?)', rows.iter_rows())
    told, found = [], []
    for name, (imports, read) in _STORED.items():
        runs = [json.loads(measured(_STORED_RUN.format(imports=imports, read=_shifted(read)), str(file))[2]) for _ in range(rounds)]
        found.append(runs[0][2])
        told.append([name, spread([run[0] for run in runs]), spread([run[1] for run in runs])])
    assert found[0] == found[1]
    return (
        f"{events:,} events in SQLite; packed {len(content) / 1e6:.1f} MB.\n\n"
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
        runs = [json.loads(subprocess.run(command, env=ENV, check=True, capture_output=True).stdout) for _ in range(min(rounds, 2))]
        assert all(run["figures"] == whole for run in runs), "workers must find the very figures of the whole"
        rows.append([str(count), spread([run["seconds"] for run in runs])])
    return (
        f"{events:,} events, Dask with processes of this machine (`bench/scale.py`), start-up of the workers left out; "
        f"every figure of the report is that of the whole.\n\n{table(['workers', 'seconds'], rows)}\n"
    )

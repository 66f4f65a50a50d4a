"""Through how many hands? Ours next to pm4py, Polars, DuckDB and rustxes, on copies of a real municipal permit log.

    make bench-trails                                  (all of it, and writes docs/reference/performance.md)
    python bench/trails.py [--only frames xes ...]     (in the environment of the peers)

Contestants run in turns, each in a process of its own; before a ratio is printed, every figure that both define is held
equal. Times are min/median/max of the rounds in seconds, memory is the most a process ever held, loading included.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import statistics
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from hands import copies, files
from hands.racing import ROOT, Contestant, figure, hold_equal, spread, table

PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- written by make bench-trails -->", "<!-- end of what make bench-trails writes -->"
SIZES = {"0.1": 100_000, "1": 1_000_000, "10": 10_000_000}
#: name in the table -> contestant, columns, way; ours run beside each group of peers
OURS = {
    "querwerk, categories": ("querwerk", "categories", "seven"),
    "querwerk, strings": ("querwerk", "strings", "seven"),
}
PEERS = (
    {"pm4py, strings": ("pm4py", "strings", "seven")},
    {
        "Polars with windows, categories": ("polars", "categories", "seven"),
        "Polars with windows, strings": ("polars", "strings", "seven"),
        "Polars with shifts, categories": ("polars", "categories", "shifted"),
        "Polars with shifts, strings": ("polars", "strings", "shifted"),
    },
    {
        "DuckDB, stations as ENUM": ("duckdb", "categories", "seven"),
        "DuckDB, strings": ("duckdb", "strings", "seven"),
    },
)
#: pm4py needs more than a minute for ten million events: fewer rounds there.
ROUNDS_OF_PM4PY = {"10": 2}


def frames(folder: Path, rounds: int) -> str:
    """From a frame in memory to the seven figures, and to the full report."""
    rows: list[list[str]] = []
    slope: list[str] = []
    for size, at_least in SIZES.items():
        file = folder / f"{size}.parquet"
        events = copies.write_parquet(file, copies.copies_for(at_least))
        ours = _started(OURS, file)
        first = next(iter(ours.values()))
        theirs: dict[str, Contestant] = {}
        for group in PEERS:
            racing = _started(group, file)
            times = min(rounds, ROUNDS_OF_PM4PY.get(size, rounds)) if "pm4py, strings" in group else rounds
            for contestant in [*ours.values(), *racing.values()] * times:
                contestant.run()
            for name, contestant in racing.items():
                hold_equal(first.ask("figures")["figures"], contestant.ask("figures")["figures"], name)
                if size == "0.1" and name == "pm4py, strings":
                    hold_equal(first.ask("of_visits"), contestant.ask("of_visits"), name)
            theirs |= racing
            for contestant in racing.values():
                contestant.end()
        strings = list(ours.values())[1]
        hold_equal(first.ask("figures")["figures"], strings.ask("figures")["figures"], "querwerk, strings")
        rows += [[f"{events:,}", *row] for row in _rows_of(ours, theirs)]
        slope.append(f"{statistics.median(first.times['seven']) / events * 1e9:.0f}")
        for contestant in ours.values():
            contestant.end()
        file.unlink()
    head = ["events", "contestant", "seven figures", "x", "full report", "x", "MB"]
    return (
        f"{table(head, rows)}\n\nx: the median as a multiple of ours with the same columns; for pm4py, which has only "
        "strings, first of ours with strings, then with categories. Nanoseconds an event of ours with categories, from "
        f"the small log to the large: {', '.join(slope)}.\n"
    )


def _started(contestants: dict[str, tuple[str, str, str]], file: Path) -> dict[str, Contestant]:
    return {name: Contestant(who, file, columns, way) for name, (who, columns, way) in contestants.items()}


def _rows_of(ours: dict[str, Contestant], theirs: dict[str, Contestant]) -> list[list[str]]:
    categories, strings = ours.values()
    rows = []
    for name, contestant in (ours | theirs).items():
        same = (strings, categories) if "pm4py" in name else (strings if "strings" in name else categories,)
        row = [name]
        for work in ("seven", "full"):
            took = contestant.times.get(work, [])
            ratios = [figure(statistics.median(took) / statistics.median(own.times[work])) for own in same if took]
            row += [spread(took) if took else "", " / ".join(ratios) if name in theirs else ""]
        rows.append([*row, f"{contestant.memory:.0f}"])
    return rows


SECTIONS: dict[str, tuple[str, Callable[[Path, int], str]]] = {
    "frames": ("From a frame in memory", frames),
    "xes": ("From an XES file", files.xes),
    "parquet": ("From a Parquet file, start-up included", files.parquet),
    "stored": ("A stored log", files.stored),
    "workers": ("On several workers", files.workers),
}


def versions() -> str:
    peers = ("polars", "numpy", "pm4py", "pandas", "rustxes", "duckdb", "dask", "distributed")
    named = ", ".join(f"{peer} {version(peer)}" for peer in peers)
    return f"Python {platform.python_version()}, {named}; {os.cpu_count()} cores."


def compile_all() -> None:
    """Bytecode for everybody, as an installer leaves it: processes that start are part of what is measured."""
    for folder in (sysconfig.get_paths()["purelib"], ROOT / "src"):
        compileall.compile_dir(folder, quiet=2, workers=0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--write", action="store_true", help="write the tables into docs/reference/performance.md")
    options = arguments.parse_args()
    if trouble := copies.missing():
        raise SystemExit(trouble)
    compile_all()
    told = [f"Measured on {date.today():%d.%m.%Y} with `make bench-trails` (`bench/trails.py`). {versions()}\n"]  # noqa: DTZ011
    with tempfile.TemporaryDirectory(prefix="querwerk-bench-") as folder:
        place = Path(folder)
        copies.write_parquet(place / "small.parquet", 12)
        print(told[0], flush=True)
        for title, measure in (SECTIONS[name] for name in options.only):
            told.append(f"### {title}\n\n{measure(place, options.rounds)}")
            print(told[-1], flush=True)
    if options.write:
        page = PAGE.read_text()
        before, after = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
        PAGE.write_text(f"{before}\n" + "\n".join(told) + after)


if __name__ == "__main__":
    main()

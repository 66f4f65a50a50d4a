"""Through how many hands? Ours next to pm4py, Polars, DuckDB and rustxes, on copies of a real municipal permit log.

    make bench-trails                                  (all of it, and writes docs/reference/performance.md)
    python bench/trails.py [--only frames xes ...]     (in the environment of the peers)

Contestants run in turns, each in a process of its own; before a ratio is printed, every figure that both define is held
equal. Times are min/median/max of the rounds in seconds, memory is the most a process ever held, loading included.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

from hands import copies, files
from hands.racing import ROOT, Contestant, figure, hold_equal, spread, table

PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- written by make bench-trails -->", "<!-- end of what make bench-trails writes -->"
SIZES = {"0.1": 100_000, "1": 1_000_000, "10": 10_000_000}
#: contestant, columns, way -> its name in the table
CONTESTANTS = {
    ("querwerk", "categories", "seven"): "querwerk, categories",
    ("querwerk", "strings", "seven"): "querwerk, strings",
    ("pm4py", "strings", "seven"): "pm4py, strings",
    ("polars", "categories", "seven"): "Polars with windows, categories",
    ("polars", "strings", "seven"): "Polars with windows, strings",
    ("polars", "categories", "shifted"): "Polars with shifts, categories",
    ("polars", "strings", "shifted"): "Polars with shifts, strings",
    ("duckdb", "categories", "seven"): "DuckDB, stations as ENUM",
    ("duckdb", "strings", "seven"): "DuckDB, strings",
}
#: pm4py needs more than a minute for ten million events: fewer rounds there.
ROUNDS_OF_PM4PY = {"10": 2}
OURS = ("querwerk, categories", "querwerk, strings")


def frames(folder: Path, rounds: int) -> str:
    """From a frame in memory to the seven figures, and to the full report."""
    told, ours = [], {}
    rows: list[list[str]] = []
    for size, at_least in SIZES.items():
        file = folder / f"{size}.parquet"
        events = copies.write_parquet(file, copies.copies_for(at_least))
        racing = {name: Contestant(who, file, columns, way) for (who, columns, way), name in CONTESTANTS.items()}
        for number in range(rounds):
            for name, contestant in racing.items():
                if number < (ROUNDS_OF_PM4PY.get(size, rounds) if "pm4py" in name else rounds):
                    contestant.run()
        found = {name: contestant.ask("figures") for name, contestant in racing.items()}
        for name in racing:
            alike = hold_equal(found[OURS[0]]["figures"], found[name]["figures"], name)
            if "pm4py" in name:
                told.append(f"{events:,} events: {name} agrees in {alike}")
        if size == "0.1":
            both = [racing[name].ask("of_visits") for name in (OURS[0], "pm4py, strings")]
            hold_equal(both[0], both[1], "pm4py")
        ours[events] = racing[OURS[0]].times["seven"]
        rows += _rows_of(f"{events:,}", racing, {name: answer["memory"] for name, answer in found.items()})
        for contestant in racing.values():
            contestant.end()
    head = ["events", "contestant", "seven figures", "x", "full report", "x", "MB"]
    slope = ", ".join(f"{statistics.median(took) / events * 1e9:.0f}" for events, took in ours.items())
    return (
        f"{table(head, rows)}\n\nx: how many times the median of ours with the same columns (pm4py: with strings and "
        f"with categories). Nanoseconds an event, {OURS[0]}, from small to large: {slope}.\n"
    )


def _rows_of(events: str, racing: dict[str, Contestant], memory: dict[str, float]) -> list[list[str]]:
    rows = []
    for name, contestant in racing.items():
        same = [
            ours
            for ours in OURS
            if "pm4py" in name or ours.split(", ")[1] == ("strings" if "strings" in name else "categories")
        ]
        seven = contestant.times["seven"]
        full = contestant.times.get("full")
        if "rest" in contestant.times:
            full = [sum(both) for both in zip(seven, contestant.times["rest"], strict=True)]
        ratios = ["", ""]
        if name not in OURS:
            ratios = [
                " to ".join(
                    figure(statistics.median(took) / statistics.median(racing[own].times[work])) for own in same
                )
                if took
                else ""
                for took, work in ((seven, "seven"), (full, "full"))
            ]
        rows.append(
            [events, name, spread(seven), ratios[0], spread(full) if full else "", ratios[1], f"{memory[name]:.0f}"]
        )
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


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--write", action="store_true", help="write the tables into docs/reference/performance.md")
    options = arguments.parse_args()
    if trouble := copies.missing():
        raise SystemExit(trouble)
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

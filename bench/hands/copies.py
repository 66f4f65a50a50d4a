"""Copies of the municipal permit log with fresh case ids: as large as wanted, as real as the log.

A copy follows the other, as a log that is exported year after year does; inside a copy the order of the file is kept.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import polars as pl

LOG = Path(__file__).resolve().parents[3] / "shared" / "data" / "eventlogs" / "nc"
EVENTS = 8_577  # of one copy
#: Copies written at a time.
_AT_ONCE = 120
_CASE = re.compile(rb'(<trace>.*?<string key="concept:name" value=")([^"]*)(")', re.DOTALL)


def missing() -> str:
    """What to say when the log is not there; empty when it is."""
    if (LOG / "receipt_wabo.csv").is_file() and (LOG / "receipt_wabo.xes.gz").is_file():
        return ""
    return "no permit log: ../shared/data/eventlogs/nc/receipt_wabo.csv and .xes.gz are needed, nothing was measured"


def permit_log() -> pl.DataFrame:
    """The log as it is: case, station (the group), the moment."""
    table = pl.read_csv(LOG / "receipt_wabo.csv", columns=["case:concept:name", "org:group", "time:timestamp"])
    moment = pl.col("time:timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S%.f%:z", time_unit="us", time_zone="UTC")
    return table.select(
        pl.col("case:concept:name").alias("case"), pl.col("org:group").alias("station"), moment.alias("at")
    )


def copies_for(events: int) -> int:
    """How many whole copies hold at least so many events."""
    return -(-events // EVENTS)


def write_parquet(path: Path, copies: int, *, shuffled: bool = False) -> int:
    """Writes the copies into one Parquet file and returns the number of events.

    ``shuffled``: the rows lie in any order, so that the events of a case are far apart. Done in a process of its own,
    because what a process ever held counts as held by those it starts.
    """
    command = [sys.executable, "-m", "hands.copies", str(path), str(copies), "shuffled" if shuffled else "ordered"]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True)
    return copies * EVENTS


def _write_parquet(path: Path, copies: int, shuffled: bool) -> None:
    log = permit_log()
    block = pl.concat([log] * min(copies, _AT_ONCE)).lazy()
    parts = []
    for start in range(0, copies, _AT_ONCE):
        some = block.head(min(_AT_ONCE, copies - start) * log.height).with_row_index("row")
        copy = (pl.col("row") // log.height + start).cast(pl.String)
        parts.append(some.select(pl.format("{}-{}", "case", copy).alias("case"), "station", "at"))
    if shuffled:
        pl.concat(parts).collect().sample(fraction=1, shuffle=True, seed=4).write_parquet(path)
    else:
        pl.concat(parts).sink_parquet(path, row_group_size=1_000_000, maintain_order=True)


def write_xes(path: Path, copies: int) -> int:
    """Writes the copies into one XES file and returns the number of events."""
    text = gzip.decompress((LOG / "receipt_wabo.xes.gz").read_bytes())
    start, end = text.index(b"<trace>"), text.rindex(b"</trace>") + len(b"</trace>")
    with path.open("wb") as file:
        file.write(text[:start])
        for number in range(copies):
            mark = rb"\g<1>\g<2>-%d\g<3>" % number
            file.write(_CASE.sub(mark, text[start:end]))
            file.write(b"\n\t")
        file.write(text[end:])
    return copies * EVENTS


if __name__ == "__main__":
    _write_parquet(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "shuffled")

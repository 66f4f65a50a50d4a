"""The hands of a log on several workers: Dask spreads the events, each worker counts whole cases, the counts are added.

    python bench/scale.py FILE.parquet [--workers 2] [--scheduler ADDRESS]

The file has the columns case, station, at. Needs dask, distributed and pyarrow beside querwerk
(docs/how-to/scale-trails.md). Prints the figures as JSON; without ADDRESS the workers are processes of this machine.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from contextlib import ExitStack
from dataclasses import asdict

import dask.dataframe as dd
import pandas as pd
import polars as pl
from distributed import Client, LocalCluster

from querwerk.analysis.handoffs import HandoffReport, Tally, merge, pack, report, tally


def count_part(part: pd.DataFrame) -> Tally:
    """On a worker: the events of some cases, all of them."""
    return tally(pack(pl.from_pandas(part)))


def count(path: str, client: Client, parts: int) -> HandoffReport:
    """All events of a case go to one worker, whatever the order of the file; then counts travel, not events."""
    events = dd.read_parquet(path, columns=["case", "station", "at"], split_row_groups=True)
    whole = client.compute(events.shuffle("case", npartitions=parts).to_delayed())
    return report(merge(client.gather(client.map(count_part, whole))))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--parts", type=int, default=16)
    arguments.add_argument("--scheduler")
    options = arguments.parse_args()
    with ExitStack() as open_things:
        address = options.scheduler
        if not address:
            address = open_things.enter_context(
                LocalCluster(
                    n_workers=options.workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
                )
            )
        client = open_things.enter_context(Client(address))
        workers = len(client.scheduler_info()["workers"])
        start = time.perf_counter()
        found = count(options.file, client, options.parts)
        seconds = time.perf_counter() - start
    print(json.dumps({"workers": workers, "seconds": seconds, "figures": asdict(found)}))


if __name__ == "__main__":
    main()

"""One contestant in a process of its own: ``python -m hands.run NAME FILE [COLUMNS] [WAY]``.

It loads the frame, tries its work once on the small log, and waits. Each line on its input names a round: ``go`` (the
seven figures, then the rest of a full report where it has one) is answered with the seconds of either, anything else
with the result of that function on the last figures found, with versions and the most memory the process ever held.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Any, *given: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work(*given)
    return time.perf_counter() - start, found


def main(name: str, file: str, columns: str = "strings", way: str = "seven") -> None:
    module = importlib.import_module(f"hands.with_{name}")
    seven, more = (
        getattr(module, way),
        {part: getattr(module, part) for part in ("rest", "full") if hasattr(module, part)},
    )
    small = module.load(str(Path(file).parent / "small.parquet"), columns)
    for work in (seven, *more.values()):
        work(small)
    del small
    frame = module.load(file, columns)
    found: Any = None
    for line in sys.stdin:
        order = line.strip()
        if order == "go":
            found = None
            took, found = timed(seven, frame)
            answer: Any = {"seven": took, **{part: timed(work, frame)[0] for part, work in more.items()}}
        elif order == "figures":
            answer = {"figures": module.figures(found), "versions": module.VERSIONS, "memory": memory()}
        else:
            answer = getattr(module, order)(frame)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

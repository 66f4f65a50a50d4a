"""The same work on many things, on all processors: NumPy lets other threads work while it reckons."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def side_by_side(work: Callable[[Thing], Result], things: Sequence[Thing], threads: int | None = None) -> list[Result]:
    """What the work yields for each thing, in their order; ``threads``: as many as there are processors unless told."""
    workers = min(threads or os.cpu_count() or 1, len(things))
    if workers < 2:
        return [work(thing) for thing in things]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, things))

"""Contestants in turns: processes, times, results held against each other, tables of both."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ENV = {**os.environ, "PYTHONPATH": f"{ROOT / 'bench'}:{ROOT / 'src'}", "PM4PY_SHOW_PROGRESS_BAR": "False"}


class Contestant:
    """One way to count, in a process that holds its frame and waits for the next round."""

    def __init__(self, name: str, file: Path, columns: str = "strings", way: str = "seven") -> None:
        self.times: dict[str, list[float]] = {}
        self.memory = 0.0
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "hands.run", name, str(file), columns, way],
            env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, order: str) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.memory = max(self.memory, answer.get("memory", 0))
        return answer

    def run(self) -> None:
        """One round; what pm4py has beyond the seven figures comes on top of them."""
        took = self.ask("go")
        if "rest" in took:
            took["full"] = took["seven"] + took.pop("rest")
        for work, seconds in took.items():
            self.times.setdefault(work, []).append(seconds)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)


def measured(code: str, *arguments: str) -> tuple[float, float, str]:
    """A Python process from its start to its end: seconds, most memory (MB), what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], env=ENV, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"failed: python -c {code!r}")
    return took, usage.ru_maxrss / 1024, said


def hold_equal(ours: dict[str, Any], theirs: dict[str, Any], whose: str) -> str:
    """Every figure both have is the same: whole numbers exactly, seconds to a millionth. Returns their names."""
    both = [name for name in ours if name in theirs]
    for name in both:
        if not _same(ours[name], theirs[name]):
            raise SystemExit(f"{name}: {whose} says {str(theirs[name])[:300]}, we say {str(ours[name])[:300]}")
    return ", ".join(both)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    return bool(one == other)


def spread(values: list[float]) -> str:
    """min/median/max with three digits that mean something."""
    return "/".join(figure(mark) for mark in (min(values), statistics.median(values), max(values)))


def figure(value: float) -> str:
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4
    return f"{value:.{places}f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

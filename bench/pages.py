"""Pages at 2,000 projects, 500 units and 70,000 people, next to a bare Django view of the same size.

    python bench/pages.py [--rounds 5] [--seconds 1]

Prints, for each page, requests a second from the page cache and built fresh as ratios to the bare view (min/median/max
of the rounds, ours and the yardstick in alternation), its size, and its number of database queries; then what the
access table adds to the sheet of a project. Ends with time and peak memory of the import, of the changes between two
dates, and of the report as PDF.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import synthetic
from guard import compare_access
from load import Connection, rate

BENCH = Path(__file__).parent
PROJECTS, UNITS, PEOPLE = 2_000, 500, 70_000
#: name -> (goal built fresh, goal from the cache)
GOALS = {"matrix": (0.10, 0.6), "portfolio": (0.15, 0.6), "project sheet": (0.15, 0.6), "theme": (0.15, 0.6)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(application: str, env: dict[str, str]) -> Iterator[int]:
    """A gunicorn of our own, one process with four threads, on a free port; ended by its id."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    quiet = ["--worker-class", "gthread", "--log-level", "error", "--graceful-timeout", "1", "--no-control-socket"]
    process = subprocess.Popen([*command, *quiet], env={**env, "PYTHONPATH": f"{BENCH}:{env.get('PYTHONPATH', '')}"})
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def measured(arguments: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one ``querwerk`` command."""
    start = time.perf_counter()
    command = [sys.executable, "-c", "from querwerk.web.cli import main; main()", *arguments]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"querwerk {' '.join(arguments)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def queries_of(paths: dict[str, str], env: dict[str, str]) -> dict[str, int]:
    """Database queries of each page, counted in a process of its own."""
    code = (
        "import django, json, sys; django.setup()\n"
        "from django.db import connection\n"
        "from django.test import Client\n"
        "from django.test.utils import CaptureQueriesContext\n"
        "counts = {}\n"
        "for name, path in json.loads(sys.argv[1]).items():\n"
        "    with CaptureQueriesContext(connection) as captured:\n"
        "        assert Client().get(path, headers={'host': '127.0.0.1'}).status_code == 200, path\n"
        "    counts[name] = len(captured)\n"
        "print(json.dumps(counts))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, json.dumps(paths)], env=env, check=True, capture_output=True, text=True
    )
    counts: dict[str, int] = json.loads(run.stdout)
    return counts


def spread(values: list[float], places: int = 2) -> str:
    return f"{min(values):.{places}f}/{statistics.median(values):.{places}f}/{max(values):.{places}f}"


def compare_pages(paths: dict[str, str], env: dict[str, str], rounds: int, seconds: float) -> None:
    with server("querwerk.web.wsgi:application", env) as ours, server("bare:application", env) as bare:
        heads = f"{'from cache':>18}{'goal':>6}  {'built fresh':>18}{'goal':>6}  fresh/s"
        print(f"{'page':<15}{'kB':>6}{'queries':>9}  {heads}")
        counts = queries_of(paths, env)
        numbers = itertools.count()
        for name, path in paths.items():
            size = len(Connection(ours).get(path)[1])
            joint = "&" if "?" in path else "?"
            cached: list[float] = []
            fresh: list[float] = []
            per_second: list[float] = []
            for _ in range(rounds):
                floor = rate(bare, itertools.repeat(f"/{size}"), seconds)
                cached.append(rate(ours, itertools.repeat(path), seconds) / floor)
                per_second.append(rate(ours, (f"{path}{joint}_={n}" for n in numbers), seconds))
                fresh.append(per_second[-1] / floor)
            fresh_goal, cache_goal = GOALS[name]
            print(
                f"{name:<15}{size / 1000:>6.0f}{counts[name]:>9}  {spread(cached):>18}{cache_goal:>6}"
                f"  {spread(fresh):>18}{fresh_goal:>6}  {statistics.median(per_second):.0f}"
            )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=1.0)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        env = {**os.environ, "QUERWERK_HOME": folder, "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"}
        env.pop("QUERWERK_DATABASE_URL", None)
        measured(["init"], env)
        portfolio = home / "portfolio.json"
        portfolio.write_text(json.dumps(synthetic.portfolio(projects=PROJECTS, units=UNITS), ensure_ascii=False))
        start_up, _ = measured(["journal", "verify"], env)
        took, memory = measured(["import", "portfolio", str(portfolio)], env)
        work = took - start_up
        print(
            f"import of {PROJECTS} projects: {work:.1f} s (and {start_up:.1f} s of start-up), "
            f"{PROJECTS / work:.0f} projects a second, {memory:.0f} MB (goal 500 a second)"
        )
        subprocess.run([sys.executable, str(BENCH / "synthetic.py"), "--people", str(PEOPLE)], env=env, check=True)
        slug, theme = synthetic.example(projects=PROJECTS)
        paths = {
            "matrix": "/matrix/",
            "portfolio": "/leitprojekte/",
            "project sheet": f"/leitprojekte/{slug}/",
            "theme": f"/themen/{theme}/",
        }
        compare_pages(paths, env, options.rounds, options.seconds)
        compare_access(slug, env, options.rounds * 3)
        took, memory = measured(["changes", "--since", "2020-03-17", "--until", "2025-05-20", "--json"], env)
        print(f"changes between two dates: {took - start_up:.1f} s, {memory:.0f} MB")
        took, memory = measured(["report", "--period", "2025", "--pdf", str(home / "report.pdf")], env)
        print(f"report over {PROJECTS} projects as PDF: {took - start_up:.1f} s, {memory:.0f} MB (goal 20 s, 500 MB)")
    print("python", sys.version.split()[0], "· cpus", os.cpu_count())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    main()

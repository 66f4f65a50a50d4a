"""The door for files from outside: each is read in a process of its own, with limits, without a network, and ends.

``looked``, ``read_events`` and ``counted`` are what the pages and the command line call. The process they start reads
the file, writes the events into an Arrow file in a folder of its own (or counts them itself) and says how it went as
lines of JSON. If it dies, takes too long or wants too much, that is a sentence like any other.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NoReturn

from querwerk import confined
from querwerk.outbox.traces import trace

from .limits import WEB, Limits
from .notes import Unreadable

if TYPE_CHECKING:
    from ..insights.large import HandoffReport
    from .events import Columns, Reading, Report
    from .look import Look

Tell = Callable[[float], None]
_TOO_MUCH = (
    "Die Datei brauchte beim Lesen zu viel Arbeitsspeicher und wurde abgebrochen. Bitte teilen Sie sie, oder lassen "
    "Sie Spalten weg, die nicht gebraucht werden."
)
_BROKEN = (
    "Die Datei ist an einer Stelle so gebaut, dass sie sich nicht lesen ließ. Es wurde nichts gespeichert. Der Fehler "
    "steht im Protokoll des Servers."
)


class Broken(Unreadable):
    """The reader met something it does not know: a mistake of ours, not of the file."""


def looked(path: Path, *, limits: Limits = WEB, tell: Tell | None = None) -> Look:
    """The columns of a file. Raises :class:`Unreadable`."""
    with _read({"job": "look", "path": str(path.resolve()), "limits": asdict(limits)}, limits, tell) as (answer, _):
        from .look import Look

        return Look.from_dict(answer)


def read_events(
    path: Path, columns: Columns | None = None, *, roles: Mapping[str, str] | None = None, pseudonymous: bool = False,
    limits: Limits = WEB, tell: Tell | None = None,
) -> Reading:  # fmt: skip
    """The events of a file, by the chosen columns (guessed where none is chosen). Raises :class:`Unreadable`."""
    with _read(_job("events", path, columns, roles, pseudonymous, limits), limits, tell) as (answer, folder):
        import polars as pl

        from .events import Reading, Report

        events = pl.read_ipc(folder / "events.arrow")
        return Reading(events, Report.from_dict(answer))


def counted(
    path: Path, columns: Columns | None = None, *, roles: Mapping[str, str] | None = None, pseudonymous: bool = False,
    limits: Limits = WEB, tell: Tell | None = None,
) -> tuple[Report, HandoffReport]:  # fmt: skip
    """The same, counted in the process that reads: for files of any size. Raises :class:`Unreadable`."""
    with _read(_job("count", path, columns, roles, pseudonymous, limits), limits, tell) as (answer, _):
        from ..insights.large import report_from
        from .events import Report

        return Report.from_dict(answer["report"]), report_from(answer["figures"])


def _job(
    job: str, path: Path, columns: Columns | None, roles: Mapping[str, str] | None, pseudonymous: bool, limits: Limits
) -> dict[str, Any]:
    return {
        "job": job, "path": str(path.resolve()), "limits": asdict(limits), "columns": columns and asdict(columns),
        "roles": roles and dict(roles), "pseudonymous": pseudonymous,
    }  # fmt: skip


@contextmanager
def _read(job: dict[str, Any], limits: Limits, tell: Tell | None) -> Iterator[tuple[dict[str, Any], Path]]:
    """Runs a job in its own process; yields its answer and the folder of what it wrote, which is deleted after."""
    with tempfile.TemporaryDirectory(prefix="querwerk-read-") as folder:
        yield _answer(job | {"folder": folder}, limits, tell), Path(folder)


def _answer(job: dict[str, Any], limits: Limits, tell: Tell | None) -> dict[str, Any]:
    late: list[bool] = []  # whether the process that ran out of time had run out of memory before
    # The command is this module, nothing of it comes from outside; the job goes through standard input.
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "querwerk.trails.exchange.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(), cwd=job["folder"],
        start_new_session=True, text=True,
    ) as process:  # fmt: skip
        timer = Timer(limits.seconds, _end_late, (process, limits, late))
        timer.start()
        try:
            answer = _heard(process, job, tell)
        finally:
            timer.cancel()
            _end(process)
    if answer is not None:
        return answer
    if late == [False] or process.returncode == -signal.SIGXCPU:
        raise Unreadable(f"Die Datei ließ sich in {limits.seconds} Sekunden nicht lesen und wurde abgebrochen.")
    raise Unreadable(_TOO_MUCH)


def _heard(process: subprocess.Popen[str], job: dict[str, Any], tell: Tell | None) -> dict[str, Any] | None:
    """What the process answers; None when it ends without an answer."""
    assert process.stdin is not None and process.stdout is not None
    with suppress(BrokenPipeError), process.stdin as stdin:
        stdin.write(json.dumps(job))
    _load()
    for line in process.stdout:
        said = json.loads(line)
        if "refused" in said:
            raise Unreadable(said["refused"])
        if "broken" in said:
            logging.getLogger(__name__).error("reading a file broke: %s", said["broken"])
            raise Broken(_BROKEN)
        if "answer" in said:
            return dict(said["answer"])
        if tell:
            tell(said["done"])
    return None


def _load() -> None:
    """What the answer needs here too, loaded while the other process works."""
    from ..insights import large  # noqa: F401
    from . import look  # noqa: F401


def _end_late(process: subprocess.Popen[str], limits: Limits, late: list[bool]) -> None:
    """Threads of Polars that get no memory can wait for each other: then the memory is what was too little."""
    if process.poll() is None:
        late.append(_at_the_edge(limits, process.pid))
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    # without memory for its own thread the allocator of Polars would try again for ever
    return confined.environment() | {"_RJEM_MALLOC_CONF": "background_thread:false"}


# -- inside of the process ---------------------------------------------------------------------------------------------


def confine(limits: Limits) -> None:
    """Takes away from this process what reading a log does not need (:func:`querwerk.confined.confine`)."""
    confined.confine(memory=limits.memory, seconds=limits.seconds * 2, written=limits.written)


def _say(**said: Any) -> None:
    print(json.dumps(said), flush=True)


def run() -> NoReturn:
    """Reads the job from standard input, does it, says the answer."""
    job = json.loads(sys.stdin.read())
    limits = Limits(**job["limits"])
    confine(limits)
    try:
        _say(answer=_done(job, limits))
    except Unreadable as refused:
        _say(refused=refused.sentence)
    except MemoryError:
        _say(refused=_TOO_MUCH)
    except BaseException as trouble:  # a panic of Polars is no Exception; its words may quote the file
        _say(refused=_TOO_MUCH) if _at_the_edge(limits) else _say(broken=trace(trouble))
    sys.exit(0)


def _at_the_edge(limits: Limits, process: int | str = "self") -> bool:
    """Whether a process once asked for nearly all its memory: then what fails or stands still does for want of it."""
    status = Path(f"/proc/{process}/status")  # Linux alone tells
    peak = re.search(r"VmPeak:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return peak is not None and int(peak[1]) * 1024 > 0.9 * limits.memory


def _done(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    from .counted import count
    from .events import Columns
    from .look import Wanted, events_of, look_at, table_of

    def tell(share: float) -> None:
        _say(done=round(share, 3))

    path = Path(job["path"])
    if job["job"] == "look":
        return look_at(table_of(path, limits, tell)).as_dict()
    columns = Columns(**job["columns"]) if job["columns"] else Columns()
    wanted = Wanted(columns, job["roles"], job["pseudonymous"])
    if job["job"] == "count":
        tempfile.tempdir = job["folder"]
        report, found = count(path, wanted, limits, tell)
        return {"report": report.as_dict(), "figures": asdict(found)}
    reading = events_of(path, wanted, limits, tell)
    reading.events.write_ipc(Path(job["folder"]) / "events.arrow")
    return reading.report.as_dict()


if __name__ == "__main__":
    run()

"""A file is read in a process of its own: limited, without a network, and its end is a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from querwerk.trails.exchange import child
from querwerk.trails.exchange.child import Broken, looked, read_events
from querwerk.trails.exchange.events import Columns
from querwerk.trails.exchange.limits import Limits
from querwerk.trails.exchange.notes import Unreadable
from tests.house.test_flow import run_without_django

from . import logs
from .logs import TWO, event, reading, stored, trace

LIMITS = Limits(seconds=60)


def test_the_process_says_what_reading_here_says(tmp_path: Path) -> None:
    path = stored(tmp_path, TWO)
    found = read_events(path, limits=LIMITS)
    here = reading(path)
    assert found.events.equals(here.events)
    assert found.report == here.report


def test_a_first_look_comes_back_whole(tmp_path: Path) -> None:
    look = looked(stored(tmp_path, TWO), limits=LIMITS)
    assert (look.form, look.rows, look.guess.station) == ("xes", 3, "org:group")
    assert [column.name for column in look.columns] == ["org:group", "time:timestamp", "case:concept:name"]


def test_choices_roles_and_progress_go_through(tmp_path: Path) -> None:
    heard: list[float] = []
    found = read_events(
        stored(tmp_path, TWO), Columns(station="org:group"), roles={"office": "Amt"}, limits=LIMITS, tell=heard.append
    )
    assert found.events["station"].to_list() == ["Amt", None, "Amt"]
    assert heard and heard[-1] == 1.0 and heard == sorted(heard)


def test_a_refusal_comes_back_as_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="DOCTYPE"):
        looked(stored(tmp_path, "<!DOCTYPE a><log/>"), limits=LIMITS)


def test_a_file_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="in 0 Sekunden nicht lesen"):
        looked(stored(tmp_path, TWO), limits=replace(LIMITS, seconds=0))


def big(folder: Path) -> Path:
    return stored(folder, logs.xes(*(trace(f"T{n}", event("a", "2026-01-05T09:00:00Z") * 40) for n in range(2_000))))


def test_a_file_that_wants_too_much_memory_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="zu viel Arbeitsspeicher"):
        looked(big(tmp_path), limits=replace(LIMITS, memory=400 * 2**20, seconds=10))
    assert looked(big(tmp_path), limits=LIMITS).rows == 80_000


def test_a_mistake_of_ours_is_told_apart_from_one_of_the_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Broken, match="steht im Protokoll des Servers"):
        looked(tmp_path / "nowhere", limits=LIMITS)
    assert "FileNotFoundError" in caplog.text


def confined(code: str) -> list[str]:
    """What a confined process answers to some code."""
    setup = (
        "import sys, json; from querwerk.trails.exchange.child import confine; "
        "from querwerk.trails.exchange.limits import Limits; "
    )
    confining = "" if code.startswith("#free\n") else "confine(Limits()); "
    body = f"""
try:
    {code.removeprefix("#free" + chr(10))}
    said = "done"
except BaseException as error:
    said = type(error).__name__
print(said)
"""
    done = subprocess.run(
        [sys.executable, "-c", f"{setup}{confining}\n{body}"],
        env=child._environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_server(('127.0.0.1', 0))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.fork() or os._exit(0)",
        "import os; os.system('true')",
    ],
)
def test_the_process_reaches_no_network_and_starts_no_other(code: str) -> None:
    assert confined(code) == ["PermissionError"]
    assert confined(f"#free\n{code}") == ["done"]


def test_the_process_is_told_no_setting_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERWERK_SECRET_KEY", "secret")
    code = "import os; print(json.dumps(sorted(os.environ)))"
    said = json.loads(" ".join(confined(code)[:-1]))
    assert not [name for name in said if name.startswith(("QUERWERK", "DJANGO", "HTTP"))]


def test_readers_and_process_need_no_django() -> None:
    statement = "import querwerk.trails.exchange.child, querwerk.trails.exchange.counted"
    assert run_without_django(statement) == 0

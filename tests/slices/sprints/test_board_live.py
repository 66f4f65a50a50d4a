"""A board under load over real HTTP: twenty watch, five write, each change arrives once; a hole would be found."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from bench.board_people import Outcome, Place, play
from querwerk.sprints.models import Board, Change, Group, Sprint
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.logins import sign_in
from tests.quality import figure
from tests.slices.outbox.test_worker import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)
WATCHERS, WRITERS, CHANGES = 20, 5, 300


@contextmanager
def served(*more: str, workers: int = 2) -> Iterator[Place]:
    """The house of the tests behind the server that people have."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(Path(ROOT) / "bench" / "board_server.py"), str(port), str(workers), *more]
    server = subprocess.Popen(command, env=environment(), cwd=ROOT)
    try:
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Place(port, "/sprints/last/tafel/", settings.SESSION_COOKIE_NAME)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def sessions() -> list[str]:
    """Of people with a seat in a sprint whose board is open."""
    sprint = make_sprint("Last", state="running", in_days=0, seats=100)
    board = Board.objects.create(sprint=sprint)
    for nth in range(3):
        Group.objects.create(board=board, title=f"Gruppe {nth}", rank=nth)
    return [_session(sprint, f"gast{nth}") for nth in range(WATCHERS + WRITERS)]


def _session(sprint: Sprint, name: str) -> str:
    account = Account.objects.create_user(name, kind="external", email=f"{name}@post.example")
    make_seat(sprint, account)
    return str(sign_in(Client(), account, second_factor=False).cookies[settings.SESSION_COOKIE_NAME].value)


def played(sessions: list[str], place: Place, **more: Any) -> Outcome:
    return play(
        place,
        watchers=sessions[:WATCHERS],
        writers=sessions[WATCHERS:],
        changes=CHANGES,
        a_second=60,
        since=Board.objects.get().version,
        **more,
    )


def faults(outcome: Outcome) -> tuple[int, int, int, list[str]]:
    return outcome.lost, outcome.doubled, outcome.unordered, outcome.failed


def test_t4_each_change_reaches_each_watcher_once_also_over_two_processes_and_broken_lines(sessions: list[str]) -> None:
    with served() as place:
        steady = played(sessions, place)
        unsteady = played(sessions, place, unsteady=True)
    with served("lossy") as place:
        forgetful = played(sessions, place, patience=5)
    assert (faults(steady), faults(unsteady)) == ((0, 0, 0, []), (0, 0, 0, []))
    assert forgetful.lost > 0  # negative control
    assert Change.objects.count() == 3 * CHANGES == Board.objects.get().version
    figure(
        "T4c" if connection.vendor == "sqlite" else "T4d",
        f"{WRITERS} write {CHANGES} changes at a board, {WATCHERS} watch, two web processes, on {connection.vendor};"
        " again with lines that break",
        result=f"each of {2 * CHANGES} changes reached each watcher once, in order",
        control="a server that forgets one message in fifty is noticed at once",
    )


@contextmanager
def asked(place: Place, address: str, session: str = "", **headers: str) -> Iterator[HTTPResponse]:
    """The answer to somebody, as long as they listen."""
    cookie = {"Cookie": f"{place.cookie}={session}"} if session else {}
    with closing(HTTPConnection("127.0.0.1", place.port, timeout=60)) as line:
        line.request("GET", address, headers={**cookie, **headers})
        with closing(line.getresponse()) as answer:
            yield answer


def test_streams_hold_no_page_up(sessions: list[str]) -> None:
    """A process with four threads has twenty streams open and answers pages all the same."""
    with served(workers=1) as place, ExitStack() as open_lines:
        for session in sessions[:WATCHERS]:
            line = open_lines.enter_context(asked(place, f"{place.path}strom", session))
            assert (line.status, line.headers["Content-Type"], line.readline()) == (
                200, "text/event-stream", b"retry: 2000\n",
            )  # fmt: skip
        with asked(place, "/impressum/") as page:
            assert page.status == 200


def test_who_comes_back_reads_what_was_missed_and_nothing_twice(sessions: list[str]) -> None:
    with served(workers=1) as place:
        play(place, watchers=sessions[:1], writers=sessions[-1:], changes=6, a_second=60)
        with asked(place, f"{place.path}strom?seit=1", sessions[0], **{"Last-Event-ID": "4"}) as line:
            told = [line.readline() for _ in range(10)]
    assert [words for words in told if words.startswith(b"id: ")] == [b"id: 5\n", b"id: 6\n"]


def test_a_stream_is_for_who_has_a_seat(sessions: list[str]) -> None:
    stranger = Account.objects.create_user("fremd", kind="external", email="fremd@post.example")
    session = sign_in(Client(), stranger, second_factor=False).cookies[settings.SESSION_COOKIE_NAME].value
    with served(workers=1) as place:
        for who in (session, ""):
            with asked(place, f"{place.path}strom", who) as answer:
                assert answer.status == 404

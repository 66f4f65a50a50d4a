"""What the access table costs: the sheet of a project with and without it, as anybody and as its lead.

Both run the whole application in processes of their own; ``BENCH_UNGUARDED`` takes door, rules and the question who
acts away (:mod:`unguarded`). Every address is new, so that no page comes from the cache; processor time is compared,
which other work on the machine hardly disturbs.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parent
GOAL = 1.10

_LEAD = """
import sys, unguarded
from datetime import date
from django.conf import settings
from django.test import Client
from querwerk.accounts.rules import SECOND_FACTOR
from querwerk.projects.models import Project, Responsibility
from querwerk.structure.models import Account, Assignment, Person, Post, Unit
day = date(2020, 1, 1)
person = Person.objects.create(name="Ayse")
post = Post.objects.create(unit=Unit.objects.order_by("pk")[0], slug="bench-lead", title="Lead", role="project_lead")
Assignment.objects.create(post=post, person=person, valid_from=day)
Responsibility.objects.create(
    project=Project.objects.get(slug=sys.argv[1]), post=post, role="lead", valid_from=day, stated_on=day
)
browser = Client()
browser.force_login(Account.objects.create_user("bench-lead", person=person))
session = browser.session
session[SECOND_FACTOR] = True
session.save()
print(f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}")
"""

_READER = """
import io, sys, time, unguarded
from django.db import connection
from django.test.utils import CaptureQueriesContext

path, cookie = sys.argv[1:3]
asked = 0

def read():
    global asked
    asked += 1
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": f"_={asked}", "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, **({"HTTP_COOKIE": cookie} if cookie else {}),
    }
    said = []
    answer = unguarded.application(environ, lambda status, headers: said.append(status))
    content = b"".join(answer)
    answer.close()
    assert said == ["200 OK"], said
    return content

for _ in range(20):
    read()
connection.ensure_connection()
with CaptureQueriesContext(connection) as captured:
    read()
print(len(captured), len(read()), flush=True)
for line in sys.stdin:
    start = time.process_time()
    for _ in range(int(line)):
        read()
    print((time.process_time() - start) / int(line), flush=True)
"""


class Reader:
    """A process that reads the sheet over and over, with or without the table."""

    def __init__(self, path: str, cookie: str, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _READER, path, cookie], env=_with_bench(env),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.queries, self.size = map(int, self._answer().split())

    def seconds(self, requests: int) -> float:
        """Processor time of one request."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{requests}\n")
        self.process.stdin.flush()
        return float(self._answer())

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


def _with_bench(env: dict[str, str]) -> dict[str, str]:
    return {**env, "PYTHONPATH": f"{BENCH}:{env.get('PYTHONPATH', '')}"}


def compare_access(slug: str, env: dict[str, str], rounds: int, requests: int = 100) -> None:
    """Prints processor time with the table over time without it (min/median/max), and the database queries of both."""
    lead = subprocess.run(
        [sys.executable, "-c", _LEAD, slug], env=_with_bench(env), check=True, capture_output=True, text=True
    )
    print(f"\n{'sheet, as':<12}{'ms':>6}  {'with/without the access table':>30}{'goal':>6}  queries with, without")
    for who, cookie in {"anybody": "", "the lead": lead.stdout.strip()}.items():
        guarded, bare = (
            Reader(f"/leitprojekte/{slug}/", cookie, one) for one in (env, {**env, "BENCH_UNGUARDED": "1"})
        )
        times = [(guarded.seconds(requests), bare.seconds(requests)) for _ in range(rounds)]
        ratios = [with_it / without for with_it, without in times]
        spread = f"{min(ratios):.2f}/{statistics.median(ratios):.2f}/{max(ratios):.2f}"
        took = statistics.median(with_it for with_it, _ in times) * 1000
        print(f"{who:<12}{took:>6.1f}  {spread:>30}{GOAL:>6.2f}  {guarded.queries}, {bare.queries}")
        guarded.end()
        bare.end()

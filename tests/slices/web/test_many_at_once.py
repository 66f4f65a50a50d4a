"""T4: twenty identical forms at the same moment, over real HTTP, for every kind of writing: exactly one effect.

The daily run plays few rounds; ``make torture`` and ``make quality`` play fifty.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from threading import Barrier
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from querwerk.accounts.models import MailLink
from querwerk.delivery.models import Loan, Period, Round, SessionDay, Statement, SupportRequest
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.privacy.models import Export
from querwerk.projects.models import Draft, Goal, Note, Project, Responsibility
from querwerk.structure.models import Account, Assignment, Body, HouseRule, Person, Post, ThemeNote
from querwerk.web import once
from tests.factories import make_project, make_theme, make_unit
from tests.logins import sign_in
from tests.quality import figure
from tests.slices.outbox.test_worker import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 20
TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of writing: who, where, what is typed in a round, and what may be there once."""

    name: str
    who: str
    path: str
    said: Callable[[int], dict[str, Any]]
    effect: Callable[[], int]


KINDS = (
    Kind("propose a project", "carla", "/leitprojekte/neu/",
         lambda turn: {"name": f"Platz {turn}", "theme": "THEME"}, Project.objects.count),
    Kind("set a goal", "carla", "/leitprojekte/auen/bearbeiten/ziel-setzen/",
         lambda turn: {"text": f"Ziel {turn}"}, Goal.objects.count),
    Kind("set a rule of the house", "carla", "/hausregeln/",
         lambda turn: {"key": "running_projects_per_theme", "value": str(turn + 3),
                       "starts_on": str(TODAY + timedelta(days=turn))}, HouseRule.objects.count),
    Kind("add an entry to a theme", "carla", "/themen/gruene-stadt/pflegen/eintrag-ergaenzen/",
         lambda turn: {"kind": "goal", "text": f"Eintrag {turn}"}, ThemeNote.objects.count),
    Kind("name a session day", "carla", "/runden/termine/",
         lambda turn: {"body": "BODY", "meets_on": str(date(2027, 1, 1) + timedelta(days=turn))},
         SessionDay.objects.count),
    Kind("open a round", "carla", "/runden/neu/",
         lambda turn: {"title": f"Runde {turn}", "due_on": "2027-01-31", "start": "1"}, Round.objects.count),
    Kind("lend a post", "carla", "/unterstuetzung/ausleihen/",
         lambda turn: {"post": "POST", "project": "PROJECT", "phase": "concept",
                       "valid_from": str(TODAY + timedelta(days=turn))}, Loan.objects.count),
    Kind("invite somebody", "carla", "/verwaltung/konten/einladen/",
         lambda turn: {"address": f"gast{turn}@example.org", "kind": "external", "name": f"Gast {turn}"},
         lambda: MailLink.objects.count() + Mail.objects.count()),
    Kind("write for the report", "carla", "/berichte/2027/beitrag/auen/",
         lambda turn: {"state": f"Stand {turn}"},
         lambda: Statement.objects.count() + Entry.objects.filter(event="delivery.statement_written").count()),
    Kind("write a note", "ayse", "/leitprojekte/auen/notizen/neu/",
         lambda turn: {"text": f"Notiz {turn}"}, Note.objects.count),
    Kind("write a text", "ayse", "/leitprojekte/auen/texte/ausblick/",
         lambda turn: {"text": f"Ausblick {turn}"}, Draft.objects.count),
    Kind("ask for support", "ayse", "/unterstuetzung/anfragen/auen/",
         lambda turn: {"phase": "concept", "what_for": f"Hilfe {turn}"}, SupportRequest.objects.count),
    Kind("ask for one's own data", "ayse", "/konto/daten/", lambda turn: {}, Export.objects.count),
)  # fmt: skip


@dataclass
class Form:
    """The fields of a form as a browser would send them."""

    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms in the middle of a page, with what stands in their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.forms, self._text = False, [], ""

    forms: list[Form]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attrs}
        self.inside = self.inside or tag == "main"
        if not self.inside:
            return
        if tag == "form" and words.get("method") == "post":
            self.forms.append(Form())
        elif tag == "input" and self.forms and words.get("type") not in ("checkbox", "radio", "submit"):
            self.forms[-1].fields[words.get("name", "")] = words.get("value", "")
        elif tag == "textarea" and self.forms:
            self._text = words.get("name", "")
            self.forms[-1].fields[self._text] = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1].fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""


class Browser:
    """Somebody who is logged in at a running house."""

    def __init__(self, house: str, client: Client) -> None:
        name = settings.SESSION_COOKIE_NAME
        self.http = httpx.Client(base_url=house, timeout=120, cookies={name: client.cookies[name].value})

    def form(self, kind: Kind, turn: int, ids: dict[str, str]) -> dict[str, str]:
        """The form of a page, filled in."""
        page = self.http.get(kind.path)
        assert page.status_code == 200, (kind.name, page.status_code)
        reader = Forms()
        reader.feed(page.text)
        said = {name: ids.get(value, value) for name, value in kind.said(turn).items()}
        return {**reader.forms[0].fields, **said}

    def at_once(self, kind: Kind, fields: dict[str, str]) -> set[int]:
        """The same form twenty times, all starting together; gives the different answers."""
        barrier = Barrier(CLIENTS)

        def send(_: int) -> int:
            barrier.wait()
            return self.http.post(kind.path, data=fields, headers={"Referer": str(self.http.base_url)}).status_code

        with ThreadPoolExecutor(CLIENTS) as threads:
            return set(threads.map(send, range(CLIENTS)))


@contextmanager
def running_house() -> Iterator[str]:
    """The house of the tests, served by gunicorn as it is in earnest; the database of the tests is a hurried one, which
    the command itself would refuse to serve from."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "querwerk.web.wsgi:application", "--bind", place, "--workers", "2"]
    lines = ["--threads", "10", "--keep-alive", "75"]
    quiet = ["--log-level", "error", "--graceful-timeout", "5", "--no-control-socket"]
    server = subprocess.Popen([*command, *lines, *quiet], env=environment(), cwd=ROOT)
    try:
        for _ in range(1200):
            try:
                socket.create_connection(place.split(":"), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://{place}"
    finally:
        server.terminate()
        server.wait(30)


def member(name: str, role: str) -> tuple[Client, Post]:
    person = Person.objects.create(name=name)
    post = Post.objects.create(unit=make_unit(), slug=name, title=name.title(), role=role)
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    return sign_in(Client(), Account.objects.create_user(name, person=person)), post


@pytest.fixture
def house() -> Iterator[tuple[dict[str, Browser], dict[str, str]]]:
    """A running house with Carla of the staff unit and Ayşe, who leads a project."""
    theme = make_theme("Grüne Stadt", slug="gruene-stadt")
    project = make_project("Auen", theme=theme)
    (carla, _), (ayse, post) = member("carla", "staff_unit"), member("ayse", "project_lead")
    start = {"valid_from": date(2020, 1, 1), "stated_on": date(2020, 1, 1)}
    Responsibility.objects.create(project=project, post=post, role=Responsibility.Role.LEAD, **start)
    body = Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    Period.objects.create(label="2027", starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    ids = {"THEME": theme.pk, "BODY": body.pk, "POST": post.pk, "PROJECT": project.pk}
    with running_house() as address:
        browsers = {"carla": Browser(address, carla), "ayse": Browser(address, ayse)}
        yield browsers, {name: str(pk) for name, pk in ids.items()}
        for browser in browsers.values():
            browser.http.close()


def play(house: tuple[dict[str, Browser], dict[str, str]], rounds: int) -> tuple[list[str], int]:
    """What had another effect than one, and how many forms were sent."""
    browsers, ids = house
    wrong, sent = [], 0
    for kind in KINDS:
        for turn in range(rounds):
            clear(kind)
            before, entries = kind.effect(), Entry.objects.count()
            answers = browsers[kind.who].at_once(kind, browsers[kind.who].form(kind, turn, ids))
            sent += CLIENTS
            effect, written = kind.effect() - before, Entry.objects.count() - entries
            # a link and its mail; the statement itself, and later only its new words
            one = 2 if kind.name == "invite somebody" or (kind.name == "write for the report" and turn == 0) else 1
            if (effect, answers) != (one, {302}) or written > 1:
                wrong.append(f"{kind.name}, round {turn}: {effect} effects, {written} entries, answers {answers}")
    return wrong, sent


def clear(kind: Kind) -> None:
    """Makes room for the next round where the house allows one of a kind at a time."""
    if kind.name == "write a text":
        Draft.objects.all().delete()
    if kind.name == "ask for support":
        SupportRequest.objects.all().delete()
    if kind.name == "ask for one's own data":
        Export.objects.all().delete()


def duplicated(house: tuple[dict[str, Browser], dict[str, str]], rounds: int) -> dict[str, int]:
    """In how many rounds a form without its number has more than one effect: what protects it is taken away.

    What a constraint or a version guards besides stays single even then.
    """
    browsers, ids = house
    found = dict.fromkeys((kind.name for kind in KINDS), 0)
    for kind in KINDS:
        for turn in range(rounds):
            clear(kind)
            before = kind.effect()
            bare = {**browsers[kind.who].form(kind, 100 + turn, ids), once.FIELD: ""}
            browsers[kind.who].at_once(kind, bare)
            found[kind.name] += kind.effect() - before > 1
    return {name: rounds for name, rounds in found.items() if rounds}


def test_t4_twenty_identical_forms_have_one_effect(house: tuple[dict[str, Browser], dict[str, str]]) -> None:
    assert play(house, 1)[0] == []
    assert duplicated(house, 2) != {}  # negative control


@pytest.mark.torture
def test_t4_fifty_rounds(house: tuple[dict[str, Browser], dict[str, str]]) -> None:
    rounds, control = 50, 5
    wrong, sent = play(house, rounds)
    doubled = duplicated(house, control)
    assert wrong == []
    assert doubled != {}  # negative control
    figure(
        "T4" if connection.vendor == "sqlite" else "T4b",
        f"{CLIENTS} identical forms at the same moment over real HTTP, {len(KINDS)} kinds of writing, {rounds} rounds"
        f" each, on {connection.vendor}",
        result=f"{sent} forms sent, exactly one effect in each of {len(KINDS) * rounds} rounds",
        control=f"without the number of the form more than one effect in {sum(doubled.values())} of"
        f" {len(KINDS) * control} rounds, in {len(doubled)} kinds of writing; versions and constraints hold the others",
    )

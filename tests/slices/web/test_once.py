"""A form takes effect once: sent twice, sent by twenty at the same moment, sent again after a lost answer."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.session import SessionStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.utils import timezone

from querwerk.accounts.rules import SECOND_FACTOR
from querwerk.journal.models import Entry
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Assignment, Person, Post, Theme
from querwerk.web import once
from querwerk.web.actions.submissions import claim_submission, forget_submissions
from querwerk.web.models import Submission
from tests.factories import make_theme, make_unit
from tests.logins import sign_in
from tests.slices.outbox.test_worker import ROOT, environment

PROPOSE = "/leitprojekte/neu/"
ROUNDS, CLIENTS = 5, 20


def log_in(name: str = "carla") -> Client:
    post, _ = Post.objects.get_or_create(
        slug="vme-staff", defaults={"unit": make_unit(), "title": "Stabsstelle", "role": "staff_unit"}
    )
    person = Person.objects.create(name=name)
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    return sign_in(Client(), Account.objects.create_user(name, person=person))


def number_of(page: str) -> str:
    """The number of the one form in the middle of a page."""
    return re.findall(r'name="once" value="([0-9a-f-]{36})"', page.partition("<main")[2])[0]


@pytest.fixture
def theme(db: None) -> Theme:
    return make_theme("Grüne Stadt")


def form(client: Client, theme: Theme, name: str = "Kühle Plätze") -> dict[str, Any]:
    return {"name": name, "theme": theme.pk, once.FIELD: number_of(client.get(PROPOSE).content.decode())}


def test_the_same_form_again_leads_to_the_same_place_with_the_same_words(theme: Theme) -> None:
    carla = log_in()
    filled = form(carla, theme)
    answers = [carla.post(PROPOSE, filled) for _ in range(3)]
    assert {answer.url for answer in answers} == {"/leitprojekte/kuehle-plaetze/bearbeiten/"}
    assert "„Kühle Plätze“ ist jetzt Kandidat." in carla.get(answers[2].url).content.decode()
    assert (Project.objects.count(), Entry.objects.count()) == (1, 1)


def test_without_a_number_it_would_take_effect_again(theme: Theme) -> None:
    """The negative control: nothing else keeps a second proposal of this name away."""
    carla = log_in()
    for _ in range(2):
        carla.post(PROPOSE, {"name": "Kühle Plätze", "theme": theme.pk})
    assert Project.objects.count() == 2


def test_another_rendering_other_words_and_another_person_are_other_forms(theme: Theme) -> None:
    carla, bernd = log_in(), log_in("bernd")
    filled = form(carla, theme)
    again, changed = form(carla, theme), {**filled, "name": "Kühle Höfe"}
    for client, fields in ((carla, filled), (carla, again), (carla, changed), (bernd, filled)):
        assert client.post(PROPOSE, fields).status_code == 302
    assert (Project.objects.count(), Submission.objects.count()) == (4, 4)


def test_a_refused_form_may_be_sent_again(theme: Theme) -> None:
    carla = log_in()
    filled = form(carla, theme, name="???")
    assert [carla.post(PROPOSE, filled).status_code for _ in range(2)] == [422, 422]
    assert not Submission.objects.exists()
    assert carla.post(PROPOSE, {**filled, "name": "Kühle Plätze"}).status_code == 302


def test_each_form_of_a_page_has_its_number_and_a_reader_without_log_in_none(theme: Theme) -> None:
    page = log_in().get(PROPOSE).content.decode()
    numbers = re.findall(r'name="once" value="([^"]+)"', page)
    assert len(numbers) == len(set(numbers)) == page.count('method="post"')
    assert 'name="once"' not in Client().get("/anmelden/").content.decode()


def through(view: Any, *, account: Account, **fields: Any) -> HttpResponse:
    request = RequestFactory().post("/x/", {once.FIELD: "1", **fields})
    request.user = account
    request.session = {}
    request._messages = SessionStorage(request)
    answer = once.in_place_of(request, view, (), {})
    assert answer is not None
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "kept"), [(422, 1), (404, 1), (500, 0)])
def test_a_refusal_gives_its_claim_back_and_an_error_takes_everything_back(status: int, kept: int) -> None:
    def view(request: Any) -> HttpResponse:
        Person.objects.create(name="written on the way")
        return HttpResponse(status=status)

    through(view, account=Account.objects.create_user("carla"))
    assert (Submission.objects.count(), Person.objects.count()) == (0, kept)


@pytest.mark.django_db
def test_a_crash_takes_everything_back() -> None:
    def view(request: Any) -> HttpResponse:
        Person.objects.create(name="written on the way")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        through(view, account=Account.objects.create_user("carla"))
    assert (Submission.objects.count(), Person.objects.count()) == (0, 0)


def test_who_has_to_prove_themself_first_sends_the_same_form_again_and_it_takes_effect(theme: Theme) -> None:
    carla = log_in()
    filled = form(carla, theme)
    session = carla.session
    del session[SECOND_FACTOR]
    session.save()
    assert carla.post(PROPOSE, filled).status_code == 404
    assert (Project.objects.count(), Submission.objects.count()) == (0, 0)
    session[SECOND_FACTOR] = True
    session.save()
    assert carla.post(PROPOSE, filled).url == "/leitprojekte/kuehle-plaetze/bearbeiten/"


@pytest.mark.django_db
def test_what_is_shown_once_is_shown_to_the_same_form_again_and_lies_nowhere_in_clear() -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse(f"Schlüssel {uuid.uuid4()}", headers={"Cache-Control": "no-store"})

    carla, number = Account.objects.create_user("carla"), str(uuid.uuid4())
    first, second = (through(view, account=carla, **{once.FIELD: number}) for _ in range(2))
    assert (first.content, second.headers["Cache-Control"]) == (second.content, "no-store")
    stored = str(Submission.objects.values().get())
    assert first.content.decode() not in stored
    assert number not in stored
    assert through(view, account=carla, **{once.FIELD: str(uuid.uuid4())}).content != first.content


@pytest.mark.django_db
def test_another_file_is_another_form_and_the_view_reads_it_whole() -> None:
    seen = []

    def view(request: Any) -> HttpResponse:
        seen.append(request.FILES["file"].read())
        return HttpResponseRedirect("/")

    carla = Account.objects.create_user("carla")
    for content in (b"one", b"two", b"one"):
        through(view, account=carla, file=SimpleUploadedFile("a.txt", content))
    assert seen == [b"one", b"two"]


@pytest.mark.django_db(transaction=True)
def test_a_claim_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        claim_submission(1, "key", at=timezone.now())


@pytest.mark.django_db
def test_after_a_day_answers_are_forgotten(theme: Theme) -> None:
    carla = log_in()
    carla.post(PROPOSE, form(carla, theme))
    forget_submissions(timezone.now() + timedelta(hours=23))
    assert Submission.objects.count() == 1
    forget_submissions(timezone.now() + timedelta(hours=25))
    assert Submission.objects.count() == 0


# -- many at once, over real HTTP


@contextmanager
def running_house() -> Iterator[str]:
    """The house of the tests, served by gunicorn in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "querwerk.web.cli", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen([*command, "--without-worker"], env=environment(), cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{address}/anmelden/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(30)


class Browser:
    """Somebody who is logged in at a running house."""

    def __init__(self, house: str, client: Client) -> None:
        self.house = house
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        page, headers = self.get(PROPOSE)
        self.cookies += "; " + headers["Set-Cookie"].partition(";")[0]
        self.page = page

    def get(self, path: str) -> tuple[str, Any]:
        request = urllib.request.Request(self.house + path, headers={"Cookie": self.cookies})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode(), answer.headers

    def fields(self) -> dict[str, str]:
        page, _headers = self.get(PROPOSE)
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        return {"csrfmiddlewaretoken": token, once.FIELD: number_of(page)}

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Sends a form and gives the status and where it leads."""
        data = urllib.parse.urlencode(fields).encode()
        headers = {"Cookie": self.cookies, "Referer": self.house + path}
        opener = urllib.request.build_opener(_Staying())
        try:
            with opener.open(urllib.request.Request(self.house + path, data, headers), timeout=120) as answer:
                return str(answer.status)
        except urllib.error.HTTPError as answer:
            answer.close()
            return f"{answer.code} {answer.headers.get('Location', '')}"


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Looks at a redirect instead of following it."""


def at_once(browser: Browser, fields: dict[str, str]) -> set[str]:
    """Twenty identical submissions, all starting together; gives their different answers."""
    barrier, answers = Barrier(CLIENTS), [""] * CLIENTS

    def send(place: int) -> None:
        barrier.wait()
        answers[place] = browser.post(PROPOSE, fields)

    threads = [Thread(target=send, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return set(answers)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_moment_have_one_effect_and_get_one_answer() -> None:
    theme, carla = make_theme("Grüne Stadt"), log_in()
    with running_house() as house:
        browser = Browser(house, carla)
        for turn in range(ROUNDS):
            fields = {**browser.fields(), "name": f"Platz {turn}", "theme": str(theme.pk)}
            assert at_once(browser, fields) == {f"302 /leitprojekte/platz-{turn}/bearbeiten/"}
            assert Project.objects.filter(name=f"Platz {turn}").count() == 1
        assert Entry.objects.count() == ROUNDS
        # the negative control: each with a number of its own
        bare = {**browser.fields(), "name": "Ohne", "theme": str(theme.pk), once.FIELD: ""}
        at_once(browser, bare)
        assert Project.objects.filter(name="Ohne").count() > 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_wait_for_each_other_the_one_that_gave_way_is_done_again() -> None:
    """On PostgreSQL they really do; on SQLite the second one waits before it begins."""
    account = Account.objects.create_user("carla")
    rows = [Person.objects.create(name=f"Reihe {nth}").pk for nth in (1, 2)]
    met, done = Barrier(2), []

    def view(request: Any, order: list[int]) -> HttpResponse:
        messages.success(request, "getan")
        Person.objects.select_for_update().get(pk=order[0])
        with suppress(BrokenBarrierError):
            met.wait(2)
        held = Person.objects.select_for_update().get(pk=order[1])
        held.name += "!"
        held.save()
        return HttpResponse()

    def press(order: list[int]) -> None:
        request = RequestFactory().post(f"/{order[0]}/", {once.FIELD: "1"})
        request.user, request.session = account, {}
        request._messages = SessionStorage(request)
        once.in_place_of(request, view, (order,), {})
        done.append([str(one.message) for one in request._messages._queued_messages])
        connection.close()

    threads = [Thread(target=press, args=(order,)) for order in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [["getan"], ["getan"]]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Reihe 1!", "Reihe 2!"]

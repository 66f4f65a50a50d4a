"""The first third of the golden thread, over HTTP, by several people.

Ayşe asks without a name, on a phone. Carla answers and plans a sprint. People write cards and give dots. An idea
without owners keeps the sprint open; one finds its team and is released for it, one is parked. The first becomes a
candidate, and one page shows the whole way, to each reader what is theirs to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from querwerk.intake.models import Inquiry
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.projects.models import Project
from querwerk.sprints.models import Card, Idea, Sprint
from querwerk.structure.models import Account, Assignment, Post, Unit
from querwerk.structure.models import Person as Human
from querwerk.teams.models import Membership, Release, Team
from querwerk.web.jobs import run_due
from tests.factories import make_theme, make_unit
from tests.slices.delivery.people import SINCE, staff

from .person import Person, words

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
SPRINT = "/sprints/drei-haende/"


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(MONDAY, tick=True) as coordinates:
        yield coordinates


def works(username: str, unit: Unit, role: str = Post.Role.EMPLOYEE) -> Account:
    """Somebody who has held a post in a unit for years."""
    post = Post.objects.create(unit=unit, slug=f"{username}-post", title=f"Stelle {username}", role=role)
    person = Human.objects.create(name=username.title())
    Assignment.objects.create(post=post, person=person, valid_from=SINCE)
    return Account.objects.create(username=username, email=f"{username}@stadt.example", person=person)


def test_from_a_question_without_a_name_to_a_candidate_with_a_team(clock: time_machine.Coordinates) -> None:
    office = make_unit("Bürgeramt")
    theme = make_theme("Moderne Verwaltung")
    accounts = {"ayse": works("ayse", office), "guel": works("guel", office), "carla": staff(),
                "gerda": works("gerda", office, Post.Role.OFFICE_HEAD), "clara": staff("clara")}  # fmt: skip

    phone = Person()
    code, number = _ask(phone, clock)
    carla, ayse, guel, gerda = (Person(accounts[name]) for name in ("carla", "ayse", "guel", "gerda"))
    _answer(carla, phone, code, number)
    clock.shift(timedelta(days=14))
    carla, ayse, guel, gerda, clara = (Person(accounts[name]) for name in ("carla", "ayse", "guel", "gerda", "clara"))
    _plan(carla, (ayse, guel), number)
    clock.shift(timedelta(days=7))
    carla, ayse, guel, gerda, clara = (Person(accounts[name]) for name in ("carla", "ayse", "guel", "gerda", "clara"))
    good, bad = _work_at_the_board(carla, ayse, guel)
    _leave(carla, ayse, guel, good, bad, accounts, theme.pk)
    _release(ayse, gerda)
    _look_back(carla, guel, clara, good)


def _ask(phone: Person, clock: time_machine.Coordinates) -> tuple[str, int]:
    """Nobody is logged in; a code is all that leads back."""
    said = {"kind": "sprint", "title": "Ein Antrag, elf Hände", "concern": "Er liegt zwei Wochen.", "inside": "on",
            "tun": "senden"}  # fmt: skip
    form = phone.forms("/anfragen/ohne-namen/")[0]
    clock.shift(timedelta(minutes=2))
    answer = phone.client.post("/anfragen/ohne-namen/", {**form.fields, **said}, follow=True)
    assert answer.status_code == 200, words(answer.content.decode())
    found = re.search(r"[0-9a-z]{4}(?:-[0-9a-z]{2,4}){6}", answer.content.decode())
    assert found is not None, words(answer.content.decode())
    return found[0], Inquiry.objects.get().pk


def _answer(carla: Person, phone: Person, code: str, number: int) -> None:
    """Carla sees what waits and answers; the phone reads it, and nobody knows whose it is."""
    assert "1 Anfrage ohne Antwort" in carla.reads("/")
    here = f"/anfragen/{number}/"
    accept = next(action for action in _actions(carla, here) if "annehmen" in action)
    carla.sends(
        here, accept, next_step="Gespräch im Amt", next_on=(timezone.localdate() + timedelta(days=5)).isoformat()
    )
    stands = phone.sends("/rueckweg/", status=200, code=code).content.decode()
    assert "Gespräch im Amt" in words(stands)


def _plan(carla: Person, others: tuple[Person, ...], number: int) -> None:
    """A sprint that takes up the inquiry; two people join."""
    day = timezone.localdate() + timedelta(days=7)
    carla.sends("/sprints/neu/", inquiries=str(number), title="Drei Hände", question="Wie geht es mit drei Händen?",
                on=day.isoformat(), begins="08:00", seats="6")  # fmt: skip
    carla.sends(SPRINT, f"{SPRINT}ankuendigen/")
    for person in others:
        person.sends(SPRINT, f"{SPRINT}mitmachen/")
    assert Inquiry.objects.get().state == "planned"


def _work_at_the_board(carla: Person, ayse: Person, guel: Person) -> tuple[Idea, Idea]:
    """Cards, dots, and two of them taken over as ideas."""
    carla.sends(SPRINT, f"{SPRINT}beginnen/")
    board = f"{SPRINT}tafel/"
    carla.sends(board, f"{board}oeffnen/")
    for person, text in ((ayse, "Eine Unterschrift genügt"), (guel, "Rohrpost")):
        person.sends(board, f"{board}karte/", text=text)
    carla.client.post(f"{board}leitung/", {"was": "vote", "dots": "3", "several": "on"})
    good = Card.objects.get(text="Eine Unterschrift genügt")
    for person in (ayse, guel):
        assert person.client.post(f"{board}zug/", {"zug": f"dot.{good.pk}.2"}).status_code == 302
    carla.client.post(f"{board}leitung/", {"was": "ring"})
    for card in Card.objects.order_by("pk"):
        assert carla.client.post(f"{board}idee/", {"was": f"karte.{card.pk}"}).status_code == 302
    one, other = Idea.objects.order_by("pk")
    return one, other


def _leave(
    carla: Person, ayse: Person, guel: Person, good: Idea, bad: Idea, accounts: dict[str, Account], theme: int
) -> None:
    """The exit rule refuses until one idea has its team and the other its reason."""
    close = f"{SPRINT}abschluss/"
    answer = carla.client.post(close, {})
    refused = words(answer.content.decode())
    assert (answer.status_code, carla.forms(close)) == (422, [])
    assert (good.title in refused, bad.title in refused, Sprint.objects.get().state) == (True, True, "running")
    form = f"{SPRINT}ideen/{good.pk}/team/"
    carla.sends(form, form, name="Eine Unterschrift", lead=str(accounts["ayse"].pk), members=[str(accounts["guel"].pk)])
    for person, name in ((ayse, "ayse"), (guel, "guel")):
        place = Membership.objects.get(account=accounts[name])
        person.sends(f"/teams/plaetze/{place.pk}/zusagen/")
    step = f"/teams/{Team.objects.get().slug}/leiten/erster-schritt/"
    ayse.sends(step, step, first_step="Mit der Kämmerei reden",
               first_step_on=(timezone.localdate() + timedelta(days=9)).isoformat())  # fmt: skip
    park = f"{SPRINT}ideen/{bad.pk}/parken/"
    carla.sends(park, park, reason="Es fehlen Rohre.")
    carla.sends(close, close, **{f"theme_{good.pk}": str(theme)})
    assert (Sprint.objects.get().state, Project.objects.get().name) == ("closed", good.title)


def _release(ayse: Person, gerda: Person) -> None:
    """Ayşe asks her superior, who answers on record."""
    place = Membership.objects.get(part="lead")
    begins = timezone.localdate() + timedelta(days=5)
    path = f"/teams/plaetze/{place.pk}/freistellung/"
    ayse.sends(path, path, share="20", begins_on=begins.isoformat(), ends_on=(begins + timedelta(days=90)).isoformat())
    release = Release.objects.get()
    here = f"/freistellungen/{release.pk}/"
    gerda.sends(here, f"{here}antwort/", answer="yes", unbound="on")
    place.refresh_from_db()
    assert (place.standing, place.share) == ("released", 20)


def _look_back(carla: Person, guel: Person, clara: Person, good: Idea) -> None:
    """One page tells it all; who may not see the question sees no trace of it."""
    project, inquiry = Project.objects.get(), Inquiry.objects.get()
    whole = carla.reads(f"/faden/{project.thread}/")
    at = [whole.find(title) for title in ("Ein Antrag, elf Hände", "Drei Hände", "Team")]
    assert at == sorted(at)
    assert -1 not in at
    assert "Von der Anfrage bis heute: 21 Tage, 5 Stationen." in whole
    assert "Mit der Kämmerei reden" in whole
    theirs = guel.reads(f"/faden/{good.thread}/")
    assert ("Drei Hände" in theirs, "elf Hände" in theirs) == (True, False)
    assert guel.client.get(f"/faden/{inquiry.thread}/").status_code == 404
    assert "Es fehlen Rohre." in carla.reads(f"/faden/{inquiry.thread}/")
    assert "1 Anfrage" in clara.reads("/faden/trichter/genau/") or "Eine Anfrage" in clara.reads(
        "/faden/trichter/genau/"
    )
    run_due(clock=timezone.now)
    names = {"Ayse", "Guel", "Gerda"}
    assert not [entry for entry in Entry.objects.all() if names & set(re.findall(r"\w+", str(entry.facts)))]
    assert verify().intact


def _actions(person: Person, path: str) -> list[str]:
    return [form.action for form in person.forms(path)]

"""The log of the house: everything in it, to those who account for it, and to nobody else."""

from __future__ import annotations

import ast
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from querwerk.journal.actions import Actor, Event, record
from querwerk.journal.queries import verify
from querwerk.projects.actions.lifecycle import propose
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Assignment, Person, Post
from querwerk.web.log import event_words
from tests.factories import make_theme, make_unit
from tests.logins import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(carla: Actor, now: datetime) -> Project:
    return propose("Auen", make_theme(), by=carla, at=now)


def reader(client: Client, role: str) -> Client:
    person = Person.objects.create(name="Ayşe")
    post = Post.objects.create(unit=make_unit("Amt"), slug=role, title=role, role=role)
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    sign_in(client, Account.objects.create(username=role, person=person))
    return client


def told(client: Client, **asked: str) -> str:
    return client.get(reverse("log"), asked).content.decode()


def test_the_log_says_what_was_done_as_which_post_and_never_by_whom(client: Client, proposed: Project) -> None:
    page = told(reader(client, "auditor"))
    assert ("Vorgeschlagen" in page, "Stabsstelle" in page, "carla" in page) == (True, True, False)


def test_an_administrator_reads_who_may_log_in_but_not_what_the_house_works_on(
    client: Client, proposed: Project, carla: Actor, now: datetime
) -> None:
    record(Event("structure.post_filled", proposed.thread, {}, "Nachfolge"), by=carla, at=now)
    page = told(reader(client, "administrator"))
    assert ("Nachfolge" in page, "Vorgeschlagen" in page.partition("<tbody>")[2]) == (True, False)


@pytest.mark.parametrize("role", ["employee", "project_lead", "mayor"])
def test_the_log_is_nobody_elses_business(client: Client, role: str) -> None:
    assert reader(client, role).get(reverse("log")).status_code == 404


def test_days_and_events_narrow_the_log(client: Client, proposed: Project) -> None:
    auditor = reader(client, "auditor")
    counted = [
        told(auditor, **asked).count("<tr>") - 1
        for asked in ({}, {"seit": "2026-11-23"}, {"bis": "2026-11-22"}, {"art": "projects.started"}, {"seit": "x"})
    ]
    assert counted == [1, -1, 1, -1, 1]


def test_the_log_can_be_taken_along(client: Client, proposed: Project) -> None:
    auditor = reader(client, "auditor")
    lines = auditor.get(reverse("log_export")).content.decode("utf-8-sig").splitlines()
    assert lines[1].split(";")[2:4] == ["Vorgeschlagen", "Stabsstelle"]


def test_everybody_may_hold_us_to_the_checksum_and_it_is_never_an_old_one(
    client: Client, proposed: Project, carla: Actor, now: datetime
) -> None:
    for event in ("one", "two"):
        record(Event(f"newsroom.{event}", proposed.thread), by=carla, at=now)
        said = json.loads(client.get(reverse("checkpoint")).content)
        assert said == {"entries": verify().entries, "hash": verify().head}


def test_every_event_that_the_code_writes_has_words() -> None:
    """Where the name is put together from two halves, the tests of the slice look (as the board of a sprint does)."""
    source = Path(__file__).parents[3] / "src" / "querwerk"
    calls = (node for file in source.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    named = [call for call in calls if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Event"]
    written = {name.value for call in named for name in call.args[:1] if isinstance(name, ast.Constant)}
    assert "projects.proposed" in written
    assert sorted(written - set(event_words())) == []

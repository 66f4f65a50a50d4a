"""The pages of data protection over HTTP: what everybody sees, what only one sees, and what a link alone never does."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from querwerk.access import Scope, Verb
from querwerk.journal.actions import Actor
from querwerk.journal.models import Entry
from querwerk.outbox.actions import post_mail
from querwerk.privacy.actions.switches import switch
from querwerk.privacy.models import Erasure, Export
from querwerk.privacy.queries import declared
from querwerk.structure.models import Account, Assignment, Person, Post
from querwerk.web.access import things
from tests.factories import make_unit
from tests.logins import sign_in
from tests.people import invent

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
PUBLIC = ("/datenschutz/", "/datenschutz/verzeichnis/", "/datenschutz/datenblatt/", "/datenschutz/schalter/")


def somebody(name: str, role: str = "") -> Account:
    """Somebody with a log-in, with a post of this role or without one."""
    account = Account.objects.create_user(name, password=f"secret of {name}", kind="employee" if role else "resident")
    if role:
        post = Post.objects.create(unit=make_unit(), slug=name, title=f"Stelle {name}", role=role)
        account.person = Person.objects.create(name=name.title())
        account.save()
        Assignment.objects.create(post=post, person=account.person, valid_from=timezone.localdate() - timedelta(days=9))
    return account


@pytest.fixture
def dilan() -> Account:
    return somebody("dilan")


@pytest.fixture
def hers(dilan: Account) -> Client:
    return sign_in(Client(), dilan)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_stored_about_people_is_no_secret(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "querwerk_session" not in answer.cookies


def test_the_record_and_its_file_hold_every_declared_field(client: Client) -> None:
    labels = [line.label for line in declared.lines()]
    page = client.get("/datenschutz/verzeichnis/").content.decode()
    rows = list(
        csv.reader(io.StringIO(client.get("/datenschutz/verzeichnis.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert [label for label in labels if label not in page] == []
    assert [row[2] for row in rows[1:]] == labels
    assert set(json.loads(client.get("/datenschutz/schalter.json").content)["fields"]) == set(labels)


def test_the_data_sheet_says_what_a_staff_council_signs(client: Client) -> None:
    page = client.get("/datenschutz/datenblatt/").content.decode()
    for sentence in (
        "keine Auswertung von Verhalten oder Leistung",
        "nicht, wann jemand zuletzt angemeldet war",
        "keine Ranglisten",
        "mindestens zehn Personen",
        "Ort, Tag, Unterschrift",
    ):
        assert sentence in page


@pytest.mark.parametrize("address", ["/konto/daten/", "/konto/daten/loeschen/"])
def test_strangers_log_in_first(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


def test_own_data_are_asked_for_and_fetched_by_pressing_a_button(hers: Client) -> None:
    assert hers.post("/konto/daten/").status_code == 302
    address = f"/konto/daten/{Export.objects.get().pk}/daten.zip"
    assert hers.get(address)["Location"] == "/konto/daten/"
    assert Export.objects.get().fetched_at is None
    answer = hers.post(address)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/zip",
        'attachment; filename="meine-daten.zip"',
    )
    assert json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("daten.json"))["of"] == "dilan"
    assert hers.post(address)["Location"] == "/konto/daten/"


def test_the_file_of_somebody_else_does_not_exist(hers: Client) -> None:
    hers.post("/konto/daten/")
    address = f"/konto/daten/{Export.objects.get().pk}/daten.zip"
    for role in ("administrator", "auditor", "staff_unit", "mayor"):
        assert sign_in(Client(), somebody(role, role)).post(address).status_code == 404
    assert Export.objects.get().fetched_at is None


def test_whoever_leaves_confirms_with_the_password_and_is_gone_at_once(hers: Client) -> None:
    wrong = hers.post("/konto/daten/loeschen/", {"proof": "guess", "sure": "on"})
    assert (wrong.status_code, Account.objects.filter(username="dilan").exists()) == (422, True)
    assert hers.post("/konto/daten/loeschen/", {"proof": "secret of dilan"}).status_code == 422
    done = hers.post("/konto/daten/loeschen/", {"proof": "secret of dilan", "sure": "on"})
    assert done["Location"] == "/datenschutz/geloescht/"
    assert not Account.objects.filter(username="dilan").exists()
    assert hers.get("/konto/daten/").status_code == 302
    assert "Ihre Daten sind gelöscht" in hers.get(done["Location"]).content.decode()


def test_every_other_session_of_who_left_ends_too(dilan: Account, hers: Client) -> None:
    elsewhere = sign_in(Client(), dilan)
    hers.post("/konto/daten/loeschen/", {"proof": "secret of dilan", "sure": "on"})
    assert elsewhere.get("/konto/daten/").status_code == 302


def test_the_page_says_what_goes_what_stays_and_that_the_post_ends() -> None:
    page = sign_in(Client(), somebody("ayse", "project_lead")).get("/konto/daten/loeschen/").content.decode()
    assert "Sie haben heute eine Stelle: Stelle ayse" in page
    assert "Person, Name: wird zu „N. N.“" in page
    assert "Dass eine Stelle besetzt war und wann, gehört zu den Akten des Hauses" in page


def test_somebody_without_a_password_of_this_house_types_the_user_name(dilan: Account, hers: Client) -> None:
    dilan.set_unusable_password()
    dilan.save()
    hers = sign_in(Client(), dilan)
    assert hers.post("/konto/daten/loeschen/", {"proof": "bernd", "sure": "on"}).status_code == 422
    assert hers.post("/konto/daten/loeschen/", {"proof": "dilan", "sure": "on"}).status_code == 302
    assert not Account.objects.filter(username="dilan").exists()


def test_the_register_and_the_search_for_names_are_open_to_auditors_alone() -> None:
    Erasure.objects.create(erased_on=timezone.localdate(), cause="own", rows=3, salt="s", digest="d" * 64)
    auditor = sign_in(Client(), somebody("greta", "auditor"))
    assert "eigener Wunsch" in auditor.get("/datenschutz/loeschungen/").content.decode()
    assert auditor.get("/datenschutz/namen/").status_code == 200
    for role in ("staff_unit", "administrator", "mayor", "employee"):
        other = sign_in(Client(), somebody(role, role))
        assert [other.get(f"/datenschutz/{place}/").status_code for place in ("loeschungen", "namen")] == [404, 404]


def test_a_name_is_found_where_people_wrote_it_and_nothing_is_changed() -> None:
    from tests.factories import make_theme

    make_theme("Grüne Stadt mit Ferdinand")
    auditor = sign_in(Client(), somebody("greta", "auditor"))
    page = auditor.post("/datenschutz/namen/", {"name": "ferdinand"}).content.decode()
    assert page.count("Grüne Stadt mit Ferdinand") >= 1
    assert (
        "In keinem Text steht dieser Name"
        in auditor.post("/datenschutz/namen/", {"name": "Kunigunde"}).content.decode()
    )
    assert not Entry.objects.exists()


def test_only_the_staff_unit_sees_the_form_of_a_switch() -> None:
    address = "/datenschutz/schalter/delivery.escalation/"
    assert sign_in(Client(), somebody("greta", "auditor")).get(address).status_code == 404
    staff = sign_in(Client(), somebody("carla", "staff_unit"))
    assert staff.get(address).status_code == 200
    assert staff.get("/datenschutz/schalter/unsinn/").status_code == 404
    assert staff.post(address, {"consent_on": ""}).status_code == 422
    assert staff.post(address, {"consent_on": "2026-11-01", "note": "DV 12"}).status_code == 302
    assert "Zustimmung vom 01.11.2026" in Client().get("/datenschutz/schalter/").content.decode()


def test_who_stood_behind_an_entry_is_told_to_an_auditor_for_a_reason_that_stays(carla: Actor) -> None:
    staff = somebody("carla", "staff_unit")
    switch("delivery.escalation", on=True, consent_on=DAY, by=replace(carla, account="carla"), at=timezone.now())
    asked = Entry.objects.latest("seq")
    auditor = sign_in(Client(), somebody("greta", "auditor"))
    assert auditor.post("/datenschutz/dahinter/", {"entry": asked.seq, "reason": ""}).status_code == 422
    page = auditor.post("/datenschutz/dahinter/", {"entry": asked.seq, "reason": "Beschwerde 7"}).content.decode()
    assert '<dd class="kern-description-list-item__value">Carla</dd>' in page
    last = Entry.objects.latest("seq")
    assert (last.event, last.facts, last.reason) == (
        "privacy.looked_behind",
        {"entry": [None, asked.seq]},
        "Beschwerde 7",
    )
    assert auditor.post("/datenschutz/dahinter/", {"entry": 999_999, "reason": "x"}).status_code == 422
    assert sign_in(Client(), staff).get("/datenschutz/dahinter/").status_code == 404


def test_the_data_sheet_names_the_readers_that_the_access_table_admits() -> None:
    """Where a thing of the table is a table about people, whoever reads more than their own rows is named as reader."""
    wrong = []
    for thing in things():
        said = [line for line in declared.lines() if line.model._meta.label == thing.model and line.said.export]
        admitted = {
            role.value
            for role, rights in thing.rights.items()
            if any(rights.get(verb, frozenset()) - {Scope.OWN} for verb in (Verb.READ, Verb.PRIVATE))
        }
        if thing.model and declared.subject_of(apps.get_model(thing.model)):
            wrong += [line.label for line in said if set(line.said.readers) - {"self"} != admitted]
    assert wrong == []


def test_the_page_of_own_data_asks_the_database_as_often_for_many_rows_as_for_few(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[CaptureQueriesContext]],
) -> None:
    counts = []
    for number in (1, 3):
        person = invent(number)
        for _ in range(number):
            post_mail("privacy.ends", key=str(_), to=person.account.pk, words={}, at=timezone.now())
        client = sign_in(Client(), person.account)
        client.get("/konto/daten/")
        with django_assert_max_num_queries(24) as asked:
            assert client.get("/konto/daten/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]

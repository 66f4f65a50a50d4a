"""Reading in an event log over the web: from the file to the log, left, taken away, begun again."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from querwerk.journal.models import Entry
from querwerk.structure.models import Account
from querwerk.trails.actions.imports import forget_imports
from querwerk.trails.exchange import importing
from querwerk.trails.insights.packed import from_bytes
from querwerk.trails.lifecycle import SILENCE, Reading
from querwerk.trails.models import Import, Log, Trail
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.importing import CSV, NAMED, NEW, arrived, bring, choices, columns, left_in, read_in
from tests.slices.trails.people import a_trail, employee, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTS = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def ayse(client: Client) -> Client:
    return sign_in(client, employee())


def test_a_file_becomes_a_trail_with_a_log(ayse: Client, files: Path) -> None:
    path, answer = read_in(ayse)
    log = Log.objects.get()
    assert path == f"/laufwege/antraege/protokolle/{log.pk}/"
    assert answer.status_code == 200
    assert (log.source, log.cases, log.events, log.trail.state) == ("csv", 3, 6, "draft")
    assert log.mapping == {"Vorgang": "case", "Amt": "station", "Zeit": "at", "Schritt": "activity"}
    assert from_bytes(bytes(log.packed))["station"].to_list() == [
        "Hauptamt", "Bauamt", "Hauptamt", "Hauptamt", "Bauamt", "Hauptamt",
    ]  # fmt: skip
    assert left_in(files) == []


def test_a_log_can_be_laid_with_a_trail_that_there_is(ayse: Client) -> None:
    trail = a_trail(as_actor(Account.objects.get()))
    read_in(ayse, to=f"/laufwege/{trail.slug}/einlesen/")
    assert Log.objects.get().trail == trail
    assert Trail.objects.get().version == trail.version + 1
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == [
        "trails.opened",
        "trails.log_imported",
    ]


def test_the_permit_log_of_a_town_is_read_in(ayse: Client, shared_data: Path) -> None:
    file = shared_data / "eventlogs" / "nc" / "receipt_wabo.xes.gz"
    read_in(ayse, file.read_bytes(), file.name)
    log = Log.objects.get()
    assert (log.source, log.cases, log.events) == ("xes", 1434, 8577)


def test_papers_of_a_council_are_read_in_as_they_are_guessed(ayse: Client, shared_data: Path) -> None:
    file = shared_data / "karlsruhe" / "routes.csv"
    read_in(ayse, file.read_bytes(), file.name)
    log = Log.objects.get()
    assert log.mapping == {"case_id": "case", "unit": "station", "timestamp": "at", "activity": "activity"}
    assert (log.cases, log.events) == (10186, 20598)


def test_what_is_left_out_stays_out(ayse: Client) -> None:
    read_in(ayse, Schritt="drop")
    assert from_bytes(bytes(Log.objects.get().packed)).columns == ["case", "station", "at"]


def test_names_become_roles_and_those_without_one_no_hand(ayse: Client) -> None:
    path, answer = arrived(ayse, bring(ayse, NAMED)["Location"])
    page = answer.content.decode()
    said = choices(page) | {columns(page)["Sachbearbeiter"]: "station", columns(page)["Amt"]: "drop"}
    asked = ayse.post(path, said)["Location"]
    page = ayse.get(asked).content.decode()
    assert "Petra Planted" in page  # whoever brought the names may say what they stand for
    arrived(ayse, ayse.post(asked, {"table-0": "Petra Planted\tAmtsleitung\nUnbekannt;Bauamt"})["Location"])
    log = Log.objects.get()
    assert from_bytes(bytes(log.packed))["station"].to_list() == ["Amtsleitung", None, "Amtsleitung"]
    assert log.skipped["without_role"][0] == 1


def test_a_form_sent_twice_is_one_import_and_one_log(ayse: Client) -> None:
    page = ayse.get(NEW).content.decode()
    number = re.findall(r'name="once" value="([0-9a-f-]{36})"', page.partition("<main")[2])[0]
    places = {ayse.post(NEW, {"file": SimpleUploadedFile("a.csv", CSV), "once": number})["Location"] for _ in range(2)}
    assert len(places) == Import.objects.count() == 1
    path, answer = arrived(ayse, places.pop())
    said = choices(answer.content.decode())
    for _ in range(2):  # without the number of a form: the state alone sees to it
        ayse.post(path, said)
    arrived(ayse, path)
    assert Log.objects.count() == 1


def test_two_people_read_in_at_once(ayse: Client) -> None:
    other = sign_in(Client(), employee("bela"))
    begun = [(client, *arrived(client, bring(client)["Location"])) for client in (ayse, other)]
    sent = [(client, client.post(path, choices(answer.content.decode()))["Location"]) for client, path, answer in begun]
    for client, path in sent:
        arrived(client, path)
    assert sorted(log.trail.authorship.account for log in Log.objects.all()) == ["ayse", "bela"]


def begun(client: Client) -> Import:
    """A file whose columns are known, and a reader that died over it."""
    arrived(client, bring(client)["Location"])
    found = Import.objects.get()
    Import.objects.update(state=Reading.READING, mapping={"Vorgang": "case", "Amt": "station", "Zeit": "at"})
    silent = timezone.now() - SILENCE - timedelta(seconds=5)
    os.utime(found.folder / "progress.json", (silent.timestamp(), silent.timestamp()))
    found.refresh_from_db()
    return found


def test_a_reader_that_died_is_told_and_another_one_begins(ayse: Client) -> None:
    found = begun(ayse)
    page = ayse.get(f"{NEW}{found.key}/")
    assert "Abgebrochen" in page.content.decode()
    assert "Refresh" not in page.headers
    assert Log.objects.count() == 0
    arrived(ayse, ayse.post(f"{NEW}{found.key}/noch-einmal/")["Location"])
    assert Log.objects.get().events == 6


def test_a_reader_that_was_given_up_stores_nothing_when_it_comes_back(ayse: Client) -> None:
    dead = begun(ayse)
    arrived(ayse, ayse.post(f"{NEW}{dead.key}/noch-einmal/")["Location"])
    path = dead.folder / "file"
    path.parent.mkdir()
    path.write_bytes(b"Vorgang;Amt;Zeit\nA-1;Hauptamt;2025-03-03 08:00\n")
    importing.read_now(dead, by=as_actor(Account.objects.get()))
    assert Log.objects.count() == 1


def test_while_a_reader_lives_no_second_one_begins(ayse: Client) -> None:
    found = begun(ayse)
    os.utime(found.folder / "progress.json")
    ayse.post(f"{NEW}{found.key}/noch-einmal/")
    assert Import.objects.get().run == found.run


def test_leaving_throws_the_file_away(ayse: Client, files: Path) -> None:
    path, _answer = arrived(ayse, bring(ayse)["Location"])
    assert left_in(files) != []
    ayse.post(f"{path}verwerfen/")
    assert (left_in(files), Import.objects.count()) == ([], 0)


def test_going_back_loses_nothing(ayse: Client) -> None:
    path, answer = arrived(ayse, bring(ayse, NAMED)["Location"])
    page = answer.content.decode()
    said = choices(page) | {
        "title": "Anträge",
        columns(page)["Sachbearbeiter"]: "station",
        columns(page)["Amt"]: "drop",
    }
    ayse.post(path, said)
    assert choices(ayse.get(path).content.decode()) == said


def test_what_was_begun_a_day_ago_is_forgotten(ayse: Client, files: Path) -> None:
    arrived(ayse, bring(ayse)["Location"])
    (files / "half-left-by-a-crash").write_bytes(b"x")
    forget_imports(timezone.now() + timedelta(hours=23))
    assert Import.objects.count() == 1
    forget_imports(timezone.now() + timedelta(hours=25))
    assert (left_in(files), Import.objects.count()) == ([], 0)


def test_a_log_can_be_taken_away_again(ayse: Client) -> None:
    path, _answer = read_in(ayse)
    ayse.post(f"{path}entfernen/", {"version": Trail.objects.get().version})
    assert (Log.objects.count(), Trail.objects.count()) == (0, 1)
    assert Entry.objects.order_by("seq").last().event == "trails.log_removed"


@pytest.mark.parametrize("who", ["nobody", "another", "staff unit"])
def test_a_file_on_its_way_belongs_to_whoever_brought_it(ayse: Client, who: str) -> None:
    path, _answer = arrived(ayse, bring(ayse)["Location"])
    stranger = Client()
    if who != "nobody":
        sign_in(stranger, employee("bela") if who == "another" else staff())
    answers = [
        stranger.get(path),
        stranger.get(f"{path}rollen/"),
        stranger.post(path),
        stranger.post(f"{path}verwerfen/"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert Import.objects.count() == 1


def test_what_everybody_reads_gets_no_new_log(ayse: Client, now: datetime) -> None:
    trail = published(as_actor(Account.objects.get()), as_actor(staff()))
    answer = bring(ayse, to=f"/laufwege/{trail.slug}/einlesen/")
    assert (answer.status_code, Import.objects.count()) == (422, 0)


def test_the_stations_of_another_council_are_read_in_too(ayse: Client, shared_data: Path) -> None:
    file = shared_data / "council" / "magdeburg" / "paper-graphs_2200-2369.tar.gz"
    read_in(ayse, file.read_bytes(), file.name)
    log = Log.objects.get()
    assert (log.source, log.mapping["body"]) == ("council", "station")
    assert log.cases > 1000


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_log_asks_the_same_of_the_database_whatever_else_there_is(
    ayse: Client, number: int, django_assert_num_queries: Any
) -> None:
    path = ""
    for _ in range(number):
        path, _answer = read_in(ayse)
    with django_assert_num_queries(7):
        ayse.get(path)

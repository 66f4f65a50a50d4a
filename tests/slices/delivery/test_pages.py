"""The pages of reports: who sees what, and the way from a statement to a frozen report."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.delivery.actions import freeze_report, print_of, write_statement
from querwerk.delivery.models import Period, Report, Statement
from querwerk.journal.actions import Actor
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Assignment, Person, Post, Theme
from tests.factories import make_project, make_source, make_unit
from tests.logins import sign_in

from .conftest import FIRST, FREEZING, SECOND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_pages() -> None:
    """Tests change rows without the journal, which kept pages are keyed by."""
    cache.clear()


@pytest.fixture
def staff(client: Client) -> Client:
    """Carla, logged in."""
    person = Person.objects.create(name="Carla")
    post = Post.objects.create(unit=make_unit("Stabsstelle"), slug="carla", title="Stabsstelle", role="staff_unit")
    Assignment.objects.create(post=post, person=person, valid_from=FIRST)
    sign_in(client, Account.objects.create(username="carla", person=person))
    return client


def published(period: Period) -> None:
    Period.objects.filter(pk=period.pk).update(source=make_source("r25", SECOND, paper="2025/0424"))


def test_residents_see_published_and_frozen_periods_only(client: Client, period: Period, carla: Actor) -> None:
    pages = [
        "/berichte/2025/",
        "/berichte/2025/bericht.json",
        "/berichte/2025/bericht.pdf",
        "/berichte/2025/bericht.docx",
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert "Monitoringbericht 2025" not in client.get("/berichte/").content.decode()
    freeze_report(period, by=carla, at=FREEZING)
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert "Monitoringbericht 2025" in client.get("/berichte/").content.decode()


def test_what_is_said_for_an_open_period_stands_on_no_public_sheet(
    client: Client, period: Period, auen: Project, carla: Actor
) -> None:
    write_statement(period, auen, texts={"state": "Noch unter uns"}, by=carla, at=FREEZING)
    assert "Noch unter uns" not in client.get("/leitprojekte/auen/").content.decode()
    published(period)
    cache.clear()
    sheet = client.get("/leitprojekte/auen/").content.decode()
    assert sheet.count("Noch unter uns") == 1  # among the statements, and not again among the changes
    assert "statement_written" not in sheet


def test_the_staff_unit_sees_on_the_sheet_what_is_said_for_an_open_period(
    staff: Client, period: Period, auen: Project
) -> None:
    assert "Förderung bewilligt" in staff.get("/leitprojekte/auen/").content.decode()


def test_a_published_period_shows_its_draft(client: Client, period: Period) -> None:
    published(period)
    page = client.get("/berichte/2025/").content.decode()
    assert page.count('<span class="kern-title">Entwurf</span>') == 1
    assert '<h4 id="thema-grune-stadt">2.2.1 Grüne Stadt</h4>' in page


def test_an_unknown_period_or_form_is_not_found(client: Client, period: Period) -> None:
    published(period)
    assert [client.get(f"/berichte/{rest}").status_code for rest in ("2031/", "2025/bericht.exe")] == [404, 404]


def test_the_json_file_is_the_stored_bytes(client: Client, period: Period, carla: Actor) -> None:
    report = freeze_report(period, by=carla, at=FREEZING)
    assert client.get("/berichte/2025/bericht.json").content == bytes(report.facts)


@pytest.mark.parametrize("page", ["neu/", "2025/beitraege/", "2025/beitrag/auen/", "2025/einfrieren/"])
def test_only_the_staff_unit_works_on_reports(client: Client, period: Period, page: str) -> None:
    published(period)
    answer = client.post(f"/berichte/{page}", {"state": "x"})
    assert (answer.status_code, answer.headers.get("Location", "")[:10]) == (302, "/anmelden/")
    assert Report.objects.count() == 0


def test_from_a_statement_to_the_frozen_report(staff: Client, period: Period, wald: Project) -> None:
    page = staff.get("/berichte/2025/beitraege/").content.decode()
    assert (page.count("liegt vor"), page.count("fehlt noch")) == (1, 1)
    answer = staff.post("/berichte/2025/beitrag/wald/", {"state": "Fertig", "successes": "Alles gepflanzt"})
    assert answer.headers["Location"] == "/berichte/2025/beitraege/"
    assert Statement.objects.get(project=wald).successes == "Alles gepflanzt"
    answer = staff.post("/berichte/2025/einfrieren/")
    assert answer.headers["Location"] == "/berichte/2025/"
    stored = json.loads(bytes(Report.objects.get().facts))
    said = [project["statement"]["state"] for project in stored["themes"][0]["projects"]]
    assert said == ["Es geht **voran**.", "Fertig"]
    again = staff.post("/berichte/2025/einfrieren/")
    assert again.status_code == 422
    assert "Der Bericht 2025 ist eingefroren und ändert sich nicht mehr." in again.content.decode()


def test_what_was_said_last_time_stands_beside_the_form(staff: Client, period: Period, auen: Project) -> None:
    earlier = Period.objects.get(label="2024")
    Statement.objects.create(period=earlier, project=auen, state="Damals war es schwer.", stated_on=FIRST)
    page = staff.get("/berichte/2025/beitrag/auen/").content.decode()
    assert "Beim letzten Mal (2024)" in page
    assert "Damals war es schwer." in page
    assert "Es geht **voran**." in page


def test_a_statement_without_words_is_refused_in_place(staff: Client, period: Period) -> None:
    answer = staff.post("/berichte/2025/beitrag/wald/", {"state": "   "})
    assert answer.status_code == 422
    assert "Bitte füllen Sie mindestens einen Teil aus." in answer.content.decode()


def test_a_new_period_is_opened_and_asks_for_statements(staff: Client, period: Period) -> None:
    answer = staff.post("/berichte/neu/", {"label": "2026", "starts_on": "2025-05-21", "ends_on": "2026-06-09"})
    assert answer.headers["Location"] == "/berichte/2026/beitraege/"
    assert Period.objects.get(label="2026").ends_on.year == 2026
    refused = staff.post("/berichte/neu/", {"label": "2027", "starts_on": "2025-05-21", "ends_on": "2027-06-09"})
    assert (refused.status_code, "beginnen, dem Ende des vorigen" in refused.content.decode()) == (422, True)


@pytest.fixture
def grow(theme: Theme) -> Callable[[int], None]:
    def grow(count: int) -> None:
        for number in range(count):
            make_project(f"Projekt {number}", theme=theme, states=[(FIRST, "running")])

    return grow


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_reads_does_not_grow(
    staff: Client, period: Period, carla: Actor, grow: Callable[[int], None], count: int
) -> None:
    grow(count)
    reads = {}
    freeze_report(period, by=carla, at=FREEZING)
    for page in ("/berichte/", "/berichte/2025/", "/berichte/2025/beitraege/", "/aenderungen/"):
        with CaptureQueriesContext(connection) as queries:
            staff.get(page)
        reads[page] = len(queries)
    assert reads == {
        "/berichte/": 6,
        "/berichte/2025/": 6,
        "/berichte/2025/beitraege/": 7,
        "/aenderungen/": 10,
    }


def test_two_people_at_one_statement_lose_nothing(staff: Client, period: Period, wald: Project) -> None:
    address = "/berichte/2025/beitrag/wald/"
    seen = print_of({})
    first = staff.post(address, {"state": "Erste war schneller", "seen": seen})
    second = staff.post(address, {"state": "Zweite tippte länger", "seen": seen})
    shown = second.content.decode()
    assert (first.status_code, second.status_code) == (302, 422)
    assert ("Zweite tippte länger" in shown, "Erste war schneller" in shown) == (True, True)
    again = staff.post(address, {"state": "Beides zusammen", "seen": print_of({"state": "Erste war schneller"})})
    assert again.status_code == 302
    assert f'value="{print_of({"state": "Erste war schneller"})}"' in shown

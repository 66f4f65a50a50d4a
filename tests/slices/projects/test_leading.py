"""Leading a project: the own projects in sight, the sheet open as far as the lead's word goes, notes for the house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from querwerk.journal.actions import Refused
from querwerk.journal.models import Entry
from querwerk.projects.actions import notes
from querwerk.projects.models import Goal, Note, Project, StateVersion
from querwerk.projects.queries.mine import my_projects
from querwerk.projects.views.verbs import VERBS
from querwerk.search.models import Document
from querwerk.structure.models import Post, ThemeRole, Unit
from tests.factories import make_milestone, make_project, make_unit
from tests.slices.projects.house_of_four import NOW, SINCE, House, holder, leads
from tests.slices.projects.test_drafts_pages import PLACES, words

pytestmark = pytest.mark.django_db
SHEET = "/leitprojekte/stadtgrun/"
SECRET = "Vergabemauschelei"


@pytest.fixture
def house() -> House:
    return House()


def says(client: Client, verb: str, **fields: Any) -> Any:
    version = Project.objects.get(slug="stadtgrun").version
    return client.post(f"{SHEET}bearbeiten/{verb}/", {"version": version, **fields})


# -- the sheet


def test_a_lead_says_how_it_goes_and_the_staff_unit_what_was_decided(house: House) -> None:
    ayse, carla = house.ayse.browser(), house.carla.browser()
    about_the_project = [slug for slug, verb in VERBS.items() if verb.rows is None]
    closed = [slug for slug in about_the_project if ayse.get(f"{SHEET}bearbeiten/{slug}/").status_code != 200]
    assert closed == [
        "priorisieren", "beschliessen", "verstetigen", "ersetzen", "beenden", "umbenennen", "themen",
        "einheit-zuordnen", "strategie-zuordnen", "herkunft-verknuepfen",
    ]  # fmt: skip
    assert [slug for slug in about_the_project if carla.get(f"{SHEET}bearbeiten/{slug}/").status_code != 200] == []


def test_the_page_offers_a_lead_nothing_that_is_closed_and_says_who_enters_the_rest(house: House) -> None:
    ayse = house.ayse.browser()
    page = words(ayse.get(f"{SHEET}bearbeiten/"))
    links = {part.split('"')[0] for part in page.split(f'href="{SHEET}')[1:]}
    wrong = [link for link in sorted(links) if ayse.get(SHEET + link.split("#")[0]).status_code != 200]
    assert (wrong, "bearbeiten/ziel-setzen/" in links) == ([], True)
    assert "trägt die Stabsstelle ein, so wie Bürgermeister:innen und Gemeinderat entschieden haben." in page
    assert "Das trägt die Stabsstelle ein." in page
    assert "trägt die Stabsstelle ein" not in words(house.carla.browser().get(f"{SHEET}bearbeiten/"))


def test_a_lead_edits_the_own_project_and_no_other(house: House) -> None:
    make_project("Anderes", theme=house.theme)
    ayse = house.ayse.browser()
    assert says(ayse, "ziel-setzen", text="Mehr Bäume").status_code == 302
    for address in ("/leitprojekte/anderes/bearbeiten/", "/leitprojekte/anderes/bearbeiten/ziel-setzen/"):
        assert (ayse.get(address).status_code, ayse.post(address).status_code) == (404, 404)
    assert Goal.objects.count() == 1


def test_a_lead_takes_back_what_the_house_entered_about_the_project_but_nothing_that_was_decided(house: House) -> None:
    """The sheet belongs to the project: whoever keeps it corrects it, and the journal says as which post and why."""
    ayse = house.ayse.browser()
    says(house.carla.browser(), "ziel-setzen", text="Falsch")
    version = Goal.objects.get().versions.get()
    assert says(ayse, f"zuruecknehmen-goal/{version.pk}", reason="Doppelt").status_code == 302
    assert (Goal.objects.count(), Entry.objects.order_by("-seq")[0].post) == (0, "Projektleitung")
    state = StateVersion.objects.filter(project=house.project).get()
    assert says(ayse, f"zuruecknehmen-state/{state.pk}", reason="Nein").status_code == 404


def test_who_no_longer_leads_edits_no_more_at_the_next_request(house: House) -> None:
    ayse = house.ayse.browser()
    assert ayse.get(f"{SHEET}bearbeiten/").status_code == 200
    house.project.responsibilities.filter(post=house.ayse.post).update(valid_to=timezone.localdate())
    assert ayse.get(f"{SHEET}bearbeiten/").status_code == 404


# -- my projects


def test_the_own_projects_stand_on_the_home_page_and_the_desk_of_a_lead_only(house: House) -> None:
    make_milestone(house.project, (date(2025, 1, 1), "2027"))
    shown = [
        "Meine Projekte" in words(client.get(place))
        for client in (house.ayse.browser(), house.carla.browser(), house.employee.browser(), Client())
        for place in ("/", "/mein-bereich/")
    ]
    assert shown == [True, True] + [False] * 6
    page = words(house.ayse.browser().get("/"))
    assert "Als Nächstes: Meilenstein" in page


def test_the_next_milestone_is_the_nearest_that_is_open_by_its_newest_date(house: House) -> None:
    make_milestone(house.project, (date(2025, 1, 1), "2026"), (date(2026, 1, 1), "2029"))
    nearest = make_milestone(house.project, (date(2025, 1, 1), "2028"))
    make_milestone(house.project, (date(2025, 1, 1), "2026"), actual=(date(2026, 5, 1), "2026-04-01"))
    mine = my_projects(house.ayse.actor, on=timezone.localdate())
    assert [(one.name, one.milestone, one.due) for one in mine] == [("Stadtgrün", nearest.name, "2028")]


def test_what_has_ended_is_no_longer_mine_and_ten_cost_as_much_as_one(house: House) -> None:
    actor, today = house.ayse.actor, timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        my_projects(actor, on=today)
    for _ in range(9):
        leads(make_project(theme=house.theme), house.ayse)
    leads(make_project("Fertig", state="completed", theme=house.theme), house.ayse)
    with CaptureQueriesContext(connection) as again:
        found = my_projects(house.ayse.actor, on=today)
    assert ("Fertig" in [one.name for one in found], len(found)) == (False, 10)
    assert len(again) == len(queries) + 1  # and one to know who acts


# -- internal notes


def test_notes_are_read_by_those_who_answer_for_the_project_and_by_nobody_else(house: House) -> None:
    house.project.responsibilities.create(unit=house.head.post.unit, valid_from=SINCE, stated_on=SINCE)
    other = holder("hugo", "Andere Amtsleitung", Post.Role.OFFICE_HEAD, make_unit("Hochbauamt"))
    mayor = holder("bernd", "Oberbürgermeister", Post.Role.MAYOR, make_unit("Dezernat 1", kind=Unit.Kind.DEPARTMENT))
    deputy = holder("doris", "Dezernentin", Post.Role.DEPUTY_MAYOR, make_unit("Dezernat 5", kind=Unit.Kind.DEPARTMENT))
    ThemeRole.objects.create(
        theme=house.theme, post=deputy.post, role=ThemeRole.Role.HEAD, valid_from=SINCE, stated_on=SINCE
    )
    notes.write_note("stadtgrun", text=SECRET, by=house.ayse.actor, at=NOW)
    readers = (house.ayse, house.officer, house.carla, house.head, mayor, deputy)
    strangers = (house.employee, other)
    sees = [SECRET in words(one.browser().get(SHEET)) for one in (*readers, *strangers)]
    assert sees == [True] * 6 + [False] * 2
    assert SECRET not in words(Client().get(SHEET))


def test_a_note_stands_in_no_export_no_search_and_no_journal(house: House) -> None:
    notes.write_note("stadtgrun", text=SECRET, by=house.ayse.actor, at=NOW)
    for client in (house.carla.browser(), Client()):
        places = [place for place in PLACES if place not in (SHEET, f"/en{SHEET}")]
        assert [place for place in places if SECRET in words(client.get(place))] == []
    assert SECRET not in str(list(Document.objects.values())) + str(list(Entry.objects.values()))
    assert Note.objects.get().text == SECRET  # negative control: it is there


def test_a_lead_writes_a_note_once_and_takes_it_back(house: House) -> None:
    ayse = house.ayse.browser()
    for _ in range(2):
        assert ayse.post(f"{SHEET}notizen/neu/", {"text": SECRET}).status_code == 302
    note = Note.objects.get()
    back = f"{SHEET}notizen/{note.pk}/zuruecknehmen/"
    assert house.officer.browser().post(back).status_code == 404
    assert SECRET in words(ayse.get(back))
    assert (ayse.post(back).status_code, Note.objects.count()) == (302, 0)
    assert list(Entry.objects.values_list("event", flat=True)) == ["projects.note_written", "projects.note_withdrawn"]


def test_others_write_no_note(house: House) -> None:
    for one in (house.officer, house.carla, house.employee):
        assert one.browser().post(f"{SHEET}notizen/neu/", {"text": "x"}).status_code == 404
        with pytest.raises(Refused):
            notes.write_note("stadtgrun", text="x", by=one.actor, at=NOW + timedelta(days=1))
    assert Note.objects.count() == 0

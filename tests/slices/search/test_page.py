"""The page of hits."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import querwerk.web.demo
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.models import Project
from querwerk.projects.queries.documents import documents
from querwerk.projects.rules import visible_to
from querwerk.search.actions import index
from querwerk.search.models import Document
from querwerk.search.queries import find
from tests.factories import make_project
from tests.slices.projects.test_sheet import PORTFOLIO

pytestmark = pytest.mark.django_db


def page(client: Client, question: str, **asks: str) -> str:
    response = client.get("/suche/", {"q": question, **asks})
    assert response.status_code == 200
    return response.content.decode()


def test_every_project_is_found_by_every_name_it_ever_had(carla: Actor, now: datetime) -> None:
    querwerk.web.demo.fill(by=carla, at=now)
    for project in PORTFOLIO["projects"]:
        for name in project["names"]:
            assert project["slug"] in [hit.slug for hit in find(name["name"], limit=5).hits]


def test_former_names_are_named_and_marked(client: Client) -> None:
    project = make_project("Programm Aktive Mobilität")
    project.names.create(name="Fahrradstadt", valid_from=date(2015, 1, 1), stated_on=date(2015, 1, 1))
    index(documents())
    shown = page(client, "Fahradstadt")
    assert "früher: <mark>Fahrradstadt</mark>" in shown
    assert 'href="/leitprojekte/programm-aktive-mobilitat/"' in shown


def test_candidates_are_found_by_the_house_only(client: Client, carla: Actor) -> None:
    make_project("Geheimer Plan", state="candidate")
    make_project("Offener Plan")
    index(documents())
    shown = page(client, "Plan")
    assert ("Geheimer" in shown, "Offener" in shown) == (False, True)
    # Negative control: the document is there, and the house finds it.
    assert [hit.slug for hit in find("Geheimer", internal=True).hits] == ["geheimer-plan"]


def test_what_search_calls_internal_is_what_residents_may_not_see() -> None:
    for state in ("idea", "candidate", "prioritized", "running", "completed"):
        make_project(f"Plan {state}", state=state)
    index(documents())
    hidden = set(Document.objects.filter(internal=True).values_list("slug", flat=True))
    assert hidden == set(Project.objects.exclude(pk__in=visible_to(NOBODY)).values_list("slug", flat=True))
    assert len(hidden) == 2


def test_nothing_found_says_what_to_do_next(client: Client) -> None:
    shown = page(client, "Quantenschaum")
    assert "Nichts gefunden für „Quantenschaum“." in shown
    assert 'href="/leitprojekte/"' in shown


def test_a_question_with_html_is_shown_as_text(client: Client) -> None:
    assert "<script>" not in page(client, "<script>alert(1)</script>")


@pytest.mark.parametrize("odd", ["-1", "x", "0", "999999999999", "²"])
def test_odd_page_numbers_and_kinds_do_no_harm(client: Client, odd: str) -> None:
    make_project("Plan")
    index(documents())
    assert client.get("/suche/", {"q": "Plan", "seite": odd, "art": odd}).status_code == 200


def test_the_page_takes_as_many_statements_for_three_hits_as_for_one(client: Client) -> None:
    counts = []
    for number in (1, 3):
        for i in range(number):
            make_project(f"Plan {number} {i}")
        index(documents())
        page(client, "warm")
        with CaptureQueriesContext(connection) as queries:
            page(client, "Plan", n=str(number))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10

"""The register of obstacles: filters, places, files, and nothing of candidates for strangers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.lifecycle import State
from querwerk.projects.models import Obstacle, ObstacleKind
from querwerk.projects.queries.obstacles import Choice, register
from tests.factories import forget, make_project, make_theme

pytestmark = pytest.mark.django_db


def name_obstacle(text: str, kind: str = "Personalmangel", **fields: object) -> Obstacle:
    known, _ = ObstacleKind.objects.get_or_create(slug=kind.lower(), defaults={"name": kind})
    made: Obstacle = Obstacle.objects.create(kind=known, text=text, **{"stated_on": date(2024, 6, 4), **fields})
    forget()
    return made


def texts(choice: Choice, actor: Actor = NOBODY) -> list[str]:
    return [line.text for line in register(actor, choice).lines]


def test_each_filter_leaves_what_it_says() -> None:
    green = make_theme("Grüne Stadt")
    name_obstacle("Leitung fehlt", project=make_project("Urbanes Grün", theme=green))
    name_obstacle("Haushalt", "Geldmangel", theme=green, escalated_on=date(2025, 1, 1))
    name_obstacle("Rollen unklar", "Rollen", resolved_on=date(2025, 1, 1))
    found = {
        "all": texts(Choice()),
        "kind": texts(Choice(kind="geldmangel")),
        "theme": texts(Choice(theme=green.slug)),
        "open": texts(Choice(stand="offen")),
        "escalated": texts(Choice(stand="eskaliert")),
        "resolved": texts(Choice(stand="behoben")),
    }
    assert found == {
        "all": ["Leitung fehlt", "Haushalt", "Rollen unklar"],
        "kind": ["Haushalt"],
        "theme": ["Leitung fehlt", "Haushalt"],
        "open": ["Leitung fehlt", "Haushalt"],
        "escalated": ["Haushalt"],
        "resolved": ["Rollen unklar"],
    }


def test_obstacles_of_a_candidate_are_the_houses_business_only(carla: Actor) -> None:
    name_obstacle("Noch geheim", project=make_project("Kandidat", state=State.CANDIDATE))
    assert (texts(Choice()), texts(Choice(), carla)) == ([], ["Noch geheim"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(client: Client, count: int) -> None:
    for number in range(count):
        name_obstacle(f"Hemmnis {number}", project=make_project(f"Projekt {number}"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/hemmnisse/").status_code == 200
    assert len(captured) == 8


def test_the_file_holds_the_chosen_lines_and_computes_nothing(client: Client) -> None:
    name_obstacle("=1+1", "Geldmangel")
    name_obstacle("anderes", "Pandemie")
    content = client.get("/hemmnisse/export.csv?art=geldmangel").content.decode("utf-8-sig")
    assert content.splitlines()[1] == "04.06.2024;Geldmangel;'=1+1;;;;;"


@pytest.mark.parametrize("asked", ["seite=0", "seite=99999", "seite=abc", "art=%20", "stand=x", "thema=" + "x" * 9000])
def test_odd_parameters_are_no_error(client: Client, asked: str) -> None:
    assert client.get(f"/hemmnisse/?{asked}").status_code == 200

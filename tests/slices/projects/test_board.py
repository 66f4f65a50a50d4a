"""What is kept for a journal position: for whom, in which language, and until when."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.actions.names_and_texts import rename
from querwerk.projects.models import Project
from querwerk.projects.queries.board import Board
from querwerk.projects.queries.matrix import matrix
from querwerk.projects.queries.portfolio import Wanted, portfolio
from querwerk.projects.queries.themes import theme_page
from tests.factories import make_project, make_theme, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def house() -> Project:
    theme, garden = make_theme("Grüne Stadt"), make_unit("Gartenamt")
    make_project("Noch nicht", theme=theme, units=[garden], state="candidate")
    return make_project("Bäume & <Beete>", theme=theme, units=[garden])


def of_list(actor: Actor) -> int:
    return portfolio(actor, Wanted(), today=TODAY).total


def of_theme(actor: Actor) -> int:
    found = theme_page(actor, "grune-stadt", None, today=TODAY)
    return len(found.current) if found else 0


def of_matrix(actor: Actor) -> int:
    return matrix(actor, None, today=TODAY).projects


@pytest.mark.parametrize("count", [of_list, of_theme, of_matrix])
def test_what_the_staff_unit_saw_first_stays_with_the_staff_unit(count: Callable[[Actor], int], carla: Actor) -> None:
    house()
    assert [count(actor) for actor in (carla, NOBODY, carla, NOBODY)] == [2, 1, 2, 1]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/themen/grune-stadt/", {"Laufend", "Running"}),
        ("/leitprojekte/", {"Laufend", "Running"}),
        ("/matrix/", {"1 Projekt: Gr", "1 project: Gr"}),
    ],
)
def test_what_was_kept_in_one_language_does_not_show_in_the_other(client: Client, path: str, words: set[str]) -> None:
    house()
    pages = [client.get(f"{start}{path}?_={turn}").content.decode() for turn in range(2) for start in ("", "/en")]
    seen = []
    for page, language in zip(pages, ("de", "en") * 2, strict=True):
        main = page[page.index("<main") : page.index("</main>")]
        inner = re.findall(r'href="(/[^"]*)"', main)
        assert {address.startswith("/en/") for address in inner} == {language == "en"}
        seen.append({word for word in words if word in main})
    assert (seen[0] | seen[1], seen[:2], len(seen[0])) == (words, seen[2:], 1)


def test_a_kept_row_is_escaped_and_goes_with_the_next_action(client: Client, carla: Actor) -> None:
    project = house()
    for path in ("/themen/grune-stadt/", "/leitprojekte/"):
        pages = [client.get(f"{path}?_={turn}").content.decode() for turn in range(2)]
        assert ["Bäume &amp; &lt;Beete&gt;</a>" in page for page in pages] == [True, True]
    rename(project.slug, name="Wald", version=project.version, by=carla, at=NOW)
    for path in ("/themen/grune-stadt/", "/leitprojekte/"):
        page = client.get(f"{path}?_=3").content.decode()
        assert ("Wald</a>" in page, "Beete" in page) == (True, False)


def test_a_choice_marks_what_was_chosen(client: Client) -> None:
    house()
    page = client.get("/leitprojekte/?einheit=gartenamt&thema=grune-stadt&jahr=2020").content.decode()
    for option in ('"gartenamt" selected>Gartenamt', '"grune-stadt" selected>Grüne Stadt', '"2020" selected>2020'):
        assert f"<option value={option}</option>" in page
    assert " selected" not in client.get("/leitprojekte/").content.decode()


def test_a_full_board_forgets_its_answers() -> None:
    board = Board([])
    asked: list[int] = []
    for key in [*range(200), 0, 199]:
        board.once(key, lambda key=key: asked.append(key) or key)
    assert asked == [*range(200), 0]

"""The home page: true numbers, the same slips as the page of changes, few statements however large the city."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django.fixtures import DjangoAssertNumQueries

from querwerk.delivery.models import Period
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.insights import changes
from querwerk.web import errors
from querwerk.web.home_page import home_page
from tests.factories import make_milestone, make_project, make_source, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No page from an earlier test, and German as after a start."""
    cache.clear()
    with override("de"):
        yield


FIRST, SECOND, TODAY = date(2024, 6, 4), date(2025, 5, 20), date(2025, 11, 22)


def period(ends_on: date) -> Period:
    return Period.objects.create(
        label=str(ends_on.year), starts_on=ends_on.replace(month=1, day=1), ends_on=ends_on, source=make_source()
    )


def test_an_empty_house_says_what_to_do_next(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Noch ist nichts eingetragen" in page
    assert "querwerk demo" in page


def test_the_numbers_are_those_of_the_portfolio(carla: Actor) -> None:
    theme = make_theme("Grüne Stadt")
    for name, state in (("Bäume", "running"), ("Bäche", "delayed"), ("Beete", "completed"), ("Büsche", "candidate")):
        make_project(name, theme=theme, state=state)
    shown = home_page(NOBODY, on=TODAY)
    assert shown.counts == {"running": 1, "delayed": 1, "planned": 0, "done": 1, "ended": 0}
    assert shown.themes[0].running == (("bache", "Bäche"), ("baume", "Bäume"))
    assert home_page(carla, on=TODAY).counts["planned"] == 1


def test_slips_are_counted_from_the_report_before_the_newest_slip() -> None:
    period(FIRST), period(SECOND)
    slipped, early, reached, vague = (make_project(name) for name in ("spät", "früh", "fertig", "offen"))
    make_milestone(slipped, (FIRST, "2025"), (SECOND, "2026"))
    make_milestone(early, (FIRST, "2027"), (SECOND, "2026"))
    make_milestone(early, (FIRST, "2027"), (SECOND, "2027-Q2"))
    make_milestone(reached, (FIRST, "2024"), (SECOND, "2025"), actual=(SECOND, "2025-03-01"))
    make_milestone(vague, (FIRST, "2025"), (SECOND, "after-2026"))
    shown = home_page(NOBODY, on=TODAY)
    assert shown.since is not None
    assert shown.since.label == "2024"
    assert {(slip.slug, slip.before, slip.after) for slip in shown.slipped} == {
        ("spat", "2025", "2026"),
        ("offen", "2025", "after-2026"),
    }
    told = [change for change in changes(FIRST, TODAY, NOBODY).changes if change.kind == "slipped"]
    assert len(told) == len(shown.slipped)


def test_what_comes_next_leaves_out_ended_projects_and_past_dates() -> None:
    running, ended = make_project("läuft"), make_project("vorbei", state="completed")
    make_milestone(running, (FIRST, "2026"))
    make_milestone(running, (FIRST, "2025-01"))
    make_milestone(running, (FIRST, "2025"), (SECOND, "2027"))
    make_milestone(ended, (FIRST, "2026"))
    assert [due.written for due in home_page(NOBODY, on=TODAY).due] == ["2026", "2027"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_statements_does_not_grow(
    size: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    period(FIRST), period(SECOND)
    for number in range(size):
        project = make_project(f"Projekt {number}")
        make_milestone(project, (FIRST, "2025"), (SECOND, "2026"))
    client.get("/impressum/")
    with django_assert_num_queries(8):  # journal position, vocabulary, six of the page
        assert client.get("/").status_code == 200


def test_english_is_complete_and_one_click_away(client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert "How the city is changing" in page
    assert '<html lang="en">' in page
    assert 'hreflang="de"' in page


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_errors_stand_in_the_frame_and_need_no_database(client: Client) -> None:
    request = RequestFactory().get("/")
    for answer, code in (
        (errors.bad_request(request, ValueError()), 400),
        (errors.permission_denied(request, ValueError()), 403),
        (errors.server_error(request), 500),
        (errors.csrf_failure(request), 403),
    ):
        assert answer.status_code == code
        assert f"Fehler {code}" in words(answer)
        assert 'class="qw-head"' in words(answer)
    assert "mehr, als ein Formular fasst" in words(errors.bad_request(request, RequestDataTooBig()))
    missing = client.get("/gibt-es-nicht/")
    assert missing.status_code == 404
    assert "Seite nicht gefunden" in words(missing)


def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/anmelden/", {"username": "carla", "password": "x"})
    assert answer.status_code == 403
    assert "zu lange offen" in words(answer)


def test_legal_pages_say_what_is_missing_until_the_settings_are_filled(client: Client, settings: Any) -> None:
    assert "QUERWERK_ADDRESS" in words(client.get("/impressum/"))
    settings.OPERATOR_ADDRESS, settings.OPERATOR_CONTACT = "Rathaus|12345 Beispielheim", "haus@beispielheim.example"
    page = words(client.get("/impressum/?neu"))
    assert "Rathaus<br>12345 Beispielheim" in page
    assert 'href="mailto:haus@beispielheim.example"' in page
    assert "QUERWERK_" not in page

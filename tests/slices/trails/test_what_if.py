"""The page "What if?": from the plan, from real cases, and what it does not tell."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import polars as pl
import pytest
from django.test import Client

from querwerk.trails.actions.stations import Stop
from querwerk.trails.insights import what_if
from querwerk.trails.insights.packed import to_bytes
from querwerk.trails.models import Log, Trail
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import AT, a_trail, employee, published

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)


def asked(client: Client, *changes: tuple[str, str, str], source: str = "") -> str:
    """The text of the answer, without markup."""
    pairs = [("grundlage", source)]
    for station, kind, into in changes:
        pairs += [("station", station), ("was", kind), ("mit", into)]
    answer = client.get(f"/laufwege/dienstreiseantrag/was-waere-wenn/?{urlencode(pairs)}")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def a_log(trail: Trail, cases: int, rare: int = 0) -> Log:
    """Cases of three stations, a day later each; in the first ones of them a rare one sees the paper too."""
    rows = [
        (number, station, BEGIN + timedelta(days=number * place))
        for number in range(1, cases + 1)
        for place, station in enumerate(("Antrag", "Prüfung", "Kasse", *(["Selten"] if number <= rare else [])))
    ]
    events = pl.DataFrame(
        rows, schema={"case": pl.Int64, "station": pl.String, "at": pl.Datetime("us", "UTC")}, orient="row"
    )
    return Log.objects.create(
        trail=trail, source="csv", file_name="Probe", imported_at=AT, cases=cases, events=len(rows),
        packed=to_bytes(events),
    )  # fmt: skip


@pytest.fixture
def trail(client: Client) -> Trail:
    stops = [Stop("Antrag", touch_minutes=20), Stop("Prüfung", waiting_days=3), Stop("Kasse", waiting_days=1)]  # type: ignore[arg-type]
    return published(as_actor(employee()), as_actor(staff()), stations=stops)


def test_the_plan_answers_while_there_is_nothing_else_and_says_so(client: Client, trail: Trail) -> None:
    page = asked(client, ("Prüfung", "drop", ""))
    assert "Gerechnet mit dem Plan: ein Papier, das genau wie geplant läuft." in page
    assert "Nach Plan: 2 statt 3 Hände, 1 Tag statt 4 Tage." in page


def test_real_cases_answer_with_their_spread(client: Client, trail: Trail) -> None:
    a_log(trail, 19)
    page = asked(client, ("Prüfung", "drop", ""))
    assert "Gerechnet mit 19 wirklichen Fällen." in page
    assert "In der Mitte aller Fälle: 2 statt 3 Hände, 10 Tage statt 20 Tage." in page
    assert (
        "19 von 19 Fällen wären anders gelaufen; acht von zehn davon wären 2,8 Tage bis 17,2 Tage kürzer gewesen"
        in page
    )
    assert "20 Tage (5,6 Tage bis 34 Tage) 10 Tage (2,8 Tage bis 17,2 Tage)" in page


def test_fewer_than_ten_cases_and_rare_stations_are_not_asked_about(client: Client, trail: Trail) -> None:
    few = a_log(trail, 9)
    assert ["Gerechnet mit dem Plan" in asked(client, source=str(few.pk))] == [True]
    many = a_log(trail, 12, rare=9)
    page = asked(client, ("Selten", "drop", ""), source=str(many.pk))
    assert "Änderung 1: Bitte wählen Sie eine Station, die hier vorkommt." in page
    assert "Selten" not in page


def test_delegating_says_that_nobody_has_checked_the_mandate(client: Client, trail: Trail) -> None:
    told = "Wer das entscheiden darf, wird hier nicht geprüft"
    found = [told in asked(client, ("Prüfung", kind, "Kasse")) for kind in ("delegate", "merge")]
    assert found == [True, False]


def test_what_is_missing_is_said_of_its_change(client: Client, trail: Trail) -> None:
    page = asked(client, ("", "drop", ""), ("Prüfung", "merge", "Prüfung"), ("Kasse", "sprengen", ""))
    assert "Änderung 1: Bitte wählen Sie eine Station, die hier vorkommt." in page
    assert "Änderung 2: Bitte wählen Sie die andere Station." in page
    assert "Änderung 3: Bitte wählen Sie, was sich ändert." in page


def test_of_a_large_log_an_even_part_is_taken_and_the_page_says_so(
    client: Client, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_if, "MOST_CASES", 10)
    a_log(trail, 40)
    page = asked(client, ("Prüfung", "drop", ""))
    assert "Gerechnet mit 10 wirklichen Fällen. Sie sind ein gleichmäßiger Teil von 40." in page


def test_nobody_asks_about_a_draft_of_somebody_else(client: Client) -> None:
    a_trail(as_actor(employee()))
    answers = [client.get("/laufwege/dienstreiseantrag/was-waere-wenn/").status_code]
    sign_in(client, staff())
    answers.append(client.get("/laufwege/dienstreiseantrag/was-waere-wenn/").status_code)
    assert answers == [404, 404]


def test_the_page_asks_the_database_at_most_ten_times(
    client: Client, trail: Trail, django_assert_max_num_queries: object
) -> None:
    a_log(trail, 12)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        asked(client, ("Prüfung", "drop", ""))

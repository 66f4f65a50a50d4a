"""A house does not start on a database that may lose what it said yes to, and stops writing before a disk is full."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from querwerk.web import durability, room
from querwerk.web.doctor import BEFORE_SERVING, CHECKS

SAFE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "server_encoding": "UTF8",
    "TimeZone": "UTC",
}


def judged(**settings: str) -> list[str]:
    return list(durability.broken_promises({**SAFE, **settings}, durability.POSTGRESQL))


def test_settings_that_keep_every_promise_are_not_worth_a_word() -> None:
    assert judged() == []
    assert judged(synchronous_commit="remote_apply") == []
    assert list(durability.outdated(15)) == []


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"fsync": "off"},
            "Die Datenbank steht auf fsync = off: nach einem Stromausfall kann die Datenbank unlesbar sein. "
            "Nötig ist on.",
        ),
        (
            {"synchronous_commit": "off"},
            "Die Datenbank steht auf synchronous_commit = off: bestätigte Eingaben können verloren gehen. "
            "Nötig ist on.",
        ),
        (
            {"server_encoding": "SQL_ASCII"},
            "Die Datenbank steht auf server_encoding = SQL_ASCII: nicht jeder Name lässt sich speichern. "
            "Nötig ist UTF8.",
        ),
    ],
)
def test_a_promise_that_is_not_kept_is_named_with_what_it_would_cost(settings: dict[str, str], sentence: str) -> None:
    assert judged(**settings) == [sentence]


def test_an_old_server_is_named() -> None:
    assert list(durability.outdated(14)) == ["PostgreSQL 14 ist zu alt: nötig ist 15 oder neuer."]


@pytest.mark.django_db
def test_the_tests_hurry_on_postgresql_and_the_house_would_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(durability.database()) == []
    monkeypatch.delenv("QUERWERK_TEST_HURRY", raising=False)
    hurried = {"fsync", "full_page_writes", "synchronous_commit"} if connection.vendor == "postgresql" else set()
    assert {sentence.split()[4] for sentence in durability.database()} == hurried


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_is_asked_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = 1")
        said = list(durability.database())
        cursor.execute("PRAGMA synchronous = 2")
    assert said == [
        "Die Datenbank steht auf synchronous = 1: bestätigte Eingaben können nach einem Stromausfall verloren gehen. "
        "Nötig ist 2."
    ]


def test_the_doctor_asks_all_of_it_and_the_server_what_it_must() -> None:
    asked = {check.__name__ for check in CHECKS}
    assert {"database", "checksums", "enough", "verified_lately"} <= asked
    assert "database" in {check.__name__ for check in BEFORE_SERVING}


@pytest.mark.django_db
def test_on_a_full_disk_everything_can_be_read_and_nothing_stored(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.post("/sprache/", {"language": "en"}).status_code
    monkeypatch.setattr(room, "LAST", 2**70)
    assert client.get("/").status_code == 200
    answer = client.post("/sprache/", {"language": "en"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert "Im Moment lässt sich nichts speichern" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers
    assert before != 503
    assert [sentence.split(" nur noch ")[0] for sentence in room.enough()] == ["Auf der Platte sind"]

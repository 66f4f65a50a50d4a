"""What waits, at a glance: counts for the staff unit alone, for everybody their own next steps."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.intake.lifecycle import State
from querwerk.intake.models import Asker, Inquiry
from querwerk.web.waiting import own_steps, waiting
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import employee

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATE, SOON = NOW.date() - timedelta(3), NOW.date() + timedelta(3)


def an_inquiry(title: str, state: State = State.SUBMITTED, account: str = "", **fields: object) -> None:
    more = {"answer": "…", "answered_at": NOW} if state is State.CLOSED else {}
    found = Inquiry.objects.create(
        **{"title": title, "concern": "…", "state": state.value, "received_at": NOW, **more, **fields}  # type: ignore[arg-type]
    )
    if account:
        Asker.objects.create(inquiry=found, account=account)


def test_the_staff_unit_sees_how_many_wait_and_how_many_are_late() -> None:
    carla = as_actor(staff())
    an_inquiry("Eins", due_on=LATE)
    an_inquiry("Zwei", due_on=SOON)
    an_inquiry("Drei", State.CLOSED)
    first = waiting(carla, at=NOW)[0]
    assert (first.count, first.late, first.address) == (2, 1, "/anfragen/")


def test_nobody_else_is_told_how_much_waits() -> None:
    an_inquiry("Eins")
    assert waiting(as_actor(employee()), at=NOW) == ()


def test_everybody_sees_their_own_next_steps_with_the_nearest_day_first() -> None:
    ayse = as_actor(employee())
    an_inquiry("Später", account="ayse", due_on=SOON)
    an_inquiry("Früher", account="ayse", due_on=LATE)
    an_inquiry("Fertig", State.CLOSED, account="ayse")
    an_inquiry("Fremd", account="emil")
    assert [stage.title for stage in own_steps(ayse)] == ["Früher", "Später"]


def text(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


@pytest.mark.parametrize("path", ["/", "/mein-bereich/"])
def test_home_and_desk_show_both(path: str) -> None:
    today = timezone.localdate()
    an_inquiry("Raum gesucht", account="ayse", due_on=today - timedelta(1))
    ayse, carla = sign_in(Client(), employee()), sign_in(Client(), staff())
    mine, theirs = text(ayse, path), text(carla, path)
    assert ("Meine nächsten Schritte" in mine, "Raum gesucht" in mine, "Was wartet" in mine) == (True, True, False)
    assert "1 Anfrage ohne Antwort 1 überfällig" in theirs
    assert "Raum gesucht" not in theirs

"""Through how many hands do our own papers go? Units alone, none that is small, and only with consent."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import polars as pl
import pytest
from django.test import Client

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.privacy.actions.switches import switch
from querwerk.trails.exchange.house import count_own_papers
from querwerk.trails.lifecycle import OWN_PAPERS
from querwerk.trails.models import Log
from querwerk.web.demo.papers import CASES, EVENTS, FILE
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import employee

pytestmark = pytest.mark.django_db


def wrote(unit: str, paper: UUID, at: datetime, event: str = "projects.begin_set") -> None:
    """A unit did something to a paper."""
    from django.db import transaction

    with transaction.atomic():
        record(Event(event, paper), by=Actor(post=f"Posten {unit}", unit=unit, account=f"konto-{unit}"), at=at)


def papers(count: int, at: datetime, *units: str) -> list[UUID]:
    """Papers that each pass these units, a day apart."""
    found = [uuid4() for _ in range(count)]
    for paper in found:
        for day, unit in enumerate(units):
            wrote(unit, paper, at + timedelta(days=day, minutes=3))
    return found


@pytest.fixture
def agreed(now: datetime, carla: Actor) -> None:
    switch(OWN_PAPERS, on=True, consent_on=now.date(), note="", by=carla, at=now)


@pytest.fixture
def by() -> Actor:
    return as_actor(staff())


def stations(log: Log) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(bytes(log.packed)))


def test_the_journal_becomes_a_log_of_units(agreed: None, by: Actor, now: datetime) -> None:
    papers(10, now, "Hauptamt", "Bauamt", "Hauptamt")
    log = count_own_papers(title="Eigene Papiere", by=by, at=now)
    events = stations(log)
    assert (log.source, log.cases, log.events) == ("journal", 10, 30)
    assert set(events["station"].cast(pl.String)) == {"Hauptamt", "Bauamt"}
    assert set(events.columns) == {"case", "station", "at", "activity"}
    assert {moment.minute % 5 for moment in events["at"]} == {0}


def test_nothing_of_a_post_or_an_account_is_kept(agreed: None, by: Actor, now: datetime) -> None:
    papers(10, now, "Hauptamt", "Bauamt")
    content = bytes(count_own_papers(title="Eigene Papiere", by=by, at=now).packed)
    assert b"Posten" not in content
    assert b"konto-" not in content
    assert b"Hauptamt" in content  # negative control


def test_small_units_are_counted_together_or_not_at_all(agreed: None, by: Actor, now: datetime) -> None:
    papers(10, now, "Hauptamt")
    papers(9, now, "Amt A", "Hauptamt")
    alone = count_own_papers(title="Eigene Papiere", by=by, at=now)
    assert set(stations(alone)["station"].cast(pl.String)) == {"Hauptamt"}
    assert alone.skipped == {"small_unit": (9, "")}
    papers(9, now, "Amt B", "Hauptamt")
    together = count_own_papers(title="Eigene Papiere", by=by, at=now)
    assert set(stations(together)["station"].cast(pl.String)) == {"Hauptamt", "andere Einheiten"}


def test_fewer_than_ten_papers_are_not_counted(agreed: None, by: Actor, now: datetime) -> None:
    papers(9, now, "Hauptamt", "Bauamt")
    with pytest.raises(Refused):
        count_own_papers(title="Eigene Papiere", by=by, at=now)
    assert Log.objects.count() == 0


def test_without_consent_nothing_is_counted(by: Actor, now: datetime) -> None:
    papers(10, now, "Hauptamt", "Bauamt")
    with pytest.raises(Refused):
        count_own_papers(title="Eigene Papiere", by=by, at=now)


def test_logging_in_and_mails_are_no_papers(agreed: None, by: Actor, now: datetime) -> None:
    for _ in range(10):
        wrote("Hauptamt", uuid4(), now, "accounts.opened")
    with pytest.raises(Refused):
        count_own_papers(title="Eigene Papiere", by=by, at=now)


def test_the_staff_unit_counts_with_one_button(agreed: None, client: Client, now: datetime) -> None:
    papers(10, now, "Hauptamt", "Bauamt")
    sign_in(client, staff())
    assert client.get("/laufwege/einlesen/aus-dem-haus/").status_code == 200
    answer = client.post("/laufwege/einlesen/aus-dem-haus/")
    log = Log.objects.get()
    assert answer["Location"] == f"/laufwege/{log.trail.slug}/protokolle/{log.pk}/"
    assert client.get(answer["Location"]).status_code == 200


def test_nobody_else_counts_the_papers_of_the_house(agreed: None, client: Client) -> None:
    sign_in(client, employee())
    assert client.get("/laufwege/einlesen/aus-dem-haus/").status_code == 404


def test_the_packed_papers_of_the_demo_are_as_many_as_it_says() -> None:
    events = pl.read_parquet(FILE)
    assert (events["case"].n_unique(), events.height) == (CASES, EVENTS)
    assert set(events.columns) == {"case", "station", "at", "activity"}

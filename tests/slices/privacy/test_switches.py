"""Features that need consent: off until somebody enters the day of it, and every switch is remembered."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.privacy.actions.switches import switch
from querwerk.privacy.exchange import switch_file
from querwerk.privacy.models import Switch
from querwerk.privacy.queries.records import records
from querwerk.privacy.queries.switches import features, is_on, switched
from querwerk.protection import Feature

pytestmark = pytest.mark.django_db
KEY = "projects.example"
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def feature(monkeypatch: pytest.MonkeyPatch) -> None:
    example = Feature(KEY, "Beispiel", "Was das Beispiel verarbeitet.")
    monkeypatch.setattr(apps.get_app_config("projects"), "features", (example,), raising=False)


def test_a_feature_is_off_until_it_is_switched_on_with_the_day_of_the_consent(carla: Actor, now: datetime) -> None:
    assert not is_on(KEY)
    with pytest.raises(Refused) as refused:
        switch(KEY, on=True, consent_on=None, by=carla, at=now)
    assert refused.value.field == "consent_on"
    switch(KEY, on=True, consent_on=DAY, note="DV 12", by=carla, at=now)
    assert is_on(KEY)
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.post, entry.reason) == ("privacy.feature_switched", "Stabsstelle", "DV 12")
    assert entry.facts == {KEY: [False, True], "consent_on": [None, "2026-11-01"]}


def test_a_consent_of_tomorrow_is_none(carla: Actor, now: datetime) -> None:
    with pytest.raises(Refused):
        switch(KEY, on=True, consent_on=date(2026, 11, 23), by=carla, at=now)
    assert not is_on(KEY)


def test_only_the_staff_unit_switches(now: datetime) -> None:
    for role in ("auditor", "administrator", "mayor", "employee"):
        with pytest.raises(Refused):
            switch(KEY, on=True, consent_on=DAY, by=Actor(post="x", roles=frozenset({role})), at=now)
    assert not Switch.objects.exists()


def test_what_was_switched_stays_on_record_and_cannot_be_changed(carla: Actor, now: datetime) -> None:
    switch(KEY, on=True, consent_on=DAY, by=carla, at=now)
    switch(KEY, on=False, consent_on=None, by=carla, at=now)
    (one,) = (one for one in switched() if one.feature.key == KEY)
    assert [(past.is_on, past.consent_on) for past in one.history] == [(False, None), (True, DAY)]
    assert not is_on(KEY)
    for change in (Switch.objects.all().delete, lambda: Switch.objects.update(post="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_feature_that_nobody_declared_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        is_on("projects.unknown")


def test_two_switch_files_differ_exactly_where_something_was_switched(carla: Actor, now: datetime) -> None:
    before = switch_file(switched(), records())
    assert before == switch_file(switched(), records())
    switch(KEY, on=True, consent_on=DAY, by=carla, at=now)
    old, new = json.loads(before), json.loads(switch_file(switched(), records()))
    assert old["fields"] == new["fields"]
    changed = {key for key, value in new["features"][KEY].items() if old["features"][KEY][key] != value}
    assert changed == {"is_on", "consent_on"}
    assert set(new["features"]) == set(features())

"""Reading in an event log over the web: from the file to the log, refused with a sentence, left, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from querwerk.trails.models import Log
from tests.logins import sign_in
from tests.slices.trails.importing import left_in, read_in
from tests.slices.trails.people import employee

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTS = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def ayse(client: Client) -> Client:
    return sign_in(client, employee())


def test_a_file_becomes_a_trail_with_a_log(ayse: Client, files: Path) -> None:
    path, answer = read_in(ayse)
    log = Log.objects.get()
    assert path == f"/laufwege/antraege/protokolle/{log.pk}/"
    assert answer.status_code == 200
    assert (log.source, log.cases, log.events, log.trail.state) == ("csv", 3, 6, "draft")
    assert log.mapping == {"Vorgang": "case", "Amt": "station", "Zeit": "at", "Schritt": "activity"}
    assert log.figures["hands"]["mean"] == pytest.approx(5 / 3)
    assert left_in(files) == []


def test_the_permit_log_of_a_town_is_read_in(ayse: Client, shared_data: Path) -> None:
    file = shared_data / "eventlogs" / "nc" / "receipt_wabo.xes.gz"
    read_in(ayse, file.read_bytes(), file.name)
    log = Log.objects.get()
    assert (log.source, log.cases, log.events) == ("xes", 1434, 8577)

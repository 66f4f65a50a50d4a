"""The page of cooperation: handovers of trails that the house reads, projects in work, small units joined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from querwerk.structure.models import Account
from querwerk.trails.insights import between
from querwerk.trails.insights.between import between_units
from querwerk.trails.insights.packed import to_bytes
from querwerk.trails.models import Log, Slip, Stamp, Station, Trail
from querwerk.web.cooperation import sentences, whole
from querwerk.web.insights.cooperation import Trace, cooperation
from tests.factories import make_project, make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import a_trail, employee, released

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_kept_logs() -> Iterator[None]:
    between._KEPT.clear()
    yield
    between._KEPT.clear()


@pytest.fixture
def ayse() -> Account:
    return employee()


@pytest.fixture
def trail(ayse: Account) -> Trail:
    return released(as_actor(ayse))


@pytest.fixture(autouse=True)
def units() -> None:
    for name in ("Bauamt", "Gartenamt", "Kämmerei", "Standesamt"):
        make_unit(name)


def a_log(trail: Trail, *ways: tuple[int, str], at: datetime = AT) -> Log:
    """So many papers on each way; a way names a unit for each station (B, G, K, S), its stations by number."""
    known = {"B": "Bauamt", "G": "Gartenamt", "K": "Kämmerei", "S": "Standesamt", "X": "Fremdamt"}
    rows, case = [], 0
    for papers, way in ways:
        for _ in range(papers):
            case += 1
            rows += [
                {"case": case, "station": f"{unit}{place % 2}", "unit": known[unit], "at": AT + timedelta(hours=place)}
                for place, unit in enumerate(way)
            ]
    return Log.objects.create(
        trail=trail, source="csv", file_name="log.csv", imported_at=at, cases=case, events=len(rows),
        packed=to_bytes(pl.DataFrame(rows)),
    )  # fmt: skip


def test_handovers_are_counted_from_unit_to_unit_and_inside_one(trail: Trail) -> None:
    a_log(trail, (10, "BGB"), (5, "KK"))
    found = between_units()
    assert (found.counts, found.papers, found.unplaced) == (
        {("Bauamt", "Gartenamt"): 10, ("Gartenamt", "Bauamt"): 10, ("Kämmerei", "Kämmerei"): 5}, 15, 0,
    )  # fmt: skip


def test_units_are_known_by_every_name_and_strange_ones_are_said(trail: Trail) -> None:
    a_log(trail, (3, "BX"), (2, "BG"))
    found = between_units()
    assert (found.counts, found.unplaced) == ({("Bauamt", "Gartenamt"): 2}, 3)


def test_only_the_newest_log_of_a_trail_counts_and_no_draft(trail: Trail, ayse: Account) -> None:
    a_log(trail, (10, "BG"))
    a_log(trail, (4, "BK"), at=AT + timedelta(days=1))
    a_log(a_trail(as_actor(ayse)), (99, "GK"))
    assert between_units().counts == {("Bauamt", "Kämmerei"): 4}
    Trail.objects.update(state="published")
    assert between_units().papers == 103


def test_slips_count_as_one_paper_each(trail: Trail) -> None:
    stations = [Station.objects.create(trail=trail, name=name) for name in ("Bauamt", "Posteingang", "Kämmerei")]
    stations[1].unit_id = make_unit("Hauptamt").pk
    stations[1].save()
    for number in (8, 9):
        slip = Slip.objects.create(trail=trail, number=number, digest=str(number), opened_at=AT, expires_on=TODAY)
        for place, station in enumerate(stations):
            Stamp.objects.create(
                slip=slip, station=station, mark="done", at=AT + timedelta(hours=place), key=str(place)
            )
    found = between_units()
    assert (found.counts, found.papers) == ({("Bauamt", "Hauptamt"): 2, ("Hauptamt", "Kämmerei"): 2}, 2)


def test_a_silo_is_said_in_one_sentence(trail: Trail) -> None:
    a_log(trail, (100, "BB"), (100, "GG"), (25, "BG"), (25, "GB"))
    found = cooperation(Trace.HANDOVERS, on=TODAY)
    with override("de"):
        assert whole(found) == (
            "20 % aller Übergaben gehen von einer Einheit zu einer anderen; nach Zufall wären es 50 %."
        )
        assert sentences(found) == [
            "Zwischen Bauamt und Gartenamt ist ein Drittel der Zusammenarbeit, die der Zufall ergäbe."
        ]
    (pair,) = found.pairs
    assert (pair.observed, pair.expected, pair.index, pair.telling) == (50, 125.0, 0.4, True)


def test_a_house_without_silos_says_so(trail: Trail) -> None:
    a_log(trail, (25, "BB"), (25, "GG"), (25, "BG"), (25, "GB"))
    with override("de"):
        assert sentences(cooperation(Trace.HANDOVERS, on=TODAY)) == [
            "Keine zwei Einheiten weichen so weit vom Zufall ab, dass es kein Zufall sein könnte."
        ]


def test_small_units_are_joined_and_small_houses_say_nothing(trail: Trail) -> None:
    a_log(trail, (20, "BG"), (20, "GB"), (3, "SB"), (2, "KB"))
    found = cooperation(Trace.HANDOVERS, on=TODAY)
    shown = {name for pair in found.pairs for name in (pair.one, pair.other)}
    assert shown & {"Standesamt", "Kämmerei"} == set()
    assert "Bauamt" in shown
    assert (found.things, found.observed) == (45, 45)  # the whole counts everybody
    Log.objects.all().delete()
    between._KEPT.clear()
    a_log(trail, (14, "BG"), (15, "GB"))
    assert cooperation(Trace.HANDOVERS, on=TODAY).pairs == ()


def test_projects_carried_together() -> None:
    first, second, third = (make_unit(name) for name in ("Amt 1", "Amt 2", "Amt 3"))
    for number in range(12):
        make_project(f"P{number}", units=[first, second] if number < 6 else [third])
    make_project("Kandidat", units=[first, third], state="candidate")
    found = cooperation(Trace.PROJECTS, on=TODAY)
    known = {(pair.one, pair.other): (pair.observed, pair.expected, pair.telling) for pair in found.pairs}
    assert known == {("Amt 1", "Amt 2"): (6, 3.0, True), ("Amt 1", "Amt 3"): (0, 3.0, True),
                     ("Amt 2", "Amt 3"): (0, 3.0, True)}  # fmt: skip
    assert found.things == 12


def test_the_page_shows_picture_table_and_files_to_the_house(client: Client, trail: Trail) -> None:
    a_log(trail, (100, "BB"), (100, "GG"), (20, "BG"), (20, "KG"), (20, "GK"))
    assert client.get("/zusammenarbeit/").status_code == 302
    sign_in(client, Account.objects.create(username="dilan", kind="resident"))
    assert client.get("/zusammenarbeit/").status_code == 404
    sign_in(client, employee("emil"))
    text = client.get("/zusammenarbeit/").content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text
    assert "Kämmerei" in text
    pairs = json.loads(client.get("/zusammenarbeit/export.json?einheit=Kämmerei").content)["pairs"]
    assert sorted((pair["one"], pair["other"]) for pair in pairs) == [("Bauamt", "Kämmerei"), ("Gartenamt", "Kämmerei")]
    assert client.get("/zusammenarbeit/export.csv?spur=projekte").status_code == 200
    assert client.get("/zusammenarbeit/export.exe").status_code == 404
    assert client.get("/en/zusammenarbeit/?spur=unsinn&seite=99&einheit=%3Cb%3E").status_code == 200
    empty = client.get("/zusammenarbeit/?spur=projekte").content.decode()
    assert "Keine zwei Einheiten tragen Projekte" in empty


def test_three_trails_cost_as_many_statements_as_one(client: Client, ayse: Account, trail: Trail) -> None:
    sign_in(client, staff()).get("/zusammenarbeit/")
    a_log(trail, (20, "BG"), (20, "GB"))
    counted = []
    for _ in range(2):
        between._KEPT.clear()
        with CaptureQueriesContext(connection) as statements:
            client.get("/zusammenarbeit/")
        counted.append(len(statements))
        for number in range(2):
            a_log(released(as_actor(ayse), f"Antrag {number}"), (20, "BK"), (20, "KB"))
    assert counted[0] == counted[1]
    assert counted[0] <= 10


def test_a_log_that_is_known_is_not_read_again(trail: Trail) -> None:
    a_log(trail, (20, "BG"))
    first = between_units()
    Log.objects.update(packed=b"broken")
    assert between_units() == first
    between._KEPT.clear()
    with pytest.raises(ValueError, match="beschädigt"):
        between_units()

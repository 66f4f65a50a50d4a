"""Writing down stations: cards that move without losing a word, refusals, two people at once."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from querwerk.journal.models import Entry
from querwerk.structure.models import Account
from querwerk.trails.actions import trails as actions
from querwerk.trails.actions.stations import Stop
from querwerk.trails.models import Station, Trail
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import AT, a_trail, employee, published, released

pytestmark = pytest.mark.django_db


def cards(*rows: dict[str, str], version: int = 1, **more: str) -> dict[str, str]:
    """The form as a browser sends it."""
    found = {"version": str(version), "rows": str(len(rows)), **more}
    for number, row in enumerate(rows, 1):
        found |= {f"s{number}-{name}": value for name, value in row.items()}
    return found


def names() -> list[str]:
    return list(Station.objects.order_by("position").values_list("name", flat=True))


def typed(answer: Any, field: str) -> list[str]:
    """What stands in one field of each card."""
    inputs = re.findall(rf'<input[^>]*name="s\d+-{field}"[^>]*>', answer.content.decode())
    return ["".join(re.findall(r'value="([^"]*)"', one)) for one in inputs]


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, employee())


@pytest.fixture
def trail(desk: Client) -> Trail:
    return a_trail(as_actor(Account.objects.get(username="ayse")), stations=["Antrag", "Prüfung", "Zeichnung"])


def test_all_that_is_said_of_a_station_is_stored(desk: Client, trail: Trail) -> None:
    answer = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards(
        {"name": "Antrag", "where": "Amt ayse", "activity": "edits", "touch_minutes": "20", "medium_break": "on"},
        {"name": "Prüfung", "where": "Keller", "activity": "checks", "waiting_days": "1,5", "may_return": "on"},
        {"name": "Kenntnis", "activity": "takes_note", "waiting_days": "2", "beside": "on"},
        {"name": "", "activity": "edits"},
    ))  # fmt: skip
    assert answer.status_code == 302
    columns = ("name", "unit__name", "place", "activity", "touch_minutes", "waiting_days", "medium_break",
               "may_return", "beside")  # fmt: skip
    assert list(Station.objects.order_by("position").values_list(*columns)) == [
        ("Antrag", "Amt ayse", "", "edits", 20, Decimal(0), True, False, False),
        ("Prüfung", None, "Keller", "checks", 0, Decimal("1.5"), False, True, False),
        ("Kenntnis", None, "", "takes_note", 0, Decimal(2), False, False, True),
    ]


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("up-2", ["B", "A", "", "C"]),
        ("down-2", ["A", "", "B", "C"]),
        ("add-1", ["A", "", "B", "", "C"]),
        ("remove-1", ["B", "", "C"]),
        ("up-1", ["A", "B", "", "C"]),
        ("remove-999", ["A", "B", ""]),
    ],
)
def test_a_moved_card_keeps_every_word_of_all_cards(
    desk: Client, trail: Trail, button: str, expected: list[str]
) -> None:
    rows = [{"name": name, "waiting_days": f"falsch {name}"} if name else {} for name in ("A", "B", "", "C")]
    answer = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards(*rows, do=button))
    shown = list(zip(typed(answer, "name"), typed(answer, "waiting_days"), strict=True))
    wanted = [(name, f"falsch {name}" if name else "") for name in expected]
    assert (answer.status_code, shown[: len(wanted)]) == (200, wanted)
    assert shown[len(wanted) :] in ([], [("", "")])
    assert names() == ["Antrag", "Prüfung", "Zeichnung"]  # nothing is stored yet


def test_an_error_names_the_card_and_loses_nothing(desk: Client, trail: Trail) -> None:
    rows = ({"name": "Antrag"}, {"name": "", "where": "Keller"}, {"name": "C", "waiting_days": "bald"})
    answer = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards(*rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Station 2, Station: Stelle oder Einheit" in page
    assert "Station 3, Liegetage" in page
    assert ['value="Keller"' in page, 'value="bald"' in page] == [True, True]
    assert names() == ["Antrag", "Prüfung", "Zeichnung"]


@pytest.mark.parametrize(
    "name",
    ["Frau Müller", "Müller, Sabine", "s.mueller@stadt.example", "Hr. Schmidt", "Dr. Weber", "Herrn", "Sabine Müller"],
)
def test_a_station_that_reads_like_a_person_is_refused_with_a_better_word(
    desk: Client, trail: Trail, name: str
) -> None:
    answer = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards({"name": name}))
    assert answer.status_code == 422
    assert "wie eine Person" in answer.content.decode()
    assert names() == ["Antrag", "Prüfung", "Zeichnung"]


@pytest.mark.parametrize(
    "name",
    ["Amtsleitung", "Bürgermeister:in", "Amt für Hochbau, Abteilung 2", "Herrenalb (Rathaus)"],
)
def test_posts_units_and_places_are_taken(desk: Client, trail: Trail, name: str) -> None:
    assert desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards({"name": name})).status_code == 302
    assert names() == [name]


def test_who_comes_second_is_told_and_keeps_what_they_wrote(desk: Client, trail: Trail) -> None:
    first = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards({"name": "Zuerst"}))
    second = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards({"name": "Danach"}))
    assert (first.status_code, second.status_code) == (302, 422)
    page = second.content.decode()
    assert ["inzwischen geändert" in page, 'value="Danach"' in page, names()] == [True, True, ["Zuerst"]]
    seen = int(re.findall(r'name="version" value="(\d+)"', page)[0])
    again = desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards({"name": "Danach"}, version=seen))
    assert (again.status_code, names()) == (302, ["Danach"])


def test_a_double_click_stores_once(desk: Client, trail: Trail) -> None:
    form = cards({"name": "Einmal"}, once="0d9f3a0e-0000-4000-8000-000000000001")
    answers = [desk.post("/laufwege/dienstreiseantrag/bearbeiten/", form).status_code for _ in range(2)]
    told = Entry.objects.filter(event="trails.rewritten").count()
    assert (answers, told, Trail.objects.get().version) == ([302, 302], 1, 2)


def test_a_station_keeps_what_slips_said_of_it_when_it_moves_or_leaves_the_plan(trail: Trail) -> None:
    by = as_actor(Account.objects.get(username="ayse"))
    first, second, third = trail.stations.order_by("position")
    slip = trail.slips.create(number=1, digest="x", opened_at=AT, expires_on=AT.date())
    slip.stamps.create(station=second, mark="arrived", at=AT, key="k")
    stops = [Stop("Zeichnung", key=third.pk), Stop("Antrag", key=first.pk)]
    actions.rewrite_route(trail.slug, stations=stops, version=1, by=by, at=AT)
    found = Station.objects.order_by("pk").values_list("pk", "position")
    assert list(found) == [(first.pk, 2), (second.pk, None), (third.pk, 1)]


def test_only_the_author_and_once_released_the_staff_unit_change_a_trail(client: Client) -> None:
    ayse, carla, other = employee(), staff(), employee("bela")
    draft, house = a_trail(as_actor(ayse), "Entwurf"), released(as_actor(ayse), "Haus")
    public = published(as_actor(ayse), as_actor(carla), "Alle")
    found = {}
    for account in (ayse, carla, other):
        sign_in(client, account)
        found[account.username] = [
            client.get(f"/laufwege/{trail.slug}/bearbeiten/").status_code for trail in (draft, house, public)
        ]
    assert found == {"ayse": [200, 200, 404], "carla": [404, 200, 404], "bela": [404, 404, 404]}


def test_nobody_publishes_what_they_wrote(client: Client) -> None:
    carla, clara = staff(), staff("clara")
    trail = released(as_actor(carla))
    states = []
    for account in (carla, clara):
        sign_in(client, account)
        client.post(f"/laufwege/{trail.slug}/veroeffentlichen/", {"version": 2})
        states.append(Trail.objects.get().state)
    assert states == ["shared", "published"]


def test_the_journal_tells_no_word_of_a_draft(desk: Client, trail: Trail) -> None:
    desk.post("/laufwege/dienstreiseantrag/bearbeiten/", cards({"name": "Geheime Stelle"}))
    desk.post("/laufwege/dienstreiseantrag/beschreibung/", {"title": "Geheimer Titel", "version": "2"})
    told: Any = list(Entry.objects.filter(slice="trails").order_by("seq").values_list("event", "facts"))
    assert told == [("trails.opened", {"stations": [0, 3]}), ("trails.rewritten", {}), ("trails.renamed", {})]
    desk.post("/laufwege/dienstreiseantrag/freigeben/", {"version": "3"})
    told = Entry.objects.filter(event="trails.shared").values_list("facts", flat=True).get()
    assert told == {"title": [None, "Geheimer Titel"], "state": ["draft", "shared"]}


def test_a_draft_is_deleted_with_all_that_hangs_on_it_and_a_released_one_is_not(desk: Client, trail: Trail) -> None:
    slip = trail.slips.create(number=1, digest="x", opened_at=AT, expires_on=AT.date())
    slip.stamps.create(station=trail.stations.first(), mark="arrived", at=AT, key="k")
    desk.post("/laufwege/dienstreiseantrag/freigeben/", {"version": "1"})
    kept = desk.post("/laufwege/dienstreiseantrag/loeschen/", {"version": "2"}).status_code
    desk.post("/laufwege/dienstreiseantrag/zuruecknehmen/", {"version": "2"})
    gone = desk.post("/laufwege/dienstreiseantrag/loeschen/", {"version": "3"}).status_code
    assert (kept, gone, Trail.objects.count(), Station.objects.count()) == (404, 302, 0, 0)


def test_two_trails_of_one_title_have_addresses_of_their_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    by = as_actor(employee())
    first, second = a_trail(by), a_trail(by)
    late = iter([first.slug, "dienstreiseantrag-3"])  # somebody takes the address in this very moment
    monkeypatch.setattr(actions, "free_slug", lambda *wished, **besides: next(late))
    assert [first.slug, second.slug, a_trail(by).slug] == [
        "dienstreiseantrag", "dienstreiseantrag-2", "dienstreiseantrag-3",
    ]  # fmt: skip


def test_a_description_that_reads_like_a_person_is_refused(desk: Client, trail: Trail) -> None:
    said = {"title": "Antrag von Frau Müller", "version": "1"}
    answer = desk.post("/laufwege/dienstreiseantrag/beschreibung/", said)
    told = "Das liest sich wie eine Person" in answer.content.decode()
    assert (answer.status_code, told, Trail.objects.get().title) == (422, True, "Dienstreiseantrag")

"""T20 for the page of a station: looking is harmless, a code tells nothing and goes nowhere, nobody is remembered."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.journal.models import Entry
from querwerk.structure.models import Account
from querwerk.trails.actions.slips import Issued, end_slip
from querwerk.trails.models import Slip, Stamp, Station, Trail
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.papers import ROUTE, a_slip, field, marked, sent, station
from tests.slices.trails.people import a_trail, employee, released

pytestmark = pytest.mark.django_db
CLOCK = "querwerk.trails.views.at_slip.timezone.now"


@pytest.fixture
def account() -> Account:
    return employee()


@pytest.fixture
def ayse(account: Account) -> Actor:
    return as_actor(account)


@pytest.fixture
def trail(ayse: Actor) -> Trail:
    return a_trail(ayse, "Bauantrag", stations=ROUTE)


@pytest.fixture
def issued(trail: Trail, ayse: Actor) -> Issued:
    return a_slip(trail, ayse, timezone.now() - timedelta(days=3))


def told(answer: Any) -> tuple[int, str, list[tuple[str, str]]]:
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Expires")  # that is now
    return answer.status_code, answer.content.decode(), headers


# -- T20


def test_ten_looks_of_a_scanner_change_nothing(client: Client, issued: Issued) -> None:
    for _ in range(10):
        for look in (client.get, client.head, client.options):
            look(f"/zettel/{issued.code}/")
            look(f"/zettel/{issued.code}/zuruecknehmen/")
    assert (Stamp.objects.count(), Station.objects.count()) == (0, len(ROUTE))
    assert sent(client, issued.code, "Poststelle", "arrived").status_code == 200  # negative control
    assert Stamp.objects.count() == 1


def test_a_form_sent_again_shows_success(client: Client, issued: Issued) -> None:
    page = client.get(f"/zettel/{issued.code}/").content.decode()
    said = {"key": field(page, "key"), "station": station(issued.slip.trail, "Poststelle").pk, "mark": "arrived"}
    answers = [client.post(f"/zettel/{issued.code}/", said) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert ["schon vermerkt" in answer.content.decode() for answer in answers] == [False, True, True]
    assert marked(issued.slip) == [("Poststelle", "arrived")]


def test_wrong_ended_and_expired_codes_get_the_same_words(client: Client, trail: Trail, ayse: Actor) -> None:
    now = timezone.now()
    ended, expired = a_slip(trail, ayse, now), a_slip(trail, ayse, now - timedelta(days=9), days=2)
    end_slip(ended.slip, by=ayse, at=timezone.now())
    answers = [
        told(send(f"/zettel/{code}/{rest}"))
        for code in ("0" * 26, "unsinn", ended.code, expired.code)
        for send, rest in ((client.get, ""), (client.post, ""), (client.post, "zuruecknehmen/"))
    ]
    typed = [told(client.post("/zettel/", {"code": code})) for code in ("unsinn", ended.code, expired.code)]
    assert len({repr(answer) for answer in [*answers, *typed]}) == 1
    assert answers[0][0] == 404
    assert "nimmt keine Vermerke an" in answers[0][1]


def test_a_code_goes_to_no_other_page_into_no_log_no_cookie_and_no_journal(
    client: Client, issued: Issued, caplog: Any
) -> None:
    place = f"/zettel/{issued.code}/"
    with caplog.at_level(logging.DEBUG):
        answers = [client.get(place), client.post(place, {"key": "x"}), client.get(f"/zettel/{'0' * 26}/"),
                   client.post(f"{place}zuruecknehmen/"), client.post("/zettel/", {"code": issued.code}),
                   sent(client, issued.code, "Poststelle", "arrived")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [200, 422, 404, 409, 302, 200]
    for answer in answers:
        assert (answer.headers["Referrer-Policy"], dict(answer.cookies)) == ("no-referrer", {})
        assert "no-store" in answer.headers["Cache-Control"]
    assert client.cookies == {}
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in said if issued.code in line or "0" * 26 in line] == []
    assert issued.code not in json.dumps(list(Entry.objects.values()), default=str)


def test_a_refused_page_elsewhere_is_logged_with_its_address(client: Client, caplog: Any) -> None:
    """The negative control of the test above."""
    with caplog.at_level(logging.DEBUG):
        client.get("/laufwege/gibt-es-nicht/")
    assert any("/laufwege/gibt-es-nicht/" in record.getMessage() for record in caplog.records)


def test_who_is_logged_in_presses_as_nobody(client: Client, issued: Issued, account: Account) -> None:
    before = Entry.objects.count()
    sign_in(client, account)
    answer = sent(client, issued.code, "Poststelle", "arrived")
    assert ("Abmelden" in answer.content.decode(), answer.status_code) == (False, 200)
    assert Entry.objects.count() == before


def test_a_press_needs_no_cookie_and_no_token_from_another_page(issued: Issued) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sent(strict, issued.code, "Poststelle", "arrived", HTTP_ORIGIN="null").status_code == 200


# -- what a station says


def test_a_typed_code_leads_to_the_page_of_the_station(client: Client, issued: Issued) -> None:
    shouted = issued.code.upper()
    answer = client.post("/zettel/", {"code": f"{shouted[:4]} {shouted[4:]}"})
    assert answer["Location"] == f"/zettel/{issued.code}/"
    assert client.post("/zettel/", {"code": ""}).status_code == 422


def test_a_paper_comes_is_worked_on_and_goes_back(client: Client, issued: Issued) -> None:
    code, trail = issued.code, issued.slip.trail
    back = station(trail, "Poststelle").pk
    pages = [
        sent(client, code, "Poststelle", "done"),
        sent(client, code, "Bauordnungsamt", "arrived"),
        sent(client, code, "Bauordnungsamt", "returned", returned_to=back),
    ]
    assert ["zurückgegeben an Poststelle" in page.content.decode() for page in pages] == [False, False, True]
    assert marked(issued.slip)[-1] == ("Bauordnungsamt", "returned")
    assert "zurückgegeben an Poststelle" in client.get(f"/zettel/{code}/").content.decode()


def test_another_unit_is_chosen_from_the_line_and_cannot_be_typed(client: Client, issued: Issued) -> None:
    legal = make_unit("Rechtsamt")
    page = client.get(f"/zettel/{issued.code}/").content.decode()
    said = {"key": field(page, "key"), "station": "elsewhere", "mark": "arrived"}
    answers = [client.post(f"/zettel/{issued.code}/", {**said, **more}).status_code
               for more in ({}, {"unit": "Frau Beispiel"}, {"unit": "9" * 30}, {"unit": legal.pk})]  # fmt: skip
    assert (answers, marked(issued.slip)) == ([422, 422, 422, 200], [("Rechtsamt", "arrived")])


@pytest.mark.parametrize(
    "more",
    [{"mark": "gone"}, {"station": "0"}, {"key": ""}, {"mark": "returned"}, {"day": "2026-11-01"},
     {"day": "2999-01-01", "time": "10:00"}, {"day": "1999-01-01", "time": "10:00"}, {"time": "25:00"},
     {"returned_to": "9" * 30}],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(client: Client, issued: Issued, more: dict[str, str]) -> None:
    answer = sent(client, issued.code, "Poststelle", **{"mark": "arrived", **more})
    assert (answer.status_code, Stamp.objects.count()) == (422, 0)
    assert "Bitte prüfen Sie Ihre Eingabe" in answer.content.decode()


def test_yesterday_at_two_is_said_afterwards(client: Client, issued: Issued) -> None:
    day = timezone.localdate() - timedelta(days=1)
    sent(client, issued.code, "Poststelle", "done", day=str(day), time="14:03")
    at = timezone.localtime(Stamp.objects.get().at)
    assert (at.date(), f"{at:%H:%M}") == (day, "14:00")


def test_a_press_that_waited_has_its_own_moment_whatever_the_clock_of_the_phone_says(
    client: Client, issued: Issued
) -> None:
    now = timezone.now()
    kept = []
    for name, pressed in (("Poststelle", now - timedelta(hours=5)), ("Bauordnungsamt", now + timedelta(days=400)),
                          ("Amtsleitung", datetime.fromisoformat("1999-01-01T00:00:00Z"))):  # fmt: skip
        sent(client, issued.code, name, "done", pressed_at=pressed.isoformat())
        kept.append(Stamp.objects.latest("pk").at)
    wanted = (now - timedelta(hours=5), now, issued.slip.opened_at)
    near = [abs((moment - one).total_seconds()) < 400 for moment, one in zip(kept, wanted, strict=True)]
    assert near == [True, True, True]


def test_a_mark_is_taken_back_for_ten_minutes_by_the_page_that_made_it(
    client: Client, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"/zettel/{issued.code}/zuruecknehmen/"
    now = timezone.now()
    undo = field(sent(client, issued.code, "Poststelle", "arrived").content.decode(), "undo")
    for forged in ("", "unsinn", undo + "x"):
        assert client.post(place, {"undo": forged}).status_code == 409
    monkeypatch.setattr(CLOCK, lambda: now + timedelta(minutes=11))
    assert (client.post(place, {"undo": undo}).status_code, Stamp.objects.count()) == (409, 1)
    monkeypatch.setattr(CLOCK, lambda: now + timedelta(minutes=9))
    answers = [client.post(place, {"undo": undo}).status_code for _ in range(2)]
    assert (answers, Stamp.objects.count()) == ([200, 200], 0)


def test_the_page_of_one_slip_takes_back_nothing_on_another(
    client: Client, issued: Issued, trail: Trail, ayse: Actor
) -> None:
    other = a_slip(trail, ayse, timezone.now())
    undo = field(sent(client, issued.code, "Poststelle", "arrived").content.decode(), "undo")
    sent(client, other.code, "Poststelle", "arrived")
    assert client.post(f"/zettel/{other.code}/zuruecknehmen/", {"undo": undo}).status_code == 409
    assert Stamp.objects.count() == 2


def test_a_page_of_forty_stations_asks_at_most_ten_questions(
    client: Client, ayse: Actor, django_assert_max_num_queries: Any
) -> None:
    code = a_slip(a_trail(ayse, "Lang", stations=[f"Station {n}" for n in range(40)]), ayse, timezone.now()).code
    with django_assert_max_num_queries(10):
        assert client.get(f"/zettel/{code}/").status_code == 200


# -- who keeps the slips


def test_a_slip_is_shown_once_and_can_be_printed_anew(client: Client, trail: Trail, account: Account) -> None:
    sign_in(client, account)
    answer = client.post(f"/laufwege/{trail.slug}/zettel/neu/", {"count": "2", "days": "30"})
    page = answer.content.decode()
    assert (answer.status_code, page.count('class="qw-slip"'), page.count("<svg")) == (200, 2, 2)
    assert "no-store" in answer.headers["Cache-Control"]
    again = client.post(f"/laufwege/{trail.slug}/zettel/1/neu-drucken/").content.decode()
    assert again.count('class="qw-slip"') == 1
    assert client.get(f"/laufwege/{trail.slug}/zettel/1/").content.decode().count("qw-slip__code") == 0


def test_single_papers_are_seen_by_those_alone_who_work_on_the_trail(client: Client, ayse: Actor) -> None:
    trail = released(ayse, "Im Haus", stations=ROUTE)
    issued = a_slip(trail, ayse, timezone.now())
    sent(client, issued.code, "Poststelle", "arrived")
    inner = [f"/laufwege/{trail.slug}/zettel/{rest}" for rest in ("", "neu/", "vermerke.csv", "1/")]
    seen = []
    for reader in (None, employee("bela"), staff(), Account.objects.get(username="ayse")):
        if reader:
            sign_in(client, reader)
        seen.append([client.get(path).status_code for path in inner])
    assert seen == [[404] * 4, [404] * 4, [200] * 4, [200] * 4]
    sign_in(client, Account.objects.get(username="bela"))
    page = client.get(f"/laufwege/{trail.slug}/").content.decode()
    assert ("läuft mit einem Laufzettel" in page, f"/laufwege/{trail.slug}/zettel/" in page) == (True, False)


def test_a_slip_is_ended_and_its_marks_go_into_a_file(client: Client, issued: Issued, account: Account) -> None:
    sent(client, issued.code, "Poststelle", "arrived")
    sign_in(client, account)
    client.post("/laufwege/bauantrag/zettel/1/beenden/")
    assert Slip.objects.get().ended_at is not None
    assert "beendet" in client.get("/laufwege/bauantrag/zettel/1/").content.decode()
    rows = client.get("/laufwege/bauantrag/zettel/vermerke.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Laufzettel;Station;Vermerk;Zurück an;Zeitpunkt"
    assert rows[1].startswith("1;Poststelle;angekommen;;")


@pytest.mark.parametrize("papers", [1, 30])
def test_the_slips_of_a_trail_ask_the_same_however_many_there_are(
    client: Client, trail: Trail, ayse: Actor, account: Account, papers: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(papers):
        sent(client, a_slip(trail, ayse, timezone.now()).code, "Poststelle", "arrived")
    sign_in(client, account)
    for path in ("/laufwege/bauantrag/zettel/", "/laufwege/bauantrag/zettel/1/"):
        with django_assert_max_num_queries(10):
            client.get(path)

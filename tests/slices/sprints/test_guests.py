"""Guests come in with a code of their own: no account, no password, a name they choose; and consent word by word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.journal.actions import Refused
from querwerk.outbox.models import Mail
from querwerk.privacy.forms import LeaveForm
from querwerk.sprints.actions.consents import decide, word_consent
from querwerk.sprints.actions.guests import close_guests, invite_guests, issue_codes, redeem
from querwerk.sprints.lifecycle import About
from querwerk.sprints.models import Consent, GuestCode, Seat, Sprint
from querwerk.sprints.queries.consents import asked_of, consents_of, wordings
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint(planner: Account) -> Sprint:
    found = make_sprint("Reiseantrag", joining="invited", seats=1)
    make_seat(found, planner, part="facilitator")
    return found


def codes(sprint: Sprint, planner: Account, count: int = 1) -> list[str]:
    return issue_codes(sprint.slug, count=count, by=as_actor(planner), at=NOW)


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


def test_a_code_makes_a_guest_with_a_seat_and_leads_back_to_it(sprint: Sprint, planner: Account) -> None:
    code = codes(sprint, planner)[0]
    guest = redeem(code.upper(), name="Dilan", at=NOW)
    assert (guest.kind, guest.person.name, guest.has_usable_password()) == ("external", "Dilan", False)
    assert Seat.objects.values_list("state", "number").get(account=guest) == ("taken", 1)
    assert redeem(code, name="", at=NOW) == guest
    assert as_actor(guest).roles == {"resident"}


def test_one_code_is_one_guest_and_a_full_sprint_lets_guests_wait(sprint: Sprint, planner: Account) -> None:
    first, second = (redeem(code, name="Gast", at=NOW) for code in codes(sprint, planner, 2))
    assert [Seat.objects.get(account=one).state for one in (first, second)] == ["taken", "waiting"]


def test_nothing_of_a_code_is_kept_that_opens_anything(sprint: Sprint, planner: Account) -> None:
    code = codes(sprint, planner)[0]
    kept = GuestCode.objects.values_list("digest", flat=True).get()
    assert (len(kept), code in kept) == (64, False)
    assert list(Mail.objects.all()) == []


def test_a_code_expires_and_then_the_guest_is_locked_out(sprint: Sprint, planner: Account) -> None:
    unused, used = codes(sprint, planner, 2)
    guest = redeem(used, name="Gast", at=NOW)
    late = NOW + timedelta(days=40)
    assert refusal(redeem, unused, name="Gast", at=late) == ("Dieser Code gilt nicht oder nicht mehr.", "code")
    close_guests(NOW)
    assert Account.objects.get(pk=guest.pk).is_active is True
    close_guests(late)
    assert Account.objects.get(pk=guest.pk).is_active is False


def test_an_address_without_an_account_gets_a_code_by_mail(client: Client, sprint: Sprint, planner: Account) -> None:
    Account.objects.create_user("ute", email="ute@stadt.example")
    sign_in(client, planner)
    said = {"addresses": "ute@stadt.example\nGast@post.example,\n\n"}
    client.post(f"/sprints/{sprint.slug}/einladen/", said)
    assert sorted(Mail.objects.values_list("kind", "address")) == [
        ("sprints.guest_invited", "gast@post.example"), ("sprints.invited", ""),
    ]  # fmt: skip
    wrong = client.post(f"/sprints/{sprint.slug}/einladen/", {"addresses": "keine Adresse"})
    assert (wrong.status_code, "„keine adresse“ ist keine E-Mail-Adresse." in wrong.content.decode()) == (422, True)
    assert invite_guests(sprint.slug, addresses=[], by=as_actor(planner), at=NOW) == 0


def test_a_guest_comes_in_on_a_phone(client: Client, sprint: Sprint, planner: Account) -> None:
    code = codes(sprint, planner)[0]
    first = client.get(f"/sprints/gast/{code}/")
    assert (first.headers["Referrer-Policy"], code in first.content.decode()) == ("strict-origin", True)
    asked = client.post("/sprints/gast/", {"code": code})
    assert (asked.status_code, "Wie dürfen die anderen Sie nennen?" in asked.content.decode()) == (200, True)
    assert Account.objects.filter(kind="external").count() == 0
    assert client.post("/sprints/gast/", {"code": code, "name": " "}).status_code == 422
    come = client.post("/sprints/gast/", {"code": code, "name": "Dilan"})
    assert come["Location"] == "/sprints/reiseantrag/"
    assert "Sie haben einen Platz." in client.get("/sprints/reiseantrag/").content.decode()
    other = Client()
    assert other.post("/sprints/gast/", {"code": code})["Location"] == "/sprints/reiseantrag/"
    assert settings.SESSION_COOKIE_NAME in other.cookies


def test_a_guest_is_called_by_one_line_of_words_that_can_be_seen(
    client: Client, sprint: Sprint, planner: Account
) -> None:
    code = codes(sprint, planner)[0]
    for name in ("Dilan\x00", "=1+1", "Dilan\u202eK", "x" * 61):
        assert client.post("/sprints/gast/", {"code": code, "name": name}).status_code == 422
    client.post("/sprints/gast/", {"code": code, "name": " Dilan\u2028Kaya "})
    assert Account.objects.get(kind="external").person.name == "Dilan Kaya"


def test_a_guest_is_called_by_their_own_name_wherever_the_house_speaks_to_them(
    client: Client, sprint: Sprint, planner: Account, ayse: Account
) -> None:
    client.post("/sprints/gast/", {"code": codes(sprint, planner)[0], "name": "Dilan Kaya"})
    guest = Account.objects.get(kind="external")
    for path in ("/", "/konto/", f"/sprints/{sprint.slug}/"):
        page = client.get(path).content.decode()
        assert ("Abmelden (Dilan Kaya)" in page, guest.username in page) == (True, False), path
    with CaptureQueriesContext(connection) as asked:
        client.get("/konto/")
    statements = [found["sql"] for found in asked.captured_queries]
    read = [sum(f'{way} "structure_person"' in found for found in statements) for way in ("FROM", "JOIN")]
    assert read == [0, 1]  # the name comes with the account, without a statement of its own
    Account.objects.filter(pk=guest.pk).update(person=None)
    page = client.get("/konto/").content.decode()
    assert (">Abmelden</button>" in page, guest.username in page) == (True, False)
    employee = sign_in(Client(), ayse).get("/").content.decode()
    assert "Abmelden (Sachbearbeitung)" in employee  # control: others by the post that counts here


def test_a_guest_has_their_data_erased_by_saying_their_own_name(sprint: Sprint, planner: Account) -> None:
    guest = redeem(codes(sprint, planner)[0], name="Dilan Kaya", at=NOW)
    said = {name: LeaveForm(guest, {"proof": name, "sure": "on"}).is_valid() for name in ("Dilan Kaya", guest.username)}
    assert said == {"Dilan Kaya": True, guest.username: False}


def test_a_code_typed_wrong_is_told_kindly_and_not_for_ever(client: Client, sprint: Sprint) -> None:
    short = client.post("/sprints/gast/", {"code": "abc"}).content.decode()
    assert "Ein Code hat 12 Zeichen, Sie haben 3 eingegeben." in short
    answers = [client.post("/sprints/gast/", {"code": "abcd-efgh-jkm1"}).status_code for _again in range(25)]
    assert answers == [422] * 19 + [429] * 6


def test_a_right_code_opens_also_where_a_whole_room_has_typed_wrong(
    client: Client, sprint: Sprint, planner: Account
) -> None:
    first, second = codes(sprint, planner, 2)
    for _again in range(25):
        client.post("/sprints/gast/", {"code": "abcd-efgh-jkm1"})
    assert client.post("/sprints/gast/", {"code": "abcd-efgh-jkm1"}).status_code == 429
    assert client.post("/sprints/gast/", {"code": first}).status_code == 200
    assert client.post("/sprints/gast/", {"code": second, "name": "Dilan"})["Location"] == "/sprints/reiseantrag/"


def test_what_stays_of_a_mail_with_a_code_is_no_part_of_it(sprint: Sprint, planner: Account) -> None:
    invite_guests(sprint.slug, addresses=["gast@post.example"], by=as_actor(planner), at=NOW)
    mail = Mail.objects.get()
    code, kept = mail.words["code"], f"{mail.key} {mail.message_id}"
    assert len(code) == 12
    parts = {code[start : start + 6] for start in range(7)}
    assert [part for part in parts if part in kept] == []


def test_looking_at_a_code_changes_nothing(client: Client, sprint: Sprint, planner: Account) -> None:
    code = codes(sprint, planner)[0]
    for _scanned in range(10):
        assert client.get(f"/sprints/gast/{code}/").status_code == 200
    assert GuestCode.objects.filter(account=None).count() == 1


def test_printed_codes_are_seen_once_by_who_leads(client: Client, sprint: Sprint, planner: Account) -> None:
    sign_in(client, planner)
    page = client.post(f"/sprints/{sprint.slug}/gastcodes/", {"count": "2"}).content.decode()
    assert page.count("qw-slip__code") == 2
    assert client.get(f"/sprints/{sprint.slug}/gastcodes/").status_code == 405


# -- consent


def test_consent_is_kept_with_the_words_that_were_shown(sprint: Sprint, planner: Account, ayse: Account) -> None:
    make_seat(sprint, ayse)
    words, by = wordings()[About.PHOTO], as_actor(ayse)
    decide(sprint.slug, about=About.PHOTO, given=True, wording=words, by=by, at=NOW)
    word_consent(about=About.PHOTO, wording="Ganz andere Worte.", by=as_actor(planner), at=NOW)
    photo = asked_of(sprint.pk, by)[0]
    assert (photo.wording, photo.given, photo.given_to) == ("Ganz andere Worte.", True, words)
    assert consents_of(sprint.pk) == {ayse.pk: {"photo"}}


def test_consent_is_taken_back_and_the_evidence_stays(sprint: Sprint, ayse: Account) -> None:
    make_seat(sprint, ayse)
    said = {"about": About.NAMING, "wording": wordings()[About.NAMING], "by": as_actor(ayse), "at": NOW}
    decide(sprint.slug, given=True, **said)
    decide(sprint.slug, given=False, **said)
    decide(sprint.slug, given=False, **said)
    assert consents_of(sprint.pk) == {}
    assert list(Consent.objects.values_list("given_at", "withdrawn_at")) == [(NOW, NOW)]
    decide(sprint.slug, given=True, **said)
    assert Consent.objects.filter(withdrawn_at=None).count() == 1


def test_a_yes_to_words_that_have_changed_is_none(sprint: Sprint, ayse: Account, dilan: Account) -> None:
    make_seat(sprint, ayse)
    said = {"about": About.PHOTO, "given": True, "wording": "Alte Worte", "at": NOW}
    assert refusal(decide, sprint.slug, by=as_actor(ayse), **said)[0] == (
        "Der Wortlaut hat sich geändert. Bitte lesen Sie ihn noch einmal."
    )
    assert refusal(decide, sprint.slug, by=as_actor(dilan), **said)[0] == "Unter dieser Adresse gibt es keinen Sprint."
    assert refusal(word_consent, about=About.PHOTO, wording="X", by=as_actor(ayse), at=NOW)[0] == (
        "Das darf nur die Stabsstelle."
    )


def test_consent_is_given_in_the_browser(client: Client, sprint: Sprint, ayse: Account) -> None:
    make_seat(sprint, ayse)
    sign_in(client, ayse)
    said = {"given": "1", "wording": wordings()[About.PHOTO]}
    client.post(f"/sprints/{sprint.slug}/einwilligung/photo/", said)
    page = client.get(f"/sprints/{sprint.slug}/teilnehmende/").content.decode()
    assert (page.count("Sie haben ja gesagt"), page.count("Sie haben nicht zugestimmt")) == (1, 2)
    assert client.post(f"/sprints/{sprint.slug}/einwilligung/alles/", said).status_code == 404

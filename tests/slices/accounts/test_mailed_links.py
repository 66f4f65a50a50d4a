"""Links sent by mail (T20), and that asking for one tells nobody whether an address is known (T19)."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.accounts.models import MailLink
from querwerk.accounts.rules import proof_of
from querwerk.journal.models import Entry
from querwerk.outbox.kinds import kinds, written
from querwerk.outbox.models import Mail
from querwerk.outbox.rules import may_receive
from querwerk.structure.models import Account, Assignment
from tests.logins import sign_in

from .people import PASSWORD, post, somebody, unit

pytestmark = pytest.mark.django_db
NEW = {"password": "ein-neues-langes-wort", "again": "ein-neues-langes-wort"}


def mailed() -> str:
    """The path of the link in the newest mail."""
    mail = Mail.objects.order_by("-pk")[0]
    text = written(kinds()[mail.kind], mail.words).text
    return urlsplit(re.search(r"http\S+/link/\S+", text)[0]).path


def ask(address: str, where: str = "/registrieren/", **extra: str) -> Any:
    return Client().post(where, {"address": address}, **extra)


@pytest.fixture
def dilan() -> Account:
    return Account.objects.create_user("resident-1", PASSWORD, email="dilan@example.org", kind="resident")


# -- registering


def test_a_resident_registers_with_a_confirmed_address(client: Client) -> None:
    assert ask("dilan@example.org").status_code == 200
    way = mailed()
    assert client.get(way).status_code == 200
    assert Account.objects.count() == 0  # looking at it changed nothing
    assert client.post(way, NEW).status_code == 200
    dilan = Account.objects.get()
    assert (dilan.kind, dilan.email, dilan.person) == ("resident", "dilan@example.org", None)
    assert client.post("/anmelden/", {"username": "dilan@example.org", **NEW, "next": "/konto/"}).url == "/konto/"
    assert "dilan" not in str(list(Entry.objects.values_list("facts", "post", "reason")))


def test_a_mail_scanner_changes_nothing(client: Client, dilan: Account) -> None:
    """L11: gateways follow links, some of them with every method that reads."""
    ask(dilan.email, "/passwort-vergessen/")
    way, before = mailed(), dilan.password
    for _ in range(10):
        assert (client.get(way).status_code, client.head(way).status_code) == (200, 200)
        client.options(way)
    dilan.refresh_from_db()
    assert (dilan.password, MailLink.objects.get().used_at) == (before, None)
    assert client.post(way, NEW).status_code == 200


def test_repeating_the_click_shows_that_it_worked(client: Client) -> None:
    ask("dilan@example.org")
    way = mailed()
    client.post(way, NEW)
    for answer in (client.get(way), client.post(way, NEW)):
        assert (answer.status_code, "Ihr Konto ist offen" in answer.content.decode()) == (200, True)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("purpose", ["register", "invite"])
def test_a_link_opens_nothing_but_what_it_is_for(client: Client, dilan: Account, purpose: str) -> None:
    """L5: a password reset by an invitation."""
    ask(dilan.email, "/passwort-vergessen/")
    key = MailLink.objects.get().key
    misused = [f"/link/{purpose}/{key}.{proof_of('reset', key)}/", f"/link/{purpose}/{key}.{proof_of(purpose, key)}/"]
    assert [client.post(way, NEW).status_code for way in misused] == [404, 404]
    assert Account.objects.count() == 1


def test_a_link_ends(client: Client, dilan: Account) -> None:
    ask(dilan.email, "/passwort-vergessen/")
    way = mailed()
    MailLink.objects.update(expires_at=timezone.now())
    assert (client.get(way).status_code, client.post(way, NEW).status_code) == (404, 404)
    dilan.refresh_from_db()
    assert dilan.check_password(PASSWORD)


@pytest.mark.parametrize("token", ["x", "a.b", "." * 50, "%00", "é.ü", "0" * 300])
def test_what_is_no_token_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/link/reset/{token}/").status_code in (400, 404)


def test_the_database_alone_opens_nothing(client: Client, dilan: Account) -> None:
    ask(dilan.email, "/passwort-vergessen/")
    token = mailed().split("/")[3]
    proof = token.partition(".")[2]
    kept = str(list(MailLink.objects.values())) + str(list(Mail.objects.values()))
    assert proof not in kept
    assert token.partition(".")[0] in kept  # the control: the search looks at the right rows


def test_a_new_password_ends_every_session_token_and_other_link(client: Client, dilan: Account) -> None:
    sign_in(client, dilan)
    for _ in range(2):
        ask(dilan.email, "/passwort-vergessen/")
    ways = [f"/link/reset/{key}.{proof_of('reset', key)}/" for key in MailLink.objects.values_list("key", flat=True)]
    assert client.get("/konto/").status_code == 200
    assert Client().post(ways[0], NEW).status_code == 200
    assert client.get("/konto/").status_code == 302
    other = {"password": "noch-ein-anderes-wort", "again": "noch-ein-anderes-wort"}
    assert "ist gesetzt" in Client().post(ways[1], other).content.decode()  # used up, says that it worked
    dilan.refresh_from_db()
    assert dilan.check_password(NEW["password"])


def test_an_account_that_was_locked_meanwhile_gets_no_password(client: Client, dilan: Account) -> None:
    ask(dilan.email, "/passwort-vergessen/")
    way = mailed()
    Account.objects.update(is_active=False)
    assert client.post(way, NEW).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"password": "kurz", "again": "kurz"},
        {"password": "password1234", "again": "password1234"},
        {"password": NEW["password"], "again": "anders"},
    ],
)
def test_a_weak_or_mistyped_password_is_refused(client: Client, said: dict[str, str]) -> None:
    ask("dilan@example.org")
    way = mailed()
    assert client.post(way, said).status_code == 422
    assert Account.objects.count() == 0


def test_the_address_of_a_link_goes_to_no_other_page_and_into_no_log(client: Client, caplog: Any) -> None:
    ask("dilan@example.org")
    way = mailed()
    with caplog.at_level(logging.INFO):
        answer = client.get(way)
        client.post(way, {"password": "x", "again": "y"})
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    told = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("querwerk"))
    assert way not in told


# -- asking tells nothing


def told(answer: Any) -> tuple[int, str, list[tuple[str, str]]]:
    """What an answer says, without what is new in each of them."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, text, sorted(answer.headers.items())


@pytest.mark.parametrize("where", ["/registrieren/", "/passwort-vergessen/"])
def test_known_and_unknown_addresses_get_the_same(dilan: Account, where: str) -> None:
    """T19: byte for byte, the same number of mails, the same rows written."""
    answers, rows = [], []
    for address in ("dilan@example.org", "bilan@example.org"):
        before = (Mail.objects.count(), MailLink.objects.count())
        answer = told(ask(address, where))
        answers.append((answer[0], answer[1].replace(address, "ADDRESS"), answer[2]))
        rows.append((Mail.objects.count() - before[0], MailLink.objects.count() - before[1]))
    assert answers[0] == answers[1]
    assert rows == [(1, 1), (1, 1)]


def test_telling_known_from_unknown_would_be_found(dilan: Account) -> None:
    """Negative control: the two mails differ, so the comparison above looks at something that can differ."""
    for address in ("dilan@example.org", "bilan@example.org"):
        ask(address)
    assert len(set(Mail.objects.values_list("kind", flat=True))) == 2


def test_nobody_is_bombed_with_mails() -> None:
    for number in range(8):
        assert ask("dilan@example.org", REMOTE_ADDR=f"192.0.{number}.1").status_code == 200
    assert Mail.objects.count() == 3
    answers = [ask(f"person-{number}@example.org", REMOTE_ADDR="198.51.100.1").status_code for number in range(31)]
    assert (answers[:30], answers[30]) == ([200] * 30, 422)


def test_a_used_link_is_not_mailed_any_more(client: Client, dilan: Account) -> None:
    ask(dilan.email, "/passwort-vergessen/")
    mail = Mail.objects.get()
    assert may_receive(mail, kinds()[mail.kind])
    client.post(mailed(), NEW)
    assert not may_receive(mail, kinds()[mail.kind])


# -- invitations


def test_the_staff_unit_invites_an_expert_without_a_post(client: Client) -> None:
    sign_in(client, somebody("carla", post("staff_unit")))
    form = {"address": "fachfrau@example.org", "name": "Fiona", "kind": "external", "post": ""}
    assert client.post("/verwaltung/konten/einladen/", form).status_code == 302
    assert Client().post(mailed(), NEW).status_code == 200
    fiona = Account.objects.get(email="fachfrau@example.org")
    assert (fiona.kind, fiona.person.name) == ("external", "Fiona")
    assert Assignment.objects.filter(person=fiona.person).count() == 0


def test_an_administrator_invites_into_the_own_units_only(client: Client) -> None:
    own, other = unit("Eigenes Amt"), unit("Anderes Amt")
    sign_in(client, somebody("anton", post("administrator", own)))
    inside, outside = post("employee", own), post("employee", other)
    form = {"address": "neu@example.org", "name": "Nina", "kind": "employee"}
    assert client.post("/verwaltung/konten/einladen/", {**form, "post": outside.pk}).status_code == 422
    assert client.post("/verwaltung/konten/einladen/", {**form, "kind": "external", "post": ""}).status_code == 422
    assert Mail.objects.count() == 0
    assert client.post("/verwaltung/konten/einladen/", {**form, "post": inside.pk}).status_code == 302
    Client().post(mailed(), NEW)
    assert Assignment.objects.get(person__name="Nina").post == inside

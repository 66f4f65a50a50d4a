"""Everybody reads what was sent to them, nobody else's; the staff unit sees numbers only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from querwerk.outbox.actions import claim_mail, give_up, mark_sent
from querwerk.outbox.lifecycle import Reason
from querwerk.structure.models import Account, Assignment, Person, Post
from tests.factories import make_unit
from tests.logins import sign_in
from tests.slices.outbox import kinds
from tests.slices.outbox.test_outbox import write

PAGE = "/konto/post/"


@pytest.fixture(autouse=True)
def house(settings: Any) -> None:
    kinds.use_in(settings)


@pytest.fixture
def at() -> datetime:
    return timezone.now() - timedelta(minutes=1)


def page_of(account: Account) -> str:
    client = sign_in(Client(), account)
    return client.get(PAGE).content.decode().partition("<main")[2]


def in_post(account: Account, role: str) -> Account:
    post = Post.objects.create(unit=make_unit(), slug=role, title=role, role=role)
    account.person = Person.objects.create(name=account.username)
    account.save()
    Assignment.objects.create(post=post, person=account.person, valid_from=date(2020, 1, 1))
    return account


def test_the_page_shows_own_mails_and_nobody_elses(ayse: Account, dilan: Account, at: datetime) -> None:
    write(to=ayse.pk, at=at, words_of_it="Bitte <lesen>: https://stadt.example/a?b=1&c=2")
    page = page_of(ayse)
    assert "Notiz: Bitte &lt;lesen&gt;" in page
    assert 'href="https://stadt.example/a?b=1&amp;c=2"' in page
    assert "wartet auf den Versand" in page
    assert "Dieses Haus hat noch keinen Mailserver" in page
    assert "Noch keine Nachrichten" in page_of(dilan)
    assert "Bitte" not in page_of(dilan)


def test_a_reader_without_log_in_is_asked_to(db: None) -> None:
    assert Client().get(PAGE).status_code == 302


def test_a_mail_that_is_not_due_yet_is_not_shown(ayse: Account, at: datetime) -> None:
    write(to=ayse.pk, at=at, due_at=at + timedelta(days=1))
    assert "Noch keine Nachrichten" in page_of(ayse)


def test_what_waits_is_shown_to_the_entitled_only(ayse: Account, dilan: Account, at: datetime) -> None:
    write("closed_note", to=ayse.pk, at=at, readers=["ayse"], words_of_it="Intern.")
    write("closed_note", to=dilan.pk, at=at, readers=["ayse"], words_of_it="Intern.")
    assert "Intern." in page_of(ayse)
    assert "Intern." not in page_of(dilan)


def test_a_key_is_shown_on_no_page(ayse: Account, at: datetime) -> None:
    write("key", to=ayse.pk, at=at, words_of_it="geheim-123")
    page = page_of(ayse)
    assert "geheim-123" not in page
    assert "Eine Nachricht mit einem persönlichen Link" in page


def test_a_mail_that_cannot_be_written_any_more_breaks_no_page(ayse: Account, at: datetime) -> None:
    for kind in ("broken", "unknown", "note"):
        write(kind, to=ayse.pk, at=at)
    page = page_of(ayse)
    assert page.count("Eine Nachricht, die nicht mehr gezeigt werden kann") == 2
    assert "Notiz: Bitte lesen." in page


def test_what_became_of_a_mail_is_said_in_words(ayse: Account, at: datetime) -> None:
    for reason in (None, *Reason):
        write(to=ayse.pk, at=at)
        mail = claim_mail(at=at)
        assert mail is not None
        if reason is None:
            mark_sent(mail, at=at)
        else:
            give_up(mail, reason=reason, at=at)
    page = page_of(ayse)
    assert page.count("nicht verschickt") == len(Reason)
    assert "per E-Mail verschickt" in page
    assert "In Ihrem Konto steht keine E-Mail-Adresse." in page


def test_the_staff_unit_sees_how_many_were_given_up_and_not_whose(ayse: Account, dilan: Account, at: datetime) -> None:
    write(to=dilan.pk, at=at, words_of_it="Nur für Dilan.")
    mail = claim_mail(at=at)
    assert mail is not None
    give_up(mail, reason=Reason.REFUSED, at=at)
    carla, bernd = in_post(ayse, "staff_unit"), in_post(Account.objects.create_user("bernd"), "mayor")
    assert "1 war nicht zustellbar." in page_of(carla)
    assert "dilan" not in page_of(carla).lower()
    assert "nicht zustellbar" not in page_of(bernd)


def test_the_page_costs_the_same_with_one_mail_and_with_thirty(
    ayse: Account, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(Client(), ayse)
    client.get(PAGE)  # the words of the house are read once
    for number in (1, 30):
        while number > ayse.mails.count():
            write(to=ayse.pk, at=at)
        with django_assert_num_queries(5):
            page = client.get(PAGE).content.decode()
    assert page.count("<article>") == 10
    assert client.get(f"{PAGE}?seite=3").content.decode().count("<article>") == 10

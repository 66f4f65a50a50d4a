"""Public pages come from the cache by (address, journal position, day): never stale, never shared between actors."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from querwerk.journal.actions import Actor, Event, record
from querwerk.structure.models import Account, Theme
from tests.logins import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme() -> Theme:
    cache.clear()
    return Theme.objects.create(slug="gruene-stadt", name="Grüne Stadt")


def rename_behind_the_journal(theme: Theme, name: str) -> None:
    Theme.objects.filter(pk=theme.pk).update(name=name)


def shows(client: Client, word: str, address: str = "/") -> bool:
    return word in client.get(address).content.decode()


def test_a_kept_page_is_served_until_the_journal_moves(
    client: Client, theme: Theme, carla: Actor, now: datetime
) -> None:
    seen = [shows(client, "Grüne Stadt")]
    rename_behind_the_journal(theme, "Blaue Stadt")
    seen.append(shows(client, "Grüne Stadt"))  # the control: without an entry the kept page is what readers get
    record(Event("structure.renamed", theme.thread), by=carla, at=now)
    seen += [shows(client, "Grüne Stadt"), shows(client, "Blaue Stadt")]
    assert seen == [True, True, False, True]


def test_a_reader_who_has_the_page_gets_a_304_until_the_journal_moves(
    client: Client, theme: Theme, carla: Actor, now: datetime
) -> None:
    tag = client.get("/").headers["ETag"]
    known = client.get("/", headers={"if-none-match": tag})
    weak = client.get("/", headers={"if-none-match": f"W/{tag}"})
    record(Event("structure.renamed", theme.thread), by=carla, at=now)
    changed = client.get("/", headers={"if-none-match": tag})
    assert (known.status_code, known.content, weak.status_code, changed.status_code) == (304, b"", 304, 200)


def test_somebody_logged_in_never_gets_a_kept_page_and_leaves_none(client: Client, theme: Theme) -> None:
    carla = Client()
    sign_in(carla, Account.objects.create(username="carla"))
    assert shows(client, reverse("accounts:log_in"))
    assert shows(carla, reverse("accounts:log_out"))
    assert not shows(client, reverse("accounts:log_out"))
    assert "ETag" not in carla.get("/").headers


def test_each_language_is_kept_by_itself(client: Client, theme: Theme) -> None:
    tags = {client.get(address).headers["ETag"] for address in ("/", "/en/", "/?x=1")}
    assert len(tags) == 3


def test_what_is_not_a_public_page_is_not_kept(client: Client, theme: Theme) -> None:
    assert "ETag" not in client.get("/gibt-es-nicht/").headers


def test_a_kept_page_is_refused_under_a_foreign_host(client: Client, theme: Theme) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_head_tells_the_length_of_the_page_and_sends_none_of_it(client: Client, theme: Theme) -> None:
    first, kept, page = client.head("/"), client.head("/"), client.get("/")
    assert (first.content, kept.content) == (b"", b"")
    assert first.headers["Content-Length"] == kept.headers["Content-Length"] == str(len(page.content))


def test_a_page_that_may_hold_somebody_s_form_token_is_never_kept(theme: Theme) -> None:
    first, second = Client(), Client()
    first.get(reverse("accounts:log_in"))  # from now on this browser brings its token along
    pages = [browser.get(reverse("accounts:log_in")) for browser in (first, second)]
    tokens = {page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2][:64] for page in pages}
    assert (len(tokens), ["ETag" in page.headers for page in pages]) == (2, [False, False])
    assert ["ETag" in browser.get("/").headers for browser in (first, Client())] == [False, True]

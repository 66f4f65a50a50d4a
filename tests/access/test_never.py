"""The never-list, as far as the house has what it is about: each rule with a hole that its test would find."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from querwerk.journal.queries import position
from querwerk.structure.models import Account, Assignment, Person, Post
from querwerk.web import middleware, views
from querwerk.web.access import TABLE
from tests.factories import make_unit

from .addresses import Address, addresses
from .pool_world import HIDDEN
from .rows import Row
from .sweeping import asked, sweep, watched
from .world import World, tables, with_second_factor

pytestmark = pytest.mark.django_db
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def pages(world: World, actor: str) -> dict[str, str]:
    """The text of every address an actor gets in at, by address; without what names the log-in itself."""
    found = {}
    for address in addresses(world):
        answer = asked(world, actor, address, "GET")
        if answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", ""):
            found[address.path] = answer.content.decode()
    return found


def without_the_log_in(page: str) -> str:
    """A page without the corner that says who is logged in, and without form tokens."""
    page = re.sub(r'<div class="qw-town">.*?</header>', "", page, flags=re.DOTALL)
    return re.sub(r'<input type="hidden" name="(csrfmiddlewaretoken|once|opened)"[^>]*>', "", page)


def test_n6_a_partner_reads_word_by_word_what_everybody_reads(world: World) -> None:
    everybody, partner = pages(world, "anyone"), pages(world, "partner")
    both = sorted(set(everybody) & set(partner))
    assert [path for path in both if without_the_log_in(everybody[path]) != without_the_log_in(partner[path])] == []
    assert len(both) > 15
    beyond = set(partner) - set(everybody)  # a machine that is logged in has its own log-in, and nothing else
    assert sorted(path for path in beyond if thing_at(path) not in ("log-in",)) == []
    assert without_the_log_in(pages(world, "staff_unit")["/"]) != without_the_log_in(everybody["/"])


def thing_at(path: str) -> str:
    """The thing behind an address, in English."""
    thing = TABLE[resolve(path).view_name].thing
    with override("en"):
        return str(thing.name)


def test_n4_no_superior_lists_who_is_in_the_expertise_pool_or_who_is_not(world: World) -> None:
    """Nobody but its owner reads a profile that is not shown; a unit lists nobody; who is not in it stands nowhere."""
    superiors = ("office_head", "deputy_mayor", "mayor", "staff_unit", "administrator")
    planted = world.planting.found.items()
    hidden = {token for token, one in planted if (one.model, one.about) == ("teams.Profile", HIDDEN)}
    unit = world.units["in-office"].slug
    only = ["teams:pool", "teams:expert", "teams:propose", "teams:questions", "teams:outsiders"]
    found: dict[str, str] = {}
    for actor in (*superiors, HIDDEN):
        read = [asked(world, actor, address, "GET").content.decode() for address in addresses(world, only)]
        queries = ("?q=Imkerei", "?sprache=de", f"?einheit={unit}", f"?q=Imkerei&einheit={unit}")
        read += [asked(world, actor, listed(query), "GET").content.decode() for query in queries]
        found[actor] = "\n".join(read)
    assert {actor for actor, text in found.items() if any(token in text for token in hidden)} == {HIDDEN}
    name = world.profiles["employee"].name
    alone = asked(world, "office_head", listed(f"?einheit={unit}"), "GET").content.decode()
    by_skill = asked(world, "office_head", listed(f"?q=Imkerei&einheit={unit}"), "GET").content.decode()
    assert (name in alone, name in by_skill) == (False, True)
    outside = {world.accounts[one].person.name for one in ("office_head", "facilitator", "theme_officer")}
    assert [one for one in outside if one in by_skill] == []  # they work there, too, and are in no pool


def listed(query: str) -> Address:
    """The list of the expertise pool, asked something."""
    return Address("teams:pool", Row(query, {}), f"/kompetenzen/{query}", f"/en/kompetenzen/{query}")


def test_n7_a_page_that_writes_while_it_is_read_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before, at = tables(), position()
    assert sweep(world, only=["imprint", "projects:edit"], actors=["staff_unit"], methods=("GET", "HEAD")).written == []
    assert (tables(), position()) == (before, at)
    real = middleware._actor

    def counting(request: HttpRequest, service: Any) -> Any:
        Person.objects.filter(name="").update(name="counted")
        return real(request, service)

    monkeypatch.setattr(middleware, "_actor", counting)
    found = sweep(world, only=["projects:edit"], actors=["staff_unit"], methods=("GET",)).written
    assert found != []


@pytest.fixture
def somebody(db: None) -> tuple[Account, Client]:
    """Somebody of the staff unit, with a live session."""
    person = Person.objects.create(name="Carla")
    post = Post.objects.create(unit=make_unit(), slug="stabsstelle", title="Stabsstelle", role="staff_unit")
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    account = Account.objects.create_user("carla", "ein langes Passwort", person=person)
    browser = Client()
    browser.force_login(account)
    with_second_factor(browser)
    return account, browser


def ends(account: Account, **fields: Any) -> None:
    Account.objects.filter(pk=account.pk).update(**fields)


@pytest.mark.parametrize(
    "end",
    [
        lambda account: ends(account, is_active=False),
        lambda account: ends(account, epoch=1),
        lambda account: ends(account, password="another"),
        lambda account: ends(account, person=None),
        lambda account: Assignment.objects.all().delete(),
        lambda account: Session.objects.all().delete(),
    ],
    ids=["disabled", "epoch raised", "new password", "no person", "no post", "no session"],
)
def test_n8_who_is_out_is_out_at_the_next_request(
    somebody: tuple[Account, Client], end: Callable[[Account], None]
) -> None:
    account, browser = somebody
    assert browser.get("/posten/").status_code == 200
    end(account)
    assert browser.get("/posten/").status_code in (302, 404)


def test_n8_a_disabled_account_that_still_counts_would_be_found(
    somebody: tuple[Account, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    account, browser = somebody
    monkeypatch.setattr(ModelBackend, "user_can_authenticate", lambda self, user: True)
    ends(account, is_active=False)
    assert browser.get("/posten/").status_code == 200


def emails(world: World, actor: str) -> set[str]:
    return {found for page in pages(world, actor).values() for found in EMAIL.findall(page)}


@pytest.mark.parametrize("actor", ["anyone", "resident", "external", "partner"])
def test_n10_no_page_for_the_public_holds_an_address_that_is_no_published_contact(world: World, actor: str) -> None:
    published = {settings.OPERATOR_CONTACT, settings.DATA_PROTECTION_CONTACT} - {""}
    own = {world.accounts[actor].email} if actor in world.accounts else set()
    assert emails(world, actor) - published - own == set()
    assert {account.email for account in Account.objects.all()} - {""} != set()  # there is something to leak


def test_n10_an_address_on_a_page_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    leaked = world.accounts["mayor"].email
    address = next(one for one in addresses(world, ["imprint"]))
    assert EMAIL.findall(asked(world, "resident", address, "GET").content.decode()) == []
    monkeypatch.setattr(views, "_operator", lambda: {"address": leaked, "contact": "", "data_protection": ""})
    assert set(EMAIL.findall(asked(world, "resident", address, "GET").content.decode())) == {leaked}


def test_watching_sees_what_is_written(db: None) -> None:
    with watched() as wrote:
        Person.objects.create(name="Dilan")
    assert [sql.split()[0] for sql in wrote] == ["INSERT"]

"""One table says who may do what, for every address and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, path, resolve, reverse
from django.utils import timezone

from querwerk.access import Door, Role, Scope, Verb, thing
from querwerk.accounts.rules import SECOND_FACTOR
from querwerk.journal.actions import NOBODY, Actor
from querwerk.structure.models import Account, Assignment, Person, Post, Unit
from querwerk.web import checks, middleware
from querwerk.web.access import TABLE
from querwerk.web.checks import every_address_has_a_row, url_names


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(url_names()) == sorted(TABLE)


def test_an_address_without_a_row_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert every_address_has_a_row(None) == []
    names = [*url_names(), "projects:secret"]
    monkeypatch.setattr(checks, "url_names", lambda: names)
    assert [error.id for error in every_address_has_a_row(None)] == ["querwerk.E001"]


def test_an_unnamed_address_is_an_address_without_a_row() -> None:
    class Resolver:
        url_patterns = (path("geheim/", lambda request: None),)

    assert url_names(Resolver()) == ["unnamed geheim/"]


def test_what_changes_something_is_open_to_nobody_without_a_log_in() -> None:
    changing = {name for name, door in TABLE.items() if door.verb in (Verb.CREATE, Verb.EDIT, Verb.PUBLISH)}
    assert {name for name in changing if TABLE[name].public} == set()
    assert "projects:edit" in changing  # negative control: there is something to close


def test_a_cell_says_verbs_and_how_far() -> None:
    row = thing("note", model="x.Note", everybody="R", project_lead="LR E_t")
    lead = Actor(post="", roles=frozenset({"project_lead"}))
    assert [row.scopes(lead, verb) for verb in (Verb.LIST, Verb.EDIT, Verb.PUBLISH)] == [
        {Scope.ALL},
        {Scope.TEAM},
        set(),
    ]
    assert row.scopes(NOBODY, Verb.READ) == {Scope.ALL}


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such role"):
        thing("note", manager="LR")


# -- the door itself, for every address and everybody

SAMPLES = {"SlugConverter": "x", "StringConverter": "json", "IntConverter": 1, "UUIDConverter": UUID(int=1)}


def addresses() -> dict[str, str]:
    """One address under every name of the table."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, namespace: str = "") -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
            else:
                kinds = pattern.pattern.converters.items()
                values = {key: SAMPLES[type(converter).__name__] for key, converter in kinds}
                found[f"{namespace}{pattern.name}"] = reverse(f"{namespace}{pattern.name}", kwargs=values)

    walk(get_resolver())
    return found


def account(role: str, *, ended: bool = False) -> Account:
    """Somebody who holds a post with this role since yesterday, or held it until today."""
    today = timezone.localdate()
    unit, _ = Unit.objects.get_or_create(slug="amt", defaults={"kind": "office", "name": "Amt", "short": "Amt"})
    person = Person.objects.create(name=f"Person {role}")
    post = Post.objects.create(unit=unit, slug=f"{role}-{ended}", title=role, role=role)
    Assignment.objects.create(
        post=post, person=person, valid_from=today - timedelta(days=1), valid_to=today if ended else None
    )
    return Account.objects.create(username=f"{role}-{ended}", person=person)


def answer(address: str, user: Account | AnonymousUser) -> int:
    """What the door answers: 0 = come in, 302 = log in first, 404 = no such place."""
    request = RequestFactory().get(address)
    request.user = user
    request.session = {SECOND_FACTOR: True}
    request.resolver_match = resolve(address)
    door = middleware.access(lambda request: HttpResponse())
    door(request)
    refusal = door.process_view(request, None, (), request.resolver_match.kwargs)
    return 0 if refusal is None else refusal.status_code


def wrong_answers(user: Account | AnonymousUser, roles: set[str]) -> list[str]:
    """Addresses where the door does not do what the table says for these roles."""
    found = []
    for name, address in addresses().items():
        door = TABLE[name]
        refusal = 302 if isinstance(user, AnonymousUser) and not door.hidden else 404
        admitted = any(door.verb in door.thing.rights.get(Role(role), {}) for role in roles)
        if answer(address, user) != (0 if admitted and (door.row is None or _all(door, roles)) else refusal):
            found.append(name)
    return found


def _all(door: Door, roles: set[str]) -> bool:
    """Whether one of the roles reaches all rows: nobody here leads a project, nobody holds the key of a seal."""
    reached = (door.thing.rights.get(Role(role), {}).get(door.verb, frozenset()) for role in roles)
    return door.thing.seal is None and any(Scope.ALL in scopes for scopes in reached)


@pytest.mark.django_db
def test_the_door_sends_strangers_to_the_log_in_where_the_table_does_not_admit_them() -> None:
    assert wrong_answers(AnonymousUser(), {"anyone"}) == []
    assert answer(addresses()["projects:edit"], AnonymousUser()) == 302


@pytest.mark.django_db
@pytest.mark.parametrize("role", Post.Role.values)
def test_the_door_admits_each_role_exactly_where_the_table_says_so(role: str) -> None:
    assert wrong_answers(account(role), {role}) == []


@pytest.mark.django_db
def test_a_post_that_ended_opens_no_door_any_more() -> None:
    former = account("staff_unit", ended=True)
    assert wrong_answers(former, {"resident"}) == []
    assert answer(addresses()["projects:edit"], former) == 404
    assert answer(addresses()["projects:edit"], account("staff_unit")) == 0


@pytest.mark.django_db
def test_a_hidden_place_does_not_exist_for_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, "projects:edit", replace(TABLE["projects:edit"], hidden=True))
    assert answer(addresses()["projects:edit"], AnonymousUser()) == 404


@pytest.mark.django_db
def test_a_door_that_stands_open_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Door, "admits", lambda door, actor, **parts: True)
    assert "projects:edit" in wrong_answers(account("employee"), {"employee"})

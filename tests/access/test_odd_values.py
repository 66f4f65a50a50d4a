"""Whatever stands in the parts of an address, behind its question mark or in its form: no page of the house breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.tree import SOURCE

from .addresses import Address, _nothing, addresses, patterns
from .sweeping import expected
from .world import ACTORS, World

pytestmark = pytest.mark.django_db
#: A number beyond those of both databases, a digit that is none, a byte that PostgreSQL refuses.
ODD = ("9" * 30, "²", "a\0b")
#: Parts of an address that its pattern lets through: kind of converter -> what is typed in its place.
PARTS = {
    "IntConverter": ("9" * 30, str(2**31)),
    "SlugConverter": ("9" * 30, "x-" + "9" * 30, "x" * 3000),
    "StringConverter": ("9" * 30, "%00", "%C2%B2", "%ED%A0%80"),
    "UUIDConverter": ("00000000-0000-0000-0000-000000000000",),
    "PathConverter": ("%00", "x" * 3000),
}
#: What the code of the house reads by name.
_READ = re.compile(r'\.get(?:list)?\(\s*"([a-z_]+)"|\["([a-z_]+)"\]|"([a-z_]+)" in request\.')


def names() -> list[str]:
    """Every word under which a view could read something that was sent."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    return sorted({name for found in _READ.findall(code) for name in found if name})


def opened(world: World) -> Iterator[tuple[Address, str]]:
    """Each address once, about a row that exists where it has one, with somebody who comes in."""
    known: set[str] = set()
    for address in addresses(world):
        if address.name in known or address.row.exists is False:
            continue
        for actor in ACTORS:
            if "in" in expected(world, actor, address) and (address.row.exists or actor != "anyone"):
                known.add(address.name)
                yield address, actor
                break


def as_actor(world: World, actor: str) -> Client:
    """The browser of an actor, with the session they began with."""
    browser = world.browsers[actor]
    browser.cookies.clear()
    if actor in world.sessions:
        browser.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[actor]
    return browser


def broken(world: World, actor: str, path: str, sent: dict[str, object] | None = None) -> bool:
    """Whether the house breaks over a request; what it did is undone."""
    browser = as_actor(world, actor)
    browser.raise_request_exception = False
    with transaction.atomic():
        answer = browser.get(path) if sent is None else browser.post(path, sent)
        transaction.set_rollback(True)
    return answer.status_code >= 500


def test_odd_values_behind_every_address_and_in_every_form_break_no_page(world: World) -> None:
    read, found = names(), []
    assert {"seite", "stand", "zug", "wen"} < set(read)  # what is read is found
    for address, actor in opened(world):
        page = as_actor(world, actor).get(address.path)
        text = "" if page.streaming else page.content.decode(errors="replace")
        fields = {*read, *re.findall(r'name="([a-z0-9_-]+)"', text)} - {"once", "csrfmiddlewaretoken"}
        for odd in ODD:
            asked = "&".join(f"{name}={quote(odd[:200])}" for name in read)
            if broken(world, actor, f"{address.path}{'&' if '?' in address.path else '?'}{asked}"):
                found.append(f"GET {address.name} as {actor}: {odd[:40]!r}")
            if broken(world, actor, address.path, {name: [odd, odd[:7]] for name in fields}):
                found.append(f"POST {address.name} as {actor}: {odd[:40]!r}")
    assert found == []


def written(name: str, parts: dict[str, object], part: str, odd: str) -> str:
    """The address with something else typed in the place of one of its parts."""
    mark = {int: 424242424, UUID: UUID(int=424242424)}.get(type(parts[part]), "424242424-mark")
    return reverse(name, kwargs={**parts, part: mark}).replace(str(mark), odd)


def test_odd_parts_of_every_address_break_no_page(world: World) -> None:
    found, tried = [], 0
    whole = {address.name: (address, actor) for address, actor in opened(world)}
    for name, pattern in patterns():
        address, actor = whole.get(name, (None, "staff_unit"))
        row = address.row if address else _nothing(pattern)
        for part, converter in pattern.pattern.converters.items():
            for odd in PARTS[type(converter).__name__]:
                path = written(name, {**row.parts}, part, odd)
                tried += 1
                found += [f"{method} {path[:80]} as {actor}" for method, sent in (("GET", None), ("POST", {}))
                          if broken(world, actor, path, sent)]  # fmt: skip
    assert found == []
    assert tried > 300

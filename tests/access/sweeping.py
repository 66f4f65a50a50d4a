"""The sweep: every address, every actor, every method, every row; the answer against the twin's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url

from querwerk.journal.queries import position
from tests.factories import forget

from . import twin
from .addresses import Address, addresses
from .world import ACTORS, World

#: ``EN`` is GET of the English address: the same door, another pattern.
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "DELETE", "EN")
READING = ("GET", "HEAD", "OPTIONS", "EN")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
#: Tables that may change by reading: none but the session's own.
_SESSION = "django_session"


@dataclass(slots=True)
class Sweep:
    """What a sweep found: where answers differ from the table, and what reading has written."""

    requests: int = 0
    differences: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


def sweep(
    world: World,
    *,
    only: Iterable[str] = (),
    actors: Iterable[str] = ACTORS,
    methods: Iterable[str] = METHODS,
    rows: Any = None,
    enough: int = 0,
    listen: Callable[[str, str, Any], None] | None = None,
) -> Sweep:
    """Asks everything; stops after ``enough`` differences, if given. ``listen`` hears each answer: who, where, what."""
    found = Sweep()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # thousands of expected refusals
    for address in addresses(world, only):
        if rows is not None and not rows(address):
            continue
        for actor in actors:
            for method in methods:
                found.requests += 1
                with watched() as wrote:
                    answer = asked(world, actor, address, method)
                if listen is not None:
                    listen(actor, address.english if method == "EN" else address.path, answer)
                if method in READING and wrote:
                    found.written.append(f"{method} {address.name} as {actor}: {wrote[0][:80]}")
                wanted, got = expected(world, actor, address), verdict(answer)
                if got not in wanted:
                    found.differences.append(
                        f"{method} {address.name} ({address.row.label}) as {actor}: {got}, not {wanted}"
                    )
                    if enough and len(found.differences) >= enough:
                        return found
    return found


def expected(world: World, actor: str, address: Address) -> set[str]:
    """What may be answered, by the table alone."""
    row, roles = address.row, world.roles(actor)
    if not twin.door_opens(address.name, roles, world.within(actor, row.about)):
        hidden = twin.DOORS[address.name].hidden
        return {"login"} if roles == ["anyone"] and not hidden else {"absent"}
    if row.exists is None:
        return {"in", "shut", "absent"}
    return {"in", "shut"} if row.exists and row.also(world, actor) else {"absent", "shut"}


def verdict(answer: Any) -> str:
    """in, login, absent, broken; or shut: what takes this method at no time and from nobody."""
    if answer.status_code >= 500:
        return "broken"
    if answer.status_code == 404:
        return "absent"
    if answer.status_code == 405:
        return "shut"
    if answer.status_code == 302 and answer.headers["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?next="):
        return "login"
    return "in"


def asked(world: World, actor: str, address: Address, method: str) -> Any:
    """One request, undone afterwards if it changed anything."""
    browser = world.browsers[actor]
    browser.cookies.clear()
    if actor in world.sessions:
        browser.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[actor]
    before = position()
    with transaction.atomic():
        if method == "POST":
            answer: Any = browser.post(address.path, {"version": "1"})
        else:
            send = getattr(browser, "get" if method == "EN" else method.lower())
            answer = send(address.english if method == "EN" else address.path)
        after = position()
        transaction.set_rollback(True)
    if after != before:
        forget()
    return answer


@contextmanager
def watched() -> Iterator[list[str]]:
    """The statements that write, while the block lasts."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES) and _SESSION not in sql:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


__all__ = ["Sweep", "asked", "expected", "sweep", "verdict", "watched"]

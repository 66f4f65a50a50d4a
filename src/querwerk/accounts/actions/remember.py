"""What all verbs about accounts share: all or nothing, and remembered."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from querwerk.journal import actions as journal
from querwerk.journal.actions import Actor, Event, Facts
from querwerk.structure.models import HOUSE, Account, Person

#: The house itself, where nobody acts.
ITSELF = Actor(post="Querwerk", roles=frozenset({"system"}))


@contextmanager
def remembered(
    event: str,
    thread: UUID = HOUSE,
    *,
    whom: Account | Person | None = None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Iterator[Facts]:
    """One verb, with the facts that were filled in; ``whom`` it is about stands in the erasable part of the entry."""
    about = "" if whom is None else f"account:{whom.username}" if isinstance(whom, Account) else f"person:{whom.pk}"
    with journal.remembered(Event(f"accounts.{event}", thread, reason=reason, about=about), by=by, at=at) as facts:
        yield facts


def oneself(account: Account) -> Actor:
    """Somebody who acts on their own account alone, whatever posts they hold."""
    return Actor(post="", account=account.username, roles=frozenset({"resident"}))


def free_username(kind: str) -> str:
    """A log-in name that says nothing about the person."""
    return f"{kind}-{secrets.token_hex(5)}"

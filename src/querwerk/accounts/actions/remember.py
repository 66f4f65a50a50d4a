"""What all verbs about accounts share: all or nothing, and remembered."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.models import HOUSE, Account, Person

Facts = dict[str, list[Any]]

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
    facts: Facts = {}
    about = "" if whom is None else f"account:{whom.username}" if isinstance(whom, Account) else f"person:{whom.pk}"
    try:
        with transaction.atomic():
            yield facts
            record(Event(f"accounts.{event}", thread, facts=facts, reason=reason, about=about), by=by, at=at)
    except IntegrityError as error:
        raise Refused(_("Somebody has just entered the same.")) from error


def oneself(account: Account) -> Actor:
    """Somebody who acts on their own account alone, whatever posts they hold."""
    return Actor(post="", account=account.username, roles=frozenset({"resident"}))


def free_username(kind: str) -> str:
    """A log-in name that says nothing about the person."""
    return f"{kind}-{secrets.token_hex(5)}"


def day_of(at: datetime) -> date:
    """The day of the house at a moment."""
    return timezone.localtime(at).date()

"""Writing to the journal: the one door through which memory grows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from . import chain
from .models import Entry, Head, Mention, Person

#: Role and thread: how far the roles of an actor go.
Reach = frozenset[tuple[str, UUID]]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as what: the post is public memory, the account is erasable, the roles say what is allowed.

    ``reach`` says how far a role goes: the threads of the projects somebody leads, of their themes, of their units.
    ``withheld`` are roles that wait for a second factor. ``only`` are the scopes of a token: whatever they do not name,
    its holder may no more than anybody.
    """

    post: str
    unit: str = ""
    account: str = ""
    roles: frozenset[str] = frozenset()
    reach: Reach = frozenset()
    withheld: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    @property
    def rights(self) -> Actor:
        """The same rights without who holds them: what statements and answers are kept by."""
        return replace(self, post="", unit="", account="")

    def reach_of(self, role: str) -> frozenset[UUID]:
        """The threads one of the roles goes to."""
        return frozenset(thread for held, thread in self.reach if held == role)


#: A reader without an account.
NOBODY = Actor(post="")


class Refused(Exception):  # noqa: N818 - an action refuses; nothing is in error
    """An action says no, in a sentence for people, and names the field it is about (empty: the whole form)."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True, slots=True)
class Event:
    """What an action reports: ``facts`` maps a field to ``[before, after]`` and names nobody.

    Facts that do name somebody are ``personal``; ``about`` says whom: ``account:<name>`` or ``person:<number>``. They
    are kept in an erasable row (:class:`querwerk.journal.models.Mention`).
    """

    name: str
    thread: UUID
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    personal: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""


class Overtaken(Refused):
    """Somebody else changed the same thing since the form was opened."""


Facts = dict[str, list[Any]]


@contextmanager
def remembered(event: Event, *, by: Actor, at: datetime) -> Iterator[Facts]:
    """One verb: all or nothing, and one entry with the facts that were filled in beside those of the event.

    A constraint that says no means that somebody else was faster.
    """
    facts: Facts = dict(event.facts)
    try:
        with transaction.atomic():
            yield facts
            record(replace(event, facts=facts), by=by, at=at)
    except IntegrityError as error:
        raise Refused(_("Somebody has just entered the same.")) from error


def record(event: Event, *, by: Actor, at: datetime) -> None:
    """Appends one entry in the caller's transaction."""
    record_all([event], by=by, at=at)


def record_all(events: Iterable[Event], *, by: Actor, at: datetime) -> None:
    """Appends entries in order, in the caller's transaction; writers stand in line at the head of the chain."""
    head = stand_in_line()
    seq, previous = head.seq, head.hash
    entries: list[Entry] = []
    people: list[Person] = []
    mentions: list[Mention] = []
    reached: dict[str, int] = {}
    for event in events:
        seq += 1
        salt = secrets.token_hex(16) if by.account else ""
        mention = _mention(event, seq)
        entry = Entry(
            seq=seq,
            thread=event.thread,
            slice=event.name.partition(".")[0],
            event=event.name,
            post=by.post,
            unit=by.unit,
            at=at.astimezone(UTC),
            reason=event.reason,
            facts={**event.facts, **({"about": [None, mention.digest]} if mention else {})},
            person_digest=chain.person_digest(salt, by.account) if by.account else "",
            previous_hash=previous,
        )
        previous = entry.hash = chain.entry_hash(previous, content_of(entry))
        reached[entry.slice] = seq
        entries.append(entry)
        if by.account:
            people.append(Person(entry_id=seq, account=by.account, salt=salt))
        if mention:
            mentions.append(mention)
    if not entries:
        return
    Entry.objects.bulk_create(entries, batch_size=500)
    Person.objects.bulk_create(people, batch_size=500)
    Mention.objects.bulk_create(mentions, batch_size=500)
    Head.objects.filter(slice="").update(seq=seq, hash=previous)
    for slice_name, last in reached.items():
        Head.objects.update_or_create(slice=slice_name, defaults={"seq": last})


def stand_in_line() -> Head:
    """The head of the chain, locked until the transaction ends: one writer after the other. Who numbers something in
    the order of commits stands in the same line, so that no two wait for each other in a circle."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a journal entry belongs into the transaction of its action")
    head, _created = Head.objects.select_for_update().get_or_create(slice="", defaults={"hash": chain.GENESIS})
    return head


def _mention(event: Event, seq: int) -> Mention | None:
    """The erasable row of an event that says something about somebody."""
    if not event.personal:
        return None
    if not event.about:
        raise ValueError("personal facts need to say whom they are about, else nobody could erase them")
    salt, facts = secrets.token_hex(16), dict(event.personal)
    digest = chain.mention_digest(salt, event.about, facts)
    return Mention(entry_id=seq, about=event.about, facts=facts, salt=salt, digest=digest)


def content_of(entry: Entry) -> dict[str, Any]:
    """The hashed content of an entry: everything but the two hashes."""
    return {
        "seq": entry.seq,
        "thread": str(entry.thread),
        "event": entry.event,
        "post": entry.post,
        "unit": entry.unit,
        "at": entry.at.astimezone(UTC).isoformat(),
        "reason": entry.reason,
        "facts": entry.facts,
        "person": entry.person_digest,
    }

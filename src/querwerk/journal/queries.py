"""Reading the journal: positions for caches, the history of a thread, and the check of the chain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, QuerySet, UUIDField

from querwerk.prepared import Prepared, Slot

from . import chain
from .actions import content_of
from .models import Entry, Head, Mention, Person


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry as a page shows it: the post, never the person."""

    seq: int
    event: str
    post: str
    unit: str
    at: datetime
    reason: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found. ``broken_at`` is the first sequence number that does not fit, or None.

    It does not fit either when somebody else is named behind the entry than at the time; who is named no more, fits.
    """

    entries: int
    broken_at: int | None
    head: str

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def position(slices: Sequence[str] = ("",)) -> int:
    """The journal position of these slices (of the whole chain by default): rises with every action, never falls.

    Every public page asks this first, so it is one prepared statement without the object layer.
    """
    marks = ", ".join(["%s"] * len(slices))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(seq) FROM journal_head WHERE slice IN ({marks})", slices)  # noqa: S608 - marks only
        return int(cursor.fetchone()[0] or 0)


def history(thread: UUID, *, of: str, limit: int = 200) -> list[HistoryLine]:
    """The newest entries that one slice wrote on a thread, newest first.

    A thread passes through many slices, and who may read an entry is the business of the slice that wrote it.
    """
    return [HistoryLine(*row) for row in _entries(limit).rows(thread=thread, slice=of)]


def recorded(thread: UUID, event: str) -> list[HistoryLine]:
    """All entries of one event in a thread, newest first."""
    columns = [field.name for field in fields(HistoryLine)]
    rows = Entry.objects.filter(thread=thread, event=event).order_by("-seq").values_list(*columns)
    return [HistoryLine(*row) for row in rows]


def acted(thread: UUID, event: str, *, account: str) -> list[dict[str, Any]]:
    """The facts of each entry of one event in a thread behind which an account stood, as far as that is still known."""
    if not account:
        return []
    rows = Entry.objects.filter(thread=thread, event=event, person__account=account).order_by("seq")
    return list(rows.values_list("facts", flat=True))


def became(threads: QuerySet[Any, Any], fact: str, *, of: str) -> list[tuple[UUID, datetime, Any]]:
    """When a fact changed in these threads, and what it was from then on; what one slice wrote, oldest first."""
    rows = Entry.objects.filter(thread__in=threads, slice=of, facts__has_key=fact).order_by("seq")
    return [(thread, at, after) for thread, at, (_, after) in rows.values_list("thread", "at", f"facts__{fact}")]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry as the log lists it: who did what as which post, never the facts, which belong to their slice."""

    seq: int
    thread: UUID
    event: str
    post: str
    unit: str
    at: datetime
    reason: str


def log(
    slices: Collection[str], *, event: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Entry, Any]:
    """The entries of some slices, newest first, as the columns of :class:`LogLine`; days are inclusive."""
    found = Entry.objects.filter(slice__in=slices)
    if event:
        found = found.filter(event=event)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found.order_by("-seq").values_list(*[field.name for field in fields(LogLine)])


def checkpoint() -> tuple[int, str]:
    """How many entries there are, and the hash of the last: whoever keeps it notices a tail cut off later."""
    return Head.objects.filter(slice="").values_list("seq", "hash").first() or (0, chain.GENESIS)


@lru_cache(maxsize=16)
def _entries(limit: int) -> Prepared:
    written = Entry.objects.filter(thread=Slot("thread", UUIDField()), slice=Slot("slice", CharField()))
    columns = [field.name for field in fields(HistoryLine)]
    return Prepared(lambda: written.order_by("-seq").values_list(*columns)[:limit])


def verify() -> Verdict:
    """Recomputes the chain from the first entry and compares it with the stored head.

    Finds changed, missing, inserted and reordered entries, and a tail cut off while the head still knows it.
    """
    previous, expected = chain.GENESIS, 0
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        expected += 1
        if (
            entry.seq != expected
            or entry.previous_hash != previous
            or entry.hash != chain.entry_hash(previous, content_of(entry))
        ):
            return Verdict(expected, expected, previous)
        previous = entry.hash
    head = Head.objects.filter(slice="").first()
    if head is not None and (head.seq, head.hash) != (expected, previous):
        return Verdict(expected, expected + 1, previous)
    return Verdict(expected, _first_wrong_name(), previous)


def _first_wrong_name() -> int | None:
    """The first entry that names somebody its digest does not know."""
    behind = Person.objects.order_by("entry").values_list("entry", "entry__person_digest", "account", "salt")
    wrong = [seq for seq, said, account, salt in behind.iterator() if said != chain.person_digest(salt, account)]
    told = Mention.objects.order_by("entry").values_list("entry", "entry__facts", "about", "facts", "salt")
    for seq, said, about, facts, salt in told.iterator():
        if (said or {}).get("about") != [None, chain.mention_digest(salt, about, facts)]:
            wrong.append(seq)
    return min(wrong, default=None)

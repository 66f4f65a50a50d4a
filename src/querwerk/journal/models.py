"""Tables of the journal. Entries are never changed and never deleted (see migration ``0002_guards``)."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One event: ``projects.rescheduled`` by a post, at a moment, in a thread, with the facts it changed.

    ``facts`` maps a field to ``[before, after]``. ``person_digest`` is a salted hash: who acted stays provable as
    long as :class:`Person` keeps the salt, and becomes meaningless once that row is erased.
    """

    seq = models.BigIntegerField(primary_key=True)
    thread = models.UUIDField(db_index=True)
    slice = models.CharField(max_length=20)
    event = models.CharField(max_length=60)
    post = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    person_digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "seq"], name="journal_thread_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"


class Person(models.Model):
    """Who stood behind an entry: erasable, unlike the entry."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    account = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"person of {self.entry_id}"


class Head(models.Model):
    """The last sequence number and hash, of the whole chain (slice ``""``) and of each slice.

    Row ``""`` is the lock that puts writers in line; the rows of the slices are what cached pages are keyed by.
    """

    slice = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.slice or 'all'}@{self.seq}"

"""Tables of the journal. Entries are never changed and never deleted (see migration ``0002_guards``)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import NOBODY, Basis, Erase, Impersonal, Keep, Personal, Who, by_key

#: Who stood behind an entry can be asked for three years, as long as claims last; then the post alone remains.
KEPT_DAYS = 3 * 365

_BEHIND = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=KEPT_DAYS, since="entry__at"),
    readers=("self", "auditor"),
    erase=Erase.DELETE,
)
_SALT = _BEHIND(
    title=_("Salt"),
    purpose=_("Proves that name and entry belong together; without it the entry's mark says nothing."),
    export=False,
    why_kept=_("A random number without a meaning of its own."),
)


def about(field: str, who: Who) -> Q:
    """The rows about somebody, however the action knew them: ``account:<name>`` or ``person:<number>``."""
    known = [f"account:{who.key}"] if who.key else []
    known += [f"person:{who.person}"] if who.person is not None else []
    return Q(**{f"{field}__in": known}) if known else NOBODY


class Entry(models.Model):
    """One event: ``projects.rescheduled`` by a post, at a moment, in a thread, with the facts it changed.

    ``facts`` maps a field to ``[before, after]`` and names nobody. ``person_digest`` is a salted hash: who acted stays
    provable as long as :class:`Person` keeps the salt, and becomes meaningless once that row is erased. What an entry
    says about somebody else is bound the same way: ``facts`` holds the digest, :class:`Mention` the words.
    """

    personal = {
        "person_digest": Impersonal("a mark that says nothing without the salt, which goes with the person"),
        "at": Impersonal("when something was done; as which post, not by whom", title=_("Time of the entry")),
    }

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

    personal_title = _("Who stood behind an entry of the journal")
    personal = {
        "entry": Impersonal("which entry: says nothing about anybody without the log-in", title=_("Entry")),
        "account": _BEHIND(title=_("User name"), purpose=_("Who acted can be asked and proved."), link=by_key),
        "salt": _SALT,
    }

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    account = models.CharField(max_length=150)
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"person of {self.entry_id}"


class Mention(models.Model):
    """What an entry says about somebody, in words that name them: erasable, unlike the entry.

    ``about`` is ``account:<name>`` or ``person:<number>``; ``facts`` maps a field to ``[before, after]``.
    """

    personal_title = _("What an entry of the journal says about somebody")
    personal = {
        "entry": Impersonal("which entry: says nothing about anybody without the facts", title=_("Entry")),
        "about": _BEHIND(title=_("About"), purpose=_("Says whom the facts of an entry are about."), link=about),
        "facts": _BEHIND(title=_("Facts"), purpose=_("Who was given or lost which rights can be proved.")),
        "salt": _SALT,
        "digest": Impersonal("a mark that stands in the entry too; without the salt it says nothing"),
    }

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="mentions")
    about = models.CharField(max_length=170, db_index=True)
    facts: Any = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"mention in {self.entry_id}"


class Head(models.Model):
    """The last sequence number and hash, of the whole chain (slice ``""``) and of each slice.

    Row ``""`` is the lock that puts writers in line; the rows of the slices are what cached pages are keyed by.
    """

    slice = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.slice or 'all'}@{self.seq}"

"""Erasing somebody: everything of theirs in every table, remembered so that a restored backup forgets them again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.protection import NAMELESS, Who
from querwerk.search.actions import forget_words

from .. import rules
from ..models import THREAD, Erasure
from ..queries import erased
from ..queries.traces import traces, who_is, with_addresses
from .forget import forget

#: The register as a file beside the database: kept apart from backups, it is what a restored house is told.
FILE = "erasures.jsonl"


def erase(who: Who, *, cause: Erasure.Cause, by: Actor, at: datetime) -> Erasure:
    """Forgets somebody in every table, as the fields declare; the journal stays whole and names nobody.

    The entry about it does not say who: neither whose traces went nor, when they asked themselves, who asked.
    """
    on = timezone.localdate(at)
    with transaction.atomic():
        rows = sum(forget(trace, on=on) for trace in list(traces(with_addresses(who))))
        forget_words()
        line = _line(who, on)
        erasure = _remember(line, cause, rows)
        asked_by = Actor(post=NAMELESS) if cause == Erasure.Cause.OWN else by
        record(Event("privacy.person_erased", THREAD, facts={"rows": [None, rows]}), by=asked_by, at=at)
        transaction.on_commit(_leave_nothing_behind)
    return erasure


def leave(*, by: Actor, at: datetime) -> None:
    """Somebody has themself erased. Posts they hold today end with it."""
    if not rules.may_leave(by):
        raise Refused(_("Only who is logged in can do this."))
    with transaction.atomic():
        account = get_user_model()._default_manager.select_for_update().filter(username=by.account).first()
        if account is not None:  # else the same was said twice, and the other was faster
            erase(who_is(account), cause=Erasure.Cause.OWN, by=by, at=at)


def erase_on_request(key: str, *, by: Actor, at: datetime) -> None:
    """Somebody who can no longer log in has asked in writing; carried out on the machine itself, never on a page."""
    account = get_user_model()._default_manager.filter(username=key).first()
    if account is None:
        raise Refused(_("There is no account of this name."), field="username")
    erase(who_is(account), cause=Erasure.Cause.REQUEST, by=by, at=at)


def replay_erasures(lines: Iterable[str], *, by: Actor, at: datetime) -> int:
    """Erases everybody again whom a restored backup has brought back; says how many.

    ``lines`` are those of ``erasures.jsonl`` as it was before the restore. A second run finds nobody and changes
    nothing. Raises ValueError for a line that is none, before anything is changed.
    """
    said = erased.read(lines)
    with transaction.atomic():
        back = erased.back_again(said)
        for who in back:
            erase(erased.in_full(who), cause=Erasure.Cause.REPLAY, by=by, at=at)
        known = set(Erasure.objects.values_list("digest", flat=True))
        for line in said:
            if line.digest not in known:
                _remember(line, Erasure.Cause.REPLAY, 0)
    return len(back)


def write_register() -> None:
    """Brings ``erasures.jsonl`` level with the table: appended and flushed to the disk, never rewritten."""
    path = Path(settings.HOME) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    written = {line.digest for line in erased.read(path.read_text().splitlines())} if path.exists() else set()
    lines = [erased.Line(one.erased_on, one.salt, one.digest) for one in Erasure.objects.order_by("pk")]
    new = [line.written() + "\n" for line in lines if line.digest not in written]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
        file.writelines(new)
        file.flush()
        os.fsync(file.fileno())


def _line(who: Who, on: date) -> erased.Line:
    salt = secrets.token_hex(16)
    return erased.Line(on, salt, erased.digest_of(who, salt))


def _remember(line: erased.Line, cause: Erasure.Cause, rows: int) -> Erasure:
    return Erasure.objects.create(erased_on=line.erased_on, cause=cause, rows=rows, salt=line.salt, digest=line.digest)


def _leave_nothing_behind() -> None:
    """What no transaction covers: kept pages, the register's file, and the database's own leftovers."""
    cache.clear()
    write_register()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # deleted rows are overwritten where they stood (secure_delete); copies in the log of writes go with it
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""Keeping the terms: what was kept long enough goes, and who has a log-in is told a month before it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from querwerk.journal.actions import Actor, Event, record
from querwerk.outbox.actions import post_mail
from querwerk.protection import Erase

from ..lifecycle import WARNED_DAYS
from ..models import THREAD, Erasure, Stay
from ..queries.declared import declared
from ..queries.due import Ending, due, endings, long_gone, unconfirmed
from ..queries.traces import who_is
from .erase import erase, write_register
from .forget import change, remove

#: Who acts when a term ends: nobody.
CLOCK = Actor(post="Querwerk", roles=frozenset({"system"}))


def keep_terms(at: datetime) -> None:
    """The daily job of data protection. Whatever it was stopped at, the next run goes on."""
    on = timezone.localdate(at)
    _forget_rows(at)
    with transaction.atomic():
        Stay.objects.bulk_create([Stay(account=one, confirmed_on=on) for one in unconfirmed()], ignore_conflicts=True)
    for ending in endings(on):
        if ending.is_over(on):
            erase(who_is(ending.account), cause=Erasure.Cause.TERM, by=CLOCK, at=at)
        elif ending.wants_warning(on):
            _warn(ending, at)
    for who in long_gone(on):
        erase(who, cause=Erasure.Cause.TERM, by=CLOCK, at=at)
    write_register()


def _forget_rows(at: datetime) -> None:
    """Rows and fields whose time has come; one entry says how many, never whose."""
    gone: dict[str, list[int | None]] = {}
    with transaction.atomic():
        for one in due(at):
            if one.whole:
                count = remove(one.rows)
            else:
                count = one.rows.count()
                how = declared(one.model)[one.field].erase  # type: ignore[union-attr]
                change(one.rows, one.model, one.field, Erase.BLANK if how is Erase.DELETE else how, on=at.date())
            if count and one.whole:
                gone[one.model._meta.label] = [None, count]
        if gone:
            record(Event("privacy.terms_kept", THREAD, facts=gone), by=CLOCK, at=at)


def _warn(ending: Ending, at: datetime) -> None:
    """Tells somebody that their log-in will end; without a mail address, the page of their own data says it."""
    on = timezone.localdate(at)
    earliest = max(ending.ends_on, on + timedelta(days=WARNED_DAYS))
    with transaction.atomic():
        words = {"day": earliest.isoformat()}
        post_mail("privacy.ends", key=earliest.isoformat(), to=ending.account.pk, words=words, at=at)
        Stay.objects.update_or_create(
            account=ending.account, defaults={"warned_on": on}, create_defaults={"warned_on": on, "confirmed_on": on}
        )

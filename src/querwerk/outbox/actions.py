"""Writing mails, and what becomes of them.

No journal entry: the action that writes a mail is in the journal, and what happens to it is said in its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from .lifecycle import CLAIM, KEPT, Reason, next_try
from .models import Mail
from .rules import is_address


def post_mail(
    kind: str,
    *,
    key: str,
    to: Any = None,
    address: str = "",
    words: Mapping[str, Any],
    about: UUID | None = None,
    at: datetime,
    due_at: datetime | None = None,
) -> None:
    """Writes a mail in the caller's transaction: to an account (its primary key) or to an address.

    ``key`` names the event that causes it, never a person; the same kind, key and recipient again changes nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a mail belongs into the transaction of the action that causes it")
    if (to is None) == (not address):
        raise ValueError("a mail goes to an account or to an address")
    if address and not is_address(address):
        raise ValueError("this is no address a mail could be sent to")
    due_at = due_at or at
    mail = Mail(
        message_id=_identity(kind, key, f"@{address}" if to is None else str(to)),
        kind=kind, key=key, to_id=to, address=address, words=dict(words), about=about,
        created_at=at, due_at=due_at, next_try_at=due_at,
    )  # fmt: skip
    Mail.objects.bulk_create([mail], ignore_conflicts=True)


def _identity(kind: str, key: str, recipient: str) -> str:
    """The same for the same mail; without the key of the house nobody can tell from it who the recipient was."""
    return salted_hmac("querwerk.outbox", "\n".join((kind, key, recipient)), algorithm="sha256").hexdigest()[:40]


def claim_mail(*, at: datetime) -> Mail | None:
    """The mail that has waited longest, taken by this worker alone until :data:`CLAIM` has passed."""
    with transaction.atomic():
        waiting = Mail.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk")
        mail = waiting.select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.tries, mail.next_try_at = mail.tries + 1, at + CLAIM
            mail.save(update_fields=["tries", "next_try_at"])
    return mail


def mark_sent(mail: Mail, *, secret: bool = False, at: datetime) -> None:
    """The server has taken it over: said whoever holds it by now, so that nobody sends it again."""
    gone: dict[str, Any] = {"words": {}} if secret else {}
    Mail.objects.filter(pk=mail.pk, sent_at=None).update(
        sent_at=at, next_try_at=None, given_up_at=None, reason="", reply="", **gone
    )


def put_off(mail: Mail, *, reply: str, at: datetime) -> None:
    """It did not work this time: tried again later, given up after the last try."""
    later = next_try(mail.tries, at)
    if later is None:
        give_up(mail, reason=Reason.TRIED_TOO_OFTEN, reply=reply, at=at)
    else:
        _held(mail).update(next_try_at=later, reply=reply)


def give_up(mail: Mail, *, reason: Reason, reply: str = "", at: datetime) -> None:
    """It will not be sent. What somebody may no longer read is not kept either."""
    gone: dict[str, Any] = {"words": {}} if reason == Reason.NOT_ENTITLED else {}
    _held(mail).update(given_up_at=at, next_try_at=None, reason=reason, reply=reply, **gone)


def _held(mail: Mail) -> Any:
    """The row, as long as the worker that speaks is the one that holds it."""
    return Mail.objects.filter(pk=mail.pk, tries=mail.tries, next_try_at__isnull=False)


def forget_about(thread: UUID, *, at: datetime) -> None:
    """What was written about something that is gone: nothing more is sent, and no word stays."""
    mails = Mail.objects.filter(about=thread)
    mails.filter(next_try_at__isnull=False).update(given_up_at=at, next_try_at=None, reason=Reason.NOT_ENTITLED)
    mails.update(words={}, about=None)


def forget_mails(at: datetime) -> None:
    """Empties what is older than :data:`KEPT`: words and recipients go; that a mail was written stays, so that the
    same event does not write it again."""
    old = Mail.objects.filter(created_at__lt=at - KEPT)
    with transaction.atomic():
        old.filter(next_try_at__lte=at).update(given_up_at=at, next_try_at=None, reason=Reason.TOO_OLD)
        done = old.filter(next_try_at=None).exclude(Q(to=None) & Q(address=""))
        done.update(to=None, address="", words={}, about=None)

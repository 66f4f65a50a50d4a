"""Reading mails: one's own, and how the house's mail stands."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q

from querwerk.journal.actions import Actor
from querwerk.tables import pages_of

from .kinds import Kind, Letter, kinds, written
from .lifecycle import KEPT, Reason, State
from .models import Mail
from .rules import may_receive, visible_to
from .traces import trace

_LOG = logging.getLogger(__name__)
#: Each mail that waits asks its slice whether it may be shown.
PER_PAGE = 10


def is_due(*, at: datetime) -> bool:
    """Whether any mail waits for a worker."""
    return Mail.objects.filter(next_try_at__lte=at).exists()


@dataclass(frozen=True, slots=True)
class OwnMail:
    """A mail as its recipient reads it; ``letter`` is None where it may not be shown (any more)."""

    at: datetime
    state: State
    reason: str
    secret: bool
    letter: Letter | None


@dataclass(frozen=True, slots=True)
class OwnMails:
    """A page of one's own mails, newest first."""

    mails: Sequence[OwnMail]
    page: int
    pages: int


def own_mails(actor: Actor, *, page: int = 1, at: datetime) -> OwnMails:
    """What was sent to a person, and what waits for them from this moment on."""
    mails = visible_to(actor).filter(due_at__lte=at)
    count = mails.count()
    pages = pages_of(count, PER_PAGE)
    page = min(max(page, 1), pages)
    rows = mails.select_related("to").order_by("-due_at", "-pk")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return OwnMails([_own(mail) for mail in rows], page, pages)


def _own(mail: Mail) -> OwnMail:
    kind = kinds().get(mail.kind)
    letter = _letter(mail, kind) if kind is not None and not kind.secret else None
    secret = kind is not None and kind.secret
    return OwnMail(mail.sent_at or mail.due_at, mail.state, mail.reason, secret, letter)


def _letter(mail: Mail, kind: Kind) -> Letter | None:
    """What waits is authorised again, as if it were sent now; what was sent, or could not be, stays readable.

    Words of an old mail may not fit the text of a new version any more: that hides the mail, it breaks no page.
    """
    if mail.reason == Reason.NOT_ENTITLED:
        return None
    try:
        if mail.state is State.QUEUED and not may_receive(mail, kind):
            return None
        return written(kind, mail.words)
    except Exception as trouble:
        _LOG.error("mail %s (%s) cannot be shown: %s", mail.pk, mail.kind, trace(trouble))
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the house's mail stands, in numbers: no recipient, no words. ``server`` says whether one is set."""

    server: bool
    waiting: int
    since: datetime | None
    given_up: int


def standing(*, at: datetime) -> Standing:
    """How many mails are due and wait, since when, and how many were given up and should be looked after."""
    late = Q(next_try_at__isnull=False, due_at__lte=at)
    troubled = Q(created_at__gte=at - KEPT, reason__in=[Reason.REFUSED, Reason.TRIED_TOO_OFTEN, Reason.TOO_OLD])
    found = Mail.objects.aggregate(
        waiting=Count("pk", filter=late), since=Min("due_at", filter=late), given_up=Count("pk", filter=troubled)
    )
    return Standing(bool(settings.MAIL_URL), found["waiting"], found["since"], found["given_up"])

"""Following an entry, and telling those who follow that its state has moved.

No journal entry: what somebody follows is their own business. That a state moved is in the journal, and is read there.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import override

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import position
from querwerk.outbox.actions import post_mail
from querwerk.structure.models import Account

from ..access import FOLLOWING
from ..alike import Line
from ..following import seen_by
from ..models import Follow

#: What moves of an entry, as the journal calls it.
_MOVES = ["state", "way_out", "mended"]


def start_following(line: Line, *, by: Actor, at: datetime) -> None:
    """From now on an actor is told when the state of an entry moves."""
    account = Account.objects.filter(username=by.account).first()
    thread = line.entry.thread
    if account is None or thread is None or not FOLLOWING.open_to(by, Verb.CREATE):
        raise Refused("")
    said = {"kind": line.kind, "slug": line.slug, "since": position()}
    Follow.objects.get_or_create(account=account, thread=thread, defaults=said)


def end_following(kind: str, slug: str, *, by: Actor) -> None:
    """An actor is told no more."""
    Follow.objects.filter(FOLLOWING.where(by, Verb.WITHDRAW), kind=kind, slug=slug).delete()


def tell_followers(at: datetime) -> None:
    """A mail for each follower of each entry whose state has moved since they were last told."""
    oldest = Follow.objects.aggregate(oldest=Min("since"))["oldest"]
    if oldest is None:
        return
    threads = Follow.objects.order_by().values("thread").distinct()
    entries = Entry.objects.filter(seq__gt=oldest, thread__in=threads, facts__has_any_keys=_MOVES)
    moved: dict[UUID, int] = dict(entries.order_by("seq").values_list("thread", "seq"))
    for follow in Follow.objects.filter(thread__in=moved).select_related("account"):
        if follow.since < moved[follow.thread]:
            _tell(follow, moved[follow.thread], at=at)


def _tell(follow: Follow, seq: int, *, at: datetime) -> None:
    with transaction.atomic(), override("de"):
        line = seen_by(follow.account, follow.kind, follow.slug)
        if line is not None:
            words = {"kind": follow.kind, "slug": follow.slug, "title": line.entry.title, "state": line.entry.state,
                     "page": line.entry.page, "part": line.entry.part}  # fmt: skip
            post_mail("web.followed_moved", key=f"{follow.thread}/{seq}", to=follow.account_id, words=words, at=at)
        Follow.objects.filter(pk=follow.pk).update(since=seq)

"""What somebody follows, and the mail that its state has moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.journal.actions import Actor
from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account

from .acting import acting
from .alike import Line, entry
from .models import Follow


def follows(actor: Actor, thread: UUID) -> bool:
    """Whether an actor follows a thread."""
    return Follow.objects.filter(account__username=actor.account, thread=thread).exists()


def followed(actor: Actor) -> list[Line]:
    """What an actor follows and may still see."""
    rows = Follow.objects.filter(account__username=actor.account).order_by("pk").values_list("kind", "slug")
    return [line for kind, slug in rows if (line := entry(kind, slug, actor))]


def seen_by(account: Account, kind: str, slug: str) -> Line | None:
    """An entry as the holder of an account sees it without a second factor."""
    return entry(kind, slug, acting(account, on=timezone.localdate(), second_factor=False))


def _still_follows(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether this person still follows it and may still see it."""
    if account is None or not Follow.objects.filter(account=account, kind=words["kind"], slug=words["slug"]).exists():
        return False
    return seen_by(account, words["kind"], words["slug"]) is not None


KINDS: Mapping[str, Kind] = {
    "web.followed_moved": Kind(_("Something you follow has moved"), "web/mails/moved.txt", _still_follows),
}

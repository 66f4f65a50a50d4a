"""The mails of the expertise pool: a question to somebody, and the answer to whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account

from .lifecycle import Reply
from .models import Asking


def _is_asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether the question is still open, and still this person's: who has left the pool is not asked."""
    open_ = Asking.objects.filter(key=words["key"], reply=Reply.OPEN)
    return open_.filter(profile__account=account).exists()


def _has_asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether it is the one who asked."""
    return account is not None and Asking.objects.filter(key=words["key"], asked_by=account).exists()


KINDS: Mapping[str, Kind] = {
    "teams.asked": Kind(_("Would you like to join in?"), "teams/mails/asked.txt", _is_asked),
    "teams.answered": Kind(_("Your question was answered"), "teams/mails/answered.txt", _has_asked),
}

"""Mails about texts on their way: one waits for you, one came back, one has appeared, one may be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from querwerk.outbox.actions import post_mail
from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account, Post

from .labels import TEXT_FIELDS
from .lifecycle import DraftState
from .models import Draft, SheetText
from .rules import at_the_desk, holders


def waiting(draft: Draft, *, on: date) -> set[int]:
    """The accounts of those for whom a text waits."""
    return set(at_the_desk(draft, on=on).values_list("pk", flat=True))


def tell_the_desk(draft: Draft, *, but: set[int], on: date, at: datetime) -> None:
    """Those for whom a text waits now, but not those who know."""
    _tell("projects.text_waits", draft, sorted(waiting(draft, on=on) - but), at)


def tell_writers(draft: Draft, *, at: datetime) -> None:
    """Those whose words came back or have appeared."""
    kind = "projects.text_came_back" if draft.state == DraftState.RETURNED else "projects.text_appeared"
    _tell(kind, draft, list(Account.objects.filter(username__in=draft.writers).values_list("pk", flat=True)), at)


def tell_readers(draft: Draft, post: Post, *, on: date, at: datetime) -> None:
    """Those who hold a post that was invited to read."""
    _tell("projects.text_to_read", draft, list(holders([post.pk], on=on).values_list("pk", flat=True)), at)


def _tell(kind: str, draft: Draft, accounts: list[int], at: datetime) -> None:
    with override("de"):
        field = str(TEXT_FIELDS[SheetText.Field(draft.field)])
    words = {"thread": str(draft.thread), "project": draft.project.name, "slug": draft.project.slug, "field": field}
    for account in accounts:
        post_mail(kind, key=f"{draft.thread}/{draft.version}", to=account, words=words, about=draft.thread, at=at)


def _draft(words: Mapping[str, Any]) -> Draft | None:
    return Draft.objects.select_related("project").filter(thread=words["thread"]).first()


def _waits(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether the text still waits for this person."""
    draft = _draft(words)
    if account is None or draft is None:
        return False
    return at_the_desk(draft, on=timezone.localdate()).filter(pk=account.pk).exists()


def _wrote(state: DraftState, account: Account | None, words: Mapping[str, Any]) -> bool:
    draft = _draft(words)
    return account is not None and draft is not None and draft.state == state and account.username in draft.writers


def _came_back(account: Account | None, words: Mapping[str, Any]) -> bool:
    return _wrote(DraftState.RETURNED, account, words)


def _appeared(account: Account | None, words: Mapping[str, Any]) -> bool:
    return _wrote(DraftState.RELEASED, account, words)


def _may_read(account: Account | None, words: Mapping[str, Any]) -> bool:
    draft = _draft(words)
    if account is None or draft is None:
        return False
    posts = list(draft.invited.values_list("pk", flat=True))
    return holders(posts, on=timezone.localdate()).filter(pk=account.pk).exists()


KINDS: Mapping[str, Kind] = {
    "projects.text_waits": Kind(_("A text waits for your check"), "projects/mails/waits.txt", _waits),
    "projects.text_came_back": Kind(_("Your text has come back"), "projects/mails/came_back.txt", _came_back),
    "projects.text_appeared": Kind(_("Your text has appeared"), "projects/mails/appeared.txt", _appeared),
    "projects.text_to_read": Kind(_("You are invited to read a text"), "projects/mails/to_read.txt", _may_read),
}

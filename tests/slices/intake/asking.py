"""Inquiries in every state, and somebody for each side of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from querwerk.intake.lifecycle import State
from querwerk.intake.models import Asker, FollowUp, Handling, Inquiry, NamedPost
from querwerk.structure.models import Account, Post
from tests.slices.delivery.people import holder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
SOON = date(2026, 12, 1)


def ayse() -> Account:
    """Who asks."""
    return Account.objects.filter(username="ayse").first() or holder("ayse", "employee", "Sachbearbeitung")[0]


def inquiry(state: State = State.SUBMITTED, *, of: Account | None = None, **said: Any) -> Inquiry:
    """An inquiry that stands somewhere, with what must be true there."""
    ended = state in (State.REFERRED, State.DECLINED, State.CLOSED)
    answer = {"answer": "So ist es.", "answered_at": NOW} if ended else {}
    plain = {"title": "Elf Hände", "concern": "Jede Dienstreise.", "received_at": NOW, "version": 1}
    made = Inquiry.objects.create(state=state.value, **{**plain, **answer, **said})
    Asker.objects.create(inquiry=made, account=(of or ayse()).username)
    if state in (State.HELD, State.PUBLISHED, State.FOLLOWED_UP):
        Handling.objects.create(inquiry=made, held_on=timezone.localdate(NOW))
        for days in (30, 90):
            due_on = timezone.localdate(NOW) + timedelta(days=days)
            FollowUp.objects.create(inquiry=made, days=days, due_on=due_on)
    return made


def name_confidants(*posts: Post) -> None:
    """The house names the posts that read what is confidential."""
    for place, post in enumerate(posts, 1):
        NamedPost.objects.create(task=NamedPost.Task.CONFIDENTIAL, place=place, post=post)

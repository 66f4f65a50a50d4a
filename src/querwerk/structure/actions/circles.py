"""The steering circle: which post has a seat in it, which one chairs it, from when until when."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..models import HOUSE, Post, SteeringSeat
from .change import changed, close, end


def take_seat(*, post: Post, chairs: bool = False, starts_on: date, by: Actor, at: datetime) -> None:
    """A post belongs to the steering circle from a day on; a new chair ends the chair of the one before."""
    with changed("seat_taken", HOUSE, by=by, at=at) as facts:
        if SteeringSeat.objects.filter(post=post, valid_to=None).exists():
            raise Refused(_("This post has a seat already."), field="post")
        before = SteeringSeat.objects.filter(chairs=True, valid_to=None).select_related("post") if chairs else []
        facts.update(seat=[None, post.title], starts_on=[None, starts_on.isoformat()])
        if chairs:
            facts.update(chairs=[", ".join(seat.post.title for seat in before) or None, post.title])
            end(before, starts_on)
        SteeringSeat.objects.create(post=post, chairs=chairs, valid_from=starts_on, stated_on=timezone.localdate(at))


def leave_seat(seat: SteeringSeat, *, ends_on: date, by: Actor, at: datetime) -> None:
    """A post no longer belongs to the steering circle; that it did stays on record."""
    with changed("seat_left", HOUSE, by=by, at=at) as facts:
        close(seat, ends_on)
        facts.update(seat=[seat.post.title, None], ends_on=[None, ends_on.isoformat()])

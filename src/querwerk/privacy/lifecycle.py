"""How long things last: an export, a log-in without a post, the warning before something goes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

#: A prepared export can be fetched once, within a day.
EXPORT_LASTS = timedelta(hours=24)
#: The warning comes a month before.
WARNED_DAYS = 30
#: A log-in of the house without a post stays half a year; other log-ins stay a year after they were last confirmed.
AFTER_THE_LAST_POST_DAYS = 183
AFTER_CONFIRMATION_DAYS = 365


def export_is_open(asked_at: datetime, fetched_at: datetime | None, at: datetime) -> bool:
    """Whether a prepared export can still be fetched."""
    return fetched_at is None and asked_at <= at < asked_at + EXPORT_LASTS


def ends_on(*, confirmed_on: date, posts_until: date | None) -> date:
    """The day a log-in without a post is erased: the later of both terms."""
    confirmed = confirmed_on + timedelta(days=AFTER_CONFIRMATION_DAYS)
    return max(posts_until + timedelta(days=AFTER_THE_LAST_POST_DAYS), confirmed) if posts_until else confirmed

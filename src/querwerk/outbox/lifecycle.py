"""When a mail is tried again, when it is given up, how long it is kept: values only."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a mail is."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Reason(StrEnum):
    """Why a mail was given up."""

    NOT_ENTITLED = "not_entitled"  # the recipient may no longer read it
    NO_ADDRESS = "no_address"  # the account has no e-mail address
    REFUSED = "refused"  # the server of the recipient said no for good
    TRIED_TOO_OFTEN = "tried_too_often"
    TOO_OLD = "too_old"  # waited for a mail server longer than words are kept


#: The pauses after the first, second, ... try in vain: two days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 960, 960))
#: A claimed mail whose worker says nothing any more is taken up again after this time.
CLAIM = timedelta(minutes=10)
#: How long words and recipients are kept.
KEPT = timedelta(days=90)


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a mail that was tried this often in vain is tried again; None: never."""
    return at + PAUSES[tries - 1] if tries <= len(PAUSES) else None

"""What holds how long: mailed links, one-time codes, tries. Pure functions of values."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a mailed link is good for; a link of one purpose opens nothing else."""

    REGISTER = "register"
    RESET = "reset"
    INVITE = "invite"


LINK_LIFETIMES = {
    Purpose.REGISTER: timedelta(days=2),
    Purpose.RESET: timedelta(hours=2),
    Purpose.INVITE: timedelta(days=14),
}

#: How long somebody may take from the password to the second factor, or to come back from the identity provider.
PENDING = timedelta(minutes=10)


def holds(expires_at: datetime, at: datetime) -> bool:
    """Whether something with an end still holds: the one place where an expiry is decided."""
    return at < expires_at


# -- codes of an app (RFC 6238: SHA-1, six digits, thirty seconds)

STEP = 30
_DIGITS = 6


def step_of(at: datetime) -> int:
    """The number of the half minute a moment lies in."""
    return int(at.timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    """The code that an app shows in a half minute; ``secret`` is base32, as apps take it."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def matching_step(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The half minute whose code this is: now, or one before or after; none up to ``after``, which is used up."""
    now = step_of(at)
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


# -- tries


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so long a time; then a pause until the time is over."""

    tries: int
    within: timedelta


#: ``name``: one name from one network. ``network``: everything from one network. ``account``: who knows the password.
#: ``guest_network``: wrong codes of guests; right ones do not count, since a whole room comes in at once.
#: A name is never closed for all networks, so that nobody can lock out somebody else.
LIMITS = {
    "log_in_name": Limit(5, timedelta(minutes=15)),
    "log_in_network": Limit(60, timedelta(minutes=15)),
    "code_account": Limit(8, timedelta(minutes=30)),
    "mail_address": Limit(3, timedelta(hours=1)),
    "mail_network": Limit(30, timedelta(hours=1)),
    "token_network": Limit(60, timedelta(minutes=15)),
    "guest_network": Limit(20, timedelta(minutes=15)),
    "return_code": Limit(10, timedelta(minutes=15)),
    "unnamed": Limit(40, timedelta(hours=1)),
}

"""What a model field says about people: why we hold it, on what ground, for how long, who reads it, how it goes.

Declared beside the fields, as ``personal`` of the model::

    class Account(AbstractUser):
        personal_subject = "account"
        personal = {
            "email": Personal(purpose=..., basis=Basis.EMPLOYMENT, keep=Keep(), readers=("self",), erase=Erase.DELETE),
            "epoch": Impersonal("a counter that says nothing about anybody"),
        }

A foreign key to a person, or to a row that is somebody's, leads there by itself; a field that names somebody by text
says how with ``link=by_key`` or ``link=by_address``. A model with a way to a person declares every field it has.

From these declarations come the record of processing (GDPR Art. 30), the data sheet for the staff council, the export
of one's own data (Art. 15 and 20), erasure (Art. 17) and the retention jobs (:mod:`querwerk.privacy`). A way to a
person without a declaration stops the start and fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q

#: What stands where a name stood.
NAMELESS = "N. N."

#: The reader every person is of what is held about them.
SELF = "self"


class Basis(StrEnum):
    """The legal ground of a processing (GDPR Art. 6 and 88, with the State's own law on employees' data)."""

    EMPLOYMENT = "employment"  # Art. 88 GDPR with the law of the Land: needed to do the work of the post
    TASK = "task"  # Art. 6 (1) e: a task in the public interest
    CONSENT = "consent"  # Art. 6 (1) a
    DUTY = "duty"  # Art. 6 (1) c: a legal obligation, such as proving consent


class Erase(StrEnum):
    """What erasing a person does to a field."""

    DELETE = "delete"  # the whole row goes
    BLANK = "blank"  # the field is emptied, the row stays
    NAMELESS = "nameless"  # the field becomes "N. N.": a record stays, without the name
    CLOSE = "close"  # a day that is still open becomes the day of the erasure
    KEEP = "keep"  # stays, with a reason


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: ``days`` after ``since`` (a date or time field, or a path to one); None: as long as the account.

    When the time has come, the row goes if erasing would take it, else the field does as at erasure; ``job`` names the
    periodic job of a slice that sees to it in its own way instead.
    """

    days: int | None = None
    since: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whose traces are looked for: log-in, person, name of the log-in, mail addresses; what lacks is empty."""

    account: int | None = None
    person: int | None = None
    key: str = ""
    addresses: tuple[str, ...] = ()


#: How a field that is no foreign key leads to somebody: the rows of its model in which it means them.
Link = Callable[[str, Who], Q]

NOBODY = Q(pk__in=[])


def by_key(field: str, who: Who) -> Q:
    """The field holds the name of a log-in."""
    return Q(**{field: who.key}) if who.key else NOBODY


def by_address(field: str, who: Who) -> Q:
    """The field holds a mail address, however it is capitalized."""
    found = NOBODY
    for address in who.addresses:
        found |= Q(**{f"{field}__iexact": address})
    return found


def by_key_or_address(field: str, who: Who) -> Q:
    """The field holds what somebody typed to log in."""
    return by_key(field, who) | by_address(field, who)


@dataclass(frozen=True, slots=True)
class Personal:
    """One field that holds something about a person. ``readers`` are role values of the access table, or ``self``.

    ``title`` is what people call the field (else the model's own word). ``why_kept`` is compulsory where erasure keeps
    the field or the export leaves it out (``export=False``).
    """

    purpose: Any
    basis: Basis
    keep: Keep
    readers: tuple[str, ...]
    erase: Erase
    export: bool = True
    why_kept: Any = ""
    title: Any = ""
    link: Link | None = None

    def __post_init__(self) -> None:
        if (self.erase is Erase.KEEP or not self.export) and not self.why_kept:
            raise ValueError("what is kept at erasure or left out of the export needs a reason")


@dataclass(frozen=True, slots=True)
class Impersonal:
    """A field that stands where people are, and says nothing about any of them; ``reason`` says why."""

    reason: str
    title: Any = ""

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("what is declared as not personal needs a reason")


@dataclass(frozen=True, slots=True)
class Feature:
    """A way of processing what people do that starts switched off: a house switches it on once consent is given.

    Declared as ``features`` of the slice's AppConfig; ``key`` is dotted, ``slice.what``.
    """

    key: str
    title: Any
    processes: Any

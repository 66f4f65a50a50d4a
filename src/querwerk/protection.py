"""What a model field says about people: why we hold it, on what ground, for how long, who reads it, how it goes.

Declared beside the fields, as ``personal`` of the model::

    class Account(AbstractUser):
        personal = {"email": Personal(purpose=..., basis=Basis.TASK, keep=Keep(), readers=("self",), erase=Erase.BLANK)}

From these declarations come the record of processing (GDPR Art. 30), the data sheet for the staff council, the export
of one's own data (Art. 15 and 20), erasure (Art. 17) and the retention jobs. A path to a person without a declaration
stops the start and fails the build.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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
    KEEP = "keep"  # stays, with a reason


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: ``days`` after ``since`` (a date or time field, or a path to one); None: as long as the account."""

    days: int | None = None
    since: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """One field that holds something about a person. ``readers`` are role values of the access table, or ``self``.

    ``why_kept`` is compulsory where erasure keeps the field or the export leaves it out (``export=False``).
    """

    purpose: Any
    basis: Basis
    keep: Keep
    readers: tuple[str, ...]
    erase: Erase
    export: bool = True
    why_kept: Any = ""

    def __post_init__(self) -> None:
        if (self.erase is Erase.KEEP or not self.export) and not self.why_kept:
            raise ValueError("what is kept at erasure or left out of the export needs a reason")

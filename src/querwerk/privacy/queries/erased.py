"""The register of erasures: what a page shows of it, and how a restored house finds whom it must forget again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from querwerk.protection import Who

from ..models import Erasure
from .declared import subject_of
from .traces import who_has, who_is


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the register as it lies in ``erasures.jsonl``: a day, a salt, a salted hash; no name."""

    erased_on: date
    salt: str
    digest: str

    def written(self) -> str:
        words = {"erased_on": self.erased_on.isoformat(), "salt": self.salt, "digest": self.digest}
        return json.dumps(words, sort_keys=True)


def read(lines: Iterable[str]) -> list[Line]:
    """The lines of a register file. Raises ValueError, with the number of the line, for one that is none."""
    found = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            said = json.loads(text)
            found.append(Line(date.fromisoformat(said["erased_on"]), str(said["salt"]), str(said["digest"])))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number} is no line of the register of erasures") from error
    return found


def register() -> list[Erasure]:
    """All erasures, the newest first."""
    return list(Erasure.objects.order_by("-pk"))


def digest_of(who: Who, salt: str) -> str:
    """What the register keeps of somebody: their number and name of log-in, or the number of the person, hashed."""
    key = f"account:{who.account}:{who.key}" if who.account is not None else f"person:{who.person}"
    return hashlib.sha256(b"querwerk.erasure.v1\n" + salt.encode() + b"\n" + key.encode()).hexdigest()


def back_again(lines: Sequence[Line]) -> list[Who]:
    """Who of the register is in the house (again)."""
    if not lines:
        return []
    return [who for who in everybody() if any(digest_of(who, line.salt) == line.digest for line in lines)]


def everybody() -> Iterator[Who]:
    """Every log-in, and every person who has none: only by what the register knows them by."""
    accounts: Any = get_user_model()._default_manager
    for pk, key in accounts.order_by("pk").values_list("pk", get_user_model().USERNAME_FIELD):
        yield Who(account=pk, key=key)
    for model in apps.get_models():
        if subject_of(model) == "person":
            people = model._default_manager.filter(account=None).order_by("pk")
            for pk in people.values_list("pk", flat=True):
                yield Who(person=pk)


def in_full(who: Who) -> Who:
    """Everything by which somebody can be found who was known by a number alone."""
    if who.account is not None:
        return who_is(get_user_model()._default_manager.get(pk=who.account))
    return who_has(who.person or 0)

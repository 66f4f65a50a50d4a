"""What a kind of mail is, and how its words become a letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import override

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_GAP = re.compile(r"\n{3,}")
_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail, as a slice declares it in its ``mails.py``.

    ``subject`` is a sentence that may hold words (``%(project)s``); never anything that is not public. ``template`` is
    a text template (``projects/mails/asked.txt``) that extends ``outbox/letter.txt``. ``may_receive`` is asked with
    the account (None: an address without account) and the words, again and again, until the mail is sent. A ``secret``
    mail carries a key that opens something: its words go once it is sent, and no page shows it.
    """

    subject: Any
    template: str
    may_receive: Callable[[Any, Mapping[str, Any]], bool]
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What a recipient reads."""

    subject: str
    text: str

    @property
    def body(self) -> str:
        """The text without the lines below the signature mark, which a page says elsewhere."""
        return self.text.partition("\n-- \n")[0].strip()


def kinds() -> Mapping[str, Kind]:
    """Every kind of mail of the house, as collected by the web."""
    found: Mapping[str, Kind] = import_string(settings.MAIL_KINDS)
    return found


def written(kind: Kind, words: Mapping[str, Any], *, to_account: bool = True) -> Letter:
    """The letter of these words, in German; who has an account is told where it can be read again."""
    with override("de"):
        subject = str(kind.subject) % dict(words)
        text = render_to_string(kind.template, {**words, "to_account": to_account}, using="mails")
    return Letter(one_line(subject), _GAP.sub("\n\n", text).strip() + "\n")


def one_line(text: str) -> str:
    """One line without control characters: a header ends where we end it."""
    return " ".join(_CONTROL.sub(" ", text).split())[:_LONGEST_SUBJECT]

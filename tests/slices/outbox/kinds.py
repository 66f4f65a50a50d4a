"""Kinds of mail for tests: a note for everybody, one for entitled people only, one with a key in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from querwerk.outbox.kinds import Kind

LETTERS = Path(__file__).with_name("letters")


def _entitled(account: Any, words: Mapping[str, Any]) -> bool:
    """Entitled are those whom the words name as readers."""
    return account is not None and account.username in words["readers"]


KINDS = {
    "note": Kind("Notiz: %(words_of_it)s", "notes/note.txt", lambda account, words: True),
    "closed_note": Kind("Interne Notiz", "notes/note.txt", _entitled),
    "key": Kind("Ihr Zugang", "notes/note.txt", lambda account, words: True, secret=True),
    "broken": Kind("Kaputt", "notes/nowhere.txt", lambda account, words: True),
}


def use_in(settings: Any, *, mail_url: str = "") -> None:
    """Makes a house speak these kinds, through a mail server."""
    settings.MAIL_KINDS = "tests.slices.outbox.kinds.KINDS"
    settings.MAIL_URL = mail_url
    settings.MAIL_FROM = "Querwerk <querwerk@stadt.example>"
    pages, mails = settings.TEMPLATES
    settings.TEMPLATES = [pages, {**mails, "DIRS": [LETTERS]}]

"""Forms of the intake, as a browser sends them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from querwerk.intake.forms.asking import opened

#: What everybody says who asks or has an idea.
WORDS = {"title": "Ein Antrag geht durch 11 Hände", "concern": "Jede Dienstreise braucht elf Unterschriften."}


def inquiry(**said: Any) -> dict[str, Any]:
    """The form of an inquiry, opened a while ago and sent now."""
    chosen = {"kind": "advice", "superior": "not_wanted", "secrecy": "house"}
    return {**WORDS, **chosen, **_end(), **said}


def idea(**said: Any) -> dict[str, Any]:
    """The form of an idea."""
    return {**WORDS, **_end(), **said}


def _end() -> dict[str, str]:
    return {"opened": opened(timezone.now() - timedelta(minutes=3)), "tun": "senden"}


def code_in(page: str) -> str:
    """The return code that a receipt shows."""
    found = re.search(r'class="qw-code"[^>]*>([^<]+)<', page)
    assert found is not None
    return found[1].strip()


def by_code(client: Client, code: str, what: str = "", **said: Any) -> Any:
    """What whoever holds a code sends."""
    return client.post(f"/rueckweg/{what}/" if what else "/rueckweg/", {"code": code, **said})

"""Small words of a written report: days, numbers, lines put together from parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def day(text: str) -> str:
    """22.11.2026 from an ISO day."""
    return f"{date.fromisoformat(text):%d.%m.%Y}"


def line(*parts: str, sep: str = ", ") -> str:
    """Parts in one line, the empty ones left out."""
    return sep.join(part for part in parts if part)


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    *rest, last = list(parts)
    return _("%(rest)s and %(last)s") % {"rest": ", ".join(rest), "last": last} if rest else last


def plain_number(text: str) -> str:
    """1.234,5 from "1234.5"; what is no number stays as written."""
    try:
        value = Decimal(text).normalize()
    except InvalidOperation:
        return text
    return number_format(int(value) if value == int(value) else value, force_grouping=True)

"""Small words of a written report: days, numbers, lines put together from parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def plain(text: str) -> str:
    """Prose as plain lines: what stands in bold or in a list loses its marks, not its words."""
    if not set(text) & set("*_#`[>-+\\"):
        return text
    lines: list[str] = []
    in_list = 0
    for token in _MARKDOWN.parse(text):
        if token.type in ("list_item_open", "list_item_close"):
            in_list += token.nesting
        elif token.type == "inline":
            words = "".join(
                "\n" if part.type in ("softbreak", "hardbreak") else part.content for part in token.children or ()
            )
            lines.append(f"– {words}" if in_list else words)
        elif token.content:
            lines.append(token.content.rstrip())
    return "\n".join(lines)


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

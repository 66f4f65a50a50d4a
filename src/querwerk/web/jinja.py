"""The template environment: formats, addresses and words that every page may use."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined

from querwerk import dates, texts
from querwerk.journal.actions import NOBODY
from querwerk.journal.queries import position
from querwerk.structure.queries import Vocabulary, vocabulary

from . import thread


def environment(**options: Any) -> Environment:
    """The environment of all pages: strict about missing values, escaping on."""
    env = Environment(  # noqa: S701 - autoescape is on
        **{**options, "autoescape": True, "undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=url, municipality=settings.MUNICIPALITY, thread=thread)
    env.filters.update(day=day, vague=vague, number=number, moment=moment, money=money)
    env.filters.update(prose=texts.rendered, prose_line=texts.rendered_line)
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of each page needs."""
    language = get_language() or "de"
    return {
        "language": language,
        "path": request.path,
        "query": request.GET,
        "words": _words(timezone.localdate(), language, position(("structure",))),
        "actor": lambda: getattr(request, "actor", NOBODY),
        "notices": lambda: get_messages(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else (),
        "other_language_url": lambda: other_language(request.get_full_path(), language),
    }


@lru_cache(maxsize=8)
def _words(on: date, language: str, position: int) -> Vocabulary:
    """Today's vocabulary, read once for each journal position of the structure."""
    return vocabulary(on, language)


def other_language(path: str, language: str) -> str:
    """The same page in the other language: English pages live under ``/en/``."""
    return f"/en{path}" if language == "de" else path.removeprefix("/en") or "/"


def url(name: str, *args: Any) -> str:
    """The address of a page in the language of the reader."""
    return _url(get_language() or "de", name, args)


@lru_cache(maxsize=20_000)
def _url(language: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


def day(value: date | None) -> str:
    """22.11.2026, or 22 Nov 2026 in English."""
    if value is None:
        return "–"
    return value.strftime("%d.%m.%Y") if get_language() != "en" else f"{value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """22.11.2026, 14:05"""
    local = timezone.localtime(value)
    return f"{day(local.date())}, {local:%H:%M}"


def number(value: Decimal | float | int | None, places: int | None = None) -> str:
    """1.234,5 (German) or 1,234.5 (English); whole numbers without a comma."""
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        value = value.normalize()
    if places is None and value == int(value):
        return number_format(int(value), force_grouping=True)
    return number_format(value, decimal_pos=places, force_grouping=True)


def money(value: Decimal | int | None) -> str:
    """4,9 Mio. Euro from a million on, else 85.000 Euro."""
    if value is None:
        return "–"
    if abs(Decimal(value)) >= 1_000_000:
        return gettext("%(amount)s million euros") % {"amount": number(Decimal(value) / 1_000_000)}
    return gettext("%(amount)s euros") % {"amount": number(value)}


def vague(text: str) -> str:
    """A written date in words: 31.03.2022, März 2022, 1. Quartal 2022, Frühjahr 2022, nach 2027."""
    return _vague(get_language() or "de", text)


@lru_cache(maxsize=20_000)
def _vague(language: str, text: str) -> str:
    try:
        return dates.in_words(text, language)
    except ValueError:
        return text

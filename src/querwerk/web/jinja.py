"""The template environment: formats, addresses and words that every page may use."""

from __future__ import annotations

import html
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.base import BaseEngine
from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation.trans_real import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from querwerk import dates, texts
from querwerk.accounts.rules import proof_of
from querwerk.journal.actions import NOBODY
from querwerk.journal.queries import position
from querwerk.structure.queries import Vocabulary, vocabulary

from . import alike, once, thread
from .access import TABLE
from .folding import Folding


class Pages(BaseEngine):
    """The template engine: one Jinja environment a language.

    Words, formats and addresses are bound to the language once, when an environment is made, instead of being asked for
    at each of the hundreds of places of a page: a sheet is built in two thirds of the time.
    """

    app_dirname = "jinja2"

    def __init__(self, params: dict[str, Any]) -> None:
        options = {**params["OPTIONS"], "environment": f"{__name__}.environment"}
        self._engines = {
            language: Jinja2({**params, "OPTIONS": {**options, "language": language}})
            for language, _name in settings.LANGUAGES
        }
        super().__init__({name: value for name, value in params.items() if name != "OPTIONS"})

    def from_string(self, template_code: str) -> Template:
        return self._engine().from_string(template_code)

    def get_template(self, template_name: str) -> Template:
        return self._engine().get_template(template_name)

    def _engine(self) -> Jinja2:
        return self._engines.get(get_language() or "", self._engines[settings.LANGUAGE_CODE])


def environment(*, language: str, **options: Any) -> Environment:
    """The environment of all pages in one language: strict about missing values, escaping on."""
    env = Folding(
        **{**options, "autoescape": True, "undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    words, formats = translation(language), Formats(language)
    env.foldable = {"_": lambda text: words.gettext(text) % {}, "url": formats.url, "static": static}
    env.globals.update(_=formats.text, gettext=formats.text, ngettext=formats.count)
    env.globals.update(static=static, url=formats.url, municipality=settings.MUNICIPALITY, thread=thread)
    env.globals.update(entries_like=alike.entries_like, nobody=lambda: NOBODY)
    env.filters.update(
        day=formats.day,
        vague=formats.vague,
        number=formats.number,
        moment=formats.moment,
        clock=formats.clock,
        money=formats.money,
        prose=texts.rendered,
        prose_line=texts.rendered_line,
    )
    return env


def letters(**options: Any) -> Environment:
    """The environment of mails: plain text in German, so nothing is escaped; addresses are complete."""
    env = Environment(  # noqa: S701 - a mail is text, not markup
        **{**options, "autoescape": False, "undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words, formats = translation("de"), Formats("de")

    def text(sentence: str, /, **values: Any) -> str:
        return html.unescape(words.gettext(sentence)) % values

    def count(one: str, many: str, number: int, /, **values: Any) -> str:
        return html.unescape(words.ngettext(one, many, number)) % {"num": number, **values}

    env.globals.update(_=text, gettext=text, ngettext=count, municipality=settings.MUNICIPALITY)
    env.globals["url"] = lambda name, *args: settings.PUBLIC_URL + formats.url(name, *args)
    env.globals["proof"] = lambda purpose, key: (
        settings.PUBLIC_URL + formats.url("accounts:link", purpose, f"{key}.{proof_of(purpose, key)}")
    )
    env.filters.update(vague=formats.vague, number=formats.number, money=formats.money)
    env.filters.update(clock=lambda value: formats.clock(_moment(value)))
    env.filters.update(day=lambda value: formats.day(_day(value)), moment=lambda value: formats.moment(_moment(value)))
    return env


def _day(value: date | str | None) -> date | None:
    """The words of a mail are JSON: days and moments travel as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of each page needs."""
    language = get_language() or "de"
    return {
        "language": language,
        "path": request.path,
        "query": request.GET,
        "words": _words(timezone.localdate(), language, position(("structure",))),
        "may": lambda name, **parts: TABLE[name].admits(getattr(request, "actor", NOBODY), **parts),
        "csrf_input": once.guards(request),
        "actor": lambda: getattr(request, "actor", NOBODY),
        "called": lambda: _called(request),
        "notices": lambda: get_messages(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else (),
        "other_language_url": lambda: other_language(request.get_full_path(), language),
    }


def _called(request: HttpRequest) -> str:
    """How a page calls whoever reads it: by the post that counts here, else as their log-in is called."""
    actor, user = getattr(request, "actor", NOBODY), getattr(request, "user", None)
    return str(actor.post or getattr(user, "called", actor.account))


@lru_cache(maxsize=8)
def _words(on: date, language: str, position: int) -> Vocabulary:
    """Today's vocabulary, read once for each journal position of the structure."""
    return vocabulary(on, language)


def other_language(path: str, language: str) -> str:
    """The same page in the other language: English pages live under ``/en/``."""
    return f"/en{path}" if language == "de" else path.removeprefix("/en") or "/"


class Formats:
    """Addresses, dates and numbers as readers of one language expect them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = translation(language)

    def url(self, name: str, *args: Any) -> str:
        """The address of a page, in this language."""
        return _url(self.language, name, args)

    def text(self, sentence: str, /, **values: Any) -> Markup:
        """Our own words, which may carry typography as entities; the values in them are escaped."""
        return Markup(self._words.gettext(sentence)) % values  # noqa: S704 - our own words

    def count(self, one: str, many: str, number: int, /, **values: Any) -> Markup:
        """The same for a number of things, which the words call ``num``."""
        return Markup(self._words.ngettext(one, many, number)) % {"num": number, **values}  # noqa: S704 - our own words

    def day(self, value: date | None) -> str:
        """22.11.2026, or 22 Nov 2026 in English; of a moment the day it is here."""
        if value is None:
            return "–"
        if isinstance(value, datetime):
            value = timezone.localdate(value)
        return value.strftime("%d.%m.%Y") if self.language != "en" else f"{value.day} {value:%b %Y}"

    def moment(self, value: datetime) -> str:
        """22.11.2026, 14:05"""
        local = timezone.localtime(value)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def clock(self, value: datetime | time) -> str:
        """14:05; of a moment the time it is here."""
        return f"{timezone.localtime(value) if isinstance(value, datetime) else value:%H:%M}"

    def number(self, value: Decimal | float | int | None, places: int | None = None) -> str:
        """1.234,5 (German) or 1,234.5 (English); whole numbers without a comma."""
        if value is None:
            return "–"
        if places is not None:
            written = f"{value:,.{places}f}"
        elif value == int(value):
            written = f"{int(value):,}"
        else:
            written = f"{value.normalize() if isinstance(value, Decimal) else value:,}"
        return written.translate(_SWAPPED) if self.language != "en" else written

    def money(self, value: Decimal | int | None) -> str:
        """4,9 Mio. Euro from a million on, else 85.000 Euro."""
        if value is None:
            return "–"
        if abs(Decimal(value)) >= 1_000_000:
            amount = self.number(Decimal(value) / 1_000_000)
            return self._words.gettext("%(amount)s million euros") % {"amount": amount}
        return self._words.gettext("%(amount)s euros") % {"amount": self.number(value)}

    def vague(self, text: str) -> str:
        """A written date in words: 31.03.2022, März 2022, 1. Quartal 2022, Frühjahr 2022, nach 2027."""
        return _vague(self.language, text)


def url(name: str, *args: Any) -> str:
    """The address of a page in the language of the reader."""
    return _url(get_language() or "de", name, args)


_SWAPPED = str.maketrans(".,", ",.")


@lru_cache(maxsize=20_000)
def _url(language: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


@lru_cache(maxsize=20_000)
def _vague(language: str, text: str) -> str:
    try:
        return dates.in_words(text, language)
    except ValueError:
        return text

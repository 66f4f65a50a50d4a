"""Words that people type: one-line names, and prose in Markdown, made harmless at storing and again at rendering.

A name is one line of visible characters. Prose is Markdown without HTML; pictures come from our own host only and
links tell the other side nothing. Raises :class:`Unfit` with a code; the form field says it in a sentence.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

#: Characters that turn the reading direction or hide themselves.
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
#: Joiners where they are at home: in pictures made of several (families, professions), in words of Persian and Hindi.
_PICTURE, _LETTER = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]", "[\u0600-\u07ff\u0900-\u0dff]"
_JOINED = re.compile(f"(?<={_PICTURE})\u200d(?={_PICTURE})|(?<={_LETTER})[\u200c\u200d](?={_LETTER})")
_TAG = re.compile(r"<[A-Za-z/!?]")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]+|mailto:[^\s<>]+)>")
_OWN_PICTURE = re.compile(r"/(?![/\\])[^\\\s]*")
_SCHEMES = {"http", "https", "mailto"}
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "pre", "blockquote", "hr", "img"} | {
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Unfit(ValueError):  # noqa: N818 - a text may be unfit; nothing is in error
    """A text cannot be stored: ``code`` is control, hidden, long, markup or formula."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def name(text: str, *, limit: int) -> str:
    """One line of visible characters, spaces tidied. Refuses markup and what a spreadsheet would compute."""
    text = _visible(text, limit=limit)
    if "\n" in text or "\t" in text:
        raise Unfit("control")
    if _TAG.search(text):
        raise Unfit("markup")
    text = " ".join(text.split())
    if text[:1] in ("=", "+", "-", "@"):
        raise Unfit("formula")
    return text


def prose(text: str, *, limit: int) -> str:
    """Markdown as it is stored: unified line ends, without HTML tags (their words stay, scripts go)."""
    text = _visible(text, limit=limit)
    text = _AUTOLINK.sub(r"[\1](\1)", text)
    while (plain := _without_tags(text)) != text:
        text = plain
    return text.strip()


@lru_cache(maxsize=4096)
def rendered(text: str) -> Markup:
    """Prose as HTML: a short list of tags, own pictures, links with rel="noopener"."""
    return _clean(_MARKDOWN.render(text))


@lru_cache(maxsize=4096)
def rendered_line(text: str) -> Markup:
    """Prose inside a line: bold words and links, no paragraphs or lists."""
    return _clean(_MARKDOWN.renderInline(text))


def _clean(markup: str) -> Markup:
    markup = nh3.clean(
        markup,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}},
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )
    return Markup(markup)  # noqa: S704 - cleaned one line above


def _visible(text: str, *, limit: int) -> str:
    if len(text) > limit:
        raise Unfit("long")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in "\n\t" for sign in text):
        raise Unfit("control")
    if _HIDDEN.search(_JOINED.sub("", text)):
        raise Unfit("hidden")
    return text


def _without_tags(text: str) -> str:
    """Ampersands are shielded, so that written entities stay what they are and never become tags."""
    shielded = text.replace("&", "&amp;")
    return html.unescape(nh3.clean(shielded, tags=set(), clean_content_tags={"script", "style"}))


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src"):
        return value if _OWN_PICTURE.fullmatch(value) else None
    return value


def _picture(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """A picture of another host would tell it who reads; its words stay."""
    token = tokens[index]
    if _OWN_PICTURE.fullmatch(str(token.attrGet("src") or "")):
        return str(self.image(tokens, index, options, env))
    return html.escape(token.content)


def _markdown() -> MarkdownIt:
    """CommonMark with tables; headings become strong lines, since the page has its own order of headings."""
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    markdown.add_render_rule("heading_open", lambda *_: "<p><strong>")
    markdown.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    markdown.add_render_rule("image", _picture)
    return markdown


_MARKDOWN = _markdown()

"""German words: slugs of names, and one and many of a term with a gender colon."""

from __future__ import annotations

import re

from django.utils.text import slugify

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "/": " ", ".": " "}
)

#: ending -> plural ending, the longest that fits first.
_PLURALS = (
    ("thema", "themen"), ("bogen", "bögen"), ("board", "boards"), ("coach", "coaches"), ("advisor", "advisors"),
    ("manager", "manager"), ("lab", "labs"), ("heft", "hefte"),
    ("ung", "ungen"), ("heit", "heiten"), ("keit", "keiten"), ("schaft", "schaften"), ("ion", "ionen"),
    ("tät", "täten"), ("or", "oren"), ("in", "innen"), ("er", "er"), ("el", "el"), ("en", "en"), ("e", "en"),
)  # fmt: skip


def slug_of(name: str, limit: int) -> str:
    """An address part: ``Grüne Straße`` becomes ``gruene-strasse``."""
    return slugify(name.translate(_UMLAUTS))[:limit].strip("-")


def one_and_many(written: str) -> tuple[str, str, str]:
    """A term as a source writes it, as (singular, plural, short).

    ``Korridorbeauftragte/r`` becomes ``Korridorbeauftragte:r`` and ``Korridorbeauftragte``. What stands in brackets
    at the end is a short form (``(DCA)``) or a remark (``(neben Leitprojekt)``), never part of the word.
    """
    match = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", written)
    word, bracket = (match[1], match[2]) if match else (written, "")
    short = bracket if bracket.isupper() else ""
    head, link, tail = _split(word)
    parts = [_gendered(part) for part in head.split(" ")]
    singular = " ".join(one for one, _ in parts)
    if all(many is None for _, many in parts):
        nouns = [position for position, part in enumerate(head.split(" ")) if part[:1].isupper() and "." not in part]
        last = nouns[-1] if nouns else len(parts) - 1
        plural = " ".join(_many(one) if position == last else one for position, (one, _) in enumerate(parts))
    else:
        plural = " ".join(many or one for one, many in parts)
    if not tail:
        return singular, plural, short
    return f"{singular} {link} {tail}", f"{plural} für die {_many(tail)}", short


def remark_of(written: str) -> str:
    """The remark in brackets at the end of a term, if it says that the term stands beside another."""
    match = re.fullmatch(r".+\((neben [^()]+)\)", written)
    return match[1] if match else ""


def _split(word: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(.+?) (für (?:das|den|die)) (\S+)", word)
    return (match[1], match[2], match[3]) if match else (word, "", "")


def _gendered(part: str) -> tuple[str, str | None]:
    """One and many of a word with a slash: /in and /r."""
    if part.endswith("/in"):
        stem = part[:-3].removesuffix("e")
        return f"{stem}:in", f"{stem}:innen"
    if part.endswith("/r"):
        return f"{part[:-2]}:r", part[:-2]
    return part, None


def _many(noun: str) -> str:
    for ending, plural in _PLURALS:
        if noun.lower().endswith(ending):
            kept = len(noun) - len(ending)
            return noun + plural.removeprefix(ending) if plural.startswith(ending) else noun[:kept] + plural
    return noun + "e"

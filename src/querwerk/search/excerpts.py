"""Showing why a document was found: the matching words marked, and the passage they stand in."""

from __future__ import annotations

import re
from collections.abc import Set

from markupsafe import Markup, escape

from querwerk.words import fold, runs


def marked(text: str, matched: Set[str]) -> Markup:
    """The text with every matched word inside ``<mark>``; everything else is escaped."""
    pieces: list[Markup] = []
    done = 0
    for start, end, forms in runs(text):
        if not matched.isdisjoint(forms):
            pieces += [escape(text[done:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            done = end
    return Markup("").join([*pieces, escape(text[done:])])


def holds(text: str, matched: Set[str]) -> bool:
    """Whether a text holds a matched word."""
    return any(not matched.isdisjoint(forms) for _, _, forms in runs(text))


def passage(body: str, matched: Set[str], *, reach: int = 90) -> str:
    """The stretch of a text around the first matched word, cut at spaces, with dots where it was cut."""
    # Folding moves letters by a few places only, which the reach swallows: one quick search instead of a walk
    # through every word of a long text.
    folded = fold_text(body)
    place = re.search("|".join(re.escape(word) for word in sorted(matched, key=len)[:200]), folded) if matched else None
    if place is None:
        return ""
    at = min(round(place.start() * len(body) / len(folded)), len(body))
    start, end = max(0, at - reach), min(len(body), at + reach)
    start = body.find(" ", start) + 1 if start else 0
    end = body.rfind(" ", start, end) if end < len(body) else end
    lines = body[start:end].strip()
    return f"{'… ' if start else ''}{' '.join(lines.split())}{' …' if end < len(body) else ''}"


def fold_text(text: str) -> str:
    """A whole text in one spelling; longer than a word, so it is folded line by line without a limit."""
    return "\n".join(_fold_line(line) for line in text.split("\n"))


def _fold_line(line: str) -> str:
    return " ".join(fold(word) for word in line.split(" "))

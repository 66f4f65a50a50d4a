"""A list from paper, typed or pasted: one line one card, ``# Heading`` begins a group."""

from __future__ import annotations

import re
from dataclasses import dataclass

from querwerk import texts

from ..lifecycle import CARD_LIMIT, MOST_LINES

#: What people put before the points of a list.
_POINT = re.compile(r"^\s*(?:[-*•–▪◦]|\(?\d{1,3}[.)])\s+")
_HEADING = re.compile(r"^\s*#+\s*")
TITLE_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was understood: cards as (group, text), and lines that cannot be cards, with their number."""

    cards: tuple[tuple[str, str], ...]
    unfit: tuple[tuple[int, str], ...]
    lines: int

    @property
    def too_many(self) -> bool:
        return self.lines > MOST_LINES


def read_lines(text: str) -> Pasted:
    """Reads a list. More lines than a board takes at once are counted, not read."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        return Pasted((), (), len(lines))
    cards: list[tuple[str, str]] = []
    unfit: list[tuple[int, str]] = []
    group = ""
    for number, line in lines:
        heading = _HEADING.match(line)
        limit = TITLE_LIMIT if heading else CARD_LIMIT
        try:
            words = texts.prose(line[heading.end() :] if heading else _POINT.sub("", line), limit=limit)
        except texts.Unfit as error:
            unfit.append((number, error.code))
            continue
        if heading:
            group = words
        elif words:
            cards.append((group, words))
    return Pasted(tuple(cards), tuple(unfit), len(lines))

"""What changed in the words of a text?

**Question.** Two versions of a text lie side by side. Which words went, which are new, and which stayed, so that a
person sees at a glance what they are asked to release?

**Formula.** A text is cut into words, spaces, ends of lines and single signs. A word keeps its inner hyphens,
apostrophes and colons ("Bürger:innen", "E-Mail"), a number its points and commas ("31.12.2027", "1.234,5"). Of two
versions the longest run of equal sentences stays, and so on to its left and right (Ratcliff and Obershelp); where
sentences differ, the same is done with their words. A space that would stand alone between two changes changes with
them, so that neighbouring words are read as one change.

**Units.** :func:`count` counts words; signs and spaces are not counted.

**Shapes.** A tuple of :class:`Span`; what went comes before what is new in the same place. All spans but the new ones,
joined, are the old text to the letter; all but those that went are the new one.

**Limits.** Where a run of differing sentences is longer than :data:`MOST` (old words times new ones), it is shown as
one change from old to new: nobody reads a comparison of pages that have nothing in common, and nobody should wait.

**Errors.** None: every two texts have an answer.

**Source.** The house's own, on ``difflib`` of the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

#: The most comparisons of words that are made for one run of differing sentences.
MOST = 250_000
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|\w+(?:[-'’:*·]\w+)*|\n|[^\S\n]+|[^\w\s]")


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words with the same fate."""

    mark: Mark
    text: str


def compare(old: str, new: str) -> tuple[Span, ...]:
    """The old and the new text as one run of spans."""
    return tuple(_joined(list(_parts(_TOKEN.findall(old), _TOKEN.findall(new)))))


def count(spans: Sequence[Span], mark: Mark) -> int:
    """How many words have this fate."""
    tokens = (token for span in spans if span.mark is mark for token in _TOKEN.findall(span.text))
    return sum(1 for token in tokens if token[0].isalnum())


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """Sentence by sentence, and word by word where sentences differ; one span each piece."""
    for kind, before, after in _runs(_sentences(old), _sentences(new)):
        words = (
            [token for sentence in before for token in sentence],
            [token for sentence in after for token in sentence],
        )
        if kind == "equal" or len(words[0]) * len(words[1]) > MOST:
            yield from _change_of(kind, *words)
        else:
            for inner, gone, fresh in _runs(*words):
                yield from _change_of(inner, gone, fresh)


def _runs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any], Sequence[Any]]]:
    for kind, left, right, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, old[left:right], new[first:last]


def _sentences(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """The tokens up to each full stop, question mark, exclamation mark or end of a line."""
    found: list[tuple[str, ...]] = []
    begin = 0
    for place, sign in enumerate(tokens, 1):
        if sign in ".!?\n" or place == len(tokens):
            found.append(tuple(tokens[begin:place]))
            begin = place
    return found


def _change_of(kind: str, gone: Sequence[str], fresh: Sequence[str]) -> Iterator[Span]:
    if kind == "equal":
        yield Span(Mark.SAME, "".join(fresh))
    else:
        yield Span(Mark.GONE, "".join(gone))
        yield Span(Mark.NEW, "".join(fresh))


def _joined(parts: list[Span]) -> Iterator[Span]:
    """Neighbours with the same fate as one; a lone space between two changes belongs to both."""
    same, gone, fresh = "", "", ""
    for place, part in enumerate(parts):
        if part.mark is Mark.SAME and not (_is_gap(part.text) and (gone or fresh) and _changes_follow(parts[place:])):
            if part.text and (gone or fresh):
                yield from _spans(same, gone, fresh)
                same, gone, fresh = "", "", ""
            same += part.text
        else:
            gone += part.text if part.mark is not Mark.NEW else ""
            fresh += part.text if part.mark is not Mark.GONE else ""
    yield from _spans(same, gone, fresh)


def _is_gap(text: str) -> bool:
    return text.isspace() and "\n" not in text


def _changes_follow(parts: Sequence[Span]) -> bool:
    """Whether the next words after a space are changed ones."""
    nearest = next((part for part in parts[1:] if part.text), None)
    return nearest is not None and nearest.mark is not Mark.SAME


def _spans(same: str, gone: str, fresh: str) -> Iterator[Span]:
    for mark, text in ((Mark.SAME, same), (Mark.GONE, gone), (Mark.NEW, fresh)):
        if text:
            yield Span(mark, text)

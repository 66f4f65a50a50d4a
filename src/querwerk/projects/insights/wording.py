"""What is new in a text: the words that went, came and stayed, and how many of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from querwerk.analysis.wording import Mark, Span, compare, count


@dataclass(frozen=True, slots=True)
class Difference:
    """Old and new as one run of ``spans``; ``gone`` and ``new`` count words."""

    spans: tuple[Span, ...]
    gone: int
    new: int


@lru_cache(maxsize=256)
def difference(old: str, new: str) -> Difference:
    """What a reader has to look at: the words as written, with their marks of emphasis and lists."""
    spans = compare(old, new)
    return Difference(spans, count(spans, Mark.GONE), count(spans, Mark.NEW))

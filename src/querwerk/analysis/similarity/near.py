"""Which words are alike by their letters: compounds that share a part, and typos.

Two words are as alike as their runs of three letters: shared ones, divided by the middle (geometric) of how many each
has. The ends of a word count as letters: ``weg`` is ``^we weg eg$``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Below this two words have nothing to do with each other.
LEAST = 0.4
#: The most words that count as alike to one; of equally alike ones the first in the alphabet.
MOST = 12
#: Shorter words, and what holds a digit, are like nothing but themselves.
SHORTEST = 4
#: What a run is made of; longer words are compared by their beginning.
_LETTERS = 30

Numbers = NDArray[np.int64]


def compared(stem: str) -> bool:
    """Whether a word is compared by its letters at all."""
    return len(stem) >= SHORTEST and not any(letter.isdigit() for letter in stem)


def runs(stem: str) -> frozenset[str]:
    """The runs of three letters of a word."""
    ends = f"^{stem[:_LETTERS]}$"
    return frozenset(ends[start : start + 3] for start in range(len(ends) - 2))


class Letters:
    """The words of a collection by their runs of letters."""

    def __init__(self, stems: Sequence[str]) -> None:
        kept = np.flatnonzero([compared(stem) for stem in stems])
        codes, rows = _codes([stems[int(place)] for place in kept])
        names, inverse = np.unique(codes, return_inverse=True)
        pairs = np.unique(inverse.astype(np.int64) * max(len(kept), 1) + rows)
        self._names = names
        self._words = kept[pairs % max(len(kept), 1)].astype(np.int32)
        self._starts = np.searchsorted(pairs // max(len(kept), 1), np.arange(len(names) + 1))
        self._sizes = np.bincount(self._words, minlength=len(stems)).astype(np.int64)

    def near(self, stem: str, held: Numbers) -> list[tuple[int, float]]:
        """The numbers of words alike to one, with how alike they are; the word itself stays out.

        ``held`` counts how many texts hold each word: what none holds is as if it were not there.
        """
        if not compared(stem) or not len(self._names):
            return []
        asked = np.unique(_codes([stem])[0])
        places = np.searchsorted(self._names, asked)
        places = places[self._names[np.minimum(places, len(self._names) - 1)] == asked]
        if not len(places):
            return []
        slices = [self._words[self._starts[place] : self._starts[place + 1]] for place in places]
        words, shared = np.unique(np.concatenate(slices), return_counts=True)
        alike = shared / np.sqrt(len(asked) * self._sizes[words])
        kept = (alike >= LEAST) & (held[words] > 0) & ~((shared == len(asked)) & (self._sizes[words] == len(asked)))
        return [(int(word), float(share)) for word, share in zip(words[kept], alike[kept], strict=True)]


def _codes(stems: Sequence[str]) -> tuple[NDArray[np.uint64], Numbers]:
    """Each run of three letters as one number, and which word it belongs to; a letter has 21 bits."""
    if not stems:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    written = np.array([f"^{stem[:_LETTERS]}$" for stem in stems])
    letters = written.view(np.uint32).reshape(len(stems), -1).astype(np.uint64)
    codes = letters[:, :-2] << np.uint64(42) | letters[:, 1:-1] << np.uint64(21) | letters[:, 2:]
    rows, places = np.nonzero(letters[:, 2:])
    return codes[rows, places], rows

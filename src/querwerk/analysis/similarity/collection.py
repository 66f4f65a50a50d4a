"""Many texts, packed: of each word which texts hold it and how much it counts there."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from querwerk.words import stem, words

from .near import Letters, Numbers

#: How a word counts by where it stands; the floor of the search keeps the same numbers.
TITLE, TEXT = 9, 1
#: How soon heavy words stop counting more, and how much length takes away.
SATURATION, LENGTH = 8, 0.75
#: From this weight on a word belongs to the names of a text.
NAMED = 5
#: How many words ordinary names and texts have. Fixed: a mean over texts would tell of those that are hidden.
ORDINARY_NAME, ORDINARY = 6, 200


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a text, under a key of the caller's."""

    key: Hashable
    title: str
    body: str = ""

    def weights(self) -> dict[str, int]:
        """Each folded word with the weight of the best place it stands in."""
        return dict.fromkeys(words(self.body), TEXT) | dict.fromkeys(words(self.title), TITLE)


def gain(weight: ArrayLike, length: ArrayLike) -> NDArray[np.float16]:
    """How much a word counts by its weight; below 9, kept as a half. ``length`` is how many different words stand in
    the same place: of a word in a name those of the names, else those of the whole text."""
    weights, lengths = np.asarray(weight, np.float64), np.asarray(length, np.float64)
    slopes = 1 - LENGTH + LENGTH * lengths / np.where(weights >= NAMED, ORDINARY_NAME, ORDINARY)
    return (weights * (SATURATION + 1) / (weights + SATURATION * slopes)).astype(np.float16)


#: The most that one word can count anywhere.
MOST_GAIN = float(gain(TITLE, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """Texts that can be asked together. Immutable: :meth:`without` gives another one.

    Postings lie word by word, the texts of each in ascending order: ``texts`` (their places) and ``gains``.
    ``held`` counts the texts that hold a word; ``size`` is how many texts there are.
    """

    keys: tuple[Hashable, ...]
    size: int
    stems: tuple[str, ...]
    numbers: Mapping[str, int]
    held: Numbers
    starts: Numbers
    texts: NDArray[np.int32]
    gains: NDArray[np.float16]
    letters: Letters

    @classmethod
    def of(cls, texts: Iterable[Text]) -> Collection:
        """Packs texts that lie in memory."""
        numbers: dict[str, int] = {}
        keys: list[Hashable] = []
        sizes: list[int] = []
        found: list[int] = []
        counted: list[int] = []
        for text in texts:
            weights = text.weights()
            keys.append(text.key)
            sizes.append(len(weights))
            found += [numbers.setdefault(word, len(numbers)) for word in weights]
            counted += weights.values()
        stems = {number: stem(word) for word, number in numbers.items()}
        arrays = (np.array(sizes, np.int64), np.array(found, np.int64), np.array(counted, np.uint8))
        return cls.packed(keys, *arrays, stems)

    @classmethod
    def packed(
        cls, keys: Sequence[Hashable], sizes: Numbers, found: NDArray[Any], weights: NDArray[np.uint8],
        stems: Mapping[int, str],
    ) -> Collection:  # fmt: skip
        """Packs texts whose words are numbers already: ``sizes`` of them for each key, one after the other."""
        used = np.unique(found)
        known = tuple(dict.fromkeys(stems[int(number)] for number in used))
        numbers = {word: place for place, word in enumerate(known)}
        ours = np.array([numbers[stems[int(number)]] for number in used], np.int64)
        terms = ours[np.searchsorted(used, found)] if len(used) else np.empty(0, np.int64)
        places = np.repeat(np.arange(len(keys)), sizes)
        names = np.bincount(places, weights >= NAMED, minlength=len(keys))
        order = np.argsort(terms * max(len(keys), 1) + places, kind="stable")
        terms, places, weights = terms[order], places[order], weights[order]
        # Two forms of one word in a text: the heavier one counts.
        first = np.flatnonzero(np.r_[True, (np.diff(terms) != 0) | (np.diff(places) != 0)][: len(terms)])
        weights = np.maximum.reduceat(weights, first) if len(first) else weights
        terms, places = terms[first], places[first]
        gains = gain(weights, np.where(weights >= NAMED, names[places], sizes[places]))
        held = np.bincount(terms, minlength=len(known))
        starts = np.r_[0, np.cumsum(held)]
        return cls(tuple(keys), len(keys), known, numbers, held, starts, places.astype(np.int32), gains, Letters(known))

    def without(self, keys: Some[Hashable]) -> Collection:
        """The same without some texts: nothing of them counts any more, not even how rare their words are."""
        gone = np.array([key in keys for key in self.keys])
        if not gone.any():
            return self
        kept = ~gone[self.texts]
        terms = np.repeat(np.arange(len(self.stems)), self.held)[kept]
        held = np.bincount(terms, minlength=len(self.stems))
        return Collection(
            self.keys, self.size - int(gone.sum()), self.stems, self.numbers, held, np.r_[0, np.cumsum(held)],
            self.texts[kept], self.gains[kept], self.letters,
        )  # fmt: skip

    def postings(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.float16]]:
        """Which texts hold a word, and how much it counts in each."""
        here = slice(self.starts[number], self.starts[number + 1])
        return self.texts[here], self.gains[here]

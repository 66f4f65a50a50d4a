"""How well does it find? Pairs of a question and its true twin, made from contributions, and counted.

A contribution has a title and a text. A pair is made in one of four ways, from easy to hard:

``TITLE``   somebody types the title of a contribution that is there;
``WORDS``   somebody types it in other words: the order turned, and of five long words two in another form, taken apart,
            without umlauts or with a typo (:func:`in_other_words`);
``HALVES``  two people write the same: one the title in other words and every second sentence, one the title and the
            other sentences;
``BODY``    somebody types the title, and the twin is the text alone, without its title.

Contributions that are kept out (:func:`kept_out`, by a hash of their words) were never looked at while numbers of the
measure were chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from random import Random

from querwerk.words import STOP_WORDS, fold, words

#: Among how many of the first the twin is looked for.
RANKS = (1, 5, 10)
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


class Way(StrEnum):
    """How a pair is made."""

    TITLE = "title"
    WORDS = "words"
    HALVES = "halves"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question (its first line as a title), and the twin it should find. An empty one is a text to be passed over."""

    query: str
    twin: str
    title: str = ""


def pairs(contributions: Sequence[tuple[str, str]], way: Way, *, asked: Callable[[str, str], bool]) -> list[Pair]:
    """A pair of each contribution that is ``asked`` for; the others are texts among which the twin has to be found."""
    known = frozenset(word for title, text in contributions for word in words(f"{title} {text}"))
    return [_pair(title, text, way, known, asked(title, text)) for title, text in contributions]


def kept_out(title: str, text: str) -> bool:
    """Whether a contribution belongs to the half that was never looked at."""
    return sha256(f"{title}\n{text}".encode()).digest()[0] % 2 == 1


def in_other_words(title: str, known: Set[str], random: Random) -> str:
    """A title as somebody else might type it; deterministic for a state of ``random``."""
    said = []
    for word in title.split():
        bare = word.strip(".,;:!?()\"'„“/-–")
        if not bare or fold(bare) in STOP_WORDS:
            continue
        said += _changed(bare, known, random)
    cut = len(said) // 2
    return " ".join(said[cut:] + said[:cut])


def recall(places: Iterable[int | None], ranks: Sequence[int] = RANKS) -> dict[int, float]:
    """In which share of the questions the twin stood among the first 1, 5, 10 (places from 0, None: not found)."""
    found = list(places)
    return {
        rank: sum(place is not None and place < rank for place in found) / len(found) if found else 0.0
        for rank in ranks
    }


def _pair(title: str, text: str, way: Way, known: Set[str], asked: bool) -> Pair:
    random = Random(title)  # noqa: S311 - the same pairs every time
    query = title if way in (Way.TITLE, Way.BODY) else in_other_words(title, known, random)
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    if way is Way.HALVES:
        query, text = f"{query}\n{' '.join(sentences[0::2])}", " ".join(sentences[1::2])
    return Pair(query if asked else "", text, "" if way is Way.BODY else title)


def _changed(word: str, known: Set[str], random: Random) -> list[str]:
    """Two long words in five are changed: taken apart, with another ending, written without umlauts, or
    with a typo."""
    if len(word) < 5 or any(letter.isdigit() for letter in word):
        return [word]
    chance = random.random()
    if parts := _parts(word, known):
        return parts if chance < 0.4 else [word]
    if chance < 0.15:
        return [_bent(word)]
    if chance < 0.25:
        return [word.translate(_UMLAUTS)]
    if chance < 0.4:
        at = random.randrange(1, len(word) - 2)
        return [word[:at] + word[at + 1] + word[at] + word[at + 2 :]]
    return [word]


def _bent(word: str) -> str:
    """Another form of a word, by its ending: often the right one, sometimes what people write."""
    for end, other in (("ungen", "ung"), ("en", "e"), ("er", "e"), ("es", ""), ("e", "en"), ("n", ""), ("s", "")):
        if word.endswith(end):
            return word.removesuffix(end) + other
    return f"{word}e"


def _parts(word: str, known: Set[str]) -> list[str]:
    """The two words of a compound, the second first, if people use both."""
    folded = fold(word)
    for cut in range(4, len(folded) - 4):
        first, second = folded[:cut], folded[cut:]
        if second in known and (first in known or first.removesuffix("s") in known):
            return [second, first if first in known else first.removesuffix("s")]
    return []

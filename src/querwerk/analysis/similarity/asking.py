"""Asking collections for the texts that are most alike to one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from querwerk.words import fold, stem, words, written

from .collection import MOST_GAIN, Collection, Text
from .near import MOST

#: Below this likeness, or below this share of the best, nobody would say that two texts are about the same.
LEAST, OF_BEST = 0.04, 0.5
#: A word that is only alike by its letters counts this much of what the word itself would.
BY_LETTERS = 0.5
#: A word of the title that is asked for counts this many times one of the text.
IN_TITLE = 3.0
#: Words of every concern, which say nothing of this one; beside the stop words of :mod:`querwerk.words`.
_SAID_BY_ALL = """
    ich du er wir ihr mich mir dich dir uns euch mein meine dein deine unser unsere man jemand alle mehr viel sehr diese
    dieser dieses was wer wenn weil damit dann denn doch also schon immer wieder seit bin bist sei haben habe hast hatte
    hatten kann konnen konnte konnten muss mussen musste soll sollen sollte sollten will wollen mochte mochten darf
    durfen gibt geben geht gehen macht machen bitte gerne danke hallo leider einfach mal etc bzw zb
"""
FILLERS = frozenset(stem(fold(word)) for word in _SAID_BY_ALL.split())
#: So many letters of a text are read, and so many of its rarest words asked for: typing never waits for a long text.
LONGEST, MOST_WORDS = 4000, 32


@dataclass(frozen=True, slots=True)
class Match:
    """A text that is alike. ``likeness`` is 1 for all words in the best place; ``words`` are those of the question
    that made it alike, as they were written, the weightiest first."""

    key: Hashable
    likeness: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the question: how much it counts, and in each collection the words like it with their share."""

    written: str
    weight: float
    found: tuple[tuple[tuple[int, float], ...], ...]


def alike(text: Text, among: Sequence[Collection], *, limit: int = 5) -> tuple[Match, ...]:
    """The texts most alike, best first; ties in the order of the collections."""
    asked, whole = _asked(text, among)
    if not whole:
        return ()
    ranked: list[tuple[float, int, int]] = []
    for number, collection in enumerate(among):
        scores = _scores(asked, collection, number)
        ranked += [(-scores[place], number, place) for place in _best(scores, limit)]
    found = sorted(ranked)[:limit]
    because: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, collection in enumerate(among):
        because |= _because(asked, collection, number, [place for _, one, place in found if one == number])
    return tuple(
        Match(among[number].keys[place], float(-score / whole), because[number, place])
        for score, number, place in found
    )


def worth_showing(found: Sequence[Match]) -> tuple[Match, ...]:
    """Those of the texts that were found, best first, of which somebody would say that they are about the same."""
    return tuple(match for match in found if match.likeness >= max(LEAST, found[0].likeness * OF_BEST))


def rarity(held: int, size: int) -> float:
    """How much a word says that so many of so many texts hold."""
    return log(1 + (size - held + 0.5) / (held + 0.5))


def _asked(text: Text, among: Sequence[Collection]) -> tuple[list[_Asked], float]:
    """The words of the question, and what a text would score that holds them all in the best place."""
    size = sum(collection.size for collection in among)
    wanted: dict[str, float] = dict.fromkeys(map(stem, words(text.body[:LONGEST])), 1.0)
    wanted |= dict.fromkeys(map(stem, words(text.title[:LONGEST])), IN_TITLE)
    wanted = {word: weight for word, weight in wanted.items() if word not in FILLERS} or wanted
    rare = {word: rarity(_held(word, among), size) for word in wanted}
    kept = sorted(wanted, key=lambda word: (-wanted[word] * rare[word], word))[:MOST_WORDS]
    shown = written(f"{text.title[:LONGEST]}\n{text.body[:LONGEST]}")
    whole = sum(wanted[word] * rare[word] for word in kept) * MOST_GAIN
    return [_Asked(shown[word], wanted[word], tuple(_found(word, among, size))) for word in kept], whole


def _held(word: str, among: Sequence[Collection]) -> int:
    return sum(int(c.held[number]) for c in among if (number := c.numbers.get(word)) is not None)


def _found(word: str, among: Sequence[Collection], size: int) -> list[tuple[tuple[int, float], ...]]:
    """In each collection the word and those like it, with their likeness times their rarity."""
    near: dict[str, float] = {}
    for collection in among:
        near |= {collection.stems[n]: share for n, share in collection.letters.near(word, collection.held)}
    best = sorted(near, key=lambda other: (-near[other], other))[:MOST]
    shares = {word: 1.0, **{other: BY_LETTERS * near[other] for other in best}}
    counted = {other: share * rarity(_held(other, among), size) for other, share in shares.items()}
    return [
        tuple((n, count) for other, count in counted.items() if (n := c.numbers.get(other)) is not None and c.held[n])
        for c in among
    ]


def _scores(asked: Sequence[_Asked], collection: Collection, number: int) -> NDArray[np.float64]:
    """What each text of a collection scores: of the words like an asked one the best counts."""
    scores = np.zeros(len(collection.keys))
    for word in asked:
        alike = word.found[number]
        if len(alike) == 1:
            texts, gains = collection.postings(alike[0][0])
            scores[texts] += word.weight * alike[0][1] * gains.astype(np.float64)
        elif alike:
            best = np.zeros(len(collection.keys))
            for other, share in alike:
                texts, gains = collection.postings(other)
                best[texts] = np.maximum(best[texts], word.weight * share * gains.astype(np.float64))
            scores += best
    return scores


def _best(scores: NDArray[np.float64], limit: int) -> list[int]:
    """The places of the highest scores; of equal ones the first."""
    if len(scores) > limit:
        edge = np.partition(scores, -limit)[-limit]
        places = np.flatnonzero(scores >= max(edge, np.nextafter(0, 1)))
    else:
        places = np.flatnonzero(scores)
    return [int(place) for place in places[np.lexsort((places, -scores[places]))][:limit]]


def _because(
    asked: Sequence[_Asked], collection: Collection, number: int, places: Sequence[int]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """For texts of a collection the words of the question that each answers, the weightiest first."""
    wanted = np.array(places, np.int32)
    reasons: dict[int, list[tuple[float, str]]] = {place: [] for place in places}
    for word in asked:
        best = np.zeros(len(places))
        for other, share in word.found[number]:
            texts, gains = collection.postings(other)
            at = np.minimum(np.searchsorted(texts, wanted), len(texts) - 1)
            counted = word.weight * share * gains[at].astype(np.float64)
            best = np.maximum(best, np.where(texts[at] == wanted, counted, 0))
        for place, score in zip(places, best.tolist(), strict=True):
            if score:
                reasons[place].append((-score, word.written))
    return {(number, place): tuple(dict.fromkeys(shown for _, shown in sorted(reasons[place]))) for place in places}

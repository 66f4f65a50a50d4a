"""The slow twin of ``querwerk.analysis.similarity``: dictionaries and loops, every text scored against every word."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

import numpy as np

from querwerk.words import stem, words


def held(title: str, body: str) -> tuple[dict[str, int], dict[int, int]]:
    """Each stem with its weight, and how many different forms stand in the title (9) and in all (1)."""
    weights: dict[str, int] = {}
    forms = set(words(title)) | set(words(body))
    for word in forms:
        weight = 9 if word in words(title) else 1
        weights[stem(word)] = max(weight, weights.get(stem(word), 0))
    return weights, {9: len(set(words(title))), 1: len(forms)}


def gain(weight: int, length: int) -> float:
    return float(np.float16(weight * 9 / (weight + 8 * (0.25 + 0.75 * length / (6 if weight == 9 else 200)))))


def letters(word: str) -> set[str]:
    ends = f"^{word[:30]}$"
    return {ends[i : i + 3] for i in range(len(ends) - 2)}


def compared(word: str) -> bool:
    return len(word) >= 4 and not any(letter.isdigit() for letter in word)


def near(word: str, known: Sequence[str]) -> dict[str, float]:
    """The twelve words most alike by their letters; equal ones in the order of the alphabet."""
    if not compared(word):
        return {}
    found = []
    for other in known:
        if other != word and compared(other) and letters(word) != letters(other):
            share = len(letters(word) & letters(other)) / sqrt(len(letters(word)) * len(letters(other)))
            if share >= 0.4:
                found.append((-share, other))
    return {other: -share for share, other in sorted(found)[:12]}


def scores(title: str, body: str, texts: Sequence[tuple[str, str]], fillers: frozenset[str]) -> list[float]:
    """The likeness of every text to a question of at most thirty-two words."""
    packed = [held(*text) for text in texts]
    known = order_seen(texts)
    count = {word: sum(word in weights for weights, _ in packed) for word in known}

    def rarity(word: str) -> float:
        return log(1 + (len(texts) - count.get(word, 0) + 0.5) / (count.get(word, 0) + 0.5))

    asked = {stem(word): 1.0 for word in words(body)} | {stem(word): 3.0 for word in words(title)}
    asked = {word: weight for word, weight in asked.items() if word not in fillers} or asked
    whole = sum(weight * rarity(word) for word, weight in asked.items()) * gain(9, 1)
    found = []
    for weights, lengths in packed:
        score = 0.0
        for word, weight in asked.items():
            ways = {word: 1.0, **{other: 0.5 * share for other, share in near(word, known).items()}}
            score += max(
                (weight * share * rarity(other) * gain(weights[other], lengths[weights[other]])
                 for other, share in ways.items() if other in weights),
                default=0.0,
            )  # fmt: skip
        found.append(score / whole if whole else 0.0)
    return found


def order_seen(texts: Sequence[tuple[str, str]]) -> list[str]:
    seen: dict[str, None] = {}
    for title, body in texts:
        seen.update(dict.fromkeys(map(stem, [*words(body), *words(title)])))
    return list(seen)

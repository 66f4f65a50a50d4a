"""German word forms: what counts as the same word, as pure functions of text.

``fold`` makes spellings equal (Straße, Strasse, STRASSE; Bürger, Buerger), ``stem`` makes forms equal (Stadt,
Städte). Compounds are not split here: the queries look for a word inside longer ones ("Bildung" in "Sprachbildung").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

#: The longest word that is kept; what is longer is no word.
LONGEST = 80

_RUN = re.compile(r"[^\W_]+(?:[-‐‑–][^\W_]+)*")
_PARTS = re.compile(r"[-‐‑–]|(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "ç": "c"})
_DIGRAPH = re.compile(r"ae|oe|(?<![aeq])ue")
_FORMATTING = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_STEMMER = snowballstemmer.stemmer("german")

#: Words so common that they would find everything; single letters fall away too.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """aber als am an auch auf aus bei bis da das dass dem den der des die durch ein eine einem einen einer eines er
    es fur hat im in ins ist mit nach nicht noch nur ob oder sich sie sind so soll sowie uber um und vom von vor war
    werden wie wird wurde wurden zu zum zur
    and by for is of on or the to with""",
    )
)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One spelling for a word: small letters, no umlauts, ß as ss, ae/oe/ue as the umlaut they stand for."""
    plain = unicodedata.normalize("NFKC", word).lower().translate(_LETTERS)
    return _DIGRAPH.sub(lambda match: match[0][0], plain)[:LONGEST]


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """The German stem of a folded word; numbers stay as they are."""
    return folded if any(letter.isdigit() for letter in folded) else str(_STEMMER.stemWord(folded))


def runs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Each written word with its place (start, end) and its folded forms: the parts, and the whole if it has parts."""
    for match in _RUN.finditer(text):
        yield match.start(), match.end(), _forms(match[0])


def words(text: str) -> list[str]:
    """The folded words of a text worth finding, in order, with repetitions."""
    clean = _FORMATTING.sub("", unicodedata.normalize("NFC", text))
    return [form for _, _, forms in runs(clean) for form in forms if len(form) > 1 and form not in STOP_WORDS]


def asked(text: str) -> list[str]:
    """The words of a question: parts only, each once; stop words count where nothing else is asked."""
    clean = _FORMATTING.sub("", unicodedata.normalize("NFC", text[:300]))
    found = [fold(part) for match in _RUN.finditer(clean) for part in _PARTS.split(match[0]) if part]
    kept = [word for word in found if len(word) > 1 and word not in STOP_WORDS]
    return list(dict.fromkeys(kept or found))[:8]


@lru_cache(maxsize=100_000)
def _forms(written: str) -> tuple[str, ...]:
    parts = [part for part in _PARTS.split(written) if part]
    forms = [fold(part) for part in parts]
    return (*forms, fold("".join(parts))) if len(parts) > 1 else tuple(forms)


def distance(first: str, second: str, limit: int) -> int:
    """How many letters to change, add, drop or swap (neighbours) to make one word of the other.

    Anything above ``limit`` is returned as ``limit + 1``.
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def written(text: str) -> dict[str, str]:
    """Each stem of a text with the word as it was written there first."""
    clean = _FORMATTING.sub("", unicodedata.normalize("NFC", text))
    shown: dict[str, str] = {}
    for start, end, forms in runs(clean):
        for form in forms:
            shown.setdefault(stem(form), clean[start:end])
    return shown

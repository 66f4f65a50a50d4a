"""Finding documents: at most three statements, equal on both databases.

A word of the question matches a stored word exactly (same stem), inside a compound, or, where nothing else fits,
with a small typo. Documents that hold all words come first, then those that hold at least half of them; a word in
the title counts more than one in a former name, and that more than one in a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection
from django.db.models import Q

from querwerk.words import asked, distance, stem

from .models import Document, Posting, Word

_EXACT, _BEGINS, _INSIDE, _TYPO = 10, 6, 4, 3
#: From this length on a word is also looked for inside longer ones; shorter ones at their beginning only.
_SHORTEST_INSIDE = 4
_SHORTEST_TYPO = 5
_MOST_WORDS = 3000


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. ``whole`` when it holds every word of the question."""

    kind: str
    slug: str
    title: str
    names: tuple[str, ...]
    summary: str
    body: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, how many there are in all and by kind, and the stored words that matched (for marking)."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    matched: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def find(
    text: str,
    kinds: Collection[str] | None = None,
    *,
    limit: int = 50,
    offset: int = 0,
    internal: bool = False,
    house: bool = False,
) -> Found:
    """Ranked hits for a question; ``kinds`` narrows the hits, not the counts by kind."""
    question = asked(text)
    wanted, matched, unknown = _wanted(question)
    if not wanted:
        return Found(unknown=tuple(unknown))
    ranked = _ranked(wanted, least=(len(question) + 1) // 2, internal=internal, house=house)
    by_kind = Counter(kind for _, kind, _ in ranked)
    chosen = [row for row in ranked if kinds is None or row[1] in kinds]
    page = chosen[offset : offset + limit]
    documents = Document.objects.in_bulk([pk for pk, _, _ in page])
    hits = tuple(
        Hit(d.kind, d.slug, d.title, tuple(d.names), d.summary, d.body, whole=held == len(question))
        for d, held in ((documents[pk], held) for pk, _, held in page)
    )
    return Found(hits, len(chosen), tuple(sorted(by_kind.items())), frozenset(matched), tuple(unknown))


def _wanted(question: Sequence[str]) -> tuple[list[tuple[int, int, int]], set[str], list[str]]:
    """(word id, number of the asked word, quality) of all stored words that match, those words, and what nobody knows.

    A stored word counts once for each asked word, by its best quality.
    """
    if not question:
        return [], set(), []
    condition = Q()
    for word in question:
        condition |= like(word)
    rows = list(Word.objects.filter(condition).values_list("pk", "text", "stem")[:_MOST_WORDS])
    found = [
        (pk, number, text, quality)
        for number, word in enumerate(question)
        for pk, text, its_stem in rows
        if (quality := _quality(word, text, its_stem))
    ]
    seen = {number for _, number, _, _ in found}
    missing = {number: word for number, word in enumerate(question) if number not in seen}
    found += _near(missing)
    seen = {number for _, number, _, _ in found}
    return (
        [(pk, number, quality) for pk, number, _, quality in found],
        {text for _, _, text, _ in found},
        [word for number, word in enumerate(question) if number not in seen],
    )


def like(word: str) -> Q:
    """The stored words that an asked one means: the same stem, or a compound that holds it."""
    return Q(text=word) | Q(stem=stem(word)) | _compound(word)


def like_any(words: Collection[str]) -> Q:
    """The stored words that any of some asked ones means: :func:`like`, for all of them in one look."""
    found = Q(text__in=words) | Q(stem__in=[stem(word) for word in words])
    for word in words:
        found |= _compound(word)
    return found


def means(word: str, text: str, its_stem: str) -> bool:
    """Whether a stored word, with its stem, is one that an asked word means: what :func:`like` says in SQL."""
    return _quality(word, text, its_stem) > 0


def _inside(word: str) -> str:
    """What of a word is looked for inside compounds: its stem where that keeps nearly all of it, else the word."""
    short = stem(word)
    return short if word.startswith(short) and len(short) >= max(_SHORTEST_INSIDE + 1, len(word) - 2) else word


def _compound(word: str) -> Q:
    if word.isdigit():
        return Q()
    return Q(text__contains=_inside(word)) if len(word) >= _SHORTEST_INSIDE else Q(text__startswith=word)


def _quality(word: str, text: str, its_stem: str) -> int:
    if text == word or its_stem == stem(word):
        return _EXACT
    if word.isdigit():
        return 0
    part = _inside(word)
    if text.startswith(part):
        return _BEGINS
    return _INSIDE if len(word) >= _SHORTEST_INSIDE and part in text else 0


def _near(missing: dict[int, str]) -> list[tuple[int, int, str, int]]:
    """Stored words one typo away (two in long words).

    k changes leave at least one of k + 1 pieces of a word untouched: only words that hold such a piece, or that are
    the word with two neighbours swapped, are read and compared.
    """
    tried = {n: word for n, word in missing.items() if len(word) >= _SHORTEST_TYPO and not word.isdigit()}
    if not tried:
        return []
    condition = Q()
    for word in tried.values():
        for piece in _pieces(stem(word), _typos(word) + 1):
            condition |= Q(text__contains=piece)
        swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
        condition |= Q(text__in=swapped)
    rows = list(Word.objects.filter(condition).values_list("pk", "text", "stem"))
    found = []
    for number, word in tried.items():
        limit = _typos(word)
        near = [
            (steps, pk, text)
            for pk, text, its_stem in rows
            if (steps := min(distance(word, text, limit), distance(stem(word), its_stem, limit))) <= limit
        ]
        best = min((steps for steps, _, _ in near), default=0)
        found += [(pk, number, text, _TYPO) for steps, pk, text in near if steps == best]
    return found


def _typos(word: str) -> int:
    return 1 if len(word) < 9 else 2


def _pieces(word: str, count: int) -> list[str]:
    size, rest = divmod(len(word), count)
    edges = [i * size + min(i, rest) for i in range(count + 1)]
    return [word[start:end] for start, end in pairwise(edges)]


def _ranked(
    wanted: Sequence[tuple[int, int, int]], *, least: int, internal: bool, house: bool
) -> list[tuple[int, str, int]]:
    """(document, kind, words held), best first, of all documents that hold at least ``least`` words."""
    values = ",".join(f"({pk},{number},{quality})" for pk, number, quality in wanted)
    statement = f"""
        WITH wanted (word, number, quality) AS (VALUES {values}),
        best (document, number, score) AS (
            SELECT p.document_id, w.number, MAX(p.weight * w.quality)
            FROM wanted w JOIN {Posting._meta.db_table} p ON p.word_id = w.word
            GROUP BY p.document_id, w.number
        )
        SELECT d.id, d.kind, COUNT(*) FROM best JOIN {Document._meta.db_table} d ON d.id = best.document
        WHERE (%s OR NOT d.internal) AND (%s OR NOT d.house)
        GROUP BY d.id, d.kind, d.title, d.slug HAVING COUNT(*) >= %s
        ORDER BY COUNT(*) DESC, SUM(best.score) DESC, LENGTH(d.title), d.kind, d.slug
    """  # noqa: S608 - the values are numbers of our own
    with connection.cursor() as cursor:
        cursor.execute(statement, [internal, house, least])
        return [(int(pk), str(kind), int(held)) for pk, kind, held in cursor.fetchall()]

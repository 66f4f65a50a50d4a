"""Three ways to find a twin, on the same pairs: similar entries, the search of the house, plain full-text search."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any

from querwerk.analysis.similarity import Collection, Text, alike
from querwerk.analysis.similarity.judging import Pair, recall

#: A question in, the places of the texts that are found out, best first.
Engine = Callable[[str], Sequence[int]]
_FOUND = 10


def judged(pairs: Sequence[Pair]) -> dict[str, Any]:
    """How many questions and texts there are, and of each engine in how many the twin stands among the first."""
    texts = list(dict.fromkeys((pair.title, pair.twin) for pair in pairs))
    place = {text: number for number, text in enumerate(texts)}
    asked = [(pair.query, place[pair.title, pair.twin]) for pair in pairs if pair.query]
    engines = {"similar": _similar(texts), "fts5": _fts5(texts)}
    found = {name: _counted(engine, asked) for name, engine in engines.items()}
    with _search(texts) as engine:
        found["search"] = _counted(engine, asked)
    return {"questions": len(asked), "texts": len(texts), "engines": found}


def _counted(engine: Engine, asked: Sequence[tuple[str, int]]) -> dict[str, Any]:
    places, took = [], []
    for query, twin in asked:
        start = perf_counter()
        found = list(engine(query))
        took.append((perf_counter() - start) * 1000)
        places.append(found.index(twin) if twin in found else None)
    counts = {str(rank): sum(place is not None and place < rank for place in places) for rank in (1, 5, 10)}
    return {
        "recall": {str(rank): round(share, 4) for rank, share in recall(places).items()},
        "counts": counts,
        "median_ms": round(median(took), 2),
    }


def _similar(texts: Sequence[tuple[str, str]]) -> Engine:
    held = Collection.of(Text(number, *text) for number, text in enumerate(texts))

    def find(query: str) -> Sequence[int]:
        title, _, body = query.partition("\n")
        return [int(str(match.key)) for match in alike(Text(None, title, body), [held], limit=_FOUND)]

    return find


def _fts5(texts: Sequence[tuple[str, str]]) -> Engine:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body)")
    base.executemany("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", [(n, *t) for n, t in enumerate(texts)])

    def find(query: str) -> Sequence[int]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", query.replace("_", " "))))
        statement = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        return [row for (row,) in base.execute(statement, [asked, _FOUND])] if asked else []

    return find


@contextmanager
def _search(texts: Sequence[tuple[str, str]]) -> Iterator[Engine]:
    """The search of the house, over a database of its own that goes away."""
    with tempfile.TemporaryDirectory(prefix="querwerk-similar-") as home:
        os.environ |= {"QUERWERK_HOME": home, "QUERWERK_DATABASE_URL": f"sqlite:///{home}/texts.sqlite3"}
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        for app in ("journal", "search"):
            call_command("migrate", app, verbosity=0)
        from querwerk.search.actions import Doc, index
        from querwerk.search.queries import find as search

        index(Doc("text", str(number), title[:300], texts=(body,)) for number, (title, body) in enumerate(texts))
        yield lambda query: [int(hit.slug) for hit in search(query, limit=_FOUND).hits]
        connection.close()

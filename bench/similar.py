"""Similar entries while typing: 100,000 texts, SQLite and PostgreSQL, through the page, next to FTS5 and scikit-learn.

    make bench-similar                                (all of it, and writes docs/reference/performance.md)
    python bench/similar.py [--texts 100000] [--questions 200] [--rounds 3]

The texts are real contributions taken apart and put together anew, always the same. Each database is filled and asked
by a process of its own: a question is a whole request (middleware, access, view, template). Before a time is printed,
both databases have to give the same entries in the same order, the ones the engine gives without any database.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
SHARED = ROOT.parent / "shared" / "data" / "texts" / "cimt"
PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- written by make bench-similar -->", "<!-- end of what make bench-similar writes -->"
PEERS = ROOT / ".venv-bench" / "bin" / "python"
_BATCH = 5000


def texts(count: int) -> list[tuple[str, str]]:
    """Contributions put together anew: half a title of one, half of another, and sentences of five."""
    from querwerk.web.cli.similar import contributions

    random, real = Random(5), contributions(SHARED)
    sentences = [part for _, text in real for part in re.split(r"(?<=[.!?])\s+", text) if len(part) > 20]
    made = []
    for _ in range(count):
        one, other = random.choice(real)[0].split(), random.choice(real)[0].split()
        title = " ".join(one[: (len(one) + 1) // 2] + other[len(other) // 2 :])
        made.append((title[:200], " ".join(random.sample(sentences, random.randint(2, 5)))))
    return made


def questions(made: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """What somebody types: a title in other words as far as it has got, and some of the text, or none yet."""
    from querwerk.analysis.similarity.judging import in_other_words
    from querwerk.words import words

    random = Random(6)
    chosen = random.sample(made, count)
    known = frozenset(word for title, text in chosen for word in words(f"{title} {text}"))
    asked = []
    for turn, (title, text) in enumerate(chosen):
        said = in_other_words(title, known, random) or title
        asked.append((said[: max(6, len(said) * (turn % 4 + 1) // 4)], text[: (turn % 3) * 200]))
    return asked


def fill(made: list[tuple[str, str]]) -> float:
    """Published trails with these texts, and their documents as :mod:`querwerk.search.actions` writes them; without the
    postings, which this path never reads. Gives the seconds."""
    from django.core.management import call_command
    from django.utils.text import slugify

    from querwerk.search.actions import Doc, _number, _packed, _word_ids
    from querwerk.search.models import Document, Packed
    from querwerk.trails.models import Trail

    call_command("migrate", verbosity=0)
    from django.db import connection, transaction

    start = perf_counter()
    for begin in range(0, len(made), _BATCH):
        with transaction.atomic():
            part = [
                (f"{slugify(title)[:60]}-{begin + n}", title, text)
                for n, (title, text) in enumerate(made[begin : begin + _BATCH])
            ]
            Trail.objects.bulk_create(
                [
                    Trail(slug=slug, title=title, paper="", purpose="", state="published", opened_on=date(2026, 11, 1))
                    for slug, title, _ in part
                ]
            )
            rows = Document.objects.bulk_create(
                [Document(kind="trail", slug=slug, title=title, body=text) for slug, title, text in part]
            )
            weights = [Doc("trail", slug, title, texts=(text,)).weights() for slug, title, text in part]
            ids = _word_ids(sorted({word for found in weights for word in found}))
            Packed.objects.bulk_create(
                [Packed(document=row, **_packed(w, ids)) for row, w in zip(rows, weights, strict=True)]
            )
            _number([row.pk for row in rows])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a server in use has done so by itself
    return perf_counter() - start


def asked_of_house(folder: Path, rounds: int) -> dict[str, Any]:
    """Fills the database of this process and asks through the page; what comes out, and how long it took."""
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    made, said = (json.loads((folder / name).read_text()) for name in ("texts.json", "questions.json"))
    filled = fill([tuple(one) for one in made])
    client, took, worked, answers = Client(), [], [], []
    start = perf_counter()
    before = _memory()
    client.post("/aehnliches/", {"part": "1", "title": "Radweg", "text": ""})
    first = perf_counter() - start
    for turn in range(rounds):
        for title, text in said:
            begin, at_work = perf_counter(), process_time()
            response = client.post("/aehnliches/", {"part": "1", "title": title, "text": text})
            took.append((perf_counter() - begin) * 1000)
            worked.append((process_time() - at_work) * 1000)
            if not turn:
                answers.append(re.findall(r'href="/laufwege/([^"/]+)/"', response.content.decode()))
    return {
        "filled": filled,
        "first": first,
        "took": took,
        "worked": worked,
        "answers": answers,
        "memory": _memory() - before,
        "change": _change(client),
    }


def _change(client: Any) -> dict[str, float]:
    """One text more, and the next question: known at once, and how long that took."""
    from querwerk.search.actions import Doc, index
    from querwerk.trails.models import Trail

    Trail.objects.create(
        slug="quietscheente",
        title="Quietscheente",
        paper="",
        purpose="",
        state="published",
        opened_on=date(2026, 11, 1),
    )
    index([Doc("trail", "quietscheente", "Quietscheente")])
    begin = perf_counter()
    response = client.post("/aehnliches/", {"part": "1", "title": "Quietscheenten", "text": ""})
    took = (perf_counter() - begin) * 1000
    assert "quietscheente" in response.content.decode(), "a change was not known"
    return {"ms": took}


def _memory() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def engine(made: list[tuple[str, str]], said: list[tuple[str, str]]) -> tuple[list[list[int]], list[float], int]:
    """The answers of the engine alone, its times, and the bytes of its arrays."""
    from querwerk.analysis.similarity import Collection, Text, alike, worth_showing

    held = Collection.of(Text(number, *text) for number, text in enumerate(made))
    answers, took = [], []
    for title, text in said:
        begin = perf_counter()
        found = worth_showing(alike(Text(None, title, text), [held], limit=12))
        took.append((perf_counter() - begin) * 1000)
        answers.append([int(str(one.key)) for one in found][:5])
    arrays = (
        held.texts,
        held.gains,
        held.starts,
        held.held,
        held.letters._words,
        held.letters._names,
        held.letters._starts,
    )
    return answers, took, sum(array.nbytes for array in arrays)


def fts5(made: list[tuple[str, str]], said: list[tuple[str, str]], folder: Path) -> list[float]:
    base = sqlite3.connect(folder / "fts5.sqlite3")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body)")
    base.executemany("INSERT INTO texts VALUES (?, ?)", made)
    took = []
    for title, text in said:
        begin = perf_counter()
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"[^\W_]+", f"{title} {text}")))
        base.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 5", [asked]).fetchall()
        took.append((perf_counter() - begin) * 1000)
    return took


def tfidf(folder: Path) -> list[float]:
    """scikit-learn's TF-IDF with cosines, in the environment of the peers; in a process of its own."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    made, said = (json.loads((folder / name).read_text()) for name in ("texts.json", "questions.json"))
    vectors = TfidfVectorizer()
    matrix = vectors.fit_transform([f"{title} {text}" for title, text in made]).tocsr()
    took = []
    for title, text in said:
        begin = perf_counter()
        scores = (matrix @ vectors.transform([f"{title} {text}"]).T).toarray().ravel()
        np.argpartition(scores, -5)[-5:]
        took.append((perf_counter() - begin) * 1000)
    return took


def measured(count: int, asked: int, rounds: int) -> str:
    with tempfile.TemporaryDirectory(prefix="querwerk-bench-") as name:
        folder = Path(name)
        made = texts(count)
        said = questions(made, asked)
        (folder / "texts.json").write_text(json.dumps(made))
        (folder / "questions.json").write_text(json.dumps(said))
        plain, alone, size = engine(made, said)
        from querwerk.words import words

        held = sum(len(set(words(f"{title} {text}"))) for title, text in made)
        rows, houses = [], {}
        for database, address in (("SQLite", ""), ("PostgreSQL", _postgres())):
            houses[database] = _child(folder, address, rounds)
            numbers = [[int(slug.rpartition("-")[2]) for slug in slugs] for slugs in houses[database]["answers"]]
            assert numbers == plain, f"{database} answers differ from the engine's"
            rows.append([f"the page, {database}", *_spread(houses[database]["took"])])
            rows.append([f"of it time of the processor, {database}", *_spread(houses[database]["worked"])])
        rows.append(["the engine alone, no database", *_spread(alone)])
        rows.append(["plain FTS5 (SQLite), the query alone", *_spread(fts5(made, said, folder))])
        if peer := _peer(folder):
            rows.append(["scikit-learn TF-IDF, the product alone", *_spread(peer)])
    head = "| way | min | median | 95th percentile | max |\n| --- | --- | --- | --- | --- |"
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    told = "; ".join(
        f"{database}: first question after a start {house['first']:.1f} s, {house['memory']:.0f} MB more at most while "
        f"reading, first question after a change {house['change']['ms']:.0f} ms"
        for database, house in houses.items()
    )
    missing = "" if peer else " scikit-learn was not there (`make bench-similar` with `.venv-bench`)."
    return (
        f"{count:,} texts, {held:,} words in them, {asked} questions in {rounds} rounds; milliseconds.\n\n"
        f"{head}\n{table}\n\n{told}. The packed arrays take {size / 1e6:.0f} MB in each process. Both databases gave "
        f"the same entries as the engine alone, in the same order, for every question.{missing}\n"
    )


def _spread(took: list[float]) -> list[str]:
    ordered = sorted(took)
    return [
        f"{value:.1f}"
        for value in (ordered[0], statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1])
    ]


def _child(folder: Path, address: str, rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="querwerk-bench-home-") as home:
        known = {name: value for name, value in os.environ.items() if not name.startswith("QUERWERK_")}
        env = known | {
            "QUERWERK_HOME": home,
            "DJANGO_SETTINGS_MODULE": "querwerk.web.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "QUERWERK_DEBUG": "1",
        }
        env |= {"QUERWERK_DATABASE_URL": address} if address else {}
        command = [sys.executable, __file__, "--house", str(folder), "--rounds", str(rounds)]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _peer(folder: Path) -> list[float]:
    if not PEERS.exists():
        return []
    done = subprocess.run([str(PEERS), __file__, "--peer", str(folder)], stdout=subprocess.PIPE, text=True, check=False)
    return list(json.loads(done.stdout)) if done.returncode == 0 else []


def _postgres() -> str:
    from tests.engines import postgres

    return os.environ.get("QUERWERK_BENCH_POSTGRES") or postgres()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--texts", type=int, default=100_000)
    arguments.add_argument("--questions", type=int, default=200)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--write", action="store_true", help="write the table into docs/reference/performance.md")
    arguments.add_argument("--house", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--peer", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.house:
        print(json.dumps(asked_of_house(options.house, options.rounds)))
        return
    if options.peer:
        print(json.dumps(tfidf(options.peer)))
        return
    if not SHARED.is_dir():
        raise SystemExit("The contributions lie in ../shared/data/texts and are not part of the repository.")
    told = f"Measured on {date.today():%d.%m.%Y} with `make bench-similar` (`bench/similar.py`).\n\n"  # noqa: DTZ011
    told += measured(options.texts, options.questions, options.rounds)
    print(told, flush=True)
    if options.write:
        page = PAGE.read_text()
        before, after = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
        PAGE.write_text(f"{before}\n{told}{after}")


if __name__ == "__main__":
    main()

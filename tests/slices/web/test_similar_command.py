"""``querwerk similar``: pairs made of contributions, counted next to plain search; bad files named by their line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from querwerk.analysis.similarity.judging import Pair, Way, in_other_words, kept_out, pairs, recall
from querwerk.web.cli.similar import app, read_pairs
from tests.slices.outbox.test_worker import ROOT

SAID = [
    ("Radweg am Fluss", "Der Weg ist zu schmal. Er hat Löcher."),
    ("Mehr Straßenbäume", "Im Sommer ist es zu heiß. Bäume fehlen."),
    ("Ampel schaltet falsch", "Man wartet ewig. Niemand fährt."),
]


def test_a_pair_is_made_in_four_ways() -> None:
    made = {way: pairs(SAID, way, asked=lambda title, text: title.startswith("Radweg")) for way in Way}
    assert made[Way.TITLE][0] == Pair("Radweg am Fluss", SAID[0][1], "Radweg am Fluss")
    assert made[Way.BODY][0] == Pair("Radweg am Fluss", SAID[0][1], "")
    assert (made[Way.HALVES][0].twin, made[Way.HALVES][0].query.split("\n")[1]) == (
        "Er hat Löcher.",
        "Der Weg ist zu schmal.",
    )
    assert [pair.query for pair in made[Way.WORDS][1:]] == ["", ""]


def test_other_words_are_the_same_ones_every_time() -> None:
    title, known = "Gefährliche Straßenbäume an der Bergstraße fällen", frozenset({"strassen", "baume", "strasse"})
    ways = {in_other_words(title, known, Random(seed)) for seed in range(30)}
    assert (len(ways) > 10, title in ways) == (True, False)
    assert in_other_words(title, known, Random(3)) == in_other_words(title, known, Random(3))


def test_half_of_the_contributions_is_kept_out_by_a_hash_of_their_words() -> None:
    kept = [kept_out(f"Titel {number}", "Text") for number in range(1000)]
    assert 450 < sum(kept) < 550


def test_recall_counts_places() -> None:
    assert recall([0, 4, 9, None]) == {1: 0.25, 5: 0.5, 10: 0.75}
    assert recall([]) == {1: 0.0, 5: 0.0, 10: 0.0}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "query,title\nx,y\n", "Zeile 1: Die Spalte „twin“ fehlt. Erwartet werden query, twin, title."),
        ("a.csv", "query,twin\na,b\nc,\n", "Zeile 3: „twin“ ist leer."),
        ("a.csv", "query,twin\na,b,c\n", "Zeile 2: Es stehen mehr Werte darin, als es Spalten gibt."),
        ("a.csv", 'query,twin\na,"b\n', "Zeile 2: Die Zeile lässt sich nicht lesen; fehlt ein Anführungszeichen?"),
        ("a.jsonl", '{"query": "a", "twin": "b"}\n{"query": "a"\n',
         'Zeile 2: Das ist kein JSON. Erwartet wird {"query": …, "twin": …}.'),
        ("a.jsonl", '{"query": "a", "twin": 7}\n', "Zeile 1: „twin“ fehlt oder ist kein Text."),
        ("a.jsonl", '{"query": "a", "twin": "b"}\n[1]\n', 'Zeile 2: Erwartet wird {"query": …, "twin": …}.'),
        ("a.csv", b"query,twin\na,b\n\xff,b\n", "Zeile 3: Das ist kein UTF-8. Bitte speichern Sie die Datei in UTF-8."),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, name: str, content: str | bytes, sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = CliRunner().invoke(app, ["evaluate", str(file)])
    assert (done.exit_code, done.stderr.strip()) == (1, sentence)


def test_both_forms_of_a_file_say_the_same(tmp_path: Path) -> None:
    table, lines = tmp_path / "a.csv", tmp_path / "a.jsonl"
    table.write_text('\ufeffquery;twin;title\n"Radweg\nzu schmal";Der Weg;Weg\n;Nur ein Text;\n')
    rows = [{"query": "Radweg\nzu schmal", "twin": "Der Weg", "title": "Weg"}, {"query": "", "twin": "Nur ein Text"}]
    lines.write_text("\n".join(map(json.dumps, rows)) + "\n")
    assert (
        list(read_pairs(table))
        == list(read_pairs(lines))
        == [Pair("Radweg\nzu schmal", "Der Weg", "Weg"), Pair("", "Nur ein Text")]
    )


def test_pairs_and_figures_from_a_folder(tmp_path: Path) -> None:
    folder, file = tmp_path / "texte", tmp_path / "paare.jsonl"
    folder.mkdir()
    rows = "\n".join(f'"{title}","{text}"' for title, text in SAID)
    (folder / "beitraege.csv").write_text(f"title,text\n{rows}\n")

    def run(*said: str) -> str:
        env = {name: value for name, value in os.environ.items() if not name.startswith("QUERWERK_")}
        env |= {"PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "querwerk.web.cli", "similar", *said]
        return subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert run("pairs", str(folder), str(file), "--all", "--way", "title").endswith("3 Fragen, 3 Texte.\n")
    found = json.loads(run("evaluate", str(file), "--json"))
    assert [one["counts"] for one in found["engines"].values()] == [{"1": 3, "5": 3, "10": 3}] * 3
    assert "3 Fragen unter 3 Texten" in run("evaluate", str(file))


def test_an_unknown_way_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["pairs", str(tmp_path), str(tmp_path / "x"), "--way", "unsinn"])
    assert (done.exit_code, "„unsinn“ gibt es nicht" in done.stderr) == (1, True)

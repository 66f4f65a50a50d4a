"""A house whose skills each kept their own words finds the same people after the new version has come."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.slices.intake.test_older_houses import migrate, read

WORDS = [(1, "honig", "honig"), (1, "schleudern", "schleud"), (2, "honig", "honig")]


def test_the_words_of_skills_are_taken_over_each_once_and_the_way_back_is_open(tmp_path: Path) -> None:
    migrate(tmp_path, "teams", "0002")
    with closing(sqlite3.connect(tmp_path / "querwerk.sqlite3")) as database, database:
        labels = [(1, "", "Honig schleudern", "[]"), (2, "", "Honig", "[]")]
        database.executemany("INSERT INTO teams_skill (id, uri, label, names) VALUES (?, ?, ?, ?)", labels)
        database.executemany("INSERT INTO teams_skillword (skill_id, text, stem) VALUES (?, ?, ?)", WORDS)
    migrate(tmp_path, "teams")
    held = "FROM teams_skill_terms h JOIN teams_term t ON t.id = h.term_id ORDER BY 1, 2"
    assert read(tmp_path, f"SELECT h.skill_id, t.text, t.stem {held}") == WORDS
    assert read(tmp_path, "SELECT text FROM teams_term ORDER BY text") == [("honig",), ("schleudern",)]
    migrate(tmp_path, "teams", "0002")
    assert read(tmp_path, "SELECT skill_id, text, stem FROM teams_skillword ORDER BY 1, 2") == WORDS

"""A house that ran before inquiries had more than four states loses nothing on the way to the new version."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of the first version, with three inquiries in its database."""
    migrate(tmp_path, "intake", "0001")
    rows = (
        (1, "a" * 32, "Wartezeit", "received", "berta", "", None),
        (2, "b" * 32, "Formular", "accepted", "carl", "", None),
        (3, "c" * 32, "Raum", "declined", "berta", "Nein, weil kein Raum frei ist.", "2026-03-05 08:00:00"),
    )
    columns = "id, thread, title, state, author, answer, answered_at, concern, outcome, sponsor, picture, received_at"
    with sqlite3.connect(tmp_path / "querwerk.sqlite3") as database:
        for row in rows:
            values = (*row, "Worum es geht", "", "", "", "2026-03-02 08:00:00")
            database.execute(f"INSERT INTO intake_inquiry ({columns}) VALUES ({','.join('?' * 12)})", values)
    database.close()
    return tmp_path


def migrate(home: Path, *to: str) -> None:
    """Brings a house to a version, as ``querwerk`` does at its start."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("QUERWERK_")}
    environment = own | {"QUERWERK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"}
    command = [sys.executable, "-m", "django", "migrate", *to, "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, timeout=120)


def read(home: Path, statement: str) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(home / "querwerk.sqlite3")
    try:
        return database.execute(statement).fetchall()
    finally:
        database.close()


def test_who_asked_still_finds_it_what_was_received_is_owed_a_word_and_the_way_back_is_open(house: Path) -> None:
    columns = "SELECT id, title, state, author, answer, answered_at, received_at FROM intake_inquiry ORDER BY id"
    before = read(house, columns)
    migrate(house, "intake")
    found = "SELECT title, state, due_on, account FROM intake_inquiry i JOIN intake_asker a ON a.inquiry_id = i.id"
    assert read(house, f"{found} ORDER BY i.id") == [
        ("Wartezeit", "submitted", "2026-03-09", "berta"),
        ("Formular", "accepted", None, "carl"),
        ("Raum", "declined", None, "berta"),
    ]
    migrate(house, "intake", "0001")
    assert read(house, columns) == before

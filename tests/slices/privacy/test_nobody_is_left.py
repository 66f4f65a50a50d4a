"""T26, whole: fifty people leave a house that was backed up while they were there, and are nowhere any more.

Not in a column of a table, not in a byte of a file (the database's own files too), not in the search index, not in a
log, and not in the house that is restored from the old backup.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from querwerk.journal.actions import Actor
from querwerk.journal.queries import verify
from querwerk.privacy.actions.erase import FILE, leave
from querwerk.privacy.queries import declared
from querwerk.privacy.queries.own import held
from querwerk.privacy.queries.traces import who_is
from querwerk.search.actions import Doc, index, remove
from querwerk.structure.models import Account, Person
from querwerk.web.backup.writing import back_up
from tests.people import Somebody, invent, traces_in_database, traces_in_files
from tests.quality import figure

PEOPLE = int(os.environ.get("QUERWERK_TEST_PEOPLE", "50"))
SECRET = "correct horse battery staple"


def name_in_texts(people: list[Somebody]) -> None:
    """Texts named them once and were taken back: the words of the search index still know the names."""
    index(Doc("project", one.word, f"Titel {one.word}", texts=(f"Text über {one.word}",)) for one in people)
    for one in people:
        remove("project", one.word)


def goes(one: Somebody, now: datetime) -> None:
    """Somebody leaves."""
    leave(by=Actor(post="", account=one.word, roles=frozenset({"employee"})), at=now)


def missing_in_export(one: Somebody) -> list[str]:
    """Declared fields of somebody that their file does not show."""
    tables = {table.model: table.rows for table in held(who_is(one.account))}
    exported = [line for line in declared.lines() if line.said.export]
    absent = [one.label for one in exported if not any(one.field.name in row for row in tables.get(one.model, []))]
    written = json.dumps(list(tables.values()), ensure_ascii=False)
    known = {line.label for line in exported}
    return absent + [place for place, word in one.planted.items() if place in known and word not in written]


def restored(backup: Path, home: Path, *, erasures: Path | None) -> str:
    """A fresh house made from a backup; what the command said."""
    home.mkdir()
    secret = home.parent / "secret"
    secret.write_text(SECRET)
    command = [sys.executable, "-m", "querwerk.web.cli", "restore", str(backup), "--passphrase-file", str(secret)]
    command += ["--erasures", str(erasures)] if erasures else []
    environment = {key: value for key, value in os.environ.items() if not key.startswith("QUERWERK_")}
    environment |= {"QUERWERK_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def traces_in_house(home: Path, words: list[str]) -> list[str]:
    """Tables and files of a house that nobody has opened, in which one of the words stands."""
    database = sqlite3.connect(f"file:{home}/querwerk.sqlite3?mode=ro", uri=True)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name
        for name in names
        for row in database.execute(f'SELECT * FROM "{name}"')
        if any(word in str(row).casefold() for word in words)
    }
    database.close()
    return sorted(found) + traces_in_files(home, words)


@pytest.mark.django_db(transaction=True)
def test_fifty_people_leave_no_trace(tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    people = [invent(number) for number in range(PEOPLE)]
    words = [one.word for one in people]
    stays = invent(PEOPLE)
    name_in_texts(people)
    planted = traces_in_database(words)
    backup = tmp_path / "house.backup"
    back_up(backup, SECRET, at=now)

    incomplete = [place for one in people for place in missing_in_export(one)]
    for one in people:
        goes(one, now)
    left = traces_in_database(words), traces_in_files(Path(settings.HOME), words)
    logged = [word for word in words if word in caplog.text]
    verdict = verify()
    resurrected = restored(backup, tmp_path / "without", erasures=None)
    forgotten = restored(backup, tmp_path / "with", erasures=Path(settings.HOME) / FILE)
    back = traces_in_house(tmp_path / "without", words)
    again = traces_in_house(tmp_path / "with", words)

    assert incomplete == []
    assert left == ([], [])
    assert logged == []
    assert verdict.intact
    assert len(traces_in_database([stays.word])) > 10
    assert f"{PEOPLE} Personen wurden wieder gelöscht" in forgotten
    assert again == []
    assert "wieder gelöscht" not in resurrected
    assert len(back) > 10
    figure(
        "T26",
        "Export and erasure of people with a word of their own in every personal field",
        result=f"{PEOPLE} people, {len(planted)} columns: 0 fields missing in the export; 0 traces in database, files, "
        f"search, logs, and after a restore; journal intact ({verdict.entries} entries)",
        control=f"restore without the register: {len(back)} places; undeclared table and forgotten field: found",
    )


@pytest.mark.django_db(transaction=True)
def test_deleted_rows_that_are_not_overwritten_would_be_found(now: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL clears deleted rows at its next vacuum")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    one = invent(0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    goes(one, now)
    assert traces_in_database([one.word]) == []
    assert traces_in_files(Path(settings.HOME), [one.word]) != []
    connection.close()  # the next connection overwrites again


@pytest.mark.django_db(transaction=True)
def test_a_name_that_stays_in_a_column_would_be_found_in_the_files(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    one = invent(0)
    monkeypatch.setattr(Person, "personal", {})
    declared.personal_tables.cache_clear()
    goes(one, now)
    assert traces_in_database([one.word]) == ["structure_person.name"]
    declared.personal_tables.cache_clear()
    assert not Account.objects.filter(username=one.word).exists()

"""What comes in over the web and cannot be read: a sentence each, and nothing kept. Names leave no trace."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from querwerk.trails.models import Import, Log
from tests.logins import sign_in
from tests.people import traces_in_files
from tests.slices.trails.importing import CSV, NAMED, NEW, arrived, bring, choices, columns, left_in, read_in
from tests.slices.trails.people import employee

pytestmark = pytest.mark.django_db(transaction=True)

ODD = {
    "nothing": (b"", "Diese Datei ist leer."),
    "blanks": (b" \n\n ", "Die Datei ist leer."),
    "a PDF": (b"%PDF-1.7\n", "Die Datei ist ein PDF."),
    "cut XES": (b"<log><trace><event>", "Zeile 1"),
    "entities": (b'<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "DOCTYPE"),
    "broken gzip": (gzip.compress(CSV)[:-20], "bricht mittendrin ab"),
    "zeros": (b"\0" * 5000, "keine Textdatei"),
}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTS = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def ayse(client: Client) -> Client:
    return sign_in(client, employee())


@pytest.mark.parametrize("kind", ODD)
def test_what_cannot_be_read_is_refused_with_a_sentence(ayse: Client, kind: str) -> None:
    content, sentence = ODD[kind]
    answer = bring(ayse, content, "log.xes")
    if answer.status_code == 302:
        _path, answer = arrived(ayse, answer["Location"])
    assert sentence in answer.content.decode()
    assert Log.objects.count() == 0


def test_every_odd_file_is_read_or_refused_with_a_sentence(ayse: Client, shared_data: Path) -> None:
    for file in sorted((shared_data / "eventlogs" / "odd-xes").iterdir()):
        path, answer = arrived(ayse, bring(ayse, file.read_bytes(), file.name)["Location"])
        page = answer.content.decode()
        assert answer.status_code == 200, file.name
        assert ("Was bedeuten die Spalten?" in page) != ("Diese Datei lässt sich nicht lesen" in page), file.name
        ayse.post(f"{path}verwerfen/")


def test_columns_that_say_too_little_are_told_so(ayse: Client) -> None:
    path, answer = arrived(ayse, bring(ayse)["Location"])
    page = answer.content.decode()
    missing = ayse.post(path, choices(page) | {columns(page)["Zeit"]: "drop"})
    twice = ayse.post(path, choices(page) | {columns(page)["Schritt"]: "station"})
    assert "Bitte sagen Sie, welche Spalte für „Zeit“ steht." in missing.content.decode()
    assert "Nur eine Spalte kann für „Station“ stehen." in twice.content.decode()
    assert (missing.status_code, twice.status_code, Log.objects.count()) == (422, 422, 0)


def test_a_wrong_column_is_told_and_can_be_chosen_anew(ayse: Client) -> None:
    path, answer = read_in(ayse, Zeit="drop", Schritt="at")
    page = answer.content.decode()
    assert "Kein Ereignis hat eine lesbare Zeit in der Spalte „Schritt“" in page
    said = choices(page) | {columns(page)["Zeit"]: "at", columns(page)["Schritt"]: "activity"}
    arrived(ayse, ayse.post(path, said)["Location"])
    assert Log.objects.get().events == 6


def test_a_name_is_no_role(ayse: Client) -> None:
    path, answer = arrived(ayse, bring(ayse, NAMED)["Location"])
    page = answer.content.decode()
    asked = ayse.post(path, choices(page) | {columns(page)["Sachbearbeiter"]: "station", columns(page)["Amt"]: "drop"})
    refused = [
        ayse.post(asked["Location"], {"table-0": table}).status_code
        for table in ("Petra Planted;Petra Planted", "Petra Planted;Frau Planted", "Petra Planted;Klaus Kanari", "")
    ]
    assert (refused, Log.objects.count()) == ([422] * 4, 0)


def test_a_file_that_is_too_large_is_refused_and_not_kept(ayse: Client, settings: Any, files: Path) -> None:
    settings.LARGEST_LOG = 100
    answer = bring(ayse)
    assert (answer.status_code, left_in(files), Import.objects.count()) == (422, [], 0)


def test_whoever_may_not_read_in_fills_no_disk(client: Client, files: Path) -> None:
    """Uploads are read before the door is asked: of strangers nothing comes to the disk."""
    assert (bring(client).status_code, files.exists()) == (302, False)
    sign_in(client, employee())
    bring(client)
    assert files.exists()  # negative control


def test_five_files_at_a_time_are_enough(ayse: Client) -> None:
    answers = [bring(ayse).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422]
    for found in Import.objects.all():
        arrived(ayse, f"{NEW}{found.key}/")


# -- names


def traces(word: str, files: Path, caplog: pytest.LogCaptureFixture) -> set[str]:
    """Where a word is found: tables, files of imports, the log of the server."""
    found = {"log"} if word in caplog.text else set()
    found |= {"files" for path in files.rglob("*") if path.is_file() and word.encode() in path.read_bytes()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word in str(value if not isinstance(value, memoryview) else bytes(value))
                   or (isinstance(value, bytes | memoryview) and word.encode() in bytes(value))
                   for row in cursor.fetchall() for value in row):  # fmt: skip
                found.add(table)
    return found


def test_a_name_in_a_file_is_nowhere_after_it_was_read_in(
    ayse: Client, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path, answer = arrived(ayse, bring(ayse, NAMED)["Location"])
    page = answer.content.decode()
    assert "Planted" not in page
    assert traces("Planted", files, caplog) == {"files"}  # negative control: beside the file, and only there
    said = choices(page) | {columns(page)["Sachbearbeiter"]: "station", columns(page)["Amt"]: "drop"}
    asked = ayse.post(path, said)["Location"]
    arrived(ayse, ayse.post(asked, {"table-0": "Petra Planted;Amtsleitung"})["Location"])
    assert Log.objects.count() == 1
    assert traces("Planted", files, caplog) == set()
    assert "trails_log" in traces("Amtsleitung", files, caplog)  # negative control: the tables are read


def test_a_name_in_the_place_of_a_time_is_not_kept_with_what_was_skipped(
    ayse: Client, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    read_in(ayse, CSV + b"A-4;Bauamt;Petra Planted;Eingang\n")
    assert Log.objects.get().skipped["not_a_time"] == [1, "Datenzeile 7, „Zeit“"]
    assert traces("Planted", files, caplog) == set()


def test_the_database_of_one_house_holds_no_byte_of_a_name(ayse: Client) -> None:
    """Not even in what was deleted, or waits to be written."""
    if connection.vendor != "sqlite":
        pytest.skip("reads the file of SQLite")
    read_in(ayse, NAMED)
    folder = Path(connection.settings_dict["NAME"]).parent
    assert traces_in_files(folder, ["Planted"]) == []
    assert traces_in_files(folder, ["Hauptamt"]) != []  # negative control

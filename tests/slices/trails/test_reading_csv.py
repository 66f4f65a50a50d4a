"""CSV and Parquet: delimiters, encodings, quotes and dates as offices save them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.trails.exchange import comma
from querwerk.trails.exchange.content import opened
from querwerk.trails.exchange.events import Columns
from querwerk.trails.exchange.limits import Limits
from querwerk.trails.exchange.moments import moments
from querwerk.trails.exchange.notes import Unreadable

from .logs import reading, rows, stored, told

OFFICE = (
    "Vorgang;Stelle;Zeitpunkt;Bemerkung\n"
    "17;Bürgerbüro;22.11.2026 14:30;eins\n"
    "17;Kämmerei;23.11.2026;zwei\n"
    "18;Bürgerbüro;2026-11-22T14:30:00+01:00;drei\n"
)
EXPECTED = [
    (1, "Bürgerbüro", "2026-11-22 13:30"),
    (1, "Kämmerei", "2026-11-22 23:00"),
    (2, "Bürgerbüro", "2026-11-22 13:30"),
]


def refusal(folder: Path, content: str | bytes, **limits: int) -> str:
    with pytest.raises(Unreadable) as refused:
        reading(stored(folder, content), limits=Limits(**limits))
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_offices_save_csv_in_many_ways(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    content = OFFICE.replace(";", delimiter).replace("\n", end).encode(encoding)
    found = reading(stored(tmp_path, content))
    assert rows(found, "case", "station", "at") == EXPECTED
    assert told(found) == [
        "2 Zeiten stehen ohne Zeitzone da und wurden als Zeit in Deutschland gelesen "
        "(zuerst: Datenzeile 1, „Zeitpunkt“)."
    ]


def test_quotes_hold_delimiters_line_ends_and_quotes(tmp_path: Path) -> None:
    quoted = OFFICE.replace("Kämmerei", '"Kämmerei; ""Haushalt""\n2. Stock"')
    found = reading(stored(tmp_path, quoted))
    assert found.events["station"].to_list() == ["Bürgerbüro", 'Kämmerei; "Haushalt"\n2. Stock', "Bürgerbüro"]


def test_rows_of_another_length_are_filled_or_left_out_and_counted(tmp_path: Path) -> None:
    odd = OFFICE + '19;"Bürgerbüro";24.11.2026\n20;Bürgerbüro;24.11.2026;vier;fünf\n\n'
    found = reading(stored(tmp_path, odd))
    assert rows(found, "case", "station", "at") == [*EXPECTED, (3, "Bürgerbüro", "2026-11-23 23:00")]
    assert told(found)[:2] == [
        "1 Zeile hat weniger Felder als die Kopfzeile; die fehlenden gelten als leer (Datenzeile 4).",
        "1 Zeile hat mehr Felder als die Kopfzeile und wurde weggelassen (Datenzeile 5).",
    ]


def test_columns_without_a_name_or_with_the_same_are_told_apart(tmp_path: Path) -> None:
    path = stored(tmp_path, ",a,a,\n1,2,3,4\n")
    assert comma.read(path, Limits()).frame.columns == ["Spalte 1", "a", "a (3)", "Spalte 4"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("nur eine Spalte\nx\n", "Die Datei hat nur eine Spalte."),
        ("a;b\n1;2\n", "In welcher Spalte der Vorgang steht, ist nicht zu erkennen. Vorhanden sind: a, b."),
        ("Vorgang;Stelle\n1;2\n", "In welcher Spalte die Zeit steht"),
        (OFFICE.splitlines()[0] + "\n", "kein Ereignis"),
        (OFFICE.replace("2026", "26"), "Kein Ereignis hat eine lesbare Zeit in der Spalte „Zeitpunkt“ (Datenzeile 1"),
        ("a;b\n1\0;2\n", "keine Textdatei"),
        (OFFICE + '19;"' + "x" * 300_000, "vielleicht fehlt ein Anführungszeichen (Zeile 5)"),
        (";".join(map(str, range(1_000))) + "\n", "mehr als 500 verschiedene Spalten"),
        ("PK\x03\x04", "ZIP-Archiv oder eine Tabelle aus Excel"),
        ("%PDF-1.7", "PDF"),
        ("PAR1" + "x" * 50, "als Parquet beschädigt"),
    ],
)
def test_what_is_no_log_is_refused_with_a_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, content)


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    assert rows(reading(stored(tmp_path, OFFICE, "log.xes")), "case", "station", "at") == EXPECTED


def test_an_encoding_that_changes_on_the_way_is_refused(tmp_path: Path) -> None:
    content = (OFFICE + '17;"Bürgerbüro";22.11.2026;eins\n' * 3_000).encode() + b"17;B\xfcro;22.11.2026;x\n"
    assert "wechselt mittendrin die Zeichenkodierung" in refusal(tmp_path, content)


def test_begin_and_touch_minutes_are_taken_where_they_are_right(tmp_path: Path) -> None:
    content = (
        "Vorgang,Stelle,Ende,Beginn,Minuten\n"
        "1,A,2026-01-05 10:00,2026-01-05 09:00,7.5\n"
        "1,B,2026-01-05 10:00,2026-01-05 11:00,-3\n"
        "1,C,2026-01-05 10:00,bald,viel\n"
        "1,D,2026-01-05 10:00,,\n"
    )
    found = reading(stored(tmp_path, content))
    assert rows(found, "station", "started_at", "touch_minutes") == [
        ("A", "2026-01-05 08:00", 7.5),
        ("B", None, None),
        ("C", None, None),
        ("D", None, None),
    ]
    assert told(found)[:2] == [
        "2 Dauern der Bearbeitung sind keine Zahlen ab 0 und wurden nicht übernommen "
        "(zuerst: Datenzeile 2, „Minuten“).",
        "4 Zeiten stehen ohne Zeitzone da und wurden als Zeit in Deutschland gelesen (zuerst: Datenzeile 1, „Ende“).",
    ]
    assert told(found)[2].startswith("2 Beginne sind keine Zeiten oder liegen nach dem Ende")


_CELL = st.text(st.characters(codec="utf-8", exclude_characters='\0\r\n"'), max_size=6)


@settings(max_examples=200, deadline=None)
@given(
    grid=st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=8), delimiter=st.sampled_from(";,\t|")
)
def test_a_file_without_quotes_reads_the_same_by_columns_and_by_rows(
    tmp_path_factory: pytest.TempPathFactory, grid: list[list[str]], delimiter: str
) -> None:
    lines = [delimiter.join(["a", "b", "c"]), *(delimiter.join(row) for row in grid)]
    path = stored(tmp_path_factory.mktemp("csv"), "\n".join(lines) + "\n")
    names = ["a", "b", "c"]
    plain = comma._plain(path, names, delimiter, Limits())
    if plain is None:
        return
    with opened(path, Limits()) as source:
        by_rows = comma._Rows("utf-8", delimiter, names, Limits()).table(source)
    assert plain.frame.equals(by_rows.frame)


def test_parquet_keeps_its_types_and_loses_its_trees(tmp_path: Path) -> None:
    path = tmp_path / "log"
    pl.DataFrame(
        {
            "case_id": [1, 1, 2],
            "station": pl.Series(["a", "b", "a"], dtype=pl.Categorical),
            "timestamp": [datetime(2026, 1, 5, 9, tzinfo=UTC), None, datetime(2026, 1, 6, 9, tzinfo=UTC)],
            "tree": [[1], [2], []],
        }
    ).write_parquet(path)
    found = reading(path)
    assert rows(found, "case", "station", "at") == [(1, "a", "2026-01-05 09:00"), (2, "a", "2026-01-06 09:00")]
    assert told(found) == [
        "1 Spalte enthält Listen oder Bäume und wurde nicht gelesen („tree“).",
        "1 Ereignis hat keine Zeit und wurde weggelassen (Datenzeile 2, „timestamp“).",
    ]


def test_parquet_that_claims_too_many_rows_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log"
    pl.DataFrame(
        {"case": pl.repeat(1, 1_000_000, eager=True), "at": pl.repeat(None, 1_000_000, eager=True)}
    ).write_parquet(path)
    assert path.stat().st_size < 100_000
    with pytest.raises(Unreadable, match=r"höchstens 10\.000 Ereignisse"):
        reading(path, limits=Limits(events=10_000))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22T14:30:15.123456+01:00", "2026-11-22 13:30:15.123456"),
        ("2026-11-22 14:30:15Z", "2026-11-22 14:30:15"),
        ("2026-11-22T14:30:15-0500", "2026-11-22 19:30:15"),
        ("2026-11-22T14:30:15+01", "2026-11-22 13:30:15"),
        ("2026-07-22T14:30", "2026-07-22 12:30:00"),
        ("2026-11-22", "2026-11-21 23:00:00"),
        ("22.11.2026 14:30:15", "2026-11-22 13:30:15"),
        ("22.11.2026, 14:30", "2026-11-22 13:30:00"),
        (" 22.11.2026 ", "2026-11-21 23:00:00"),
        ("2026-03-29 02:30", "2026-03-29 01:30:00"),
        ("2026-10-25 02:30", "2026-10-25 00:30:00"),
        ("1948-05-01T09:00:00Z", "1948-05-01 09:00:00"),
        ("22.11.26", None),
        ("11/22/2026", None),
        ("2026-13-01", None),
        ("2026-11-22T14:30:15+15:00", None),
        ("2026-11-22T14:30:15+01:75", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_moments_are_read_as_iso_and_as_germans_write_them(written: str, moment: str | None) -> None:
    at = moments(pl.Series([written, None])).at
    assert at.dtype == pl.Datetime("us", "UTC")
    assert [None if found is None else str(found.replace(tzinfo=None)) for found in at] == [moment, None]


def test_days_and_moments_without_a_zone_are_in_the_time_of_the_house() -> None:
    found = moments(pl.Series([date(2026, 7, 1)]))
    assert (found.at[0], found.without_zone.to_list()) == (datetime(2026, 6, 30, 22, tzinfo=UTC), [True])
    assert moments(pl.Series(["2026-07-01"]).str.to_datetime("%Y-%m-%d")).at[0] == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert moments(pl.Series([17])).at.null_count() == 1


def test_a_column_can_be_chosen_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    path = stored(tmp_path, OFFICE)
    assert reading(path, Columns(station="Bemerkung")).events["station"].to_list() == ["eins", "zwei", "drei"]
    with pytest.raises(Unreadable, match="Eine Spalte „Amt“ gibt es in der Datei nicht"):
        reading(path, Columns(station="Amt"))

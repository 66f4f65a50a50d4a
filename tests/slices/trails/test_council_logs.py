"""Papers of a council as logs: the figures of Magdeburg and Karlsruhe, and nobody's name."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from querwerk.analysis.handoffs import count_handoffs
from querwerk.trails.exchange import council
from querwerk.trails.exchange.events import as_events
from querwerk.trails.exchange.limits import Limits
from querwerk.trails.exchange.look import table_of
from querwerk.trails.exchange.notes import Unreadable

from .logs import reading, rows, stored, told


def stop(body: str, date: str, result: str | None = None) -> dict[str, Any]:
    return {
        "organization": body, "date": date, "result": result, "role": "Beratung", "meeting": "bei Dilan Distel",
        "agendaItem": "4.1",
    }  # fmt: skip


GRAPH = [
    {
        "rootPaperId": 1,
        "papers": [
            {
                "id": 1, "type": "Antrag", "title": "Anfrage von Dilan Distel", "files": [{"name": "Distel.pdf"}],
                "consultations": [
                    stop("Bauausschuss", "2026-01-05T17:00:00+01:00", "vertagt"),
                    stop("Gemeinderat", "2026-01-19T17:00:00+01:00"),
                ],
            },
            {"id": 2, "type": "Anfrage", "title": "ohne Weg", "consultations": []},
        ],
    }
]  # fmt: skip


def archive(*members: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return written.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_paper_is_a_case_and_a_body_a_station(tmp_path: Path, packed: bool) -> None:
    content = json.dumps(GRAPH).encode()
    found = reading(stored(tmp_path, archive(("a/papers.json", content), ("../b.txt", b"x")) if packed else content))
    assert rows(found, "case", "station", "activity", "at") == [
        (1, "Bauausschuss", "vertagt", "2026-01-05 16:00"),
        (1, "Gemeinderat", "Beratung", "2026-01-19 16:00"),
    ]
    place = "papers.json[0].papers[1]" if packed else "[0].papers[1]"
    assert told(found) == [f"1 Vorlage hat keine Beratung und wurde weggelassen ({place})."]


def test_titles_files_and_meetings_never_come_in(tmp_path: Path) -> None:
    path = stored(tmp_path, json.dumps(GRAPH))
    assert "Distel" in path.read_text()
    assert "Distel" not in table_of(path, Limits()).frame.write_csv()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[1, 2", "kein gültiges JSON (Zeile 1, Spalte 6)"),
        (b"[" * 200_000, "kein lesbares JSON"),
        (b'{"sessions": []}', "keine Beratungsfolgen"),
        (b'[{"papers": [3]}]', "([0].papers[0])"),
        (b'[{"papers": [{"id": 1}]}]', "fehlen Nummer oder Beratungen"),
        (archive(("a.json", b"{]")), "kein gültiges JSON (a.json, Zeile 1, Spalte 2)"),
        (archive(("a.json", json.dumps(GRAPH).encode()))[:120], "gzip-Datei bricht mittendrin ab"),
    ],
)
def test_what_is_no_council_file_is_refused_with_its_place(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reading(stored(tmp_path, content))
    assert sentence in str(refused.value)


@pytest.mark.shared_data
def test_the_figures_of_magdeburg_come_out(shared_data: Path) -> None:
    gold = json.loads((shared_data / "GOLD.json").read_text())["council magdeburg 2200-2369"]
    found = reading(shared_data / "council" / "magdeburg" / "paper-graphs_2200-2369.tar.gz")
    counted = count_handoffs(found.events)
    without = next(note.count for note in found.report.notes if note.kind == "without_stop")
    stops = found.events.group_by("case").len()["len"]
    results = table_of(shared_data / "council/magdeburg/paper-graphs_2200-2369.tar.gz", Limits()).frame["result"]
    postponed = found.events.filter(pl.col("activity") == "vertagt")["case"].n_unique()
    assert {
        "papers": counted.cases + without,
        "papers_with_station": counted.cases,
        "stations": counted.events,
        "mean_stations": round(float(stops.mean()), 3),  # type: ignore[arg-type]
        "median_stations": stops.median(),
        "max_stations": stops.max(),
        "mean_distinct_bodies": round(counted.hands.mean, 4),
        "max_distinct_bodies": counted.hands.most,
        "median_days_first_to_last": round(counted.days.median, 2),
        "max_days": counted.days.most,
        "papers_postponed_at_least_once": postponed,
        "top_results": [list(row) for row in results.value_counts(sort=True).head(8).rows()],
    } == gold | {"median_days_first_to_last": pytest.approx(13.88, abs=0.005)}


@pytest.mark.shared_data
def test_the_routes_of_karlsruhe_come_in(shared_data: Path) -> None:
    table = council.routes(table_of(shared_data / "karlsruhe" / "routes.csv", Limits()))
    found = as_events(table, council.COLUMNS)
    assert (found.report.cases, found.report.events) == (10_186, 20_598)
    assert not set(council.NOBODY) & set(found.events["station"])
    consultations = table.frame.filter(pl.col("role") != "Vorlage angelegt").group_by("paper").len()["len"]
    figures = json.loads((shared_data / "karlsruhe" / "routes_figures.json").read_text())[0]
    by_number = {str(number): count for number, count in consultations.value_counts().rows()}
    expected = {
        number: count for number, count in figures["papers_by_number_of_consultations"].items() if number != "0"
    }
    assert by_number == expected


def test_another_table_is_no_route(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="kein Verzeichnis von Beratungsfolgen"):
        council.routes(table_of(stored(tmp_path, "a;b\n1;2\n"), Limits()))

"""``querwerk trails FILE``: the gold figures, plain German, and nothing about people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from querwerk.web.cli import app

from . import logs
from .logs import TWO, event, stored, trace, value

GOLD = {
    "receipt_wabo.xes.gz": ("org:resource", "org:group"),
    "bpic2013_closed.xes.gz": ("org:resource", "org:group"),
    "roadtraffic100traces.xes": ("org:resource",),
    "bpic2020_DomesticDeclarations.xes.gz": ("org:role",),
    "bpic2020_PrepaidTravelCost.xes.gz": ("org:role",),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["trails", *map(str, arguments)])


def figures(*arguments: str | Path) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "column"), [(name, column) for name, columns in GOLD.items() for column in columns])
def test_the_gold_figures_come_out(shared_data: Path, name: str, column: str) -> None:
    gold = json.loads((shared_data / "GOLD.json").read_text())[f"hands {name} {column}"]
    said = figures(shared_data / "eventlogs" / "nc" / name, "--station", column)
    unknown = next((note["count"] for note in said["notes"] if note["kind"] == "without_station"), 0)
    assert gold == {
        "column": said["columns"]["station"],
        "cases": said["cases"],
        "events": said["events"],
        "events_with_value": said["events"] - unknown,
        "mean_distinct": round(said["hands"]["mean"], 4),
        "median_distinct": said["hands"]["median"],
        "max_distinct": said["hands"]["max"],
        "mean_handovers": round(said["handovers"]["mean"], 4),
        "max_handovers": said["handovers"]["max"],
        "median_duration_days": round(said["days"]["median"], 3),
        "max_duration_days": round(said["days"]["max"], 2),
    }
    assert ("matrix" in said) == (column != "org:resource")


def test_a_log_is_told_in_plain_german(tmp_path: Path) -> None:
    said = run(stored(tmp_path, TWO, "akten.xes"))
    assert (said.exit_code, said.stdout.splitlines()[:7]) == (
        0,
        [
            "akten.xes: 2 Vorgänge, 3 Ereignisse",
            "Station: Spalte „org:group“, Zeit: Spalte „time:timestamp“",
            "",
            "Hände      im Mittel 1,5, Median 1,5, wenigstens 1, höchstens 2",
            "Übergaben  im Mittel 0,5, Median 0,5, wenigstens 0, höchstens 1",
            "Tage       im Mittel 1, Median 1, wenigstens 0, höchstens 2",
            "Pingpong   im Mittel 0, Median 0, wenigstens 0, höchstens 0",
        ],
    )
    assert "Am meisten Zeit vergeht von „office“ zu „mayor“: 1-mal übergeben, im Mittel 2 Tage." in said.stdout


def test_columns_can_be_chosen_and_what_was_odd_is_said(tmp_path: Path) -> None:
    csv = stored(tmp_path, "nr;wo;wann\n1;a;01.02.2026\n1;b;bald\n2;a;2.2.2026\n")
    said = figures(csv, "--case", "nr", "--station", "wo", "--time", "wann")
    assert (said["cases"], said["events"], said["stations"], said["matrix"]) == (2, 2, ["a"], [[0]])
    assert [note["kind"] for note in said["notes"]] == ["not_a_time", "house_zone"]
    in_words = run(csv, "--case", "nr", "--station", "wo", "--time", "wann").stdout
    assert "etwas anderes und wurde weggelassen (Datenzeile 2, „wann“: „bald“)" in in_words


def with_people(folder: Path) -> Path:
    def step(name: str, day: int) -> str:
        return event("office", f"2026-01-0{day}T09:00:00Z", value("org:resource", name))

    return stored(folder, logs.xes(trace("A", step("Ayşe Ahorn", 1), step("Bernd Birke", 2), step("Ayşe Ahorn", 4))))


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_people_are_counted_in_cases_only_and_never_named(tmp_path: Path, form: tuple[str, ...]) -> None:
    said = run(with_people(tmp_path), "--station", "org:resource", *form)
    assert said.exit_code == 0
    assert [word for word in ("Ahorn", "Birke", "Station 1", "matrix", "by_station") if word in said.stdout] == []
    assert "Ahorn" in with_people(tmp_path).read_text()


def test_a_mapping_makes_roles_of_people(tmp_path: Path) -> None:
    mapping = stored(tmp_path, "Name;Rolle\nAyşe Ahorn;Sachbearbeitung\nBernd Birke;Amtsleitung\n", "rollen.csv")
    said = figures(with_people(tmp_path), "--station", "org:resource", "--mapping", mapping)
    assert said["stations"] == ["Sachbearbeitung", "Amtsleitung"]
    assert said["matrix"] == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("", (), "Die Datei ist leer."),
        ("<!DOCTYPE log><log/>", (), "DOCTYPE"),
        (TWO, ("--station", "Amt"), "Eine Spalte „Amt“ gibt es in der Datei nicht."),
        ("a;b\n1;2\n", (), "In welcher Spalte der Vorgang steht"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_code_1(
    tmp_path: Path, content: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused = run(stored(tmp_path, content), *arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert sentence in refused.stderr


def test_wrong_usage_ends_with_code_2(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere").exit_code == 2
    assert run().exit_code == 2


def test_picture_and_poster_are_written(tmp_path: Path) -> None:
    svg, pdf = tmp_path / "weg.svg", tmp_path / "weg.pdf"
    said = run(stored(tmp_path, TWO, "akten.xes"), "--svg", svg, "--pdf", pdf)
    assert said.exit_code == 0
    assert said.stdout.splitlines()[-2:] == [f"Geschrieben: {svg}", f"Geschrieben: {pdf}"]
    assert svg.read_text().startswith("<svg") and "office" in svg.read_text()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert figures(stored(tmp_path, TWO, "akten.xes"), "--svg", svg)["cases"] == 2


def test_people_get_no_picture(tmp_path: Path) -> None:
    said = run(with_people(tmp_path), "--station", "org:resource", "--svg", tmp_path / "weg.svg")
    assert said.exit_code == 1
    assert "sieht nach Menschen aus" in said.stderr
    assert not (tmp_path / "weg.svg").exists()

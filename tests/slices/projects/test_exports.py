"""The portfolio as a file: the same facts in every form, and never a formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from querwerk.projects.models import ProjectName
from querwerk.tables import as_csv, safe
from tests.factories import make_milestone, make_project, make_theme, make_unit

pytestmark = pytest.mark.django_db


def a_house() -> None:
    theme = make_theme("Grüne Stadt")
    project = make_project(
        "Bäume",
        theme=theme,
        units=[make_unit("Gartenamt")],
        states=[(date(2020, 3, 17), "running")],
        begin="2020-Q1",
    )
    project.states.update(word="läuft gut", sources=["q2"])
    ProjectName.objects.create(
        project=project,
        name="Grün",
        valid_from=date(2017, 1, 1),
        valid_to=date(2020, 3, 17),
        stated_on=date(2017, 1, 1),
    )
    make_milestone(project, (date(2020, 3, 17), "2095"), (date(2021, 1, 1), "2096"))
    make_project("=2+5", theme=theme, slug="formel", state="completed", ended_on=date(2019, 1, 1))


def csv_rows(client: Client, query: str = "") -> list[dict[str, str]]:
    text = client.get(f"/leitprojekte/export.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def xlsx_rows(client: Client) -> list[dict[str, object]]:
    sheet = load_workbook(io.BytesIO(client.get("/leitprojekte/export.xlsx").content)).active
    head, *rows = sheet.iter_rows()
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n", "d"}
    return [{h.value: cell.value for h, cell in zip(head, row, strict=True)} for row in rows]


def test_csv_holds_every_fact_of_a_row(client: Client) -> None:
    a_house()
    assert csv_rows(client)[1] == {
        "Adresse": "baume",
        "Name": "Bäume",
        "Frühere Namen": "Grün",
        "Thema": "Grüne Stadt",
        "Art": "befristetes Projekt",
        "Stand": "Laufend",
        "Wort der Quelle": "läuft gut",
        "Ampel": "verschiebt sich",
        "Grund": "1 Meilenstein verschoben",
        "Verlauf": "",
        "Einheiten": "Gartenamt",
        "Beginn": "2020-Q1",
        "Ende": "",
        "Meilensteine": "1",
        "Nächster Meilenstein": csv_rows(client)[1]["Nächster Meilenstein"],
        "Termin des nächsten Meilensteins": "2096",
        "Verzug in Tagen": "366",
        "Aktualisiert": "17.03.2020",
        "Stand bestätigt": "17.03.2020",
        "Quellen": "q2",
    }


def test_xlsx_holds_the_same_cells_as_csv_typed(client: Client) -> None:
    a_house()
    for written, typed in zip(csv_rows(client), xlsx_rows(client), strict=True):
        for key, value in typed.items():
            if key in ("Aktualisiert", "Stand bestätigt"):
                value = f"{value:%d.%m.%Y}"
            plain = "" if value is None else str(value)
            assert written[key] in (plain, f"'{plain}"), key


def test_json_holds_the_same_facts_under_stable_keys(client: Client) -> None:
    a_house()
    document = json.loads(client.get("/leitprojekte/export.json?thema=grune-stadt").content)
    assert list(document) == ["schema", "generated_on", "query", "count", "projects"]
    assert (document["schema"], document["query"], document["count"]) == (
        "querwerk/portfolio/1",
        "thema=grune-stadt",
        2,
    )
    project = document["projects"][1]
    assert project["former_names"] == ["Grün"]
    assert project["theme"] == {"slug": "grune-stadt", "name": "Grüne Stadt"}
    assert project["units"] == [{"slug": "gartenamt", "short": "Gartenamt"}]
    assert project["slip_days"] == 366
    assert document["projects"][0]["name"] == "=2+5"


def test_exports_honour_the_filters_of_the_list(client: Client) -> None:
    a_house()
    assert [row["Adresse"] for row in csv_rows(client, "?zustand=group-running")] == ["baume"]
    assert [row["Adresse"] for row in csv_rows(client, "?ende=completed")] == ["formel"]


@pytest.mark.parametrize("start", "=+-@\t\r\0＝＋－＠")
def test_what_a_spreadsheet_takes_for_a_formula_is_text(start: str) -> None:
    assert safe(f"{start}1") == f"'{start}1"
    cell = as_csv(["a"], [[f"{start}1+1"]]).decode("utf-8-sig").split("\r\n", 1)[1].strip('"')
    assert cell.startswith("'")


def test_plain_text_is_left_alone() -> None:
    assert safe("1 = 1") == "1 = 1"
    assert safe("") == ""


def test_a_formula_in_a_name_is_text_in_every_file(client: Client) -> None:
    a_house()
    assert csv_rows(client)[0]["Name"] == "'=2+5"
    sheet = load_workbook(io.BytesIO(client.get("/leitprojekte/export.xlsx").content)).active
    assert [(cell.value, cell.data_type) for cell in sheet["B"]][1] == ("=2+5", "s")


def test_a_seeded_formula_would_be_noticed() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "=2+5"
    buffer = io.BytesIO()
    book.save(buffer)
    assert load_workbook(io.BytesIO(buffer.getvalue())).active["A1"].data_type == "f"


def test_an_unknown_form_is_not_found(client: Client) -> None:
    assert client.get("/leitprojekte/export.exe").status_code == 404

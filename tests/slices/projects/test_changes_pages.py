"""The page of changes, its exports, and the command line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.test import Client
from typer.testing import CliRunner

from querwerk.delivery.exchange import import_portfolio
from querwerk.delivery.insights import build, read
from querwerk.delivery.models import Period
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.insights import changes
from querwerk.projects.models import MilestoneDate, Project, ProjectName
from querwerk.web.cli import app
from tests.factories import make_milestone, make_project, make_source, make_theme

FIRST, SECOND = date(2024, 6, 4), date(2025, 5, 20)
WINDOW = "seit=2024-06-04&bis=2025-05-20"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_pages() -> None:
    """Tests change rows without the journal, which kept pages are keyed by."""
    cache.clear()


@pytest.fixture
def auen() -> Project:
    for key, day in (("r24", FIRST), ("r25", SECOND)):
        make_source(key, day)
    auen = make_project("Auen", theme=make_theme("Grüne Stadt"), states=[(FIRST, "running"), (SECOND, "running")])
    make_milestone(auen, (FIRST, "2024"), (SECOND, "2026-06"))
    MilestoneDate.objects.filter(stated_on=SECOND).update(reason="Grunderwerb")
    return auen


def test_the_page_names_the_slip_its_days_and_its_reason(client: Client, auen: Project) -> None:
    page = client.get(f"/aenderungen/?{WINDOW}").content.decode()
    assert "verschoben von 2024 auf Juni 2026: 546 Tage (rund 18 Monate) später – Grund: Grunderwerb" in page
    assert "1 Änderung, 1 Projekt</h2>" in page


def test_without_days_it_compares_the_last_two_reports(client: Client, auen: Project) -> None:
    page = client.get("/aenderungen/").content.decode()
    assert ('value="2024-06-04"' in page, 'value="2025-05-20"' in page) == (True, True)


def test_a_window_without_changes_says_what_to_do(client: Client, auen: Project) -> None:
    page = client.get("/aenderungen/?seit=2025-06-01&bis=2025-06-02").content.decode()
    assert "Nichts hat sich geändert" in page
    assert "Wählen Sie einen früheren ersten Tag." in page


@pytest.mark.parametrize(
    "query", ["seit=2025-05-20&bis=2024-06-04", "seit=gestern&bis=2025-05-20", "seit=2024-06-04", "seit=&bis="]
)
def test_days_that_make_no_window_are_refused_in_place(client: Client, auen: Project, query: str) -> None:
    answer = client.get(f"/aenderungen/?{query}")
    assert answer.status_code == 422
    assert "Bitte prüfen Sie die beiden Tage" in answer.content.decode()
    assert client.get(f"/aenderungen/export.json?{query}").status_code == 404


def test_an_empty_house_still_answers(client: Client) -> None:
    assert client.get("/aenderungen/").status_code == 200


def test_json_and_csv_carry_the_same_change(client: Client, auen: Project) -> None:
    [change] = json.loads(client.get(f"/aenderungen/export.json?{WINDOW}").content)["changes"]
    assert (change["project"], change["kind"], change["days"], change["reason"]) == (
        "auen",
        "slipped",
        546,
        "Grunderwerb",
    )
    text = client.get(f"/aenderungen/export.csv?{WINDOW}").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    assert dict(zip(head, row, strict=True))["Tage"] == "546"
    assert dict(zip(head, row, strict=True))["Grund"] == "Grunderwerb"


def test_formulas_in_names_are_defused_and_html_is_escaped(client: Client, auen: Project) -> None:
    ProjectName.objects.update(name="=HYPERLINK(1)<b>")
    text = client.get(f"/aenderungen/export.csv?{WINDOW}").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1][1] == "'=HYPERLINK(1)<b>"
    assert "=HYPERLINK(1)&lt;b&gt;" in client.get(f"/aenderungen/?{WINDOW}").content.decode()


# -- the command line


def test_the_command_says_the_changes(auen: Project) -> None:
    said = CliRunner().invoke(app, ["changes", "--since", "2024-06-04", "--until", "20.05.2025"])
    assert said.exit_code == 0
    assert said.output.splitlines()[:2] == ["Änderungen vom 04.06.2024 bis 20.05.2025", "     1  Verschoben"]
    as_json = CliRunner().invoke(app, ["changes", "--since", "2024-06-04", "--until", "2025-05-20", "--json"])
    assert json.loads(as_json.output)["counts"] == {"slipped": 1}


def test_the_command_refuses_a_window_that_runs_backward(auen: Project) -> None:
    refused = CliRunner().invoke(app, ["changes", "--since", "2025-05-20", "--until", "2024-06-04"])
    assert (refused.exit_code, refused.stderr) == (1, "Der zweite Tag liegt vor dem ersten.\n")
    assert CliRunner().invoke(app, ["changes", "--since", "gestern"]).exit_code == 2


# -- the real portfolio


@pytest.fixture
def karlsruhe(shared_data: object, carla: Actor, now: object) -> dict[str, object]:
    content = (shared_data / "karlsruhe" / "portfolio.json").read_bytes()  # type: ignore[operator]
    import_portfolio(content, by=carla, at=now)  # type: ignore[arg-type]
    return dict(json.loads(content))


@pytest.mark.shared_data
def test_what_was_replaced_in_the_green_city_is_found(karlsruhe: dict[str, object]) -> None:
    found = changes(date(2019, 3, 19), date(2020, 3, 17), NOBODY)
    replaced = [c for c in found.changes if c.kind == "ended" and c.after[0] == "replaced"]
    green = {c.project: c.successors for c in replaced if found.theme_of[c.project] == "Grüne Stadt"}
    heirs = ("klimaneutrales-karlsruhe", "stadt-der-biologischen-vielfalt", "stadt-im-klimawandel", "urbanes-gruen")
    assert green == dict.fromkeys(("mein-freiraum", "mein-quartier", "meine-strasse"), heirs)


@pytest.mark.shared_data
def test_the_two_projects_nobody_spoke_of_again_are_dropped(karlsruhe: dict[str, object]) -> None:
    days = [date(2020, 3, 17), date(2021, 5, 4), date(2022, 3, 15), date(2023, 6, 20), date(2024, 6, 4)]
    dropped = [
        (until.year, change.project)
        for since, until in pairwise(days)
        for change in changes(since, until, NOBODY).changes
        if change.kind == "dropped"
    ]
    assert dropped == [(2021, "vorausschauende-personalplanung-2025"), (2023, "staedtisches-servicezentrum")]


@pytest.mark.shared_data
def test_every_report_shows_every_project_its_real_report_speaks_of(karlsruhe: dict[str, object]) -> None:
    for period in Period.objects.select_related("source"):
        spoken = {
            project["slug"]
            for project in karlsruhe["projects"]  # type: ignore[attr-defined]
            if any(status["report"] == period.source.key for status in project["status_by_report"])
        }
        document = read(build(period))
        shown = {project["slug"] for theme in document["themes"] for project in theme["projects"]}
        assert spoken - shown == set(), period.label
        statements = sum(
            project["statement"] is not None for theme in document["themes"] for project in theme["projects"]
        )
        assert statements == len(spoken), period.label


@pytest.mark.shared_data
def test_reports_speak_the_words_of_their_year_and_name_no_heads(karlsruhe: dict[str, object]) -> None:
    first, last = (read(build(Period.objects.get(label=label))) for label in ("2018", "2025"))
    assert (first["words"]["theme"][0], last["words"]["theme"][0]) == ("Korridorthema", "Zukunftsthema")
    heads = {head["name"] for theme in karlsruhe["themes"] for head in theme["heads"]}  # type: ignore[attr-defined]
    text = json.dumps([first, last], ensure_ascii=False)
    assert [name for name in heads if name in text] == []

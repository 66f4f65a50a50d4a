"""The sheet of a project: complete, as of any day, at the same number of statements whatever it holds."""

from __future__ import annotations

import json
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import querwerk.web.demo
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.actions.evidence import decide_contradiction, reopen_contradiction
from querwerk.projects.actions.lineage import link_lineage
from querwerk.projects.actions.parts import move_part
from querwerk.projects.insights import read
from querwerk.projects.lifecycle import Light
from querwerk.projects.models import (
    Contradiction,
    Figure,
    Goal,
    GoalVersion,
    Involvement,
    Lineage,
    Obstacle,
    ObstacleKind,
    Part,
    Prospect,
    Resource,
    SheetText,
)
from querwerk.projects.queries.sheet import Sheet, sheet
from querwerk.structure.models import Alias, Body, Term
from tests.factories import make_lineage, make_milestone, make_project, make_source, make_state, make_theme, make_unit

pytestmark = pytest.mark.django_db
PORTFOLIO = json.loads((Path(querwerk.web.demo.__file__).parent / "karlsruhe.json").read_text())
TODAY = date(2026, 11, 22)


@pytest.fixture
def city(carla: Actor, now: datetime) -> None:
    """The packaged real portfolio."""
    querwerk.web.demo.fill(by=carla, at=now)


def the_sheet(slug: str, *, on: date = TODAY, actor: Actor = NOBODY) -> Sheet:
    found = sheet(slug, actor, on=on, past=on < TODAY)
    assert found is not None
    return found


def said(slug: str, client: Client, query: str = "") -> str:
    response = client.get(f"/leitprojekte/{slug}/{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_every_project_of_the_file_has_a_sheet_with_all_that_the_file_says(city: None, client: Client) -> None:
    for project in PORTFOLIO["projects"]:
        page = said(project["slug"], client)
        words = [name["name"] for name in project["names"]]
        words += [milestone["what"] for milestone in project.get("milestones", [])]
        words += [goal["text"] for goal in project.get("goals", [])]
        words += [step["what"] for step in project.get("involvement", [])]
        words += [step["paper"] for step in project.get("involvement", []) if step["paper"]]
        words += [figure["what"] for figure in project.get("results", [])]
        words += [resource["what"] for resource in project.get("resources", []) if resource.get("what")]
        words += [prospect["text"] for kind in ("risks", "opportunities") for prospect in project.get(kind, [])]
        words += [status["word"] for status in project["status_by_report"] if status.get("word")]
        assert [word for word in words if word not in page] == []


def test_every_contradiction_of_the_file_stands_on_the_sheets_it_is_about(city: None, client: Client) -> None:
    shown = client.get("/widersprueche/").content.decode()
    for number, item in enumerate(PORTFOLIO["discrepancies"], 1):
        assert item["a"] in unescape(shown)
        assert item["b"] in unescape(shown)
        for slug in Contradiction.objects.get(number=number).projects.values_list("slug", flat=True):
            assert f'id="widerspruch-{number}"' in said(slug, client)


def test_the_slips_of_a_real_project_are_those_of_the_file(city: None) -> None:
    reading = read(the_sheet("entwicklungsquartier-hbf-sued"), NOBODY)
    by_name = {m.name: reading.slips.get(m.id) for m in the_sheet("entwicklungsquartier-hbf-sued").milestones}
    # 2022, then 2025, then spring 2026: from 31.12.2022 to 31.05.2026
    assert by_name["Baubeginn Schwarzwaldtrio"] == ((date(2026, 5, 31) - date(2022, 12, 31)).days, False)


def test_a_sheet_takes_as_many_statements_with_three_of_everything_as_with_one(client: Client) -> None:
    theme = make_theme("Grüne Stadt")
    unit, body = make_unit("Gartenbauamt"), Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    source = make_source("r1", date(2019, 3, 1))
    kind = ObstacleKind.objects.create(slug="personal", name="Personalmangel")
    counts = []
    for number in (1, 3):
        project = make_project(f"Projekt {number}x", theme=theme, units=[unit])
        stamp = {"sources": [source.key], "stated_on": source.dated_on}
        for i in range(number):
            goal = Goal.objects.create(project=project, position=i)
            GoalVersion.objects.create(goal=goal, text=f"Ziel {i}", **stamp)
            make_milestone(project, (date(2019, 3, 1), "2020"), (date(2020, 3, 1), "2021"))
            Part.objects.create(project=project, name=f"Teil {i}", **stamp)
            Prospect.objects.create(project=project, kind="risk", text=f"Risiko {i}", **stamp)
            Resource.objects.create(project=project, kind="money", what="Bau", amount=i, unit="EUR", **stamp)
            Figure.objects.create(project=project, what=f"Bäume {i}", value="170", **stamp)
            Obstacle.objects.create(project=project, kind=kind, text=f"Hemmnis {i}", **stamp)
            SheetText.objects.create(project=project, field="description", text=f"Text {i}", **stamp)
            Involvement.objects.create(
                project=project, body=body, what=f"Sachstand {i}", date="2020", first_on=date(2020, 1, 1), **stamp
            )
            make_lineage(project, make_project(f"Nachfolger {number} {i}", theme=make_theme()), "continues", TODAY)
            contradiction = Contradiction.objects.create(number=number * 10 + i, what="Ende", first="a", second="b")
            contradiction.projects.add(project)
        client.get(f"/leitprojekte/{project.slug}/?warm")
        with CaptureQueriesContext(connection) as queries:
            said(project.slug, client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_the_sheet_of_a_day_knows_nothing_of_what_came_later() -> None:
    make_source("r19", date(2019, 3, 1))
    make_source("r21", date(2021, 3, 1))
    project = make_project("Wald", states=[(date(2019, 3, 1), "running"), (date(2021, 3, 1), "completed")])
    make_milestone(project, (date(2019, 3, 1), "2020"), (date(2021, 3, 1), "2023"))
    Figure.objects.create(project=project, what="Bäume", value="9", sources=["r19", "r21"], stated_on=date(2019, 3, 1))
    then = the_sheet("wald", on=date(2019, 12, 31))
    assert then.state is not None
    assert then.state.state == "running"
    assert [row.date for row in then.milestones[0].planned] == ["2020"]
    assert then.known.figures[0].sources == ("r19",)
    now = the_sheet("wald")
    assert now.state is not None
    assert now.state.state == "completed"
    assert [row.date for row in now.milestones[0].planned] == ["2020", "2023"]
    assert now.known.figures[0].sources == ("r19", "r21")


def test_the_sheet_of_a_day_speaks_the_words_of_that_day(client: Client) -> None:
    for name, start, end in (("Leitprojekt", 2017, 2025), ("Zukunftsprojekt", 2025, None)):
        Term.objects.create(
            concept="project",
            singular=name,
            plural=f"{name}e",
            valid_from=date(start, 6, 1),
            valid_to=date(end, 6, 1) if end else None,
        )
    make_project("Wald")
    assert "Leitprojekt seit" in said("wald", client, "?stand=2019-12-31")
    assert "Zukunftsprojekt seit" in said("wald", client)


def test_there_is_no_sheet_before_the_project_was_there(client: Client) -> None:
    make_project("Wald", first_seen_on=date(2020, 1, 1))
    assert client.get("/leitprojekte/wald/?stand=2019-12-31").status_code == 404
    assert client.get("/leitprojekte/wald/?stand=2020-12-31").status_code == 200


@pytest.mark.parametrize("nonsense", ["gestern", "2019-13-01", "9999-01-01", ""])
def test_a_day_that_is_none_shows_the_sheet_of_today(client: Client, nonsense: str) -> None:
    make_project("Wald")
    assert said("wald", client, f"?stand={nonsense}").count("wie es am") == 0


def test_an_old_address_leads_to_the_stable_one_for_good(client: Client) -> None:
    make_project("Wald")
    Alias.objects.create(kind="project", slug="stadtwald", target="wald")
    response = client.get("/leitprojekte/stadtwald/")
    assert (response.status_code, response["Location"]) == (301, "/leitprojekte/wald/")


def test_a_lost_address_offers_the_search(client: Client) -> None:
    response = client.get("/leitprojekte/stadt-wald/")
    assert response.status_code == 404
    assert 'value="stadt wald"' in response.content.decode()


def test_residents_do_not_see_candidates_neither_as_page_nor_as_successor(client: Client, carla: Actor) -> None:
    project, candidate = make_project("Wald"), make_project("Geheimer Plan", state="candidate")
    make_lineage(project, candidate, "continues", TODAY)
    assert client.get("/leitprojekte/geheimer-plan/").status_code == 404
    assert the_sheet("wald").known.after == []
    # Negative control: the house sees both.
    assert [kin.slug for kin in the_sheet("wald", actor=carla).known.after] == ["geheimer-plan"]
    assert sheet("geheimer-plan", carla, on=TODAY, past=False) is not None


def test_a_goal_that_later_reports_pass_over_says_when_it_was_last_named() -> None:
    make_source("r19", date(2019, 3, 1))
    make_source("r21", date(2021, 3, 1))
    project = make_project("Wald")
    make_state(project, date(2021, 3, 1), "running", sources=["r21"])
    for position, sources in enumerate((["r19"], ["r19", "r21"])):
        goal = Goal.objects.create(project=project, position=position)
        GoalVersion.objects.create(goal=goal, text=f"Ziel {position}", sources=sources, stated_on=date(2019, 3, 1))
    named = {goal.now.text: goal.last_named and goal.last_named.key for goal in the_sheet("wald").goals}
    assert named == {"Ziel 0": "r19", "Ziel 1": None}


def test_the_same_item_stated_again_shows_the_difference() -> None:
    project = make_project("Wald")
    for year, amount in ((2019, 50_000_000), (2023, 135_000_000)):
        Resource.objects.create(
            project=project, kind="money", what="Bau", amount=amount, unit="EUR", sources=[], stated_on=date(year, 1, 1)
        )
    [means] = the_sheet("wald").means
    assert [amount.difference for amount in means.amounts] == [None, 85_000_000]


def test_a_milestone_put_back_makes_the_light_yellow_and_names_its_reason(client: Client) -> None:
    project = make_project("Wald")
    milestone = make_milestone(project, (date(2019, 3, 1), "2030"), (date(2020, 3, 1), "2031"))
    milestone.dates.filter(date="2031").update(reason="Kein Personal")
    found = the_sheet("wald")
    assert read(found, NOBODY).standing.light == Light.YELLOW
    assert found.milestones[0].reason == "Kein Personal"
    assert "365 Tage später" in said("wald", client)


def test_names_with_html_are_shown_as_text(client: Client) -> None:
    make_project("<script>alert(1)</script>", slug="boese")
    assert "<script>alert(1)</script>" not in client.get("/leitprojekte/boese/").content.decode()


def test_lineage_leads_both_ways() -> None:
    first, second = make_project("Alt", state="replaced"), make_project("Neu")
    make_lineage(first, second, "replaces", TODAY)
    assert [kin.slug for kin in the_sheet("alt").known.after] == ["neu"]
    assert [kin.slug for kin in the_sheet("neu").known.before] == ["alt"]
    assert Lineage.objects.count() == 1


def test_a_decided_contradiction_keeps_both_statements_on_the_sheet(
    client: Client, carla: Actor, now: datetime
) -> None:
    item = Contradiction.objects.create(number=1, what="Ende", first="2022 sagt der eine", second="2024 der andere")
    item.projects.add(make_project("Wald"))
    decide_contradiction(1, decision="second", reason="Protokoll geprüft", by=carla, at=now)
    page = said("wald", client)
    assert [text in page for text in (item.first, item.second, "Protokoll geprüft")] == [True, True, True]
    reopen_contradiction(1, reason="Neue Quelle", by=carla, at=now)
    assert "Neue Quelle" in said("wald", client)  # in the history, as the act of a post


def test_the_history_names_the_post_never_the_person(client: Client, carla: Actor, now: datetime) -> None:
    item = Contradiction.objects.create(number=1, what="Ende", first="a", second="b")
    item.projects.add(make_project("Wald"))
    decide_contradiction(1, decision="both", reason="Beides stimmt", by=carla, at=now)
    page = said("wald", client)
    assert "Stabsstelle" in page
    assert "carla" not in page.lower()


def test_the_facts_of_a_sheet_come_as_json_with_their_sources(client: Client) -> None:
    make_source("r19", date(2019, 3, 1))
    project = make_project("Wald")
    Figure.objects.create(project=project, what="Bäume", value="9", sources=["r19"], stated_on=date(2019, 3, 1))
    data = client.get("/leitprojekte/wald/daten.json").json()
    assert data["name"] == "Wald"
    assert [(row["what"], row["sources"]) for row in data["figures"]] == [("Bäume", ["r19"])]
    assert [row["key"] for row in data["sources"]] == ["r19"]
    assert client.get("/leitprojekte/gibtesnicht/daten.json").status_code == 404


def test_a_part_that_moved_stands_on_an_earlier_day_where_it_stood(carla: Actor, now: datetime) -> None:
    project, source = make_project("Stadtgrün"), make_source("q1", date(2020, 1, 1))
    known = {"note": "Im Bau", "sources": [source.key], "stated_on": date(2020, 1, 1)}
    part = Part.objects.create(project=project, name="Nordteil", state="running", **known)
    move_part(project.slug, part.pk, state="completed", note="Fertig", version=project.version, by=carla, at=now)
    shown = [the_sheet(project.slug, on=day).known.parts[0] for day in (date(2025, 1, 1), TODAY)]
    assert [(one.state, one.note, list(one.sources)) for one in shown] == [
        ("running", "Im Bau", ["q1"]),
        ("completed", "Fertig", []),
    ]


def test_the_public_history_names_no_candidate(carla: Actor, now: datetime) -> None:
    project, candidate = make_project("Auen"), make_project("Noch geheim", state="candidate")
    link_lineage(project.slug, later=candidate, kind="continues", version=1, by=carla, at=now)
    told = {who: repr(found.history) for who, found in _seen_by(project.slug, NOBODY, carla).items()}
    assert {who: "Noch geheim" in text for who, text in told.items()} == {"": False, carla.post: True}


def _seen_by(slug: str, *actors: Actor) -> dict[str, Sheet]:
    found = {actor.post: sheet(slug, actor, on=TODAY, past=False) for actor in actors}
    return {post: page for post, page in found.items() if page is not None}

"""From an inquiry over sprint, idea and team to a candidate: one way, from every station, to each reader their own."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from querwerk.intake.lifecycle import Secrecy, State
from querwerk.intake.models import Inquiry
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.actions.candidates import make_candidate
from querwerk.sprints.actions import ideas as idea_actions
from querwerk.sprints.actions import result as results
from querwerk.sprints.lifecycle import Showing
from querwerk.sprints.models import Idea, Sprint, Subject
from querwerk.teams.actions import forming
from querwerk.threads import At, Kind
from querwerk.web.insights.funnel import Window, exact
from querwerk.web.waiting import own_steps
from querwerk.web.way import whole_way
from tests.factories import make_theme
from tests.logins import sign_in
from tests.slices.teams.people import AT, NEXT_WEEK, a_sprint, a_team, an_idea, as_actor, holder, office, staff, works

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla() -> Actor:
    return as_actor(staff())


@pytest.fixture
def inquiry() -> Inquiry:
    return Inquiry.objects.create(
        title="Ein Antrag, elf Hände", concern="…", state=State.ACCEPTED.value, received_at=AT.replace(month=9),
        secrecy=Secrecy.HOUSE.value,
    )  # fmt: skip


@pytest.fixture
def told(inquiry: Inquiry, carla: Actor) -> dict[str, Any]:
    """A sprint that took up the inquiry, closed: one idea with its team and candidate, one parked."""
    sprint = a_sprint()
    Subject.objects.create(sprint=sprint, inquiry=inquiry)
    unit = office()
    ayse, guel = works("ayse", unit), works("guel", unit)
    idea, farid = an_idea("Drei Hände", sprint=sprint)
    parked, _ = an_idea("Rohrpost", sprint=sprint)
    team = a_team(idea, farid, ayse, guel, name="Team Drei Hände")
    forming.take_first_step(team, first_step="Formular kürzen", first_step_on=NEXT_WEEK, by=farid, at=AT)
    idea_actions.park(parked, reason="Zu teuer", by=farid, at=AT)
    idea_actions.close_sprint(sprint, by=farid, at=AT)
    project = make_candidate(Idea.objects.get(pk=idea.pk), theme=make_theme(), by=farid, at=AT)
    return {"sprint": sprint, "idea": idea, "parked": parked, "team": team, "project": project, "ayse": as_actor(ayse)}


def titles(thing: Any, actor: Actor) -> list[str]:
    way = whole_way(thing.thread, actor)
    return [station.stage.title for station in way.stations] if way else []


def test_from_each_station_the_way_leads_back_to_the_question_and_on_to_the_candidate(
    told: dict[str, Any], inquiry: Inquiry, carla: Actor
) -> None:
    sprint: Sprint = told["sprint"]
    way = [inquiry.title, sprint.title, "Drei Hände", "Team Drei Hände", "Drei Hände"]
    for name in ("idea", "team", "project"):
        assert titles(told[name], carla) == way
    whole = whole_way(inquiry.thread, carla)
    assert whole is not None
    assert sorted(one.stage.title for one in whole.stations) == sorted([*way, "Rohrpost"])
    kinds = [one.stage.kind for one in (whole_way(told["project"].thread, carla) or whole).stations]
    assert kinds == [Kind.INQUIRY, Kind.SPRINT, Kind.IDEA, Kind.TEAM, Kind.PROJECT]
    assert {one.stage.said for one in whole.stations if one.stage.title == "Rohrpost"} == {"Zu teuer"}
    steps = {(one.next, one.next_on) for one in whole.upcoming(AT.date())}
    assert ("Formular kürzen", NEXT_WEEK) in steps


def test_whoever_sat_in_the_sprint_sees_the_way_without_the_question(
    told: dict[str, Any], inquiry: Inquiry, carla: Actor
) -> None:
    """The inquiry was somebody else's: a member of the team sees the sprint first, as if none had asked."""
    seen = whole_way(told["team"].thread, told["ayse"])
    assert seen is not None
    assert [one.stage.kind for one in seen.stations][:1] in ([Kind.SPRINT], [Kind.IDEA], [Kind.TEAM])
    assert inquiry.title not in titles(told["team"], told["ayse"])
    Subject.objects.all().delete()
    assert whole_way(told["team"].thread, told["ayse"]) == seen


def test_everybody_sees_an_idea_once_the_result_is_for_everybody(told: dict[str, Any], carla: Actor) -> None:
    sprint = Sprint.objects.get()
    assert titles(told["idea"], NOBODY) == []
    results.publish_result(sprint, showing=Showing.EVERYBODY, version=0, by=carla, at=AT)
    seen = whole_way(told["idea"].thread, NOBODY)
    assert seen is not None
    assert [one.stage.kind for one in seen.stations if one.stage.kind is not Kind.SPRINT] == [Kind.IDEA]
    assert seen.stations[-1].stage.address.endswith("/ergebnis/")
    assert Client().get(f"/faden/{told['idea'].thread}/").status_code == 200


def test_the_funnel_counts_every_stage(told: dict[str, Any], inquiry: Inquiry, carla: Actor) -> None:
    found = exact(carla, Window(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31)))
    reached = {at: (stay.came, stay.on, dict(stay.ended)) for at, stay in found.items() if stay.came}
    assert reached[At.IDEA] == (2, 1, {"parked": 1})
    assert reached[At.TEAM] == (1, 1, {})
    assert reached[At.CANDIDATE] == (1, 0, {})
    assert reached[At.SPRINT][:2] == (1, 1)
    assert reached[At.ASKED][:2] == (1, 1)
    assert reached[At.ACCEPTED][:2] == (1, 1)


def test_every_page_of_a_station_leads_to_the_way(told: dict[str, Any], client: Client) -> None:
    sign_in(client, staff("clara"))
    sprint, idea, team, project = told["sprint"], told["idea"], told["team"], told["project"]
    for path, thing in (
        (f"/sprints/{sprint.slug}/", sprint), (f"/sprints/{sprint.slug}/ideen/{idea.pk}/", idea),
        (f"/teams/{team.slug}/", team), (f"/leitprojekte/{project.slug}/", project),
    ):  # fmt: skip
        page = client.get(path).content.decode()
        assert (path, f'href="/faden/{thing.thread}/"' in page) == (path, True)
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(f"/faden/{thing.thread}/").content.decode()))
        assert "hier sind Sie" in said


def test_people_see_their_teams_among_their_own_next_steps(told: dict[str, Any]) -> None:
    stranger = as_actor(holder("emil", "employee")[0])
    assert [stage.title for stage in own_steps(told["ayse"])] == ["Team Drei Hände"]
    assert own_steps(stranger) == []

"""The list of projects: filters, order, light."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.insights import read
from querwerk.projects.lifecycle import Light, Trend
from querwerk.projects.models import ProjectName
from querwerk.projects.queries.portfolio import SORTS, Wanted, all_rows, portfolio
from querwerk.projects.queries.sheet import sheet
from querwerk.projects.queries.standing import slip_days
from tests.factories import make_milestone, make_project, make_responsibility, make_state, make_theme, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def names(wanted: Wanted, actor: Actor = NOBODY) -> list[str]:
    return [row.name for row in portfolio(actor, wanted, today=TODAY).rows]


def test_each_filter_keeps_what_it_says() -> None:
    green, social = make_theme("Grüne Stadt"), make_theme("Soziale Stadt")
    garden = make_unit("Gartenamt")
    make_project("Bäume", theme=green, units=[garden])
    make_project("Schule", theme=social, state="completed", ended_on=date(2019, 3, 1), kind="task")
    assert names(Wanted(theme="grune-stadt")) == ["Bäume"]
    assert names(Wanted(unit="gartenamt")) == ["Bäume"]
    assert names(Wanted(state="completed")) == ["Schule"]
    assert names(Wanted(state="group-running")) == ["Bäume"]
    assert names(Wanted(outcome="completed")) == ["Schule"]
    assert names(Wanted(kind="task")) == ["Schule"]
    assert names(Wanted(year=2020)) == ["Bäume"]
    assert names(Wanted(text="BÄU")) == ["Bäume"]
    assert names(Wanted(text="50%")) == []


def test_a_former_name_still_finds_the_project() -> None:
    project = make_project("Stadtraum")
    ProjectName.objects.create(
        project=project, name="Mobilität", valid_from=date(2016, 1, 1), valid_to=date(2017, 6, 27), stated_on=TODAY
    )
    assert names(Wanted(text="mobilitÄt")) == ["Stadtraum"]


def test_a_year_shows_the_state_of_that_year() -> None:
    make_project("Bäume", states=[(date(2017, 6, 27), "approved"), (date(2020, 3, 17), "replaced")])
    [then] = portfolio(NOBODY, Wanted(year=2019), today=TODAY).rows
    [now] = portfolio(NOBODY, Wanted(), today=TODAY).rows
    assert (then.state, now.state) == ("approved", "replaced")
    assert names(Wanted(year=2019, outcome="replaced")) == ["Bäume"]


def test_residents_do_not_see_candidates_and_the_staff_unit_does(carla: Actor) -> None:
    make_project("Noch nicht", state="candidate")
    assert (names(Wanted()), names(Wanted(), carla)) == ([], ["Noch nicht"])


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)])
def test_every_order_lists_everything_once(sort: str) -> None:
    theme = make_theme("Grüne Stadt")
    for name in ("Äcker", "Zoo", "Bach"):
        make_project(name, theme=theme)
    assert sorted(names(Wanted(sort=sort))) == ["Bach", "Zoo", "Äcker"]


def test_umlauts_are_sorted_as_in_a_register() -> None:
    theme = make_theme("Grüne Stadt")
    for name in ("Äcker", "Zoo", "Bach"):
        make_project(name, theme=theme)
    assert names(Wanted(sort="name")) == ["Äcker", "Bach", "Zoo"]
    assert names(Wanted(sort="-name")) == ["Zoo", "Bach", "Äcker"]


def test_what_is_not_on_a_list_is_passed_over() -> None:
    odd = {"sortierung": "password", "zustand": "'; --", "jahr": "0x7e", "seite": "-1", "art": "x", "name": "a\0b"}
    assert Wanted.read(odd, TODAY) == Wanted(text="ab")


def light_on(day: date) -> tuple[Light, tuple[str, ...], Trend]:
    [row] = portfolio(NOBODY, Wanted(), today=day).rows
    return row.standing.light, row.standing.reasons, row.standing.trend


def test_a_slipped_milestone_turns_the_light_yellow_and_says_why() -> None:
    project = make_project("Bäume", states=[(date(2020, 1, 1), "running")])
    make_milestone(project, (date(2020, 1, 1), "2022"), (date(2021, 1, 1), "2023"))
    assert light_on(date(2021, 6, 1)) == (Light.YELLOW, ("1 Meilenstein verschoben",), Trend.NONE)


def test_a_more_precise_word_is_no_slip() -> None:
    project = make_project("Bäume", states=[(date(2020, 1, 1), "running")])
    make_milestone(project, (date(2020, 1, 1), "2023"), (date(2021, 1, 1), "2023-04"))
    assert light_on(date(2021, 6, 1))[0] is Light.GREEN


def test_a_date_that_passed_without_a_word_turns_the_light_red() -> None:
    project = make_project("Bäume", states=[(date(2020, 1, 1), "running")])
    make_milestone(project, (date(2020, 1, 1), "2021"))
    assert light_on(date(2022, 1, 1))[:2] == (Light.RED, ("1 Termin verstrichen ohne Meldung",))
    make_milestone(project, (date(2020, 1, 1), "2021"), actual=(date(2021, 5, 1), "2021-04"))
    assert light_on(date(2021, 12, 1))[0] is Light.GREEN


def test_the_trend_compares_with_the_report_before() -> None:
    project = make_project("Bäume", states=[(date(2020, 1, 1), "running"), (date(2021, 1, 1), "delayed")])
    assert light_on(date(2021, 6, 1))[2] is Trend.WORSE
    make_state(project, date(2022, 1, 1), "running")
    assert light_on(date(2022, 6, 1))[2] is Trend.BETTER
    make_state(project, date(2023, 1, 1), "running")
    assert light_on(date(2023, 6, 1))[2] is Trend.SAME


@pytest.mark.parametrize(
    ("old", "new", "days"),
    [
        ((date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31)), 365),
        ((date(2022, 1, 1), date(2022, 12, 31)), (date(2022, 4, 1), date(2022, 4, 30)), 0),
        ((date(2022, 4, 1), date(2022, 4, 30)), (date(2022, 4, 15), date(2022, 5, 2)), 2),
        ((date(2022, 1, 1), None), (date(2024, 1, 1), date(2024, 1, 2)), 0),
    ],
)
def test_a_slip_is_counted_from_last_day_to_last_day(old, new, days) -> None:
    assert slip_days(old, new) == days


@pytest.mark.parametrize(
    ("planned", "reached", "days"),
    [("2024-04", "2024", 0), ("2024-04", "2024-05-02", 2), ("2024-04", "2024-04-30", 0), ("2024", "2025", 1)],
)
def test_a_milestone_is_late_only_when_it_was_late_for_sure_on_every_page(
    planned: str, reached: str, days: int
) -> None:
    project = make_project("Bäume", slug="baeume")
    milestone = make_milestone(project, (date(2023, 6, 1), planned), actual=(date(2025, 6, 1), reached))
    found = sheet("baeume", NOBODY, on=TODAY, past=False)
    [row] = all_rows(NOBODY, Wanted(), today=TODAY)
    assert found is not None
    assert (read(found, NOBODY).slips[milestone.pk][0], row.standing.slip_days) == (days, days)


def test_a_finished_project_keeps_the_units_that_worked_on_it_last() -> None:
    project = make_project("Bäume", state="completed", ended_on=date(2020, 1, 1))
    make_responsibility(project, make_unit("Gartenamt"), valid_to=date(2018, 1, 1))
    make_responsibility(project, make_unit("Forstamt"), valid_to=date(2020, 1, 1))
    [row] = portfolio(NOBODY, Wanted(), today=TODAY).rows
    assert [unit.slug for unit in row.standing.units] == ["forstamt"]


def test_the_list_needs_as_many_queries_for_three_projects_as_for_one(
    client: Client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    theme, unit = make_theme("Grüne Stadt"), make_unit("Gartenamt")
    make_milestone(make_project("Eins", theme=theme, units=[unit]), (TODAY, "2027"))
    with django_assert_max_num_queries(10) as one:
        client.get("/leitprojekte/?_=1")
    for name in ("Zwei", "Drei"):
        make_milestone(make_project(name, theme=theme, units=[unit]), (TODAY, "2027"))
    with django_assert_num_queries(len(one)):
        page = client.get("/leitprojekte/?_=2")
    assert page.content.count(b'<tr><th scope="row">') == 3


def test_fifty_stand_on_a_page_and_the_rest_on_the_next(client: Client) -> None:
    theme = make_theme("Grüne Stadt")
    for number in range(53):
        make_project(f"Projekt Nummer {number:02}", theme=theme, state="approved")
    assert client.get("/leitprojekte/").content.count(b'<tr><th scope="row">') == 50
    assert client.get("/leitprojekte/?seite=2").content.count(b'<tr><th scope="row">') == 3
    assert client.get("/leitprojekte/?seite=99").content.count(b'<tr><th scope="row">') == 3


def test_markup_in_a_name_stays_text(client: Client) -> None:
    make_project("<script>alert(1)</script>", slug="skript")
    page = client.get("/leitprojekte/?name=<b>").content + client.get("/leitprojekte/").content
    assert b"<script>" not in page
    assert b"&lt;script&gt;" in page


def test_an_empty_answer_says_what_to_do(client: Client) -> None:
    assert "Kein Projekt passt zu diesen Filtern" in client.get("/leitprojekte/?name=xyz").content.decode()
    assert "Noch ist kein Projekt erfasst" in client.get("/leitprojekte/").content.decode()


def test_reasons_are_told_in_the_language_of_the_reader(client: Client) -> None:
    project = make_project("Bäume", states=[(date(2020, 1, 1), "running")])
    make_milestone(project, (date(2020, 1, 1), "2021"))
    assert "1 Termin verstrichen ohne Meldung" in client.get("/leitprojekte/").content.decode()
    assert "1 date passed without a word" in client.get("/en/leitprojekte/").content.decode()
    assert "1 Termin verstrichen ohne Meldung" in client.get("/leitprojekte/?_=1").content.decode()

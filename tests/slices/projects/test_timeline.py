"""The timeline: bars, stretches of one state, curves between projects."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY
from querwerk.projects.queries.timeline import LEFT, RIGHT, WIDTH, timeline
from tests.factories import make_lineage, make_project, make_theme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
SEEN = date(2017, 1, 1)


def test_a_bar_runs_from_begin_to_end_inside_the_drawing() -> None:
    make_project("Bäume", states=[(SEEN, "running"), (date(2020, 1, 1), "completed")], ended_on=date(2020, 1, 1))
    [lane] = timeline(NOBODY, today=TODAY).lanes
    [bar] = lane.bars
    days = (date(2026, 12, 31) - SEEN).days
    right = LEFT + (date(2020, 1, 1) - SEEN).days / days * (WIDTH - LEFT - RIGHT)
    assert (bar.x, round(bar.x + bar.width, 1), bar.ended) == (LEFT, round(right, 1), "completed")


def test_each_state_is_a_stretch_and_equal_reports_make_one() -> None:
    steps = [
        (SEEN, "approved"),
        (date(2018, 1, 1), "running"),
        (date(2019, 1, 1), "running"),
        (date(2020, 1, 1), "delayed"),
    ]
    make_project("Bäume", states=steps)
    [lane] = timeline(NOBODY, today=TODAY).lanes
    assert [(s.state, s.since) for s in lane.bars[0].segments] == [
        ("approved", SEEN),
        ("running", date(2018, 1, 1)),
        ("delayed", date(2020, 1, 1)),
    ]


def test_a_curve_leads_from_the_earlier_to_the_later_project() -> None:
    theme = make_theme("Grüne Stadt")
    old = make_project("Alt", theme=theme, states=[(SEEN, "replaced")], ended_on=date(2020, 1, 1))
    new = make_project("Neu", theme=theme, states=[(date(2020, 1, 1), "running")])
    make_lineage(old, new, "replaces", date(2020, 1, 1))
    make_lineage(old, new, "related", date(2020, 1, 1))
    [lane] = timeline(NOBODY, today=TODAY).lanes
    assert [(link.earlier, link.later, link.kind) for link in lane.connectors] == [("Alt", "Neu", "replaces")]


def test_the_table_says_the_same_as_the_drawing(client: Client) -> None:
    theme = make_theme("Grüne Stadt")
    old = make_project("Alt", theme=theme, states=[(SEEN, "replaced")], ended_on=date(2020, 1, 1))
    make_lineage(old, make_project("Neu", theme=theme), "replaces", date(2020, 1, 1))
    page = client.get("/zeitleiste/").content.decode()
    assert "ersetzt durch Neu" in page
    assert page.count("<rect x=") == 2
    assert page.count('<tr><th scope="row">') == 2


def test_a_theme_can_be_drawn_alone(client: Client) -> None:
    make_project("Hier", theme=make_theme("Grüne Stadt"))
    make_project("Dort", theme=make_theme("Soziale Stadt"))
    page = client.get("/zeitleiste/?thema=grune-stadt").content.decode()
    assert ("Hier" in page, "Dort" in page) == (True, False)


def test_a_hundred_bars_stand_on_a_page() -> None:
    theme = make_theme("Grüne Stadt")
    for number in range(103):
        make_project(f"Projekt {number}", theme=theme, state="approved")
    found = [timeline(NOBODY, page=page, today=TODAY) for page in (1, 2, 9)]
    assert [sum(len(lane.bars) for lane in page.lanes) for page in found] == [100, 3, 3]


def test_the_page_needs_as_many_queries_for_three_projects_as_for_one(
    client: Client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    theme = make_theme("Grüne Stadt")
    make_project("Eins", theme=theme)
    with django_assert_max_num_queries(10) as one:
        client.get("/zeitleiste/?_=1")
    for name in ("Zwei", "Drei"):
        make_project(name, theme=theme)
    with django_assert_num_queries(len(one)):
        client.get("/zeitleiste/?_=2")

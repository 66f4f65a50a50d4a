"""Themes: cards, one theme with everything on record, old addresses."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from querwerk.delivery.queries.material import material
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.models import Contradiction, Involvement
from querwerk.projects.queries.names import choices
from querwerk.projects.queries.sheet import sheet
from querwerk.projects.queries.themes import cards, theme_page
from querwerk.structure.models import Alias, Body, Post, ThemeNote, ThemeRole
from querwerk.structure.queries import theme_name
from tests.factories import forget, make_lineage, make_milestone, make_project, make_theme, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
SEEN, REPORT = date(2017, 6, 27), date(2020, 3, 17)


def green_city() -> None:
    theme = make_theme("Grüne Stadt", department=make_unit("Dezernat 5", kind="department"))
    old = [
        make_project(name, theme=theme, states=[(SEEN, "approved"), (REPORT, "replaced")], ended_on=REPORT)
        for name in ("Mein Freiraum", "Mein Quartier", "Meine Straße")
    ]
    new = [make_project(name, theme=theme, states=[(REPORT, "running")]) for name in ("Klima", "Urbanes Grün")]
    for earlier in old:
        for later in new:
            make_lineage(earlier, later, "replaces", REPORT, sources=["615556"])
    make_milestone(new[0], (REPORT, "2021"), (TODAY, "2028"))


def test_three_projects_replaced_by_the_same_ones_are_one_event_with_both_sides() -> None:
    green_city()
    found = theme_page(NOBODY, "grune-stadt", None, today=TODAY)
    assert found is not None
    [event] = found.events
    assert (event.year, event.kind, event.sources) == (2020, "replaces", ("615556",))
    assert [side.name for side in event.earlier] == ["Mein Freiraum", "Mein Quartier", "Meine Straße"]
    assert [side.name for side in event.later] == ["Klima", "Urbanes Grün"]


def test_a_theme_shows_its_projects_now_and_before_and_what_slipped() -> None:
    green_city()
    found = theme_page(NOBODY, "grune-stadt", None, today=TODAY)
    assert found is not None
    assert [row.name for row in found.current] == ["Klima", "Urbanes Grün"]
    assert [row.name for row in found.before] == ["Mein Freiraum", "Mein Quartier", "Meine Straße"]
    assert [row.name for row in found.slipped] == ["Klima"]


def test_in_2019_nothing_was_replaced_yet() -> None:
    green_city()
    found = theme_page(NOBODY, "grune-stadt", 2019, today=TODAY)
    assert found is not None
    assert [row.name for row in found.current] == ["Mein Freiraum", "Mein Quartier", "Meine Straße"]
    assert (found.before, found.events) == ([], [])


def test_a_candidate_does_not_leak_through_lineage(carla: Actor) -> None:
    green_city()
    theme_of = make_project("Entwurf", state="candidate").theme
    old = make_project("Alt", theme=theme_of)
    make_lineage(old, theme_of.projects.get(name="Entwurf"), "continues", REPORT)
    seen = [theme_page(actor, theme_of.slug, None, today=TODAY) for actor in (NOBODY, carla)]
    assert [len(page.events) for page in seen if page] == [0, 1]


def test_the_page_says_what_is_on_record(client: Client) -> None:
    green_city()
    theme = make_project("Sozial", theme=make_theme("Soziale Stadt")).theme
    post = Post.objects.create(unit=make_unit("Dezernat 3"), slug="bm3", title="Bürgermeisteramt 3")
    said = {"theme": theme, "stated_on": SEEN}
    ThemeRole.objects.create(post=post, role="head", valid_from=SEEN, **said)
    ThemeNote.objects.create(kind="goal", text="Alle lernen Deutsch", sources=["q1"], **said)
    body = Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    Involvement.objects.create(
        project=theme.projects.get(), body=body, what="Bericht", date="2020-01", first_on=SEEN, stated_on=SEEN
    )
    contradiction = Contradiction.objects.create(number=1, what="Ende", first="2020", second="2021")
    contradiction.themes.add(theme)
    forget()
    page = client.get("/themen/soziale-stadt/").content.decode()
    for words in ("Bürgermeisteramt 3", "Alle lernen Deutsch", "Gemeinderat: Bericht", "Ein offener Widerspruch"):
        assert words in page
    assert "Alle lernen Deutsch" not in client.get("/themen/grune-stadt/").content.decode()


def test_a_renamed_theme_keeps_its_address_and_says_its_names(client: Client) -> None:
    names = [("Mobilität", SEEN, date(2025, 5, 1)), ("Stadtraum", date(2025, 5, 1), None)]
    make_theme("Stadtraum", slug="mobilitaet-stadtraum", names=names)
    Alias.objects.create(kind="theme", slug="mobilitaet", target="mobilitaet-stadtraum")
    moved = client.get("/themen/mobilitaet/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/themen/mobilitaet-stadtraum/")
    assert "Früher: Mobilität" in client.get("/themen/mobilitaet-stadtraum/").content.decode()
    then = client.get("/themen/mobilitaet-stadtraum/?jahr=2019").content.decode()
    assert "<h1>Mobilität</h1>" in then
    assert "Heute heißt dieses Thema Stadtraum" in then


def test_an_unknown_theme_shows_all_themes(client: Client) -> None:
    make_theme("Grüne Stadt")
    page = client.get("/themen/gibt-es-nicht/")
    assert page.status_code == 404
    assert 'href="/themen/grune-stadt/"' in page.content.decode()


def test_cards_count_projects_by_state() -> None:
    green_city()
    [card] = cards(NOBODY)
    assert card.states == {"running": 2, "replaced": 3}
    assert (card.projects, card.running, card.ended) == (5, 2, 3)


def test_the_page_needs_as_many_queries_for_three_projects_as_for_one(
    client: Client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    theme = make_theme("Grüne Stadt")
    make_project("Eins", theme=theme)
    with django_assert_max_num_queries(10) as one:
        client.get("/themen/grune-stadt/?_=1")
    for name in ("Zwei", "Drei"):
        make_milestone(make_project(name, theme=theme), (TODAY, "2027"))
    with django_assert_num_queries(len(one)):
        client.get("/themen/grune-stadt/?_=2")


@pytest.mark.parametrize(("now", "then"), [("Verwaltung", "Verwaltung"), ("Neue Verwaltung", "Stadt – Verwaltung")])
def test_of_two_names_at_once_every_page_takes_the_one_the_newest_source_uses(now: str, then: str) -> None:
    names = [("Verwaltung", SEEN, None), ("Stadt – Verwaltung", REPORT, None), ("Neue Verwaltung", TODAY, None)]
    project = make_project("Ämter", slug="aemter", theme=make_theme(now, slug="verwaltung", names=names))
    on = date(2020, 12, 31)
    page = theme_page(NOBODY, "verwaltung", 2020, today=TODAY)
    past = sheet(project.slug, NOBODY, on=on, past=True)
    assert page is not None
    assert past is not None
    assert (page.name, past.theme) == (then, then)
    assert choices(0, on=on, today=TODAY).theme_name("verwaltung") == then
    report = material(0, on)
    assert theme_name([row["name"] for row in report.theme_names["verwaltung"]], now) == then

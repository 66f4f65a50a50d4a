"""Words, names, places, posts and rules of the house: each verb, its entry, its refusals; and their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry, Mention
from querwerk.search.models import Document
from querwerk.structure.actions import house, line, themes
from querwerk.structure.models import (
    HOUSE,
    Account,
    Alias,
    Assignment,
    Body,
    BudgetCycle,
    HouseRule,
    Person,
    Placement,
    Post,
    Strategy,
    Term,
    ThemeBody,
)
from querwerk.structure.queries import vocabulary
from querwerk.web.acting import acting
from tests.factories import make_theme, make_unit
from tests.logins import sign_in

pytestmark = pytest.mark.django_db
FROM, LATER = date(2026, 1, 1), date(2027, 1, 1)


@pytest.fixture
def say(carla: Actor, now: datetime) -> Callable[..., Entry]:
    """Says a verb and returns the one entry it left."""

    def said(verb: Callable[..., Any], *about: Any, **words: Any) -> Entry:
        before = Entry.objects.count()
        verb(*about, **words, by=carla, at=now)
        assert Entry.objects.count() == before + 1
        return Entry.objects.order_by("-seq")[0]

    return said


def refused_field(say: Callable[..., Entry], verb: Callable[..., Any], *about: Any, **words: Any) -> str:
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        say(verb, *about, **words)
    assert Entry.objects.count() == before
    return refused.value.field


def test_a_renamed_unit_keeps_its_address_and_its_past(say: Callable[..., Entry]) -> None:
    unit = make_unit("Gartenbauamt")
    entry = say(line.rename_unit, unit, name="Amt für Stadtgrün", short="ASG", starts_on=FROM)
    assert (entry.thread, entry.facts["name"]) == (unit.thread, ["Gartenbauamt", "Amt für Stadtgrün"])
    spans = unit.names.order_by("valid_from").values_list("name", "valid_to")
    assert list(spans) == [("Gartenbauamt", FROM), ("Amt für Stadtgrün", None)]
    assert (unit.slug, Document.objects.get(kind="unit", slug=unit.slug).title) == ("gartenbauamt", "Amt für Stadtgrün")
    words = {"name": "Noch anders", "short": "X"}
    assert refused_field(say, line.rename_unit, unit, **words, starts_on=FROM) == "starts_on"


def test_a_unit_moves_and_never_hangs_below_itself(say: Callable[..., Entry]) -> None:
    top, other, office, group = (make_unit(name) for name in ("Dezernat 1", "Dezernat 2", "Amt", "Abteilung"))
    for unit, parent in ((office, top), (group, office)):
        say(line.place_unit, unit, parent=parent, starts_on=FROM)
    entry = say(line.place_unit, office, parent=other, starts_on=LATER)
    assert entry.facts["parent"] == ["Dezernat 1", "Dezernat 2"]
    spans = Placement.objects.filter(unit=office).order_by("valid_from").values_list("parent__name", "valid_to")
    assert list(spans) == [("Dezernat 1", LATER), ("Dezernat 2", None)]
    assert refused_field(say, line.place_unit, other, parent=group, starts_on=LATER) == "parent"
    assert refused_field(say, line.place_unit, other, parent=other, starts_on=LATER) == "parent"
    assert refused_field(say, line.place_unit, office, parent=other, starts_on=date(2028, 1, 1)) == "parent"


def test_a_renamed_theme_is_found_under_both_names(say: Callable[..., Entry]) -> None:
    theme = make_theme("Mobilität")
    say(themes.rename_theme, theme, name="Stadtraum", starts_on=FROM)
    assert Alias.objects.get(kind="theme", slug="stadtraum").target == "mobilitat"
    document = Document.objects.get(kind="theme", slug="mobilitat")
    assert (document.title, document.names) == ("Stadtraum", ["Mobilität"])
    assert refused_field(say, themes.rename_theme, theme, name="Stadtraum", starts_on=LATER) == "name"


def test_a_coined_word_ends_the_one_before_and_pages_of_then_keep_it(say: Callable[..., Entry]) -> None:
    say(
        house.coin_term,
        concept="theme",
        singular="Korridorthema",
        plural="Korridorthemen",
        starts_on=date(2017, 6, 27),
    )
    entry = say(house.coin_term, concept="theme", singular="Zukunftsthema", plural="Zukunftsthemen", starts_on=FROM)
    assert (entry.thread, entry.facts["term"]) == (HOUSE, ["Korridorthema", "Zukunftsthema"])
    words = [vocabulary(day).one("theme") for day in (date(2025, 12, 31), FROM)]
    assert words == ["Korridorthema", "Zukunftsthema"]
    again = {"concept": "theme", "singular": "Zukunftsthema", "plural": "x", "starts_on": LATER}
    assert refused_field(say, house.coin_term, **again) == "singular"
    assert refused_field(say, house.coin_term, **{**again, "concept": "unsinn"}) == "concept"
    assert refused_field(say, house.coin_term, **{**again, "singular": "Neu", "starts_on": FROM}) == "starts_on"
    assert Term.objects.count() == 2


def test_rights_come_and_go_with_the_post_and_the_journal_names_no_person(say: Callable[..., Entry]) -> None:
    post = Post.objects.create(unit=make_unit(), slug="amtsleitung", title="Amtsleitung", role="office_head")
    person = Person.objects.create(name="Carla")
    account = Account.objects.create_user("carla", person=person)
    entry = say(line.appoint, post=post, person=person, starts_on=FROM)
    _before, digest = entry.facts.pop("about")
    assert entry.facts == {"post": ["Amtsleitung", "Amtsleitung"], "starts_on": [None, "2026-01-01"]}
    assert digest == Mention.objects.get(entry=entry).digest
    assert refused_field(say, line.appoint, post=post, person=person, starts_on=LATER) == "person"
    held = Assignment.objects.get()
    assert refused_field(say, line.end_assignment, held, ends_on=FROM) == "ends_on"
    say(line.end_assignment, held, ends_on=LATER)
    roles = [
        "office_head" in acting(account, on=day, second_factor=True).roles for day in (date(2025, 12, 31), FROM, LATER)
    ]
    assert roles == [False, True, False]


def test_a_privileged_post_is_not_filled_by_one_person(say: Callable[..., Entry]) -> None:
    post = Post.objects.create(unit=make_unit(), slug="stabsstelle", title="Stabsstelle", role="staff_unit")
    person = Person.objects.create(name="Carla")
    assert refused_field(say, line.appoint, post=post, person=person, starts_on=FROM) == "person"
    assert not Assignment.objects.exists()


def test_a_rule_holds_from_a_day_on(say: Callable[..., Entry]) -> None:
    key = "running_projects_per_theme"
    say(house.set_house_rule, key=key, value=5, starts_on=FROM)
    entry = say(house.set_house_rule, key=key, value=6, starts_on=LATER)
    assert entry.facts[key] == [5, 6]
    assert list(HouseRule.objects.order_by("valid_from").values_list("value", "valid_to")) == [(5, LATER), (6, None)]
    assert refused_field(say, house.set_house_rule, key=key, value=6, starts_on=date(2028, 1, 1)) == "value"


def test_bodies_budgets_and_strategy_goals_are_entered_once(say: Callable[..., Entry]) -> None:
    theme, body = make_theme(), Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    say(themes.link_body_to_theme, theme, body=body, starts_on=FROM)
    assert refused_field(say, themes.link_body_to_theme, theme, body=body, starts_on=FROM) == "body"
    assert ThemeBody.objects.count() == 1
    say(house.add_budget_cycle, first_year=2026, last_year=2027)
    cycle = BudgetCycle.objects.get()
    assert refused_field(say, house.add_budget_cycle, first_year=2027, last_year=2028) == "first_year"
    assert refused_field(say, house.add_budget_cycle, first_year=2029, last_year=2028) == "last_year"
    carried = {"cycle": cycle, "code": "1.800", "title": "Querstruktur"}
    assert say(themes.add_budget_line, theme, **carried).facts == {
        "budget_line": [None, "2026/2027: 1.800 Querstruktur"]
    }
    assert refused_field(say, themes.add_budget_line, theme, **carried) == ""
    strategy = Strategy.objects.create(slug="isek", name="ISEK")
    say(house.add_strategy_goal, strategy, text="Grün", theme=theme)
    assert refused_field(say, house.add_strategy_goal, strategy, text="Grün") == "text"


def test_nobody_else_changes_the_house(now: datetime) -> None:
    with pytest.raises(Refused):
        house.set_house_rule(key="running_projects_per_theme", value=9, starts_on=FROM, by=NOBODY, at=now)
    assert HouseRule.objects.count() == 0


@pytest.fixture
def browser() -> Client:
    post = Post.objects.create(unit=make_unit(), slug="stabsstelle", title="Stabsstelle", role="staff_unit")
    person = Person.objects.create(name="Carla")
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    client = Client()
    sign_in(client, Account.objects.create_user("carla", person=person))
    return client


def test_a_word_is_coined_over_its_page(browser: Client) -> None:
    form = {"concept": "theme", "singular": "Zukunftsthema", "plural": "Zukunftsthemen", "starts_on": "2026-01-01"}
    assert browser.post("/vokabular/", form).status_code == 302
    assert "Zukunftsthema / Zukunftsthemen" in browser.get("/vokabular/").content.decode()
    again = browser.post("/vokabular/", form)
    assert (again.status_code, Term.objects.count()) == (422, 1)


def test_rules_units_themes_and_posts_have_their_pages(browser: Client) -> None:
    theme, unit = make_theme("Mobilität"), make_unit("Gartenbauamt")
    Post.objects.create(unit=unit, slug="amtsleitung", title="Amtsleitung", role="office_head")
    pages = {
        f"/verwalten/thema-umbenennen/{theme.slug}/": {"name": "Stadtraum", "starts_on": "2026-01-01"},
        f"/verwalten/einheit-umbenennen/{unit.slug}/": {"name": "Stadtgrün", "short": "SG", "starts_on": "2026-01-01"},
        f"/verwalten/einheit-einordnen/{unit.slug}/": {"parent": make_unit().pk, "starts_on": "2026-01-01"},
        "/verwalten/posten-besetzen/amtsleitung/": {
            "person": Person.objects.create(name="Bernd").pk,
            "starts_on": "2026-01-01",
        },
        "/hausregeln/": {"key": "running_projects_per_theme", "value": "5", "starts_on": "2026-01-01"},
    }
    answers = {
        path: (browser.get(path).status_code, browser.post(path, form).status_code) for path, form in pages.items()
    }
    assert answers == dict.fromkeys(pages, (200, 302))
    assert Entry.objects.count() == len(pages)
    lists = ["/themen/verwalten/", "/einheiten/verwalten/", "/posten/"]
    assert [browser.get(path).status_code for path in lists] == [200, 200, 200]
    held = Assignment.objects.get(person__name="Bernd")
    leave = f"/posten/besetzung/{held.pk}/beenden/"
    assert (browser.get(leave).status_code, browser.post(leave, {"ends_on": "2027-01-01"}).status_code) == (200, 302)
    assert browser.get("/verwalten/unsinn/x/").status_code == 404


def test_the_pages_of_the_house_are_the_staff_unit_s() -> None:
    make_theme("Mobilität")
    paths = [
        "/vokabular/",
        "/hausregeln/",
        "/posten/",
        "/einheiten/verwalten/",
        "/verwalten/thema-umbenennen/mobilitat/",
    ]
    assert [Client().get(path).status_code for path in paths] == [302] * 5
    office = Client()
    sign_in(office, Account.objects.create_user("ayse"))
    assert [office.get(path).status_code for path in paths] == [404] * 5

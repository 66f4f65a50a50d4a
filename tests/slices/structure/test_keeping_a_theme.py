"""A theme kept by the staff unit: who answers for it, who treats it, what carries it, what it is for; and its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.search.models import Document
from querwerk.structure.actions import house, themes
from querwerk.structure.models import (
    HOUSE,
    Account,
    Assignment,
    Body,
    BudgetCycle,
    BudgetLine,
    Person,
    Post,
    Strategy,
    StrategyGoal,
    Theme,
    ThemeBody,
    ThemeNote,
    ThemeRole,
)
from tests.factories import make_theme, make_unit
from tests.logins import sign_in

pytestmark = pytest.mark.django_db
FROM, LATER = date(2026, 1, 1), date(2027, 1, 1)
Say = Callable[..., Entry]


@pytest.fixture
def theme() -> Theme:
    return make_theme("Mobilität")


@pytest.fixture
def say(carla: Actor, now: datetime) -> Say:
    """Says a verb and returns the one entry it left."""

    def said(verb: Callable[..., Any], *about: Any, **words: Any) -> Entry:
        before = Entry.objects.count()
        verb(*about, **words, by=carla, at=now)
        assert Entry.objects.count() == before + 1
        return Entry.objects.order_by("-seq")[0]

    return said


def refused_field(say: Say, verb: Callable[..., Any], *about: Any, **words: Any) -> str:
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        say(verb, *about, **words)
    assert Entry.objects.count() == before
    return refused.value.field


def make_post(title: str) -> Post:
    unit = make_unit(f"Amt {title}")
    return Post.objects.create(unit=unit, slug=unit.slug, title=title)


def test_a_new_head_ends_the_one_before(say: Say, theme: Theme) -> None:
    first, second = make_post("Dezernat 2"), make_post("Dezernat 6")
    say(themes.assign_theme_role, theme, role="head", post=first, starts_on=FROM)
    entry = say(themes.assign_theme_role, theme, role="head", post=second, starts_on=LATER)
    assert (entry.thread, entry.facts["head"]) == (theme.thread, ["Dezernat 2", "Dezernat 6"])
    assert list(theme.roles.order_by("pk").values_list("post", "valid_to")) == [(first.pk, LATER), (second.pk, None)]
    again = {"role": "head", "post": second, "starts_on": date(2028, 1, 1)}
    assert refused_field(say, themes.assign_theme_role, theme, **again) == "post"
    assert refused_field(say, themes.assign_theme_role, theme, role="head", post=first, starts_on=LATER) == "starts_on"


def test_officers_may_be_several_and_each_ends_for_itself(say: Say, theme: Theme) -> None:
    first, second = make_post("Beauftragte A"), make_post("Beauftragte B")
    for post in (first, second):
        say(themes.assign_theme_role, theme, role="officer", post=post, starts_on=FROM)
    assert theme.roles.filter(valid_to__isnull=True).count() == 2
    held = ThemeRole.objects.get(post=first)
    assert refused_field(say, themes.end_theme_role, held, ends_on=FROM) == "ends_on"
    assert say(themes.end_theme_role, held, ends_on=LATER).facts == {
        "officer": ["Beauftragte A", None],
        "ends_on": [None, "2027-01-01"],
    }
    assert refused_field(say, themes.end_theme_role, held, ends_on=LATER) == ""
    assert [role.post for role in theme.roles.filter(valid_to__isnull=True)] == [second]


def test_a_body_no_longer_treats_a_theme_and_may_come_back(say: Say, theme: Theme) -> None:
    body = Body.objects.create(slug="pla", short="PLA", name="Planungsausschuss")
    say(themes.link_body_to_theme, theme, body=body, starts_on=FROM)
    link = ThemeBody.objects.get()
    assert refused_field(say, themes.unlink_body_from_theme, link, ends_on=FROM) == "ends_on"
    entry = say(themes.unlink_body_from_theme, link, ends_on=LATER)
    assert entry.facts == {"body": ["Planungsausschuss", None], "ends_on": [None, "2027-01-01"]}
    say(themes.link_body_to_theme, theme, body=body, starts_on=LATER)
    assert list(theme.bodies.order_by("pk").values_list("valid_to", flat=True)) == [LATER, None]


def test_a_budget_line_entered_by_mistake_is_removed_and_the_journal_keeps_it(say: Say, theme: Theme) -> None:
    cycle = BudgetCycle.objects.create(first_year=2026, last_year=2027)
    say(themes.add_budget_line, theme, cycle=cycle, code="1.800", title="Querstruktur")
    entry = say(themes.remove_budget_line, BudgetLine.objects.get())
    assert (entry.thread, entry.facts) == (theme.thread, {"budget_line": ["2026/2027: 1.800 Querstruktur", None]})
    assert BudgetLine.objects.count() == 0


def test_a_strategy_is_added_once_and_gets_an_address_of_its_own(say: Say) -> None:
    Strategy.objects.create(slug="isek-2040", name="ISEK-2040")
    entry = say(house.add_strategy, name="ISEK 2040", valid_from="2026", valid_to="")
    assert (entry.thread, entry.facts["strategy"]) == (HOUSE, [None, "ISEK 2040"])
    assert Strategy.objects.get(name="ISEK 2040").slug == "isek-2040-2"
    assert refused_field(say, house.add_strategy, name="ISEK 2040") == "name"


def test_an_own_entry_is_found_by_search_until_it_is_taken_back(say: Say, theme: Theme) -> None:
    entry = say(themes.add_theme_note, theme, kind="goal", text="Weniger Stellplätze", change="")
    assert entry.facts == {"goal": [None, "Weniger Stellplätze"]}
    assert "Weniger Stellplätze" in Document.objects.get(kind="theme", slug=theme.slug).body
    assert refused_field(say, themes.add_theme_note, theme, kind="goal", text="Weniger Stellplätze") == "text"
    say(themes.add_theme_note, theme, kind="goal", text="Mehr Bäume")
    assert list(theme.notes.order_by("position").values_list("text", "position")) == [
        ("Weniger Stellplätze", 0),
        ("Mehr Bäume", 1),
    ]
    say(themes.withdraw_theme_note, theme.notes.get(position=0))
    assert "Weniger Stellplätze" not in Document.objects.get(kind="theme", slug=theme.slug).body


def test_what_a_source_states_about_a_theme_stays(say: Say, theme: Theme) -> None:
    note = ThemeNote.objects.create(theme=theme, kind="goal", text="Ziel", sources=["q1"], stated_on=FROM)
    assert refused_field(say, themes.withdraw_theme_note, note) == ""
    assert theme.notes.get() == note


def test_nobody_else_keeps_a_theme(theme: Theme, now: datetime) -> None:
    with pytest.raises(Refused):
        themes.add_theme_note(theme, kind=ThemeNote.Kind.GOAL, text="Ziel", by=NOBODY, at=now)
    assert theme.notes.count() == 0


# -- over its pages


@pytest.fixture
def browser() -> Client:
    post = Post.objects.create(unit=make_unit(), slug="stabsstelle", title="Stabsstelle", role="staff_unit")
    person = Person.objects.create(name="Carla")
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    client = Client()
    sign_in(client, Account.objects.create_user("carla", person=person))
    return client


def test_everything_about_a_theme_is_entered_and_ended_over_its_page(browser: Client, theme: Theme) -> None:
    page = f"/themen/{theme.slug}/pflegen/"
    body = Body.objects.create(slug="pla", short="PLA", name="Planungsausschuss")
    post = make_post("Dezernat 6")

    def said(verb: str, form: dict[str, Any]) -> tuple[int, int]:
        asked = browser.get(f"{page}{verb}/").status_code
        return asked, browser.post(f"{page}{verb}/", form).status_code

    spell = {"starts_on": "2026-01-01"}
    answers = [
        said("rolle-zuordnen", {"role": "head", "post": post.pk, **spell}),
        said("gremium-verknuepfen", {"body": body.pk, **spell}),
        said("haushalt-anlegen", {"first_year": "2026", "last_year": "2027"}),
        said("strategie-anlegen", {"name": "ISEK 2040", "valid_from": "2026", "valid_to": ""}),
        said("eintrag-ergaenzen", {"kind": "goal", "text": "Mehr Bäume", "change": ""}),
    ]
    cycle, strategy = BudgetCycle.objects.get(), Strategy.objects.get()
    answers += [
        said("haushaltsstelle-ergaenzen", {"cycle": cycle.pk, "code": "1.800", "title": "Querstruktur"}),
        said("strategieziel-ergaenzen", {"strategy": strategy.pk, "code": "", "text": "Kühle Stadt"}),
    ]
    assert answers == [(200, 302)] * 7
    assert StrategyGoal.objects.get().theme == theme
    words = ("Dezernat 6", "Planungsausschuss", "1.800 Querstruktur", "Kühle Stadt", "Mehr Bäume")
    shown = browser.get(page).content.decode()
    assert [word in shown for word in words] == [True] * 5
    public = browser.get(f"/themen/{theme.slug}/").content.decode()
    assert [word in public for word in ("Dezernat 6", "Querstruktur", "Mehr Bäume", page)] == [True] * 4
    role, link, line, note = theme.roles.get(), theme.bodies.get(), theme.budget_lines.get(), theme.notes.get()
    answers = [
        said(f"rolle-beenden/{role.pk}", {"ends_on": "2027-01-01"}),
        said(f"gremium-loesen/{link.pk}", {"ends_on": "2027-01-01"}),
        said(f"haushaltsstelle-entfernen/{line.pk}", {}),
        said(f"eintrag-zuruecknehmen/{note.pk}", {}),
    ]
    assert answers == [(200, 302)] * 4
    assert Entry.objects.count() == 11


def test_a_refusal_stands_at_its_field(browser: Client, theme: Theme) -> None:
    themes_page = f"/themen/{theme.slug}/pflegen/haushalt-anlegen/"
    answer = browser.post(themes_page, {"first_year": "2027", "last_year": "2026"})
    assert (answer.status_code, "Das letzte Jahr liegt vor dem ersten." in answer.content.decode()) == (422, True)


def test_addresses_that_lead_nowhere_are_not_found(browser: Client, theme: Theme) -> None:
    other = make_theme("Grün")
    note = ThemeNote.objects.create(theme=other, kind="goal", text="Ziel", stated_on=FROM)
    page = f"/themen/{theme.slug}/pflegen/"
    paths = ("unsinn/", "eintrag-zuruecknehmen/", "eintrag-ergaenzen/1/", f"eintrag-zuruecknehmen/{note.pk}/")
    assert [browser.get(f"{page}{path}").status_code for path in paths] == [404] * 4
    assert browser.get("/themen/gibt-es-nicht/pflegen/").status_code == 404


def test_the_page_of_a_theme_asks_at_most_ten_times_whatever_it_holds(browser: Client, theme: Theme) -> None:
    page = f"/themen/{theme.slug}/pflegen/"
    browser.get(page)
    for number in range(30):
        ThemeNote.objects.create(theme=theme, kind="goal", text=f"Ziel {number}", stated_on=FROM)
        ThemeRole.objects.create(
            theme=theme, post=make_post(f"B {number}"), role="officer", valid_from=FROM, stated_on=FROM
        )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(page)
    assert len(asked) <= 10


def test_keeping_a_theme_is_the_staff_unit_s(theme: Theme) -> None:
    page = f"/themen/{theme.slug}/pflegen/"
    paths = (page, f"{page}rolle-zuordnen/")
    assert [Client().get(path).status_code for path in paths] == [302, 302]
    office = Client()
    sign_in(office, Account.objects.create_user("ayse"))
    assert [office.get(path).status_code for path in paths] == [404, 404]
    assert page not in Client().get(f"/themen/{theme.slug}/").content.decode()

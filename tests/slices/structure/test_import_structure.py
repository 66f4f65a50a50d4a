"""The structure of the file: words, posts, units and sources, and no names of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from querwerk.structure.exchange.words import one_and_many, slug_of
from querwerk.structure.models import (
    Alias,
    Body,
    HouseFact,
    HouseRule,
    Placement,
    Source,
    Strategy,
    StrategyGoal,
    Term,
    Theme,
    ThemeBody,
    ThemeName,
    ThemeNote,
    ThemeRole,
    Unit,
)
from querwerk.structure.queries import vocabulary
from tests.portfolios import packaged, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def facts(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock(), transaction.atomic():
        given = packaged()
        take_in(given)
        yield given
        transaction.set_rollback(True)


def test_every_report_is_a_source_and_so_is_every_paper_facts_refer_to(facts: dict[str, Any]) -> None:
    reports = {r["id"]: (r["title"], r["paper"], date.fromisoformat(r["date"])) for r in facts["reports"]}
    stored = {s.key: (s.title, s.paper, s.dated_on) for s in Source.objects.all()}
    assert {key: stored[key] for key in reports} == reports
    assert stored["2024/0523"] == ("Ratsvorlage Februar 2025", "2024/0523", date(2025, 2, 18))
    assert stored["2026/0409"] == ("Stellungnahme Juni 2026", "2026/0409", date(2026, 6, 23))
    assert {"OParl", "dashboard", "598399"} <= set(stored)
    report = Source.objects.get(key="608239")
    assert (report.kind, report.period_from, report.period_to) == (
        "monitoring_report", date(2017, 6, 1), date(2018, 12, 31),
    )  # fmt: skip


def test_pages_of_2019_and_of_2025_speak_different_words(facts: dict[str, Any]) -> None:
    then, now = vocabulary(date(2019, 6, 1)), vocabulary(date(2025, 6, 1))
    assert (then.many("theme"), now.many("theme")) == ("Korridorthemen", "Zukunftsthemen")
    assert (then.one("project"), now.many("project")) == ("Leitprojekt", "Zukunftsprojekte")
    assert (then.one("theme_officer"), then.many("theme_officer")) == ("Korridorbeauftragte:r", "Korridorbeauftragte")
    assert now.one("monitoring") == "Monitoringbericht"


@pytest.mark.parametrize("day", [date(2018, 1, 1), date(2021, 5, 1), date(2024, 1, 1), date(2026, 7, 1)])
def test_no_concept_has_two_preferred_words_on_a_day(facts: dict[str, Any], day: date) -> None:
    terms = [t for t in Term.objects.filter(preferred=True, valid_from__lte=day) if not t.valid_to or t.valid_to > day]
    assert len({term.concept for term in terms}) == len(terms)
    assert Term.objects.filter(preferred=False).count() == 2


@pytest.mark.parametrize(
    ("written", "one", "many", "short"),
    [
        ("Zukunftsaufgabe (neben Leitprojekt)", "Zukunftsaufgabe", "Zukunftsaufgaben", ""),
        ("Digital Change Advisor (DCA)", "Digital Change Advisor", "Digital Change Advisors", "DCA"),
        ("verantwortliche/r Dezernent/in", "verantwortliche:r Dezernent:in", "verantwortliche Dezernent:innen", ""),
        ("Beauftragte/r für das Zukunftsthema", "Beauftragte:r für das Zukunftsthema",
         "Beauftragte für die Zukunftsthemen", ""),
        ("Prozesslotse/in", "Prozesslots:in", "Prozesslots:innen", ""),
        ("agile Coach", "agile Coach", "agile Coaches", ""),
        ("Leitprojektbogen", "Leitprojektbogen", "Leitprojektbögen", ""),
        ("IQ-Lenkungskreis", "IQ-Lenkungskreis", "IQ-Lenkungskreise", ""),
        ("Dashboard ka-gestalten.de", "Dashboard ka-gestalten.de", "Dashboards ka-gestalten.de", ""),
    ],
)  # fmt: skip
def test_a_term_has_one_and_many_with_a_colon(written: str, one: str, many: str, short: str) -> None:
    assert one_and_many(written) == (one, many, short)


def test_a_slug_spells_umlauts_out() -> None:
    assert slug_of("Grüne Straße / Öffnung. Teil 2", 80) == "gruene-strasse-oeffnung-teil-2"


def test_themes_keep_their_address_while_names_move(facts: dict[str, Any]) -> None:
    assert list(Theme.objects.order_by("position").values_list("slug", flat=True)) == [
        t["slug"] for t in facts["themes"]
    ]
    names = ThemeName.objects.filter(theme__slug="mobilitaet-stadtraum").order_by("valid_from")
    assert [(n.name, n.valid_from, n.valid_to) for n in names] == [
        ("Mobilität", date(2017, 6, 1), date(2025, 5, 1)),
        ("Stadtraum", date(2025, 5, 1), None),
    ]
    assert Theme.objects.get(slug="mobilitaet-stadtraum").name == "Stadtraum"
    assert Alias.objects.get(kind="theme", slug="mobilitaet").target == "mobilitaet-stadtraum"
    assert ThemeNote.objects.count() == sum(
        len(t[kind]) for t in facts["themes"] for kind in ("goals", "strategies", "campaigns", "structure")
    )


def test_posts_answer_for_themes_and_a_change_of_person_does_not_show(facts: dict[str, Any]) -> None:
    roles = ThemeRole.objects.filter(role="head").order_by("valid_from")
    assert [(r.post.title, r.valid_from, r.valid_to) for r in roles.filter(theme__slug="gruene-stadt")] == [
        ("Bürgermeister", date(2017, 6, 27), date(2020, 3, 17)),
        ("Bürgermeisterin", date(2020, 3, 17), None),
    ]
    assert [(r.post.title, r.valid_to) for r in roles.filter(theme__slug="mobilitaet-stadtraum")] == [
        ("Bürgermeister", None)
    ]
    assert roles.get(theme__slug="zukunft-innenstadt").post.role == "mayor"
    officers = ThemeRole.objects.get(role="officer", theme__slug="wirtschafts-und-wissenschaftsstadt")
    assert officers.count == 2


def test_units_bodies_and_strategies_are_complete(facts: dict[str, Any]) -> None:
    kinds = dict(Unit.objects.values_list("short", "kind"))
    assert {o["short"] for o in facts["offices"]} <= set(kinds)
    assert (kinds["VME"], kinds["KMK"], kinds["StJA"], kinds["UA"], kinds["Dezernat 5"]) == (
        "staff_unit", "company", "company", "office", "department",
    )  # fmt: skip
    moves = Placement.objects.filter(unit__short="VME").order_by("valid_from")
    assert [(m.parent.name, m.valid_from, m.valid_to) for m in moves] == [
        ("Dezernat 2", date(2017, 6, 1), date(2018, 1, 1)),
        ("Dezernat 1", date(2018, 1, 1), None),
    ]
    assert set(Body.objects.values_list("short", "name")) == {(b["short"], b["name"]) for b in facts["bodies"]}
    assert Strategy.objects.count() == len(facts["parent_strategies"])
    homes = set(StrategyGoal.objects.values_list("strategy__slug", "theme__slug"))
    assert ("klimaschutzkonzept-2030", "gruene-stadt") in homes
    assert len(homes) == 4


def test_facts_about_the_way_of_working_keep_their_sources(facts: dict[str, Any]) -> None:
    counts = {kind: HouseFact.objects.filter(kind=kind).count() for kind in HouseFact.Kind.values}
    assert counts == {
        "role": len(facts["roles"]),
        "rule": len(facts["rules"]),
        "support_pool": len(facts["support_pool"]),
        "success_factor": len(facts["success_factors"]),
        "council_wish": len(facts["council_wishes"]),
        "activity": len(facts["activity_figures"]),
        "methods_tried": len(facts["methods_tried"]),
    }
    wish = HouseFact.objects.filter(kind="council_wish").order_by("position")[0]
    assert (wish.data["from"], wish.sources, wish.stated_on) == ("CDU", ["598399"], date(2017, 6, 27))
    rule = HouseRule.objects.get(key="running_projects_per_theme")
    assert (rule.value, rule.valid_from) == (5, date(2017, 6, 27))


def test_a_body_treats_a_theme_from_its_first_involvement_on(facts: dict[str, Any]) -> None:
    treated = ThemeBody.objects.get(theme__slug="zukunft-innenstadt", body__short="HA")
    assert treated.valid_from == date(2017, 9, 19)

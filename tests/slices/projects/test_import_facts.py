"""Every fact of the file is in the house, with its value and its source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from querwerk.projects.lifecycle import State
from querwerk.projects.models import (
    Contradiction,
    Figure,
    GoalVersion,
    Involvement,
    Lineage,
    MethodUse,
    Milestone,
    MilestoneDate,
    Obstacle,
    Part,
    Project,
    ProjectDate,
    ProjectName,
    Prospect,
    Resource,
    Responsibility,
    SheetText,
    StateVersion,
    TargetGroup,
)
from querwerk.structure.models import Alias
from tests.conftest import SHARED
from tests.portfolios import packaged, take_in

pytestmark = pytest.mark.django_db
Facts = dict[str, Any]


@pytest.fixture(scope="module", params=["packaged", pytest.param("shared", marks=pytest.mark.shared_data)])
def facts(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Facts]:
    """The packaged file always, the shared one where it is at hand; both taken in once for all tests here."""
    given = packaged()
    if request.param == "shared":
        path = SHARED / "karlsruhe" / "portfolio.json"
        if not path.exists():
            pytest.skip("needs the shared data beside the repository (../shared/data)")
        given = json.loads(path.read_text(encoding="utf-8"))
    with django_db_blocker.unblock(), transaction.atomic():
        take_in(given)
        yield given
        transaction.set_rollback(True)


def stored(model: Any, *fields: str, **only: Any) -> Counter[Any]:
    return Counter(
        json.dumps(row, default=str, sort_keys=True) for row in model.objects.filter(**only).values_list(*fields)
    )


def wanted(rows: Iterable[tuple[Any, ...]]) -> Counter[Any]:
    return Counter(json.dumps(row, default=str, sort_keys=True) for row in rows)


def test_every_project_is_there_with_its_theme(facts: Facts) -> None:
    assert stored(Project, "slug", "theme__slug") == wanted((p["slug"], p["theme"]) for p in facts["projects"])
    assert Project.objects.count() == 45


def test_every_name_has_its_sources(facts: Facts) -> None:
    assert stored(ProjectName, "project__slug", "name", "sources") == wanted(
        (p["slug"], n["name"], n["reports"]) for p in facts["projects"] for n in p["names"]
    )


def test_every_state_keeps_the_word_of_its_report(facts: Facts) -> None:
    assert stored(StateVersion, "project__slug", "word", "inferred", "sources") == wanted(
        [
            *(
                (p["slug"], s["word"] or s["status"], s["basis"] == "inferred", [s["report"]])
                for p in facts["projects"]
                for s in p["status_by_report"]
            ),
            *(
                (e["project"], e["status"], False, ["dashboard"])
                for e in facts["dashboard_excerpts"]["values"]
                if "status" in e
            ),
        ]
    )


def test_every_milestone_keeps_every_planned_date_and_who_said_it(facts: Facts) -> None:
    assert Milestone.objects.count() == 146
    assert stored(Milestone, "project__slug", "name", "note") == wanted(
        (p["slug"], m["what"], m.get("note", "")) for p in facts["projects"] for m in p["milestones"]
    )
    fields = ("milestone__project__slug", "milestone__name", "date", "sources")
    assert stored(MilestoneDate, *fields, kind="planned") == wanted(
        (p["slug"], m["what"], d["date"], [d["report"]])
        for p in facts["projects"]
        for m in p["milestones"]
        for d in m["planned"]
    )
    assert stored(MilestoneDate, *fields, kind="actual") == wanted(
        (p["slug"], m["what"], m["actual"]["date"], [m["actual"]["report"]])
        for p in facts["projects"]
        for m in p["milestones"]
        if m["actual"]
    )


def test_every_involvement_of_the_council_is_there_the_later_ones_too(facts: Facts) -> None:
    reported = [
        (p["slug"], i["date"], i["what"], i["paper"] or "", i["as_reported"] == "planned", i["reports"], i["oparl"])
        for p in facts["projects"]
        for i in p["involvement"]
    ]
    later = [
        (p["slug"], o["date"], o["what"], o["paper"] or "", False, [o["source"]], {})
        for p in facts["projects"]
        for o in p.get("later_outcomes", [])
    ]
    assert (len(reported), len(later)) == (223, 15)
    fields = ("project__slug", "date", "what", "paper", "planned", "sources", "oparl")
    assert stored(Involvement, *fields) == wanted([*reported, *later])


def test_a_body_is_found_by_either_of_its_short_names(facts: Facts) -> None:
    outcome = Involvement.objects.get(paper="2025/0528")
    assert (outcome.body.short, outcome.body.oparl_short) == ("BauA", "BA")


def test_goals_groups_prospects_parts_and_figures_are_complete(facts: Facts) -> None:
    projects = facts["projects"]
    assert stored(GoalVersion, "goal__project__slug", "text", "sources") == wanted(
        (p["slug"], g["text"], g["reports"]) for p in projects for g in p["goals"]
    )
    assert stored(TargetGroup, "project__slug", "text", "sources") == wanted(
        (p["slug"], g["text"], g["reports"]) for p in projects for g in p["target_groups"]
    )
    assert stored(Prospect, "project__slug", "kind", "text", "sources") == wanted(
        (p["slug"], kind, item["text"], item["reports"])
        for p in projects
        for kind, name in (("chance", "opportunities"), ("risk", "risks"))
        for item in p[name]
    )
    assert stored(Part, "project__slug", "name") == wanted((p["slug"], s) for p in projects for s in p["subprojects"])
    assert stored(Figure, "project__slug", "what", "value", "unit", "year", "sources") == wanted(
        (p["slug"], r["what"], str(r["value"]), r["unit"] or "", r["year"], [r["report"]])
        for p in projects
        for r in p["results"]
    )


def test_resources_keep_amounts_to_the_cent_and_the_year_of_the_budget(facts: Facts) -> None:
    assert stored(Resource, "project__slug", "what", "amount", "period", "funder", "sources") == wanted(
        [
            *(
                (
                    p["slug"],
                    r["what"],
                    None if r["amount"] is None else Decimal(str(r["amount"])).quantize(Decimal("0.001")),
                    r["period"] or "",
                    r["funder"] or "",
                    [r["report"]],
                )
                for p in facts["projects"]
                for r in p["resources"]
            ),
            ("aktionsprogramm-handwerk", "Mittel je Jahr", Decimal("100000.000"), "je Jahr", "", ["dashboard"]),
            ("aktionsprogramm-handwerk", "Stellen", Decimal("1.000"), "", "", ["dashboard"]),
        ]
    )
    course = Resource.objects.get(what="Songwriting-Projekt")
    assert (course.amount, course.budget_year, course.kind) == (Decimal("18136.500"), 2024, "money")
    assert Resource.objects.get(what="Bildungskoordination").budget_year is None


def test_methods_know_whether_they_are_only_planned(facts: Facts) -> None:
    assert stored(MethodUse, "project__slug", "method__name", "planned") == wanted(
        (p["slug"], m.removesuffix(" (geplant)"), m.endswith("(geplant)"))
        for p in facts["projects"]
        for m in p["methods"]
    )


def test_every_obstacle_names_its_kind_theme_and_project(facts: Facts) -> None:
    assert Obstacle.objects.count() == 61
    assert stored(Obstacle, "kind__name", "theme__slug", "project__slug", "text", "sources") == wanted(
        (o["kind"], o["theme"], o["project"], o["text"], [o["report"]]) for o in facts["obstacles"]
    )


def test_all_contradictions_stay_open_with_both_sides(facts: Facts) -> None:
    assert Contradiction.objects.filter(decision="open").count() == 31
    assert stored(Contradiction, "number", "what", "first", "second", "refs") == wanted(
        (d["no"], d["what"], d["a"], d["b"], d["refs"]) for d in facts["discrepancies"]
    )


def test_a_contradiction_is_linked_by_paper_or_name_and_never_by_guess(facts: Facts) -> None:
    linked = {c.number: sorted(c.projects.values_list("slug", flat=True)) for c in Contradiction.objects.all()}
    assert linked[2] == ["oermi"]
    assert linked[6] == ["oermi"]  # by paper
    assert linked[20] == ["fahrradstadt-karlsruhe"]  # the name without the town's
    assert linked[24] == ["bildung-fuer-zugewanderte", "durchgaengige-sprachbildung"]
    assert linked[26] == []  # "Zukunft Nord" is part of two projects
    assert linked[29] == []  # "klimaneutrales Bauen" is no project
    themes = {c.number: sorted(c.themes.values_list("slug", flat=True)) for c in Contradiction.objects.all()}
    assert themes[27] == ["gruene-stadt", "mobilitaet-stadtraum"]


def test_a_relation_told_from_both_sides_is_one_row(facts: Facts) -> None:
    assert sum(len(p["lineage"]) for p in facts["projects"]) == 40
    assert Lineage.objects.count() == 23
    group = Lineage.objects.filter(later__slug="urbanes-gruen", kind="replaces")
    assert sorted(group.values_list("earlier__slug", flat=True)) == ["mein-freiraum", "mein-quartier", "meine-strasse"]
    planned = Lineage.objects.get(planned=True)
    assert (planned.earlier.slug, planned.later.slug) == ("durchgaengige-sprachbildung", "bildung-fuer-zugewanderte")
    assert (planned.kind, planned.note) == ("continues", "2026 aufgegeben")
    related = Lineage.objects.get(earlier__slug="dachmarke-mobilitaet")
    assert (related.kind, related.note) == ("related", "hängt davon ab")


def test_begin_and_end_of_both_sources_stay_and_the_report_counts(facts: Facts) -> None:
    rows = ProjectDate.objects.filter(project__slug="aktionsprogramm-handwerk", kind="begin").order_by("stated_on")
    assert [(row.date, row.sources) for row in rows] == [("2017", ["597629"]), ("2022-04-01", ["dashboard"])]
    project = Project.objects.get(slug="aktionsprogramm-handwerk")
    assert (project.begin, project.begin_on) == ("2017", date(2017, 1, 1))
    same = ProjectDate.objects.filter(project__slug="klimaneutrales-karlsruhe")
    assert [(row.date, row.sources) for row in same] == [("2020-04-28", ["625144"])]


def test_states_are_read_as_the_house_calls_them(facts: Facts) -> None:
    words = {
        (slug, word): state for slug, word, state in StateVersion.objects.values_list("project__slug", "word", "state")
    }
    assert words["mein-quartier", "Leitprojekt beschlossen"] == State.APPROVED
    assert words["ein-und-uebergaenge", "zweite Phase, ab 2018"] == State.PRIORITIZED
    assert words["mein-quartier", "wird in neuem Leitprojekt fortgeführt"] == State.REPLACED
    assert words["urbane-datenplattform", "Projektverzögerung (+1 Jahr)"] == State.DELAYED
    assert words["bunte-stadt", "verstetigt ab Juli 2025 mit 50 %"] == State.MADE_PERMANENT
    flagged = StateVersion.objects.get(project__slug="aktionsplan-city", sources=["625144"])
    assert (flagged.flags, flagged.reason) == (["delayed"], "Haushalt und Pandemie wirken sich aus")


def test_the_three_replaced_projects_of_the_green_city_ended_with_the_report_of_2020(facts: Facts) -> None:
    ended = Project.objects.filter(theme__slug="gruene-stadt", state="replaced", ended_on__year=2020)
    assert sorted(ended.values_list("slug", flat=True)) == ["mein-freiraum", "mein-quartier", "meine-strasse"]
    assert set(ended.values_list("ended_on", flat=True)) == {date(2020, 3, 17)}


def test_a_project_called_completed_in_three_reports_ended_with_the_first(facts: Facts) -> None:
    ended = dict(Project.objects.filter(slug__in=["oermi", "weissbuch-schulen"]).values_list("slug", "ended_on"))
    assert ended == {"oermi": date(2023, 6, 20), "weissbuch-schulen": date(2021, 5, 4)}


def test_a_running_project_has_a_place_of_its_own_and_others_have_none(facts: Facts) -> None:
    places = Counter(Project.objects.exclude(slot=None).values_list("theme__slug", "slot"))
    assert set(places.values()) == {1}
    assert {slot for _, slot in places} == {1, 2, 3, 4, 5}
    assert not Project.objects.filter(slot=None, state__in=["running", "delayed", "partly_suspended"]).exists()


def test_a_lasting_task_is_no_finite_project(facts: Facts) -> None:
    assert list(Project.objects.filter(kind="task").values_list("slug", flat=True)) == ["fahrradstadt-karlsruhe"]


def test_old_names_lead_to_the_address_that_never_changes(facts: Facts) -> None:
    aliases = dict(Alias.objects.filter(kind="project").values_list("slug", "target"))
    assert aliases["teilhabe-durch-sprachfoerderung"] == "durchgaengige-sprachbildung"
    assert aliases["programm-aktive-mobilitaet"] == "fahrradstadt-karlsruhe"
    assert not set(aliases) & set(Project.objects.values_list("slug", flat=True))


def by_slug(facts: Facts) -> dict[str, dict[str, Any]]:
    return {project["slug"]: project for project in facts["projects"]}


def test_responsibility_passes_on_when_a_later_report_names_others(facts: Facts) -> None:
    rows = Responsibility.objects.filter(project__slug="durchgaengige-sprachbildung").order_by("valid_from", "pk")
    assert [(row.unit.short, row.valid_from, row.valid_to) for row in rows] == [
        ("SJB", date(2019, 3, 19), date(2023, 6, 20)),
        ("BfI", date(2019, 3, 19), date(2020, 3, 17)),
        ("BfI", date(2023, 6, 20), None),
    ]
    named, stated = Responsibility.objects.exclude(note="").get(), by_slug(facts)["nachhaltiges-parkraumkonzept"]
    assert (named.project.slug, named.note) == (stated["slug"], stated["responsible_note"])
    partners = Responsibility.objects.filter(role="partner", project__slug="urbane-datenplattform")
    assert sorted(partners.values_list("partner", flat=True)) == ["KIT", "Stadt Freiburg"]


def test_notes_about_gaps_and_names_are_kept(facts: Facts) -> None:
    gap = StateVersion.objects.get(project__slug="vorausschauende-personalplanung-2025")
    assert gap.reason == by_slug(facts)["vorausschauende-personalplanung-2025"]["gaps"]
    name = ProjectName.objects.get(name="Durchgängige Sprachbildung")
    assert name.note == by_slug(facts)["durchgaengige-sprachbildung"]["names_note"]
    award = SheetText.objects.get(field="award")
    assert (award.text, award.stated_on) == ("Preis für gute Verwaltung (2024)", date(2024, 6, 4))


def test_a_fact_only_seen_in_the_council_is_known_on_its_own_day(facts: Facts) -> None:
    seen = Involvement.objects.filter(sources=["OParl"])
    assert seen.count() == 32
    assert all(row.stated_on == (date.fromisoformat(row.oparl["date"]) if row.oparl else row.first_on) for row in seen)

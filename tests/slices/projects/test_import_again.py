"""A second run changes nothing, an altered file changes what it alters, and nothing is stored by half."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querwerk.journal.actions import Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import position, verify
from querwerk.projects.actions.lifecycle import complete
from querwerk.projects.actions.milestones import reschedule_milestone
from querwerk.projects.actions.names_and_texts import rename
from querwerk.projects.models import Milestone, MilestoneDate, Project, ProjectName, StateVersion
from querwerk.structure.exchange.reading import BadFile
from tests.portfolios import AT, BY, altered, packaged, small, take_in

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[Any]]:
    """All rows of all tables of the house."""
    labels = ("structure", "projects", "delivery", "journal", "search")
    return {
        model._meta.label: sorted(map(str, model._default_manager.values_list()))
        for label in labels
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def tallies(outcome: Any) -> dict[str, tuple[int, int]]:
    return {kind: (t.created, t.changed) for kind, t in outcome.kinds.items() if t.created or t.changed}


def test_a_second_run_changes_nothing_and_says_so() -> None:
    take_in(packaged())
    before = everything()
    outcome = take_in(packaged(), at=AT + timedelta(days=1))
    assert outcome.is_nothing
    assert outcome.kinds["projects"].unchanged == 45
    assert everything() == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing() -> None:
    empty = everything()
    outcome = take_in(packaged(), dry_run=True)
    assert everything() == empty
    assert tallies(outcome) == tallies(take_in(packaged()))
    assert outcome.kinds["projects"].created == 45


def test_each_project_and_theme_has_one_entry_in_the_journal_and_the_chain_holds() -> None:
    take_in(packaged())
    threads = list(Entry.objects.filter(event="projects.imported").values_list("thread", flat=True))
    assert len(threads) == len(set(threads)) == 45 + 1  # and one of the house, for the contradictions
    assert Entry.objects.filter(event="structure.imported").count() == 6 + 1
    entry = Entry.objects.get(thread=Project.objects.get(slug="mein-quartier").thread)
    assert (entry.post, entry.at) == (BY.post, AT)
    assert entry.facts["state"] == [None, "replaced"]
    assert verify().intact


def test_an_altered_file_changes_the_altered_project_alone() -> None:
    take_in(packaged())
    before, last = {p.slug: p.version for p in Project.objects.all()}, position()

    def alter(facts: dict[str, Any]) -> None:
        project = next(p for p in facts["projects"] if p["slug"] == "oermi")
        project["milestones"][0]["planned"].append({"date": "2023-06", "report": "647227"})
        project["risks"] = []

    outcome = take_in(altered(alter))
    assert tallies(outcome) == {"projects": (0, 1)}
    assert {p.slug: p.version for p in Project.objects.all()} == {**before, "oermi": before["oermi"] + 1}
    entry = Entry.objects.get(seq__gt=last)
    assert (entry.event, entry.thread) == ("projects.imported", Project.objects.get(slug="oermi").thread)
    assert sorted(entry.facts) == ["fingerprint", "milestones", "prospects"]
    assert take_in(altered(alter)).is_nothing


def test_projects_may_change_places_in_a_full_theme() -> None:
    take_in(packaged())

    def swap(facts: dict[str, Any]) -> None:
        slugs = {"karlsruhe-digital": "abgeschlossen", "aktionsplan-city": "laufend"}
        for project in facts["projects"]:
            if project["slug"] in slugs:
                project["status_by_report"][-1]["status"] = slugs[project["slug"]]
            if project["slug"] == "aktionsplan-city":
                project["theme"] = "wirtschafts-und-wissenschaftsstadt"
                project["status_by_report"] = project["status_by_report"][-1:]

    freed = Project.objects.get(slug="karlsruhe-digital").slot
    assert tallies(take_in(altered(swap)))["projects"] == (0, 2)
    moved = Project.objects.get(slug="aktionsplan-city")
    assert (moved.theme.slug, moved.slot) == ("wirtschafts-und-wissenschaftsstadt", freed)


def test_what_people_entered_survives_an_altered_file() -> None:
    take_in(packaged())
    project = Project.objects.get(slug="urbanes-gruen")
    rename(project.slug, name="Stadtgrün", version=1, by=BY, at=AT)
    complete(project.slug, version=2, reason="Alle Plätze sind bepflanzt", by=BY, at=AT)
    milestone = Milestone.objects.get(project=project, name=open_milestone(packaged()))
    reschedule_milestone(project.slug, milestone.pk, date="2030", reason="Boden", version=3, by=BY, at=AT)
    take_in(altered(lambda facts: open_milestone(facts, {"date": "2029", "report": "667225"})))
    project.refresh_from_db()
    assert (project.name, project.state, project.slot, project.version) == ("Stadtgrün", "completed", None, 5)
    assert project.ended_on == date(2026, 11, 22)
    assert StateVersion.objects.filter(project=project, sources=[]).count() == 1
    names = ProjectName.objects.filter(project=project).order_by("valid_from")
    assert [(row.name, row.valid_to) for row in names] == [("Urbanes Grün", AT.date()), ("Stadtgrün", None)]
    dates = MilestoneDate.objects.filter(milestone=milestone).values_list("date", flat=True)
    assert {"2029", "2030"} <= set(dates)


def open_milestone(facts: dict[str, Any], planned: dict[str, str] | None = None) -> str:
    """The name of a milestone of the urban green nobody has reached, with one more planned date if given."""
    project = next(p for p in facts["projects"] if p["slug"] == "urbanes-gruen")
    found = next(milestone for milestone in project["milestones"] if milestone["actual"] is None)
    found["planned"] += [planned] if planned else []
    return str(found["what"])


def test_a_newer_report_counts_more_than_a_person_s_older_entry() -> None:
    take_in(small())
    project = Project.objects.get(slug="ufer")
    StateVersion.objects.create(project=project, state="delayed", sources=[], stated_on=date(2020, 4, 1))

    def report(facts: dict[str, Any]) -> None:
        facts["reports"].append({**facts["reports"][0], "id": "r2", "paper": "2021/0001", "date": "2021-05-04"})
        status = facts["projects"][0]["status_by_report"]
        status.append({**status[0], "report": "r2", "year": 2020, "status": "abgeschlossen"})

    take_in(altered(report, small()))
    project.refresh_from_db()
    assert (project.state, project.ended_on) == ("completed", date(2021, 5, 4))
    assert StateVersion.objects.filter(project=project).count() == 3


def test_a_file_with_one_mistake_stores_nothing_at_all() -> None:
    before = everything()
    with pytest.raises(BadFile):
        take_in(altered(lambda facts: facts["projects"][-1].update(theme="nirgends")))
    assert everything() == before
    take_in(packaged())  # the control: without the mistake, something is stored
    assert everything() != before


def test_a_refusal_in_the_middle_of_writing_takes_everything_back() -> None:
    """Five projects a person has started fill the theme; the file's running project finds no place."""
    take_in(small())
    theme = Project.objects.get(slug="ufer").theme
    for slot in range(2, 6):
        Project.objects.create(
            slug=f"eigen-{slot}", name="Eigen", theme=theme, state="running", slot=slot,
            first_seen_on=date(2020, 1, 1), updated_on=date(2020, 1, 1),
        )  # fmt: skip

    def second(facts: dict[str, Any]) -> None:
        facts["projects"].append({**facts["projects"][0], "slug": "steg"})

    before = everything()
    with pytest.raises(Refused) as refusal:
        take_in(altered(second, small()))
    assert refusal.value.sentence == (
        "projects[2].status_by_report: Im Thema „wasser“ laufen schon 5 Projekte; "
        "für „Offenes Ufer“ ist kein Platz frei."
    )
    assert everything() == before


def test_a_hundred_more_projects_need_hardly_more_statements() -> None:
    def statements(facts: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            take_in(facts, dry_run=True)
        return len(captured)

    def many(facts: dict[str, Any]) -> None:
        wood = facts["projects"][1]
        facts["projects"] += [{**wood, "slug": f"wald-{n}", "responsible": []} for n in range(100)]

    # A hundred more projects, and only the batches of a few tables grow.
    assert statements(altered(many, small())) - statements(small()) < 10

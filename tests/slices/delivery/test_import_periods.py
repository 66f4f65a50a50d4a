"""Each monitoring report is a period, and what it says of a project is a statement."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from querwerk.delivery.models import Period, Statement
from querwerk.projects.models import Project
from tests.portfolios import altered, packaged, take_in

pytestmark = pytest.mark.django_db


def test_periods_follow_each_other_without_a_gap() -> None:
    take_in(packaged())
    periods = list(Period.objects.order_by("ends_on"))
    assert [p.label for p in periods] == ["2018", "2019", "2020", "2021", "2022", "2024", "2025"]
    assert (periods[0].starts_on, periods[0].ends_on) == (date(2017, 6, 1), date(2019, 3, 19))
    for before, after in pairwise(periods):
        assert after.starts_on == before.ends_on + timedelta(days=1)


def test_every_project_a_report_speaks_of_has_a_statement_and_nothing_is_invented() -> None:
    facts = packaged()
    take_in(facts)
    labels = dict(Period.objects.values_list("source__key", "label"))
    wanted = {
        (labels[s["report"]], p["slug"]): "; ".join(filter(None, (s["word"] or s["status"], s.get("note"))))
        for p in facts["projects"]
        for s in p["status_by_report"]
        if s["report"] in labels
    }
    stored = {(s.period.label, s.project.slug): s.state for s in Statement.objects.select_related("period", "project")}
    assert stored == wanted
    assert len(stored) == 182
    assert not Statement.objects.exclude(successes="", lessons="", outlook="", needs="").exists()


def test_a_statement_a_person_has_written_stays() -> None:
    take_in(packaged())
    statement = Statement.objects.get(period__label="2025", project__slug="oermi")
    Statement.objects.filter(pk=statement.pk).update(sources=[], state="Wir haben gelernt")
    project = Project.objects.get(slug="aktionsplan-city")
    Statement.objects.filter(period__label="2025", project=project).update(lessons="bleibt")

    def alter(facts: dict) -> None:
        for project in facts["projects"]:
            if project["slug"] == "urbanes-gruen":
                project["status_by_report"][-1]["note"] = "neu"

    outcome = take_in(altered(alter))
    assert (outcome.kinds["statements"].created, outcome.kinds["statements"].changed) == (0, 1)
    statement.refresh_from_db()
    assert statement.state == "Wir haben gelernt"
    assert Statement.objects.get(period__label="2025", project=project).lessons == "bleibt"

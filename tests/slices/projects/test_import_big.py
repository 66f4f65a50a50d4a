"""Two thousand projects are taken in like two; no timing here, `make bench` measures."""

from __future__ import annotations

import pytest

from bench import synthetic
from querwerk.journal.queries import verify
from querwerk.projects.models import Project, StateVersion
from querwerk.structure.models import Theme, Unit
from tests.portfolios import take_in

pytestmark = pytest.mark.django_db


def test_two_thousand_projects_in_five_hundred_units_are_taken_in_and_nothing_twice() -> None:
    facts = synthetic.portfolio(projects=2_000, units=500)
    take_in(facts)
    assert (Project.objects.count(), Unit.objects.count(), Theme.objects.count()) == (2_000, 500, 61)
    assert StateVersion.objects.count() == sum(len(p["status_by_report"]) for p in facts["projects"])
    assert take_in(facts).is_nothing
    assert verify().intact


def test_the_example_of_a_big_portfolio_is_in_it() -> None:
    project, theme = synthetic.example(projects=100)
    facts = synthetic.portfolio(projects=100, units=20)
    assert [p["theme"] for p in facts["projects"] if p["slug"] == project] == [theme]
    assert len(facts["projects"]) == 100

"""A small house with two reporting periods: one theme, two projects, a milestone that slips."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from querwerk.delivery.models import Period, Statement
from querwerk.projects.models import (
    Goal,
    GoalVersion,
    Involvement,
    MilestoneDate,
    Obstacle,
    ObstacleKind,
    Project,
    Resource,
)
from querwerk.structure.models import Body, HouseFact, Post, Theme, ThemeRole, Unit
from tests.factories import (
    make_milestone,
    make_project,
    make_responsibility,
    make_source,
    make_state,
    make_theme,
    make_unit,
)

FIRST, SECOND, LATER = date(2024, 6, 4), date(2025, 5, 20), date(2025, 6, 1)
FREEZING = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def theme(db: None) -> Theme:
    theme = make_theme("Grüne Stadt", position=1)
    department = make_unit("Dezernat 5", kind=Unit.Kind.DEPARTMENT)
    for role, title in (("head", "Bürgermeister:in"), ("officer", "Beauftragte:r")):
        post = Post.objects.create(unit=department, slug=role, title=title)
        ThemeRole.objects.create(theme=theme, post=post, role=role, valid_from=FIRST, stated_on=FIRST)
    return theme


@pytest.fixture
def auen(theme: Theme) -> Project:
    """A running project whose milestone slips, with a cost, a goal and the council's involvement."""
    source = make_source("r24", FIRST, paper="2024/0564")
    auen = make_project("Auen", theme=theme, states=[(FIRST, "running"), (SECOND, "running")])
    make_responsibility(auen, make_unit("Gartenbauamt", short="GBA"))
    milestone = make_milestone(auen, (FIRST, "2024"), (SECOND, "2026-06"))
    MilestoneDate.objects.filter(milestone=milestone, stated_on=SECOND).update(reason="Grunderwerb")
    type(milestone).objects.filter(pk=milestone.pk).update(name="Baubeginn")
    goal = Goal.objects.create(project=auen)
    GoalVersion.objects.create(goal=goal, text="Mehr Bäume", target_value=500, target_unit="Bäume", stated_on=FIRST,
                               sources=[source.key])  # fmt: skip
    Resource.objects.create(project=auen, kind="money", what="Umbau", amount=50_000_000, unit="EUR", stated_on=FIRST)
    Resource.objects.create(project=auen, kind="money", what="Umbau", amount=135_000_000, unit="EUR", stated_on=SECOND)
    body = Body.objects.create(slug="gr", short="GR", name="Gemeinderat")
    Involvement.objects.create(project=auen, body=body, what="Sachstand", date="2025-03", first_on=date(2025, 3, 1),
                               last_on=date(2025, 3, 31), paper="2025/0100", stated_on=SECOND)  # fmt: skip
    kind = ObstacleKind.objects.create(slug="personal", name="Personalmangel")
    Obstacle.objects.create(kind=kind, project=auen, text="Stelle unbesetzt", stated_on=SECOND)
    HouseFact.objects.create(kind="role", text="Themenbeauftragte:r", stated_on=FIRST,
                             data={"held_by": "Dezernat", "does": ["koordiniert"]})  # fmt: skip
    HouseFact.objects.create(kind="rule", text="Höchstens fünf Projekte je Thema", stated_on=FIRST)
    return auen


@pytest.fixture
def wald(theme: Theme) -> Project:
    """A project that ends in the second period."""
    wald = make_project("Wald", theme=theme, states=[(FIRST, "running"), (SECOND, "completed")], ended_on=SECOND)
    make_state(wald, FIRST, "running")
    return wald


@pytest.fixture
def earlier(db: None) -> Period:
    return Period.objects.create(label="2024", starts_on=date(2023, 6, 5), ends_on=FIRST)


@pytest.fixture
def period(earlier: Period, auen: Project, wald: Project) -> Period:
    """The period of the report, with what one project says."""
    period = Period.objects.create(label="2025", starts_on=date(2024, 6, 5), ends_on=SECOND)
    Statement.objects.create(
        period=period, project=auen, state="Es geht **voran**.", successes="Förderung bewilligt",
        lessons="Früher reden", outlook="Bau", needs="Eine Stelle", stated_on=SECOND,
    )  # fmt: skip
    return period

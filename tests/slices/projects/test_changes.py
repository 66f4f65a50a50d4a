"""Changes between two days, on a small portfolio in a real database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querwerk.analysis.change import Kind
from querwerk.dates import parse
from querwerk.journal.actions import NOBODY, Actor
from querwerk.projects.insights import changes, snapshot
from querwerk.projects.models import (
    Goal,
    GoalVersion,
    Lineage,
    Milestone,
    MilestoneDate,
    Project,
    ProjectName,
    Resource,
    Responsibility,
    StateVersion,
)
from querwerk.structure.models import Source, Theme, Unit

FIRST, SECOND = date(2024, 6, 4), date(2025, 5, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_reports() -> None:
    for key, day in (("r24", FIRST), ("r25", SECOND)):
        Source.objects.create(key=key, kind="monitoring_report", title=f"Bericht {day.year}", dated_on=day)


@pytest.fixture
def theme() -> Theme:
    return Theme.objects.create(slug="gruene-stadt", name="Grüne Stadt", position=5)


def project(theme: Theme, slug: str, *, seen: date = FIRST, state: str = "running", slot: int | None = 1) -> Project:
    made = Project.objects.create(
        slug=slug, name=slug.title(), theme=theme, state=state, slot=slot if state == "running" else None,
        first_seen_on=seen, updated_on=seen,
    )  # fmt: skip
    said(made, state, seen)
    ProjectName.objects.create(project=made, name=slug.title(), valid_from=seen, stated_on=seen)
    return made


def said(project: Project, state: str, day: date, reason: str = "") -> None:
    key = {FIRST: "r24", SECOND: "r25"}.get(day)
    StateVersion.objects.create(
        project=project, state=state, stated_on=day, reason=reason, sources=[key] if key else []
    )


def plan(project: Project, name: str, *dates: tuple[str, date], reason: str = "") -> Milestone:
    milestone, _ = Milestone.objects.get_or_create(project=project, name=name)
    for text, day in dates:
        span = parse(text)
        MilestoneDate.objects.create(
            milestone=milestone, kind="planned", date=text, first_on=span.first, last_on=span.last, stated_on=day,
            reason=reason if day == dates[-1][1] else "",
        )  # fmt: skip
    return milestone


def found(since: date = FIRST, until: date = SECOND, actor: Actor = NOBODY) -> list[tuple[str, Kind, str]]:
    return [(change.project, change.kind, change.subject) for change in changes(since, until, actor).changes]


def test_a_slipped_milestone_names_its_reason(theme: Theme) -> None:
    plan(project(theme, "auen"), "Baubeginn", ("2024", FIRST), ("2026-06", SECOND), reason="Grunderwerb")
    [change] = changes(FIRST, SECOND, NOBODY).changes
    assert (change.kind, change.days, change.reason) == (Kind.SLIPPED, 546, "Grunderwerb")


def test_only_what_was_stated_until_the_day_counts(theme: Theme) -> None:
    plan(project(theme, "auen"), "Baubeginn", ("2024", FIRST), ("2026-06", SECOND + timedelta(days=1)))
    assert found() == []
    assert found(until=SECOND + timedelta(days=1)) == [("auen", Kind.SLIPPED, "Baubeginn")]


def test_a_replaced_project_names_its_reason_and_successor(theme: Theme) -> None:
    old, new = project(theme, "auen"), project(theme, "wald", seen=SECOND, slot=2)
    said(old, "replaced", SECOND, "geht im Wald auf")
    Lineage.objects.create(earlier=old, later=new, kind="replaces", stated_on=SECOND)
    report = changes(FIRST, SECOND, NOBODY)
    assert [(c.project, c.kind, c.reason, c.successors) for c in report.changes] == [
        ("auen", Kind.ENDED, "geht im Wald auf", ("wald",)),
        ("wald", Kind.NEW, "", ()),
    ]
    assert report.counts == ((Kind.NEW, 1), (Kind.ENDED, 1))
    assert [(t.slug, [kind for kind, _ in t.kinds]) for t in report.themes] == [
        ("gruene-stadt", [Kind.NEW, Kind.ENDED])
    ]


def test_a_project_that_left_without_an_end_is_dropped(theme: Theme) -> None:
    project(theme, "auen")
    said(project(theme, "wald", slot=2), "running", SECOND)
    assert found() == [("auen", Kind.DROPPED, "")]
    assert [c.kind for c in changes(FIRST, SECOND, NOBODY, "auen").changes] == [Kind.DROPPED]


def test_a_project_that_people_here_keep_up_is_not_dropped(theme: Theme) -> None:
    kept = project(theme, "auen")
    StateVersion.objects.create(project=kept, state="running", stated_on=FIRST + timedelta(days=9))
    said(project(theme, "wald", slot=2), "running", SECOND)
    assert found() == []


def test_renamed_and_given_to_another_office(theme: Theme) -> None:
    one = project(theme, "auen")
    ProjectName.objects.create(project=one, name="Rheinauen", valid_from=date(2025, 1, 1), stated_on=SECOND)
    parks, city = (Unit.objects.create(slug=s, kind="office", name=s, short=s.upper()) for s in ("gba", "stpla"))
    Responsibility.objects.create(project=one, unit=parks, valid_from=FIRST, valid_to=date(2025, 1, 1), stated_on=FIRST)
    Responsibility.objects.create(project=one, unit=city, valid_from=date(2025, 1, 1), stated_on=SECOND)
    assert [(c.kind, c.before, c.after) for c in changes(FIRST, SECOND, NOBODY).changes] == [
        (Kind.RENAMED, ("Auen",), ("Rheinauen",)),
        (Kind.RESPONSIBLE_CHANGED, ("GBA",), ("STPLA",)),
    ]


def test_costs_of_the_same_thing_are_compared(theme: Theme) -> None:
    one = project(theme, "auen")
    for amount, day in ((50_000_000, FIRST), (135_000_000, SECOND)):
        Resource.objects.create(project=one, kind="money", what="Umbau", amount=amount, unit="EUR", stated_on=day)
    [change] = changes(FIRST, SECOND, NOBODY).changes
    assert (change.kind, change.before, change.after, change.difference) == (
        Kind.COST_CHANGED,
        ("50000000", "EUR"),
        ("135000000", "EUR"),
        Decimal(85_000_000),
    )


def goal(project: Project, text: str, *sources: str) -> Goal:
    made = Goal.objects.create(project=project)
    GoalVersion.objects.create(goal=made, text=text, sources=list(sources), stated_on=FIRST)
    return made


def test_a_goal_the_next_report_passes_over_has_vanished(theme: Theme) -> None:
    one = project(theme, "auen")
    said(one, "running", SECOND)
    goal(one, "Mehr Bäume", "r24")
    goal(one, "Mehr Wasser", "r24", "r25")
    goal(one, "Von Hand eingetragen")
    assert found() == [("auen", Kind.GOAL_VANISHED, "Mehr Bäume")]


def test_a_goal_of_a_project_without_a_newer_report_has_not_vanished(theme: Theme) -> None:
    goal(project(theme, "auen"), "Mehr Bäume", "r24")
    assert found() == []


def test_a_goal_that_was_closed_has_not_vanished(theme: Theme) -> None:
    one = project(theme, "auen")
    said(one, "running", SECOND)
    closed = goal(one, "Mehr Bäume", "r24")
    GoalVersion.objects.create(goal=closed, text="Mehr Bäume", status="met", sources=[], stated_on=SECOND)
    assert found() == [("auen", Kind.GOAL_MET, "Mehr Bäume")]


def test_candidates_are_the_staff_units_business_until_they_are_prioritised(theme: Theme, carla: Actor) -> None:
    one = project(theme, "auen", state="candidate")
    said(one, "prioritized", SECOND)
    Project.objects.filter(pk=one.pk).update(state="prioritized")
    assert found() == [("auen", Kind.NEW, "")]
    assert found(actor=carla) == [("auen", Kind.STATE_CHANGED, "")]


def test_since_after_until_is_refused() -> None:
    with pytest.raises(ValueError, match="since after until"):
        changes(SECOND, FIRST, NOBODY)


def test_a_version_carries_the_name_of_its_day(theme: Theme) -> None:
    one = project(theme, "auen")
    ProjectName.objects.create(project=one, name="Rheinauen", valid_from=SECOND, stated_on=SECOND)
    assert [snapshot(day, NOBODY)["auen"].name for day in (FIRST, SECOND)] == ["Auen", "Rheinauen"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_reads_does_not_grow(theme: Theme, count: int) -> None:
    for number in range(count):
        plan(project(theme, f"p{number}", slot=number + 1), "M", ("2024", FIRST), ("2025", SECOND))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(changes(FIRST, SECOND, NOBODY).changes) == count
    assert len(queries) == 6

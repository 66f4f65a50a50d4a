"""Many people at once, and any order of steps: places never exceed the rule, the state is the sum of its versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.projects.actions import drafts, goals, lifecycle
from querwerk.projects.actions.withdraw import withdraw
from querwerk.projects.lifecycle import RUNNING_STATES, State
from querwerk.projects.models import Draft, Project, StateVersion
from querwerk.structure.models import HouseRule, Theme
from tests.factories import make_project, make_theme

CARLA = Actor(post="Stabsstelle", unit="VME", account="carla", roles=frozenset({"staff_unit"}))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Lets each act run in a thread of its own, all starting together; gives "done" or the refusal of each."""
    barrier, said = Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            act()
            said[number] = "done"
        except Refused as refused:
            said[number] = refused.sentence
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_last_place_at_once_exactly_one_wins() -> None:
    HouseRule.objects.create(key="running_projects_per_theme", value=5, valid_from=date(2017, 1, 1))
    theme = make_theme()
    for _ in range(4):
        make_project(theme=theme)
    two = [make_project(theme=theme, state="approved") for _ in range(2)]
    said = at_once(*[lambda slug=one.slug: lifecycle.start(slug, version=1, by=CARLA, at=NOW) for one in two])
    assert sorted(word == "done" for word in said) == [False, True]
    assert Project.objects.filter(theme=theme, slot__isnull=False).count() == 5
    assert (Entry.objects.count(), verify().intact) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_version_at_once_exactly_one_wins() -> None:
    slug = make_project("Stadtgrün").slug

    def write(text: str) -> None:
        goals.set_goal(slug, text=text, version=1, by=CARLA, at=NOW)

    said = at_once(lambda: write("Eins"), lambda: write("Zwei"))
    assert sorted(word == "done" for word in said) == [False, True]
    project = Project.objects.get()
    assert (project.version, project.goals.count(), Entry.objects.count()) == (2, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_a_text_at_once_exactly_one_wins_and_a_double_click_is_one() -> None:
    slug = make_project("Stadtgrün").slug

    def write(text: str) -> None:
        drafts.write(slug, field="outlook", text=text, base=0, version=0, by=CARLA, at=NOW)

    said = at_once(lambda: write("Eins"), lambda: write("Zwei"))
    assert sorted(word == "done" for word in said) == [False, True]
    text = Draft.objects.get().text
    assert at_once(*[lambda: write(text)] * 4) == ["done"] * 4
    assert (Draft.objects.count(), Entry.objects.count()) == (1, 1)


class Portfolio(RuleBasedStateMachine):
    """Eight projects of one theme, three places, any steps on any days."""

    theme: Theme
    projects: list[Project]
    at: datetime

    @initialize()
    def house(self) -> None:
        Entry.objects.count()
        self.at = NOW
        HouseRule.objects.create(key="running_projects_per_theme", value=3, valid_from=date(2017, 1, 1))
        self.theme = make_theme()
        self.projects = [make_project(theme=self.theme, state="approved") for _ in range(8)]

    @rule(
        number=st.integers(0, 7),
        verb=st.sampled_from(
            [lifecycle.start, lifecycle.resume, lifecycle.report_delay, lifecycle.suspend_partly, lifecycle.complete,
             lifecycle.stop, lifecycle.put_off, lifecycle.prioritize, lifecycle.approve]
        ),
        days=st.integers(0, 3),
    )  # fmt: skip
    def step(self, number: int, verb: Callable[..., None], days: int) -> None:
        self.at += timedelta(days=days)
        words: dict[str, Any] = {"reason": "Grund"}
        if verb is lifecycle.put_off:
            words["review_on"] = self.at.date() + timedelta(days=30)
        self._try(verb, self.projects[number], **words)

    @rule(number=st.integers(0, 7))
    def take_back(self, number: int) -> None:
        project = self.projects[number]
        newest = project.states.order_by("stated_on", "pk").last()
        assert newest is not None

        def action(slug: str, **words: Any) -> None:
            withdraw(slug, newest.pk, kind="state", **words)

        self._try(action, project, reason="Irrtum")

    def _try(self, verb: Callable[..., None], project: Project, **words: Any) -> None:
        project.refresh_from_db()
        before = (project.version, Entry.objects.count())
        try:
            verb(project.slug, version=project.version, by=CARLA, at=self.at, **words)
            expected = (before[0] + 1, before[1] + 1)
        except Refused:
            expected = before
        project.refresh_from_db()
        assert (project.version, Entry.objects.count()) == expected

    @invariant()
    def the_state_is_the_newest_of_its_versions(self) -> None:
        for project in Project.objects.all():
            newest = StateVersion.objects.filter(project=project).order_by("stated_on", "pk").last()
            assert newest is not None
            running = State(newest.state) in RUNNING_STATES
            assert (project.state, project.slot is not None) == (newest.state, running)

    @invariant()
    def no_more_projects_run_than_the_rule_allows(self) -> None:
        slots = list(Project.objects.filter(slot__isnull=False).values_list("slot", flat=True))
        assert len(slots) == len(set(slots))
        assert set(slots) <= {1, 2, 3}


@pytest.mark.django_db
def test_any_order_of_steps_keeps_state_and_places_true() -> None:
    from django.db import transaction

    class Rolled(Portfolio):
        def __init__(self) -> None:
            super().__init__()
            self.point = transaction.savepoint()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Rolled,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

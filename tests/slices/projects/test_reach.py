"""How far a post reaches: its own projects, its theme, its office, and nothing beside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.projects.access import CANDIDATE, PROJECT
from querwerk.projects.models import Project, Responsibility
from querwerk.projects.rules import visible_to
from querwerk.structure.models import Account, Assignment, Person, Post, Theme, ThemeRole, Unit
from querwerk.web.acting import acting
from tests.factories import make_project, make_theme, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme() -> Theme:
    return make_theme("Grüne Stadt")


@pytest.fixture
def office() -> Unit:
    return make_unit("Gartenbauamt")


def holder(unit: Unit, role: str) -> tuple[Account, Post]:
    """Somebody who has held a post of this kind since 2020."""
    person = Person.objects.create(name="Ayşe")
    post = Post.objects.create(unit=unit, slug=f"{unit.slug}-{role}", title="Posten", role=role)
    Assignment.objects.create(post=post, person=person, valid_from=date(2020, 1, 1))
    return Account.objects.create(username="ayse", person=person), post


def today(account: Account) -> Actor:
    return acting(account, on=timezone.localdate(), second_factor=True)


def lead(post: Post, project: Project, *, until: date | None = None) -> None:
    role = Responsibility.Role.LEAD
    start = date(2020, 1, 1)
    Responsibility.objects.create(
        project=project, post=post, role=role, valid_from=start, valid_to=until, stated_on=start
    )


def names(actor: Actor) -> set[str]:
    return set(visible_to(actor).values_list("name", flat=True))


def test_a_lead_edits_the_own_project_only_and_sees_its_candidate(theme: Theme, office: Unit) -> None:
    mine, other = make_project("Auen", theme=theme), make_project("Bäume", theme=theme)
    hoped, strange = [make_project(name, theme=theme, state="candidate") for name in ("Dächer", "Moore")]
    account, post = holder(office, "employee")
    for project in (mine, hoped):
        lead(post, project)
    actor = today(account)
    assert actor.roles == {"employee", "project_lead"}
    assert set(PROJECT.objects(actor, Verb.EDIT)) == {mine, hoped}
    assert [PROJECT.admits(actor, Verb.EDIT, project.pk) for project in (mine, hoped, other)] == [True, True, False]
    assert names(actor) == {"Auen", "Bäume", "Dächer"}
    assert strange.name not in names(actor)


def test_whoever_led_once_leads_no_longer(theme: Theme, office: Unit) -> None:
    project = make_project("Auen", theme=theme)
    account, post = holder(office, "employee")
    lead(post, project, until=timezone.localdate())
    assert today(account).roles == {"employee"}
    yesterday = acting(account, on=timezone.localdate() - timedelta(days=1), second_factor=True)
    assert yesterday.roles == {"employee", "project_lead"}


def test_an_officer_reaches_the_own_theme(theme: Theme, office: Unit) -> None:
    inside = make_project("Auen", theme=theme, state="candidate")
    make_project("Brücken", theme=make_theme("Mobilität"), state="candidate")
    account, post = holder(office, "theme_officer")
    ThemeRole.objects.create(
        theme=theme, post=post, role=ThemeRole.Role.OFFICER, valid_from=date(2020, 1, 1), stated_on=date(2020, 1, 1)
    )
    assert set(CANDIDATE.objects(today(account))) == {inside}


def test_an_office_head_reads_the_candidates_of_the_own_office_while_it_is_responsible(
    theme: Theme, office: Unit
) -> None:
    own = make_project("Auen", theme=theme, state="candidate", units=[office])
    given_away = make_project("Bäume", theme=theme, state="candidate", units=[office])
    Responsibility.objects.filter(project=given_away).update(valid_to=timezone.localdate() - timedelta(days=1))
    make_project("Dächer", theme=theme, state="candidate", units=[make_unit("Hochbauamt")])
    account, _ = holder(office, "office_head")
    assert set(CANDIDATE.objects(today(account))) == {own}


def test_a_deputy_mayor_reaches_the_themes_of_the_department(theme: Theme) -> None:
    department = make_unit("Dezernat 5", kind=Unit.Kind.DEPARTMENT)
    Theme.objects.filter(pk=theme.pk).update(department=department)
    inside = make_project("Auen", theme=theme, state="candidate")
    make_project("Brücken", theme=make_theme("Mobilität"), state="candidate")
    account, _ = holder(department, "deputy_mayor")
    assert set(CANDIDATE.objects(today(account))) == {inside}


def test_who_a_log_in_is_takes_one_statement(office: Unit, django_assert_num_queries: object) -> None:
    account, _ = holder(office, "office_head")
    today(account)
    with django_assert_num_queries(1):  # type: ignore[operator]
        today(account)

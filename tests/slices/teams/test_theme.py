"""Whoever coordinates a theme reads who is in the teams whose ideas have become candidates of it; nothing besides."""

from __future__ import annotations

import pytest

from querwerk.structure.models import Account, ThemeRole
from querwerk.teams.models import Team
from querwerk.teams.queries.teams import team_page
from tests.factories import make_project, make_theme
from tests.slices.delivery.people import officer_of

from .people import TODAY, a_sprint, a_team, an_idea, as_actor, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    idea, farid = an_idea()
    return a_team(idea, farid, holder("ayse", "employee")[0], holder("guel", "employee")[0])


def read(team: Team, reader: Account) -> tuple[list[str], bool, bool]:
    """The names that a reader sees, whether they see the idea, and whether they could change anything."""
    page = team_page(team.slug, as_actor(reader, TODAY), on=TODAY)
    assert page is not None
    return [one.who for one in page.people], page.idea is not None, page.leads


def test_the_officer_of_the_theme_reads_who_belongs_to_the_team(team: Team) -> None:
    theme = make_theme("Mobilität")
    frida, other = officer_of(theme), officer_of(make_theme("Bildung"), "bruno")
    assert read(team, frida) == (["", ""], False, False)  # no candidate yet
    make_project(theme=theme, state="candidate", origin=team.origin)
    assert read(team, frida) == (["Ayse", "Guel"], False, False)
    assert read(team, other) == (["", ""], False, False)
    ThemeRole.objects.filter(theme=theme).update(valid_to=TODAY)
    assert read(team, frida) == (["", ""], False, False)


def test_the_head_of_a_theme_reads_no_names_and_the_team_of_another_idea_stays_its_own(team: Team) -> None:
    theme = make_theme("Mobilität")
    frida, dora = officer_of(theme), officer_of(theme, "dora")
    ThemeRole.objects.filter(post__slug="dora-post").update(role="head")
    idea, farid = an_idea("Zweite Idee", a_sprint("Zweiter Sprint"))
    second = a_team(idea, farid, holder("hasan", "employee")[0], holder("ida", "employee")[0])
    make_project(theme=theme, state="candidate", origin=team.origin)
    assert read(team, dora) == (["", ""], False, False)
    assert read(second, frida) == (["", ""], False, False)


def test_who_belongs_to_the_team_and_who_leads_through_its_sprint_still_read_the_idea(team: Team) -> None:
    members = [Account.objects.get(username=name) for name in ("ayse", "farid")]
    assert [read(team, one)[:2] for one in members] == [(["Ayse", "Guel"], True)] * 2

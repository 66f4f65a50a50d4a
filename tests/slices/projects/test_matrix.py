"""The matrix: who works on what across which line."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY
from querwerk.projects.models import Project, Responsibility
from querwerk.projects.queries.matrix import matrix
from querwerk.projects.queries.portfolio import Wanted, portfolio
from querwerk.structure.models import Placement, Unit
from tests.factories import make_project, make_responsibility, make_theme, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def slow_recount(year: int) -> dict[tuple[str, str], int]:
    """(unit, theme) -> projects, counted one project at a time."""
    cells: dict[tuple[str, str], set[int]] = defaultdict(set)
    for project in Project.objects.all():
        ended = project.ended_on is not None and project.ended_on.year < year
        if project.state in ("idea", "candidate") or project.first_seen_on.year > year or ended:
            continue
        for held in Responsibility.objects.filter(project=project).exclude(role="partner"):
            unit = held.unit or (held.post.unit if held.post else None)
            before = held.valid_to is not None and held.valid_to <= date(year, 1, 1)
            if unit is not None and held.valid_from.year <= year and not before:
                cells[unit.slug, project.theme.slug].add(project.pk)
    return {key: len(projects) for key, projects in cells.items()}


def a_small_house() -> None:
    green, social = make_theme("Grüne Stadt", position=1), make_theme("Soziale Stadt", position=2)
    garden, school, idle = make_unit("Gartenamt"), make_unit("Schulamt"), make_unit("Archiv")
    department = make_unit("Dezernat 5", kind=Unit.Kind.DEPARTMENT)
    Placement.objects.create(unit=garden, parent=department, valid_from=date(2017, 1, 1))
    make_project("Bäume", theme=green, units=[garden, school])
    make_project("Bäche", theme=green, units=[garden], states=[(date(2018, 1, 1), "running")])
    make_project("Alt", theme=social, units=[school], state="completed", ended_on=date(2018, 5, 1))
    make_project("Nur geplant", theme=social, units=[idle], state="candidate")
    partnered = make_project("Mit Verein", theme=social)
    make_responsibility(partnered, school, role="partner")


def cells_of(year: int) -> dict[tuple[str, str], int]:
    found = matrix(NOBODY, year, today=TODAY)
    return {
        (row.slug, theme.slug): number
        for row in found.rows
        for theme, number in zip(found.themes, row.among(found.themes), strict=True)
        if number
    }


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2026])
def test_every_cell_equals_a_slow_recount(year: int) -> None:
    a_small_house()
    assert cells_of(year) == slow_recount(year)


def test_the_recount_notices_a_wrong_cell() -> None:
    a_small_house()
    before = cells_of(2018)
    Responsibility.objects.filter(unit__slug="gartenamt").delete()
    assert slow_recount(2018) != before


def test_rows_sum_their_projects_and_columns_count_shared_projects_once() -> None:
    a_small_house()
    found = matrix(NOBODY, 2018, today=TODAY)
    assert {row.slug: row.total for row in found.rows} == {"gartenamt": 2, "schulamt": 2}
    assert found.sums == (2, 2)
    assert (found.projects, found.unplaced) == (4, 1)
    assert found.idle == [("archiv", "Archiv")]


def test_each_cell_leads_to_as_many_projects_as_it_shows() -> None:
    a_small_house()
    for (unit, theme), number in cells_of(2018).items():
        assert portfolio(NOBODY, Wanted(theme=theme, unit=unit, year=2018), today=TODAY).total == number


def test_themes_and_units_carry_the_names_of_the_year() -> None:
    names = [("Mobilität", date(2017, 6, 27), date(2025, 5, 1)), ("Stadtraum", date(2025, 5, 1), None)]
    theme = make_theme("Stadtraum", names=names)
    make_project("Wege", theme=theme, units=[make_unit("Tiefbauamt")])
    assert [t.name for t in matrix(NOBODY, 2019, today=TODAY).themes] == ["Mobilität"]
    assert [t.name for t in matrix(NOBODY, 2025, today=TODAY).themes] == ["Stadtraum"]


def test_units_stand_under_their_department() -> None:
    a_small_house()
    assert [(row.department, row.name) for row in matrix(NOBODY, 2018, today=TODAY).rows] == [
        ("Dezernat 5", "Gartenamt"),
        ("", "Schulamt"),
    ]


def test_the_page_needs_as_many_queries_for_three_units_as_for_one(
    client: Client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    theme = make_theme("Grüne Stadt")
    first, *others = [make_unit(f"Amt {letter}") for letter in "ABC"]
    make_project("Eins", theme=theme, units=[first])
    with django_assert_max_num_queries(10) as one:
        client.get("/matrix/?_=1")
    for name, unit in zip(("Zwei", "Drei"), others, strict=True):
        make_project(name, theme=theme, units=[unit])
    with django_assert_num_queries(len(one)):
        page = client.get("/matrix/?_=2")
    assert page.content.count(b"qw-cell--1") == 3


def test_the_matrix_can_be_taken_away_as_a_table(client: Client) -> None:
    a_small_house()
    lines = client.get("/matrix/export.csv?jahr=2018").content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Dezernat;Einheit;Grüne Stadt;Soziale Stadt;Summe",
        "Dezernat 5;Gartenamt;2;0;2",
        ";Schulamt;1;1;2",
        ";Projekte des Themas;2;2;4",
    ]

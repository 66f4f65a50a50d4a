"""The material of a monitoring report: every fact known until a day, by project and theme, in a fixed number of reads.

Rows are plain dictionaries with the columns named below; ``sources`` are keys. Nothing stated after the day gets in:
the one exception is the period's own statements, which belong to it whenever they are written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from querwerk.projects.models import (
    Confirmation,
    Contradiction,
    Figure,
    Involvement,
    MethodUse,
    MilestoneDate,
    Obstacle,
    Part,
    Project,
    ProjectDate,
    Prospect,
    Resource,
    SheetText,
    StateVersion,
    TargetGroup,
)
from querwerk.structure.models import HouseFact, Source, Term, Theme, ThemeBody, ThemeName, ThemeNote, ThemeRole
from querwerk.structure.queries import valid_on

from ..models import Statement, ThemeStatement
from .support import lent_posts

Row = dict[str, Any]
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Material:
    """What is known until a day; ``of_project`` maps a kind of fact to the rows of each project's slug."""

    themes: Rows
    theme_names: dict[str, Rows]
    theme_roles: dict[str, Rows]
    theme_notes: dict[str, Rows]
    theme_bodies: dict[str, Rows]
    theme_statements: dict[str, Row]
    projects: Rows
    of_project: dict[str, dict[str, Rows]]
    statements: dict[str, Row]
    house: Rows
    lent: list[tuple[str, int, int]]
    obstacles: Rows
    contradictions: Rows
    terms: Rows
    sources: dict[str, Row]


def material(period: int, known_by: date) -> Material:
    """Everything known until a day."""
    known = Q(stated_on__lte=known_by)
    return Material(
        themes=_rows(Theme.objects.order_by("position", "slug"), slug="slug", name="name", unit="department__name"),
        theme_names=_by(
            ThemeName.objects.filter(known, valid_on(known_by)).order_by("valid_from"),
            "theme__slug", name="name",
        ),
        theme_roles=_by(
            ThemeRole.objects.filter(known, valid_on(known_by)).order_by("valid_from", "post__title"),
            "theme__slug", role="role", count="count", post="post__title", unit="post__unit__name", sources="sources",
        ),
        theme_notes=_by(
            ThemeNote.objects.filter(known).order_by("kind", "position"),
            "theme__slug", kind="kind", text="text", sources="sources",
        ),
        theme_bodies=_by(
            ThemeBody.objects.filter(known, valid_on(known_by)).order_by("body__name"),
            "theme__slug", name="body__name", sources="sources",
        ),
        theme_statements=_only(
            ThemeStatement.objects.filter(period=period), "theme__slug", text="text", sources="sources"
        ),
        projects=_rows(
            Project.objects.order_by("theme__position", "slug"), slug="slug", theme="theme__slug", kind="kind"
        ),
        of_project=_facts_of_projects(known),
        statements=_only(
            Statement.objects.filter(period=period), "project__slug", state="state", successes="successes",
            lessons="lessons", outlook="outlook", needs="needs", sources="sources", stated_on="stated_on",
        ),
        lent=lent_posts(on=known_by),
        house=_rows(
            HouseFact.objects.filter(known).order_by("kind", "position", "id"),
            kind="kind", text="text", data="data", sources="sources", stated_on="stated_on",
        ),
        obstacles=_rows(
            Obstacle.objects.filter(known).order_by("kind__name", "stated_on", "id"),
            kind="kind__name", text="text", project="project__slug", theme="theme__slug", sources="sources",
            stated_on="stated_on", resolved_on="resolved_on",
        ),
        contradictions=_contradictions(),
        terms=_rows(
            Term.objects.filter(valid_from__lte=known_by).order_by("concept", "valid_from"),
            concept="concept", singular="singular", plural="plural", valid_from="valid_from", valid_to="valid_to",
            preferred="preferred",
        ),
        sources=_sources(known_by),
    )  # fmt: skip


def _sources(known_by: date) -> dict[str, Row]:
    """The sources dated until a day, oldest first."""
    rows = _rows(
        Source.objects.filter(dated_on__lte=known_by).order_by("dated_on", "key"),
        key="key", title="title", paper="paper", body="body", dated_on="dated_on",
    )  # fmt: skip
    return {row["key"]: row for row in rows}


def _facts_of_projects(known: Q) -> dict[str, dict[str, Rows]]:
    """One read for each kind of fact."""

    def newest_last(model: type[Model]) -> QuerySet[Any]:
        return model._default_manager.filter(known).order_by("stated_on", "id")

    states = newest_last(StateVersion)
    return {
        "states": _by(
            states, "project__slug", state="state", word="word", reason="reason", inferred="inferred",
            stated_on="stated_on", review_on="review_on", unit="receiving_unit__name", sources="sources",
        ),
        "dates": _by(
            newest_last(ProjectDate), "project__slug", kind="kind", text="date", sources="sources",
            stated_on="stated_on",
        ),
        "texts": _by(
            newest_last(SheetText), "project__slug", field="field", text="text", sources="sources",
            stated_on="stated_on",
        ),
        "parts": _by(newest_last(Part), "project__slug", name="name", state="state", note="note", sources="sources"),
        "prospects": _by(
            newest_last(Prospect), "project__slug", kind="kind", text="text", countermeasure="countermeasure",
            owner="owner__title", closed_on="closed_on", sources="sources",
        ),
        "groups": _by(
            newest_last(TargetGroup), "project__slug", text="text", involved="involved", phase="phase",
            sources="sources",
        ),
        "involvements": _by(
            Involvement.objects.filter(known).order_by("first_on", "id"),
            "project__slug", body="body__name", short="body__short", text="date", first_on="first_on", what="what",
            result="result", paper="paper", planned="planned", later="later_date", sources="sources",
        ),
        "resources": _by(
            newest_last(Resource), "project__slug", kind="kind", what="what", amount="amount", unit="unit",
            period="period", year="budget_year", funder="funder", funding="funding", sources="sources",
        ),
        "reached": _by(newest_last(MilestoneDate), "milestone__project__slug", stated_on="stated_on"),
        "confirmed": _by(newest_last(Confirmation), "project__slug", stated_on="stated_on"),
        "methods": _by(
            newest_last(MethodUse), "project__slug", name="method__name", planned="planned", sources="sources"
        ),
        "figures": _by(
            newest_last(Figure), "project__slug", what="what", value="value", unit="unit", year="year",
            stated_on="stated_on", sources="sources",
        ),
    }  # fmt: skip


def _contradictions() -> Rows:
    """All contradictions with the slugs of what they concern; three reads."""
    rows = _rows(
        Contradiction.objects.order_by("number"),
        pk="pk", number="number", what="what", first="first", second="second", refs="refs", decision="decision",
        decided_on="decided_on", reason="reason",
    )  # fmt: skip
    concerned: dict[str, dict[int, list[str]]] = {}
    for name in ("projects", "themes"):
        pairs = Contradiction.objects.filter(**{f"{name}__isnull": False}).order_by(f"{name}__slug")
        concerned[name] = defaultdict(list)
        for pk, slug in pairs.values_list("pk", f"{name}__slug"):
            concerned[name][pk].append(slug)
    return [{**row, **{name: concerned[name].get(row["pk"], []) for name in concerned}} for row in rows]


def _rows(rows: QuerySet[Any], **columns: str) -> Rows:
    names = tuple(columns)
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*columns.values())]


def _only(rows: QuerySet[Any], key: str, **columns: str) -> dict[str, Row]:
    """Rows by a column that is unique among them."""
    return {owner: found[0] for owner, found in _by(rows, key, **columns).items()}


def _by(rows: QuerySet[Any], key: str, **columns: str) -> dict[str, Rows]:
    """Rows grouped by a column that is not among the others."""
    names = tuple(columns)
    grouped: dict[str, Rows] = defaultdict(list)
    for owner, *row in rows.values_list(key, *columns.values()):
        grouped[owner].append(dict(zip(names, row, strict=True)))
    return grouped

"""What of a lead project can be found by search: all its names, texts, goals, milestones, parts, units, methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Model

from querwerk.journal.actions import NOBODY
from querwerk.search.actions import Doc

from ..models import (
    Figure,
    GoalVersion,
    Involvement,
    MethodUse,
    Milestone,
    Obstacle,
    Part,
    Project,
    ProjectName,
    Prospect,
    Resource,
    Responsibility,
    SheetText,
    StrategyLink,
    TargetGroup,
)
from ..rules import visible_to

KIND = "project"
_SUMMARY = SheetText.Field.DESCRIPTION
#: (table, way to the project, fields that hold words)
_TEXTS: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (SheetText, "project", ("text",)),
    (GoalVersion, "goal__project", ("text", "reason")),
    (Milestone, "project", ("name", "note")),
    (Part, "project", ("name", "note")),
    (Prospect, "project", ("text", "countermeasure")),
    (TargetGroup, "project", ("text",)),
    (Figure, "project", ("what",)),
    (Resource, "project", ("what", "funder")),
    (Obstacle, "project", ("text", "kind__name")),
    (MethodUse, "project", ("method__name",)),
    (Involvement, "project", ("what", "paper", "body__name")),
    (Responsibility, "project", ("unit__name", "unit__short", "partner")),
    (StrategyLink, "project", ("goal__text", "goal__strategy__name")),
)


def documents(ids: Collection[int] | None = None) -> list[Doc]:
    """The documents of these projects (of all, if None): the same number of statements for one and for thousands."""
    chosen = Project.objects.all() if ids is None else Project.objects.filter(pk__in=ids)
    public = set(visible_to(NOBODY).filter(pk__in=chosen.values("pk")).values_list("pk", flat=True))
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for project, found in _rows(ProjectName, "project", ("name",), ids):
        names[project].update(dict.fromkeys(found))
    texts: dict[int, dict[str, None]] = defaultdict(dict)
    for table, way, fields in _TEXTS:
        for project, found in _rows(table, way, fields, ids):
            texts[project].update(dict.fromkeys(text for text in found if text))
    # Where nobody described a project, its newest goal tells what it is about. Oldest first: the newest stays.
    summaries = {project: found[0] for project, found in _rows(GoalVersion, "goal__project", ("text",), ids)}
    summaries |= {project: found[0] for project, found in _rows(SheetText, "project", ("text",), ids, field=_SUMMARY)}
    return [
        Doc(
            kind=KIND,
            slug=slug,
            title=name,
            names=tuple(other for other in names[pk] if other != name),
            summary=summaries.get(pk, ""),
            texts=tuple(text for text in texts[pk] if text != summaries.get(pk)),
            internal=pk not in public,
        )
        for pk, slug, name in chosen.order_by("pk").values_list("pk", "slug", "name")
    ]


def _rows(
    table: type[Model], way: str, fields: tuple[str, ...], ids: Collection[int] | None, **only: str
) -> Iterator[tuple[int, list[str]]]:
    rows = table._default_manager.filter(**{f"{way}__isnull": False}, **only)
    if ids is not None:
        rows = rows.filter(**{f"{way}__in": ids})
    order = [field for field in ("valid_from", "stated_on") if field in {f.name for f in table._meta.get_fields()}]
    for project, *found in rows.order_by(*order, "pk").values_list(way, *fields):
        yield project, found

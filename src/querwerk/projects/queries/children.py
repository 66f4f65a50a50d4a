"""Everything that hangs on one project, read in a single statement whatever there is of it.

Each child table yields rows (number of its kind, JSON object); one UNION ALL joins them, and each object becomes the
frozen row of its kind. The statement is compiled once for each set of roles and kept: only the project's key changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, F, Func, JSONField, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from pydantic import TypeAdapter

from querwerk.journal.actions import Actor
from querwerk.prepared import Prepared, Slot
from querwerk.structure.models import HouseRule, Source, Theme, ThemeName, ThemeRole

from .. import models
from ..rules import open_attachment, open_contradiction, seen_by
from . import facts

_PROJECT = Slot("project", BigIntegerField())


@dataclass(frozen=True, slots=True)
class Child:
    """How one kind of row is read: its table, the way to the project, and where fields have another name there."""

    row: type[Any]
    table: type[Model]
    project: str = "project"
    renamed: Mapping[str, str] = field(default_factory=dict)
    #: The way to another project that the reader has to be allowed to see.
    other: str = ""
    #: What a reader may see of it.
    only: Callable[[Actor], Q] | None = None


@dataclass(frozen=True, slots=True)
class Children:
    """The rows of each kind, oldest first where they have a day."""

    names: list[facts.Name]
    states: list[facts.StateFact]
    responsible: list[facts.Responsible]
    texts: list[facts.Text]
    goals: list[facts.GoalVersion]
    parts: list[facts.Part]
    prospects: list[facts.Prospect]
    target_groups: list[facts.TargetGroup]
    strategies: list[facts.Served]
    dates: list[facts.ProjectDate]
    milestones: list[facts.MilestoneName]
    milestone_dates: list[facts.MilestoneDate]
    figures: list[facts.Figure]
    involvements: list[facts.Involvement]
    before: list[facts.Kin]
    after: list[facts.Kin]
    resources: list[facts.Resource]
    methods: list[facts.Method]
    obstacles: list[facts.Obstacle]
    contradictions: list[facts.Contradiction]
    attachments: list[facts.Attachment]
    also_serves: list[facts.OtherTheme]
    theme_names: list[facts.ThemeName]
    theme_roles: list[facts.ThemeRole]
    confirmed: list[facts.Confirmed]
    rules: list[facts.Rule]
    sources: list[facts.SourceFact]


_UNIT = {"unit": "unit__name", "unit_slug": "unit__slug", "unit_short": "unit__short", "post": "post__title"}
_RECEIVER = {"receiver": "receiving_unit__name", "receiver_slug": "receiving_unit__slug"}
CHILDREN: dict[str, Child] = {
    "names": Child(facts.Name, models.ProjectName),
    "states": Child(facts.StateFact, models.StateVersion, renamed=_RECEIVER),
    "responsible": Child(facts.Responsible, models.Responsibility, renamed=_UNIT),
    "texts": Child(facts.Text, models.SheetText),
    "goals": Child(facts.GoalVersion, models.GoalVersion, "goal__project", {"position": "goal__position"}),
    "parts": Child(facts.Part, models.Part),
    "prospects": Child(facts.Prospect, models.Prospect, renamed={"owner": "owner__title"}),
    "target_groups": Child(facts.TargetGroup, models.TargetGroup),
    "strategies": Child(
        facts.Served,
        models.StrategyLink,
        renamed={"strategy": "goal__strategy__name", "code": "goal__code", "text": "goal__text"},
    ),
    "dates": Child(facts.ProjectDate, models.ProjectDate),
    "milestones": Child(facts.MilestoneName, models.Milestone),
    "milestone_dates": Child(facts.MilestoneDate, models.MilestoneDate, "milestone__project"),
    "figures": Child(facts.Figure, models.Figure),
    "involvements": Child(
        facts.Involvement, models.Involvement, renamed={"body": "body__short", "body_name": "body__name"}
    ),
    "before": Child(
        facts.Kin,
        models.Lineage,
        "later",
        {"slug": "earlier__slug", "name": "earlier__name", "state": "earlier__state"},
        other="earlier",
    ),
    "after": Child(
        facts.Kin,
        models.Lineage,
        "earlier",
        {"slug": "later__slug", "name": "later__name", "state": "later__state"},
        other="later",
    ),
    "resources": Child(facts.Resource, models.Resource),
    "methods": Child(facts.Method, models.MethodUse, renamed={"name": "method__name", "kind": "method__kind"}),
    "obstacles": Child(facts.Obstacle, models.Obstacle, renamed={"kind": "kind__name"}),
    "contradictions": Child(facts.Contradiction, models.Contradiction, "projects", only=open_contradiction),
    "attachments": Child(facts.Attachment, models.Attachment, only=open_attachment),
    "also_serves": Child(facts.OtherTheme, Theme, "served_by"),
    "theme_names": Child(facts.ThemeName, ThemeName, "theme__projects"),
    "theme_roles": Child(facts.ThemeRole, ThemeRole, "theme__projects", {"post": "post__title"}),
    "confirmed": Child(facts.Confirmed, models.Confirmation),
    "rules": Child(facts.Rule, HouseRule, ""),
    "sources": Child(facts.SourceFact, Source, ""),
}
_TAGS = tuple(CHILDREN)
_JSON_FIELDS = frozenset({"sources", "flags", "oparl", "refs"})
_READERS = tuple(TypeAdapter(child.row).validator.validate_json for child in CHILDREN.values())


def children(project: int, actor: Actor) -> Children:
    """All rows of a project that a reader may see."""
    found: dict[str, list[Any]] = {tag: [] for tag in _TAGS}
    for number, _, content in sorted(_statement(actor.rights).rows(project=project)):
        found[_TAGS[number]].append(_READERS[number](content))
    for rows in found.values():
        if rows and hasattr(rows[0], "stated_on"):
            rows.sort(key=lambda row: row.stated_on)
    return Children(**found)


@lru_cache(maxsize=64)
def _statement(reader: Actor) -> Prepared:
    """What a reader may see follows from the rights alone (:mod:`..rules`)."""
    first, *rest = [_rows(number, child, reader) for number, child in enumerate(CHILDREN.values())]
    return Prepared(lambda: first.union(*rest, all=True).order_by())


def _rows(number: int, child: Child, reader: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = child.table._default_manager.all()
    if child.project:
        rows = rows.filter(**{child.project: _PROJECT})
    if child.other:
        rows = rows.filter(seen_by(reader, f"{child.other}__"))
    if child.only:
        rows = rows.filter(child.only(reader))
    content = JSONObject(**{f.name: _value(child, f.name) for f in fields(child.row)})
    tagged: QuerySet[Any] = rows.annotate(child=Value(number), content=content)
    return tagged.values_list("child", "pk", "content")


def _value(child: Child, name: str) -> Combinable:
    path = child.renamed.get(name, name)
    return _Inner(path) if name in _JSON_FIELDS else F(path)


class _Inner(Func):
    """A JSON column as part of an object: SQLite stores JSON as text and has to be told."""

    template = "%(expressions)s"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="JSON(%(expressions)s)", **extra)

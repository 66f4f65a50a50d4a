"""The register of obstacles: what stood in the way, of what kind, where, and whether it still does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from querwerk.journal.actions import Actor
from querwerk.structure.models import Theme
from querwerk.tables import page_number, pages_of

from ..models import Obstacle, ObstacleKind
from ..rules import seen_by

PAGE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """Which obstacles a reader wants: a kind, a theme, and ``open``, ``escalated`` or ``resolved`` (empty: any)."""

    kind: str = ""
    theme: str = ""
    stand: str = ""
    page: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Choice:
        """From the parameters of an address; what is not known counts as not asked."""
        stand = asked.get("stand", "")
        return cls(
            kind=_slug(asked.get("art", "")),
            theme=_slug(asked.get("thema", "")),
            stand=stand if stand in ("offen", "eskaliert", "behoben") else "",
            page=page_number(asked.get("seite", "")),
        )


def _slug(text: str) -> str:
    return text if re.fullmatch(r"[\w-]{1,80}", text) else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One obstacle with its place: a project, a theme, or (both empty) the way of working."""

    kind: str
    text: str
    stated_on: date
    escalated_on: date | None
    resolved_on: date | None
    sources: list[str]
    project: str
    project_name: str
    theme: str
    theme_name: str


@dataclass(frozen=True, slots=True)
class Register:
    """The chosen obstacles, those of the page asked for, and what can be chosen (kinds with their numbers)."""

    choice: Choice
    every: tuple[Line, ...]
    lines: tuple[Line, ...]
    pages: int
    kinds: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]


def register(actor: Actor, choice: Choice) -> Register:
    """The obstacles a reader may see, newest first: three statements."""
    seen = Obstacle.objects.filter(seen_by(actor, "project__"))
    rows = _chosen(seen, choice)
    fields = ("kind__name", "text", "stated_on", "escalated_on", "resolved_on", "sources")
    places = (
        Coalesce("project__slug", Value("")),
        Coalesce("project__name", Value("")),
        Coalesce("theme__slug", "project__theme__slug", Value("")),
        Coalesce("theme__name", "project__theme__name", Value("")),
    )
    ordered = rows.order_by("-stated_on", "pk").values_list(*fields, *places)
    found = tuple(Line(*row) for row in ordered)
    first = (choice.page - 1) * PAGE
    counts = dict(seen.values_list("kind").annotate(Count("pk")))
    kinds = ObstacleKind.objects.order_by("name").values_list("pk", "slug", "name")
    return Register(
        choice=choice,
        every=found,
        lines=found[first : first + PAGE],
        pages=pages_of(len(found), PAGE),
        kinds=tuple((slug, f"{name} ({counts[key]})") for key, slug, name in kinds if key in counts),
        themes=tuple(Theme.objects.order_by("position").values_list("slug", "name")),
    )


def _chosen(rows: QuerySet[Obstacle], choice: Choice) -> QuerySet[Obstacle]:
    if choice.kind:
        rows = rows.filter(kind__slug=choice.kind)
    if choice.theme:
        rows = rows.filter(Q(theme__slug=choice.theme) | Q(project__theme__slug=choice.theme))
    if choice.stand == "offen":
        rows = rows.filter(resolved_on=None)
    elif choice.stand == "eskaliert":
        rows = rows.filter(resolved_on=None, escalated_on__isnull=False)
    elif choice.stand == "behoben":
        rows = rows.filter(resolved_on__isnull=False)
    return rows

"""Where sources disagree, over all projects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from querwerk.journal.actions import Actor

from ..models import Contradiction
from ..rules import contradictions_visible_to, visible_to


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two statements with the projects and themes (slug, name) they are about, and what was decided."""

    number: int
    what: str
    first: str
    second: str
    refs: tuple[str, ...]
    decision: str
    decided_on: date | None
    reason: str
    projects: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, str], ...] = ()


def contradictions(actor: Actor, *, number: int | None = None) -> list[Disagreement]:
    """The contradictions a reader may see by number (or one), each with its projects: three statements."""
    rows = contradictions_visible_to(actor).order_by("number")
    if number is not None:
        rows = rows.filter(number=number)
    projects: dict[int, list[tuple[str, str]]] = defaultdict(list)
    linked = Contradiction.projects.through.objects.filter(project__in=visible_to(actor)).order_by("project__name")
    for key, slug, name in linked.values_list("contradiction__number", "project__slug", "project__name"):
        projects[key].append((slug, name))
    themes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    served = Contradiction.themes.through.objects.order_by("theme__position")
    for key, slug, name in served.values_list("contradiction__number", "theme__slug", "theme__name"):
        themes[key].append((slug, name))
    fields = ("number", "what", "first", "second", "refs", "decision", "decided_on", "reason")
    return [
        Disagreement(
            row["number"],
            row["what"],
            row["first"],
            row["second"],
            tuple(row["refs"]),
            row["decision"],
            row["decided_on"],
            row["reason"],
            tuple(projects[row["number"]]),
            tuple(themes[row["number"]]),
        )
        for row in rows.values(*fields)
    ]

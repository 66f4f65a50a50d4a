"""How projects follow each other, and which strategy goals they serve."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.structure.models import StrategyGoal

from ..access import STEERING
from ..labels import LINEAGE
from ..lifecycle import LineageKind
from ..models import Lineage, Project, StrategyLink
from .change import changed_project, own


def link_lineage(
    slug: str,
    *,
    later: Project,
    kind: str,
    planned: bool = False,
    note: str = "",
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Says how this project leads to a later one. Refuses a circle and names it."""
    with changed_project(slug, "lineage_linked", version=version, of=STEERING, by=by, at=at) as change:
        if kind != LineageKind.RELATED:
            refuse_circle(change.project, later, field="later")
        if Lineage.objects.filter(earlier=change.project, later=later, kind=kind).exists():
            raise Refused(_("This link exists already."), field="later")
        Lineage.objects.create(
            earlier=change.project, later=later, kind=kind, planned=planned, note=note, **change.stamp
        )
        change.tell(str(kind), None, later.name)


def refuse_circle(earlier: Project, later: Project, *, field: str) -> None:
    """Refuses when ``earlier`` already comes after ``later``: a project cannot be its own ancestor."""
    if earlier.pk == later.pk:
        raise Refused(_("A project cannot follow itself."), field=field)
    edges: dict[int, list[tuple[int, str]]] = {}
    rows = Lineage.objects.exclude(kind=LineageKind.RELATED).values_list("earlier", "later", "kind")
    for before, after, kind in rows:
        edges.setdefault(before, []).append((after, kind))
    paths: list[tuple[int, list[tuple[int, str]]]] = [(later.pk, [])]
    seen = {later.pk}
    while paths:
        at, way = paths.pop(0)
        if at == earlier.pk:
            raise Refused(_circle(later, way), field=field)
        for after, kind in edges.get(at, []):
            if after not in seen:
                seen.add(after)
                paths.append((after, [*way, (after, kind)]))


def _circle(first: Project, way: list[tuple[int, str]]) -> str:
    names = dict(Project.objects.filter(pk__in=[pk for pk, _kind in way]).values_list("pk", "name"))
    steps = [first.name, *(f"{LINEAGE[LineageKind(kind)][0]} {names[pk]}" for pk, kind in way)]
    return _("That would be a circle: %(circle)s – and this project would lead back to %(first)s.") % {
        "circle": ", ".join(steps),
        "first": first.name,
    }


def link_strategy(slug: str, *, goal: StrategyGoal, version: int, by: Actor, at: datetime) -> None:
    """The project serves a goal of a strategy."""
    with changed_project(slug, "strategy_linked", version=version, of=STEERING, by=by, at=at) as change:
        if change.project.strategy_links.filter(goal=goal).exists():
            raise Refused(_("The project serves this goal already."), field="goal")
        StrategyLink.objects.create(project=change.project, goal=goal, **change.stamp)
        change.tell("strategy_goal", None, goal.text)


def unlink_strategy(slug: str, strategy_link: int, *, reason: str, version: int, by: Actor, at: datetime) -> None:
    """The project no longer serves a goal; the journal remembers that it did."""
    with changed_project(
        slug, "strategy_unlinked", version=version, reason=reason, of=STEERING, by=by, at=at
    ) as change:
        row = own(change.project.strategy_links.select_related("goal"), strategy_link)
        change.tell("strategy_goal", row.goal.text, None)
        row.delete()

"""Where a project came from: the idea, its sprint and the inquiries it took up; what waits to become one."""

from __future__ import annotations

from dataclasses import dataclass

from querwerk.intake.rules import visible_to as inquiries_for
from querwerk.journal.actions import Actor
from querwerk.sprints.lifecycle import Exit
from querwerk.sprints.models import Idea, Sprint
from querwerk.sprints.rules import may_read_ideas, may_settle_ideas, visible_to
from querwerk.structure.models import Theme
from querwerk.teams.queries.results import still_open
from querwerk.teams.rules import visible_to as teams_for

from ..models import Project


@dataclass(frozen=True, slots=True)
class Origin:
    """The way back from a project: what the reader may not see is left out."""

    idea: str
    idea_pk: int | None
    sprint: str
    sprint_slug: str
    team: str
    team_slug: str
    inquiries: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """An idea with a team at the closing of its sprint, and the candidate it has become."""

    pk: int
    title: str
    first_step: str
    candidate: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """A sprint about to close, or closed: what is still open, and what becomes a candidate. ``theme`` is what its unit
    and its inquiries suggest."""

    pk: int
    slug: str
    title: str
    state: str
    still_open: tuple[tuple[int, str], ...]
    leaving: tuple[Leaving, ...]
    parked: int
    theme: int | None


def origin_of(project: int, actor: Actor) -> Origin | None:
    """Where a project came from, as far as the reader may follow; None for one that was proposed in words."""
    threads = Project.objects.filter(pk=project, origin__isnull=False).values("origin")
    idea = Idea.objects.select_related("sprint").filter(thread__in=threads).first()
    if idea is None:
        return None
    sprint = visible_to(actor).filter(pk=idea.sprint_id).first()
    reads = sprint is not None and may_read_ideas(actor, sprint)
    team = teams_for(actor).filter(origin=idea.thread).order_by("-pk").first()
    inquiries = inquiries_for(actor).filter(sprints__sprint=idea.sprint_id).order_by("pk").values_list("pk", "title")
    return Origin(
        idea.title, idea.pk if reads else None, sprint.title if sprint else "", sprint.slug if sprint else "",
        team.name if team else "", team.slug if team else "", tuple(inquiries),
    )  # fmt: skip


def closing_page(slug: str, actor: Actor) -> ClosingPage | None:
    """What closing a sprint means, for whoever may; None for everybody else."""
    sprint = visible_to(actor).filter(slug=slug).first()
    if sprint is None or not may_settle_ideas(actor, sprint):
        return None
    rows = list(sprint.ideas.order_by("pk").values_list("pk", "thread", "title", "way_out", "first_step"))
    made = dict(Project.objects.filter(origin__in=[row[1] for row in rows]).values_list("origin", "slug"))
    return ClosingPage(
        sprint.pk, sprint.slug, sprint.title, sprint.state,
        tuple(still_open(sprint.pk)),
        tuple(Leaving(pk, title, step, made.get(thread, "")) for pk, thread, title, way, step in rows
              if way == Exit.TEAM),
        sum(way == Exit.PARKED for _pk, _thread, _title, way, _step in rows), _suggested(sprint),
    )  # fmt: skip


def _suggested(sprint: Sprint) -> int | None:
    """The one theme that the department of the sprint or of its inquiries answers for; none when there are several."""
    units = [sprint.unit_id, *sprint.subjects.values_list("inquiry__unit", flat=True)]
    known = [unit for unit in units if unit is not None]
    themes = Theme.objects.filter(department__in=known) | Theme.objects.filter(department__children__unit__in=known)
    found = set(themes.values_list("pk", flat=True)) if known else set()
    return found.pop() if len(found) == 1 else None

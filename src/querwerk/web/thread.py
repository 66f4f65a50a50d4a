"""The one place that sees all stages: what a page of an earlier slice shows of later ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import BigIntegerField, DateField, Q
from django.utils import timezone

from querwerk.delivery.labels import PHASES
from querwerk.delivery.models import Period, Phase, Statement
from querwerk.delivery.queries.support import LoanLine
from querwerk.delivery.queries.support import loans_of as _loans_of
from querwerk.delivery.rules import visible_to
from querwerk.journal.actions import NOBODY, Actor
from querwerk.prepared import Prepared, Slot
from querwerk.projects import labels
from querwerk.projects.lifecycle import State as ProjectState
from querwerk.projects.models import Project, Responsibility
from querwerk.projects.queries.board import Row
from querwerk.projects.queries.portfolio import Wanted, all_rows
from querwerk.projects.rules import seen_by
from querwerk.projects.rules import visible_to as projects_for
from querwerk.structure.queries import valid_on
from querwerk.teams.queries.results import TeamOfIdea, reads, shown_results
from querwerk.teams.queries.results import teams_of_sprint as _teams_of_sprint
from querwerk.threads import Stage
from querwerk.trails.models import Trail
from querwerk.trails.rules import visible_to as trails_for

from .labels import KINDS
from .way import came_of as _came_of

PROJECT_LABELS = labels
#: The words for the kinds of stages.
STAGES = KINDS


def projects_of_unit(slug: str, actor: Actor) -> list[Row]:
    """The projects a unit works or worked on, in the order of the themes."""
    return all_rows(actor, Wanted(unit=slug), today=timezone.localdate())


def teams_of_sprint(sprint: int) -> dict[int, TeamOfIdea]:
    """The team of each idea of a sprint that has one."""
    return _teams_of_sprint(sprint)


def reads_result(slug: str, actor: Actor) -> bool:
    """Whether a reader may see the result of a sprint."""
    return reads(slug, actor)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The candidate or project that an idea has become; ``slug`` is empty where the reader may not open it."""

    name: str
    slug: str


def candidates_of(ideas: Sequence[UUID], actor: Actor, *, near: bool) -> dict[UUID, Candidate]:
    """What ideas have become, as far as a reader may see it. Who is near them, having worked in their sprint or having
    read them there, learns that they are candidates also where the candidate itself is not theirs to read."""
    grown = Project.objects.filter(origin__in=ideas)
    seen = seen_by(actor)
    rows = grown.filter(seen | Q(state=ProjectState.CANDIDATE) if near else seen)
    open_to = set(grown.filter(seen).values_list("pk", flat=True))
    return {row.origin: Candidate(row.name, row.slug if row.pk in open_to else "") for row in rows if row.origin}


def came_of(asked: UUID) -> list[Stage]:
    """What has come of something that was asked without a name, as far as everybody may see it.

    Whoever asked was told of the sprint that took it up; so its published result is found from here also where the
    page of the sprint is the house's own.
    """
    shown = shown_results(everybody=True).filter(subjects__inquiry__thread=asked)
    return _came_of({asked, *shown.values_list("thread", flat=True)}, NOBODY)


@dataclass(frozen=True, slots=True)
class Lead:
    """A post that leads a project, and since when."""

    slug: str
    project: str
    post: str
    unit: str
    valid_from: date
    valid_to: date | None


def trail_of_finding(origin: UUID, actor: Actor) -> Trail | None:
    """The paper trail with the finding an inquiry grew from, if the reader may see it."""
    return trails_for(actor).filter(findings__thread=origin).first()


def leads_on(on: date, actor: Actor) -> list[Lead]:
    """The network of leads: which posts led which projects an actor may see on a day."""
    rows = Responsibility.objects.filter(valid_on(on), role=Responsibility.Role.LEAD, project__in=projects_for(actor))
    named = rows.exclude(post=None).order_by("project__name", "valid_from")
    columns = ("project__slug", "project__name", "post__title", "post__unit__short", "valid_from", "valid_to")
    return [Lead(*row) for row in named.values_list(*columns)]


def loans_of(project: int, actor: Actor, on: date) -> list[LoanLine]:
    """The posts of the support pool that work for a project on a day or later, for those who may see that."""
    return _loans_of(project, actor, on=on)


def phase_word(phase: str) -> str:
    """What a phase of support is called."""
    return str(PHASES[Phase(phase)])


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What a project said for a period."""

    period: str
    stated_on: date
    state: str
    successes: str
    lessons: str
    outlook: str
    needs: str


def statements_of(project: int, actor: Actor, on: date) -> list[StatementLine]:
    """The statements of a project known on a day, the newest period first, of those periods an actor may see."""
    return [StatementLine(*row) for row in _statements(actor.rights).rows(project=project, on=on)]


@lru_cache(maxsize=64)
def _statements(reader: Actor) -> Prepared:
    """What a reader may see follows from the rights alone (:mod:`querwerk.delivery.rules`)."""
    return Prepared(
        lambda: (
            Statement.objects.filter(project=Slot("project", BigIntegerField()), stated_on__lte=Slot("on", DateField()))
            .filter(period__in=visible_to(reader, Period.objects.all()))
            .order_by("-period__ends_on")
            .values_list("period__label", "stated_on", "state", "successes", "lessons", "outlook", "needs")
        )
    )

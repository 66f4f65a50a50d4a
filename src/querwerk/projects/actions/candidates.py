"""From a sprint to the candidates: an idea that leaves with a team is proposed by that, and nobody types it twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.search.actions import index
from querwerk.sprints.actions.ideas import StillOpen, close_sprint
from querwerk.sprints.lifecycle import Exit
from querwerk.sprints.lifecycle import State as SprintState
from querwerk.sprints.models import Idea, Sprint
from querwerk.sprints.rules import may_settle_ideas
from querwerk.structure.models import Post, Theme
from querwerk.teams.lifecycle import BELONGS, Part
from querwerk.teams.models import Membership
from querwerk.teams.queries.results import still_open

from ..lifecycle import State
from ..models import Project, ProjectName, Responsibility, StateVersion
from ..queries.documents import documents
from ..rules import may_propose
from .change import Change
from .lifecycle import free_address


def close_with_candidates(
    sprint: Sprint, *, themes: Mapping[int, Theme | None], by: Actor, at: datetime
) -> list[Project]:
    """Closes a sprint and makes a candidate of each idea with a team whose theme is chosen; all or nothing."""
    with transaction.atomic():
        if left := still_open(sprint.pk):
            raise StillOpen(left)
        closed = close_sprint(sprint, by=by, at=at)
        ideas = closed.ideas.filter(way_out=Exit.TEAM.value).order_by("pk")
        return [make_candidate(idea, theme=theme, by=by, at=at) for idea in ideas if (theme := themes.get(idea.pk))]


def make_candidate(idea: Idea, *, theme: Theme, by: Actor, at: datetime) -> Project:
    """The candidate an idea with a team becomes: same title, same words, its team's lead as the lead.

    The team and the first step are the reason that others have to give in words; so whoever closes the sprint proposes
    for any theme, and so does whoever may propose for it (ADR 0021).
    """
    sprint = idea.sprint
    if not (may_settle_ideas(by, sprint) or may_propose(by, theme)):
        raise Refused(_("Your post may not propose a project for this theme."), field="theme")
    if idea.way_out != Exit.TEAM or sprint.state not in (SprintState.CLOSED, SprintState.PUBLISHED):
        raise Refused(_("Only an idea that has left its sprint with a team becomes a candidate."))
    on, lead = timezone.localdate(at), _lead(idea)
    try:
        with transaction.atomic():
            project = Project.objects.create(
                slug=free_address(idea.title), name=idea.title, theme=theme, state=State.CANDIDATE, origin=idea.thread,
                first_seen_on=on, updated_on=on,
            )  # fmt: skip
            change = Change(project, on)
            ProjectName.objects.create(project=project, name=idea.title, valid_from=on, **change.stamp)
            StateVersion.objects.create(project=project, state=State.CANDIDATE, **change.stamp)
            change.tell("name", None, idea.title)
            change.tell("theme", None, theme.name)
            change.tell("state", None, State.CANDIDATE.value)
            change.tell("origin", None, str(idea.thread))
            for field, text in (("description", idea.text), ("next_steps", _first_step(idea))):
                if text:
                    project.texts.create(field=field, text=text, **change.stamp)
                    change.tell(field, None, text)
            if lead is not None:
                Responsibility.objects.create(
                    project=project, unit=lead.unit, post=lead, role=Responsibility.Role.LEAD, valid_from=on,
                    **change.stamp,
                )  # fmt: skip
                change.tell("lead", None, lead.title)
            record(Event("projects.proposed", project.thread, facts=change.facts), by=by, at=at)
            index(documents([project.pk]))
    except IntegrityError as error:
        raise Refused(_("This idea is a candidate already.")) from error
    return project


def _lead(idea: Idea) -> Post | None:
    """The post of whoever leads the team of an idea."""
    belonging = sorted(standing.value for standing in BELONGS)
    leading = Membership.objects.filter(team__idea=idea, part=Part.LEAD.value, standing__in=belonging)
    found = leading.select_related("post__unit").first()
    return found.post if found else None


def _first_step(idea: Idea) -> str:
    return f"{idea.first_step_on:%d.%m.%Y}: {idea.first_step}" if idea.first_step_on else ""

"""What a sprint has come to: its ideas with their teams and first steps, what is parked and why, what happens next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.journal.actions import Actor
from querwerk.sprints.lifecycle import Exit, Showing, State
from querwerk.sprints.models import Result, Sprint
from querwerk.sprints.queries.ideas import IdeaLine, ideas_of
from querwerk.sprints.rules import may_publish_result, may_read_ideas, may_read_result, may_settle_ideas, visible_to
from querwerk.structure.models import Account

from ..lifecycle import BELONGS, FEWEST, Part
from ..models import Membership, Team
from .teams import name_of

_BELONGING = sorted(standing.value for standing in BELONGS)


@dataclass(frozen=True, slots=True)
class TeamOfIdea:
    """The team of an idea: ``people`` are names of those who wish it, else units."""

    slug: str
    name: str
    state: str
    people: tuple[str, ...]
    lead: str
    inside: int
    partners: tuple[str, ...]

    @property
    def fit(self) -> bool:
        """Whether a lead and enough people belong to it."""
        return bool(self.lead) and self.inside >= FEWEST

    @property
    def lacks(self) -> str:
        """What the team still lacks before it can begin, in words."""
        if not self.lead:
            return _("nobody leads it yet")
        if self.inside < FEWEST:
            missing = FEWEST - self.inside
            return ngettext("%(num)s person is missing", "%(num)s people are missing", missing) % {"num": missing}
        return _("the first step is missing")


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result of a sprint as one reader sees it; ``opens``: the page of the sprint too."""

    pk: int
    slug: str
    title: str
    question: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    showing: str
    outlook: str
    released_on: date | None
    released_post: str
    version: int
    ideas: tuple[IdeaLine, ...]
    teams: Mapping[int, TeamOfIdea]
    settles: bool
    publishes: bool
    inside: bool
    opens: bool

    @property
    def with_team(self) -> tuple[IdeaLine, ...]:
        return tuple(line for line in self.ideas if line.way_out == Exit.TEAM)

    @property
    def parked(self) -> tuple[IdeaLine, ...]:
        return tuple(line for line in self.ideas if line.way_out == Exit.PARKED)


def result_page(slug: str, actor: Actor) -> ResultPage | None:
    """The result of a sprint that is over; None where the reader may not see it (yet)."""
    sprint = Sprint.objects.filter(slug=slug, state__in=[State.CLOSED.value, State.PUBLISHED.value]).first()
    known = _known(sprint, actor) if sprint else None
    if sprint is None or known is None:
        return None
    publishes = may_publish_result(actor)
    return ResultPage(
        sprint.pk, sprint.slug, sprint.title, sprint.question, sprint.place, sprint.starts_at, sprint.ends_at,
        sprint.state, known.showing, known.outlook, known.released_on, known.released_post, known.version,
        ideas_of(sprint.pk), teams_of_sprint(sprint.pk), may_settle_ideas(actor, sprint), publishes,
        may_read_ideas(actor, sprint), visible_to(actor).filter(pk=sprint.pk).exists(),
    )  # fmt: skip


def shown_results(*, everybody: bool) -> Any:
    """The addresses of the results that are shown in the house, or to everybody."""
    showings = [Showing.EVERYBODY.value] if everybody else [Showing.EVERYBODY.value, Showing.HOUSE.value]
    return Sprint.objects.filter(state=State.PUBLISHED.value, result__showing__in=showings)


def teams_of_sprint(sprint: int) -> dict[int, TeamOfIdea]:
    """The team of each idea of a sprint that has one; three statements, whoever asks: names by consent alone."""
    return _teams(Q(idea__sprint=sprint))


def team_of_idea(idea: int) -> TeamOfIdea | None:
    """The team of one idea."""
    return _teams(Q(idea=idea)).get(idea)


def reads(slug: str, actor: Actor) -> bool:
    """Whether a reader may see the result of a sprint that is over."""
    sprint = Sprint.objects.filter(slug=slug).first()
    return sprint is not None and _known(sprint, actor) is not None


def _known(sprint: Sprint, actor: Actor) -> Result | None:
    """What is kept of a result, for whoever may read it."""
    known = Result.objects.filter(sprint=sprint).first() or Result(sprint=sprint, version=0)
    return known if may_publish_result(actor) or may_read_result(actor, sprint, known.showing) else None


def still_open(sprint: int) -> list[tuple[int, str]]:
    """The ideas of a sprint (primary key and title) that are open, or whose team has lost people since."""
    teams = teams_of_sprint(sprint)
    return [
        (idea.pk, idea.title)
        for idea in ideas_of(sprint)
        if idea.way_out == Exit.OPEN or (idea.way_out == Exit.TEAM and not (idea.pk in teams and teams[idea.pk].fit))
    ]


def seated_names(sprint: int) -> tuple[Any, dict[int, str]]:
    """Those who sit in a sprint, and how they are called, for whoever forms its teams."""
    accounts = Account.objects.filter(seats__sprint=sprint, seats__state="taken", is_active=True).order_by("username")
    known = accounts.values_list("pk", "username", "person__name")
    return accounts, {pk: name or username for pk, username, name in known}


def _teams(of: Q) -> dict[int, TeamOfIdea]:
    teams = list(Team.objects.filter(of).order_by("pk"))
    places: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(team__in=teams, standing__in=_BELONGING)
    for row in rows.select_related("account__person", "post__unit").order_by("number", "pk"):
        places[row.team_id].append(row)
    partners: dict[int, list[str]] = defaultdict(list)
    for pk, name in Team.objects.filter(of, partners__isnull=False).values_list("pk", "partners__organization"):
        partners[pk].append(name)
    found = {}
    for team in teams:
        if team.idea_id is None:
            continue
        lead = next((row for row in places[team.pk] if row.part == Part.LEAD), None)
        found[team.idea_id] = TeamOfIdea(
            team.slug, team.name, team.state, tuple(shown_as(row) for row in places[team.pk] if row is not lead),
            shown_as(lead) if lead else "", sum(row.part != Part.EXPERT for row in places[team.pk]),
            tuple(sorted(partners[team.pk])),
        )  # fmt: skip
    return found


def shown_as(place: Membership) -> str:
    """Somebody of a team as others read them: the name where they wish it, else the unit, else that they come from
    outside."""
    unit = place.post.unit.short if place.post else ""
    if place.named:
        return f"{name_of(place)} ({unit})" if unit else name_of(place)
    return unit or _("from outside")

"""From inquiry to delivery: how many at each stage, for how long, and what ended where?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from querwerk.analysis.disclosure import EMPLOYEES, release
from querwerk.analysis.lead_times import Stay
from querwerk.analysis.lead_times import funnel as _funnel
from querwerk.intake.models import Inquiry
from querwerk.intake.queries import threads as intake
from querwerk.intake.rules import visible_to as inquiries_for
from querwerk.journal.actions import Actor
from querwerk.projects.models import Project
from querwerk.projects.queries import threads as projects
from querwerk.projects.rules import visible_to as projects_for
from querwerk.sprints.models import Idea, Sprint, Subject
from querwerk.sprints.queries import threads as sprints
from querwerk.sprints.rules import visible_to as sprints_for
from querwerk.teams.models import Team
from querwerk.teams.queries import threads as teams
from querwerk.teams.rules import visible_to as teams_for
from querwerk.threads import At, Spell

__all__ = ["Shown", "Stay", "Window", "exact", "published", "shown"]

#: Stages with people behind each thing: whoever asked, whoever has an idea, whoever carries it. A sprint has many, and
#: what has been prioritised stands on a sheet that everybody reads.
_OF_PEOPLE = frozenset(At) - {At.PRIORITIZED, At.DECIDED, At.DELIVERED, At.SPRINT}

#: What comes to these stages went on from that one: how many, stands there too.
_FROM = {At.ACCEPTED: At.ASKED, At.TEAM: At.IDEA, At.CANDIDATE: At.TEAM}


@dataclass(frozen=True, slots=True)
class Window:
    """Things that reached a stage from one day until another, as seen on a day."""

    since: date
    until: date
    on: date


@dataclass(frozen=True, slots=True)
class Shown:
    """A stage as everybody may see it: figures rounded, small ones joined or left out.

    ``came`` None: too few to show; ``on``, how many went on, None: not to be shown by itself. ``fates`` are (what
    became of them, how many); several together where one of them alone would be too few. The keys are those of
    :class:`Stay`: "on", "open", or how it ended.
    """

    at: At
    came: int | None
    on: int | None = None
    fates: tuple[tuple[tuple[str, ...], int], ...] = ()
    middle: int | None = None


def exact(actor: Actor, window: Window) -> Mapping[At, Stay]:
    """Every stage as an actor may count it: only what they may see."""
    rows = _Rows(inquiries_for(actor), sprints_for(actor), teams_for(actor), projects_for(actor))
    return _funnel(_spells(rows, window.since, window.until), on=window.on)


def published(year: int) -> tuple[Shown, ...]:
    """Every stage of a year that is over, as it stood on its last day.

    One table a year and no other one: two tables over the same things could be subtracted from each other.
    """
    rows = _Rows(Inquiry.objects.all(), Sprint.objects.all(), Team.objects.all(), Project.objects.all())
    until = date(year, 12, 31)
    return shown(_spells(rows, date(year, 1, 1), until), on=until)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is counted."""

    inquiries: QuerySet[Inquiry]
    sprints: QuerySet[Sprint]
    teams: QuerySet[Team]
    projects: QuerySet[Project]


def _spells(rows: _Rows, since: date, until: date) -> list[Spell]:
    """All stays at all stages that began in a time; a constant number of statements."""
    held = sprints.held(Subject.objects.filter(sprint__in=rows.sprints))
    ideas = Idea.objects.filter(sprint__in=rows.sprints)
    return [
        *intake.spells(rows.inquiries, since=since, until=until, held=held),
        *sprints.spells(rows.sprints, since=since, until=until),
        *sprints.spells_of_ideas(ideas, since=since, until=until),
        *teams.spells(rows.teams, since=since, until=until, candidates=projects.candidates(rows.projects)),
        *projects.spells(rows.projects, since=since, until=until),
    ]


def shown(spells: list[Spell], *, on: date) -> tuple[Shown, ...]:
    """What may be shown of the things at each stage. Each thing is counted in one fate of a stage.

    Where a stage hides how many went on, the next one is hidden too: their number could be taken from it, and what
    was joined be told apart by subtracting. All that decides what is hidden is itself shown.
    """
    lines: dict[At, Shown] = {}
    for at, stay in _funnel(spells, on=on).items():
        known = at not in _FROM or lines[_FROM[at]].on is not None
        lines[at] = _shown(at, stay, on) if known else Shown(at, None)
    return tuple(lines.values())


def _shown(at: At, stay: Stay, on: date) -> Shown:
    fates = {"on": stay.on, **stay.ended, "open": stay.open}
    if at not in _OF_PEOPLE:
        known = tuple(((fate,), count) for fate, count in fates.items() if count and at is not At.DELIVERED)
        return Shown(at, stay.came, stay.on, known, _whole(stay.middle) if at is not At.DELIVERED else None)
    released = release({(fate,): count for fate, count in fates.items()}, population=EMPLOYEES, month=on)
    if released.total is None:
        return Shown(at, None)
    lines = tuple((line.members, line.total) for line in released.rows)
    on_alone = next((count for members, count in lines if members == ("on",)), None)
    # a middle of fewer than that could be the span of one of them; counted as shown, so that its absence says nothing
    left = sum(count for members, count in lines if "open" not in members)
    middle = _whole(stay.middle) if left >= EMPLOYEES.least_unit else None
    return Shown(at, released.total, on_alone, lines, middle)


def _whole(days: float | None) -> int | None:
    return None if days is None else round(days)

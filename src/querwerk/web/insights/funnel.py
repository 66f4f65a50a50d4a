"""From inquiry to delivery: how many at each stage, for how long, and what ended where?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
from querwerk.threads import At, Spell

__all__ = ["Shown", "Stay", "Window", "exact", "published", "shown"]

#: Stages with people behind each thing: whoever asked, whoever has an idea, whoever carries it. A sprint has many, and
#: what has been prioritised stands on a sheet that everybody reads.
_OF_PEOPLE = frozenset(At) - {At.PRIORITIZED, At.DECIDED, At.DELIVERED, At.SPRINT}


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
    found = intake.spells(inquiries_for(actor), since=window.since, until=window.until, held={})
    found += projects.spells(projects_for(actor), since=window.since, until=window.until)
    return _funnel(found, on=window.on)


def published(year: int) -> tuple[Shown, ...]:
    """Every stage of a year that is over, as it stood on its last day.

    One table a year and no other one: two tables over the same things could be subtracted from each other.
    """
    since, until = date(year, 1, 1), date(year, 12, 31)
    found = intake.spells(Inquiry.objects.all(), since=since, until=until, held={})
    found += projects.spells(Project.objects.all(), since=since, until=until)
    return shown(found, on=until)


def shown(spells: list[Spell], *, on: date) -> tuple[Shown, ...]:
    """What may be shown of the things at each stage. Each thing is counted in one fate of a stage."""
    return tuple(_shown(at, stay, on) for at, stay in _funnel(spells, on=on).items())


def _shown(at: At, stay: Stay, on: date) -> Shown:
    fates = {"on": stay.on, **stay.ended, "open": stay.open}
    if at not in _OF_PEOPLE:
        known = tuple(((fate,), count) for fate, count in fates.items() if count and at is not At.DELIVERED)
        return Shown(at, stay.came, stay.on, known, _whole(stay.middle) if at is not At.DELIVERED else None)
    released = release({(fate,): count for fate, count in fates.items()}, population=EMPLOYEES, month=on)
    if released.total is None:
        return Shown(at, None)
    lines = tuple((line.members, line.total) for line in released.rows)
    # a middle of fewer than that could be the span of one of them
    on_alone = next((count for members, count in lines if members == ("on",)), None)
    middle = _whole(stay.middle) if stay.left >= EMPLOYEES.least_unit else None
    return Shown(at, released.total, on_alone, lines, middle)


def _whole(days: float | None) -> int | None:
    return None if days is None else round(days)

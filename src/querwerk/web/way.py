"""The whole way of a thing, from any of its stations: where it came from, what came of it, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from querwerk.delivery.queries import threads as delivery
from querwerk.intake.queries import threads as intake
from querwerk.journal.actions import Actor
from querwerk.journal.request import Request
from querwerk.projects.queries import threads as projects
from querwerk.sprints.queries import threads as sprints
from querwerk.teams.queries import threads as teams
from querwerk.threads import Kind, Source, Stage, Way, way_of
from querwerk.trails.queries import threads as trails

from . import labels

#: In the order in which things grow from each other.
SOURCES: tuple[Source, ...] = (trails, intake, sprints, teams, projects, delivery)
#: The order is nearly always kept (a team that grew from a project is not): then one round finds everything.
_ROUNDS = 4
#: Nobody reads a longer way; what lies nearest is found first.
_MOST = 200

_Ask = Callable[[Source, set[UUID]], list[Stage]]


def page(request: Request, thread: UUID) -> HttpResponse:
    way = whole_way(thread, request.actor)
    if way is None:
        raise Http404
    shown = {"way": way, "today": timezone.localdate(), "kinds": labels.KINDS, "beginnings": labels.BEGINNINGS,
             "gaps": labels.GAPS}  # fmt: skip
    return render(request, "web/way.html", shown)


def whole_way(here: UUID, actor: Actor) -> Way | None:
    """The way of a thing as an actor sees it; None where the thing itself is not to be seen.

    What an actor may not see is not passed through either: what lies behind it stays unseen, and that there is
    something is not said.
    """
    before = _back(here, actor)
    return way_of(here, [*before.values(), *came_of({here}, actor, before[here].kind)]) if here in before else None


def came_of(threads: set[UUID], actor: Actor, kind: Kind | None = None) -> list[Stage]:
    """All that grew from some things (of a kind, where it is known) and that an actor may see, the earliest slices
    first. No slice is asked what grew from things that none of its own grow from."""
    found: dict[UUID, Stage] = {}

    def wanted(source: Source) -> set[UUID]:
        known = {stage.thread for stage in found.values() if stage.kind in source.GROWN_FROM}
        return known | threads if kind is None or kind in source.GROWN_FROM else known

    _walk(found, wanted, lambda source, threads: source.grown_from(threads, actor), SOURCES)
    return list(found.values())


def _back(here: UUID, actor: Actor) -> dict[UUID, Stage]:
    """The thing itself and all it grew from, the latest slices first."""
    found: dict[UUID, Stage] = {}

    def wanted(_source: Source) -> set[UUID]:
        return {here, *(origin for stage in found.values() for origin in stage.origins)} - found.keys()

    _walk(found, wanted, lambda source, threads: source.stages(threads, actor), SOURCES[::-1])
    return found


def _walk(
    found: dict[UUID, Stage], wanted: Callable[[Source], set[UUID]], ask: _Ask, sources: tuple[Source, ...]
) -> None:
    """Asks each slice about what it was not asked about yet, round by round, until nothing new is found.

    A round is a constant number of statements, and no thread is asked about twice: circles end by themselves.
    """
    asked: dict[Any, set[UUID]] = {source: set() for source in sources}
    for _round in range(_ROUNDS):
        before = len(found)
        for source in sources:
            new = wanted(source) - asked[source]
            if new and len(found) < _MOST:
                asked[source] |= new
                for stage in ask(source, new):
                    found.setdefault(stage.thread, stage)
        if len(found) == before:
            return

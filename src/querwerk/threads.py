"""What every slice tells of its things, so that the way from an inquiry to a finished project can be shown as one.

Each slice has ``queries/threads.py`` with ``stages(threads, actor)``, its own things among these threads, with
``grown_from(threads, actor)``, its things that grew from one of these threads (both only what the actor may see), and
with ``spells``, how long its things stayed at a stage.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

#: Of one thread or from one thread, nobody reads more at once.
MOST = 100
_EXCERPT = 280


class Kind(StrEnum):
    """What a thing is, in the order of the golden thread."""

    TRAIL = "trail"
    FINDING = "finding"
    INQUIRY = "inquiry"
    PROPOSAL = "proposal"  # an idea that somebody puts forward
    SPRINT = "sprint"
    IDEA = "idea"  # that a sprint yields
    TEAM = "team"
    PROJECT = "project"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing on the way: since when, where it stands, what was said to it, what comes next and when.

    ``origins`` are the threads it grew from, whether or not a reader may see them: never shown as such. ``out_of`` is
    the kind that lies before every thing of this kind, so that saying so reveals nothing. ``said`` and ``next`` are
    short plain words; ``until`` is the day it ended.
    """

    thread: UUID
    origins: tuple[UUID, ...]
    kind: Kind
    title: str
    address: str
    state: str
    tone: str
    since: date
    until: date | None = None
    said: str = ""
    next: str = ""
    next_on: date | None = None
    out_of: Kind | None = None


class Source(Protocol):
    """The ``queries/threads.py`` of a slice. ``GROWN_FROM``: of which kinds are the things that its own grow from."""

    @property
    def GROWN_FROM(self) -> frozenset[Kind]: ...  # noqa: N802 - a constant of the module

    def stages(self, threads: Collection[UUID], actor: Any, /) -> list[Stage]:
        """The things of the slice among these threads that an actor may see."""

    def grown_from(self, threads: Collection[UUID], actor: Any, /) -> list[Stage]:
        """The things of the slice that grew from one of these threads and that an actor may see."""


class At(StrEnum):
    """The stages at which things are counted, in order."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    SPRINT = "sprint"
    IDEA = "idea"
    TEAM = "team"
    CANDIDATE = "candidate"
    PRIORITIZED = "prioritized"
    DECIDED = "decided"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Spell:
    """One thing at one stage, from a day until it went on or ended; ``end`` None while it is there.

    ``ended`` says how it ended; empty when it went on to the next stage.
    """

    at: At
    begin: date
    end: date | None = None
    ended: str = ""


def excerpt(text: str) -> str:
    """The beginning of a text, as one line without marks."""
    words = " ".join(text.replace("*", "").replace("#", "").replace("`", "").split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class Station:
    """A stage on the way of a thing. ``after`` are the titles it grew from where that is not the station before it.

    ``gap``: before it lies a thing of this kind that the reader may not see; shown only where every reader knows that.
    """

    stage: Stage
    after: tuple[str, ...] = ()
    gap: Kind | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """All stations up to a thing and all that came of it, in the order of their days."""

    here: UUID
    stations: tuple[Station, ...] = field(default=())

    @property
    def first(self) -> Stage:
        return self.stations[0].stage

    @property
    def title(self) -> str:
        """What the thing is called whose way it is."""
        return next(station.stage.title for station in self.stations if station.stage.thread == self.here)

    @property
    def ended_on(self) -> date | None:
        """The day the last of all stations ended; None while one of the latest goes on. A statement ends nothing."""
        things = [station.stage for station in self.stations if station.stage.kind is not Kind.STATEMENT]
        grown = {origin for stage in things for origin in stage.origins}
        last = [stage.until for stage in things if stage.thread not in grown]
        return max((day for day in last if day), default=None) if all(last) else None

    def days(self, today: date) -> int:
        """From the first day until the end, or until today."""
        return max(0, ((self.ended_on or today) - self.first.since).days)

    def upcoming(self, today: date) -> list[Stage]:
        """What comes next, the nearest day first; what is overdue comes before, what has no day last."""
        ahead = [station.stage for station in self.stations if station.stage.next]
        return sorted(ahead, key=lambda stage: (stage.next_on is None, stage.next_on or today))


def way_of(here: UUID, found: Collection[Stage]) -> Way:
    """The stations in order: by day, and never before what they grew from."""
    known = {stage.thread: stage for stage in found}
    placed: dict[UUID, Stage] = {}
    waiting = sorted(known.values(), key=lambda stage: (stage.since, list(Kind).index(stage.kind), stage.title))
    while waiting:
        ready = [one for one in waiting if not any(o in known and o not in placed for o in one.origins)]
        chosen = (ready or waiting)[0]  # who grew from each other all the same: by day
        placed[chosen.thread] = chosen
        waiting.remove(chosen)
    stations: list[Station] = []
    for stage in placed.values():
        before = _nearest([known[origin] for origin in stage.origins if origin in known])
        next_to = bool(stations) and [one.thread for one in before] == [stations[-1].stage.thread]
        after = () if next_to else tuple(one.title for one in before)
        stations.append(Station(stage, after, stage.out_of if not before else None))
    return Way(here, tuple(stations))


def _nearest(origins: list[Stage]) -> list[Stage]:
    """Without those from which another of them grew: a project grew from its team, hence from the team's idea."""
    further = {thread for one in origins for thread in one.origins}
    return [one for one in origins if one.thread not in further]

"""Which project led to which: the events of a list of projects, both sides named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from querwerk.journal.actions import Actor

from ..lifecycle import LineageKind, State
from ..models import Lineage
from ..rules import seen_by


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two projects of an event."""

    slug: str
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Event:
    """On one day, projects gave way to others, all of them the same way."""

    stated_on: date
    kind: LineageKind
    planned: bool
    earlier: tuple[Side, ...]
    later: tuple[Side, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def year(self) -> int:
        return self.stated_on.year


def lineage_events(actor: Actor, projects: Sequence[int], *, on: date) -> list[Event]:
    """The events that touch these projects, newest first; three projects replaced by the same four are one event."""
    seen = seen_by(actor, "earlier__") & seen_by(actor, "later__")
    touching = Lineage.objects.filter(seen, Q(earlier__in=projects) | Q(later__in=projects), stated_on__lte=on)
    rows = (
        touching
        .order_by("stated_on", "id")
        .values_list(
            "stated_on", "kind", "planned", "sources", "note",
            "earlier__slug", "earlier__name", "earlier__state",
            "later__slug", "later__name", "later__state",
        )
    )  # fmt: skip
    return events_of(rows)


def events_of(rows: Iterable[tuple[Any, ...]]) -> list[Event]:
    """Rows joined to events: first what one project became, then the projects that became the same."""
    became: dict[tuple[date, str, bool, Side], dict[Side, tuple[list[str], str]]] = {}
    for day, kind, planned, sources, note, *names in rows:
        earlier, later = Side(names[0], names[1], State(names[2])), Side(names[3], names[4], State(names[5]))
        became.setdefault((day, kind, planned, earlier), {})[later] = (sources, note)
    joined: dict[tuple[date, str, bool, tuple[Side, ...]], list[Side]] = {}
    for (day, kind, planned, earlier), successors in became.items():
        joined.setdefault((day, kind, planned, tuple(successors)), []).append(earlier)
    found = []
    for (day, kind, planned, later_sides), earlier_sides in joined.items():
        told = [became[day, kind, planned, earlier][later] for earlier in earlier_sides for later in later_sides]
        sources = tuple(sorted({key for keys, _note in told for key in keys}))
        notes = tuple(dict.fromkeys(note for _keys, note in told if note))
        found.append(Event(day, LineageKind(kind), planned, tuple(earlier_sides), later_sides, sources, notes))
    return sorted(found, key=lambda event: event.stated_on, reverse=True)

"""Which project led to which: the events of a list of projects, both sides named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from querwerk.journal.actions import Actor

from ..lifecycle import LineageKind, State
from ..models import Lineage, Project
from ..rules import visible_to


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


def lineage_events(actor: Actor, projects: QuerySet[Project], *, on: date) -> list[Event]:
    """The events that touch these projects, newest first; three projects replaced by the same four are one event."""
    seen = visible_to(actor)
    rows = (
        Lineage.objects.filter(Q(earlier__in=projects) | Q(later__in=projects), stated_on__lte=on)
        .filter(earlier__in=seen, later__in=seen)
        .order_by("stated_on", "id")
        .values_list(
            "stated_on", "kind", "planned", "sources", "note",
            "earlier__slug", "earlier__name", "earlier__state",
            "later__slug", "later__name", "later__state",
        )
    )  # fmt: skip
    return events_of(rows)


def events_of(rows: Iterable[tuple[object, ...]]) -> list[Event]:
    """Rows joined to events: first what one project became, then projects that became the same."""
    became: dict[tuple[object, ...], dict[str, Side]] = {}
    told: dict[tuple[object, ...], tuple[set[str], set[str]]] = {}
    sides: dict[str, Side] = {}
    for day, kind, planned, sources, note, e_slug, e_name, e_state, l_slug, l_name, l_state in rows:
        sides[str(e_slug)] = Side(str(e_slug), str(e_name), State(str(e_state)))
        key = (day, kind, planned, e_slug)
        became.setdefault(key, {})[str(l_slug)] = Side(str(l_slug), str(l_name), State(str(l_state)))
        kept = told.setdefault(key, (set(), set()))
        kept[0].update(sources)  # type: ignore[call-overload]
        kept[1].update({str(note)} - {""})
    joined: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
    for key, later in became.items():
        joined.setdefault((*key[:3], tuple(later.values())), []).append(key)
    found = []
    for (day, kind, planned, later_sides), keys in joined.items():
        found.append(
            Event(
                day,  # type: ignore[arg-type]
                LineageKind(str(kind)),
                bool(planned),
                tuple(sides[str(key[3])] for key in keys),
                later_sides,  # type: ignore[arg-type]
                tuple(sorted(set().union(*(told[key][0] for key in keys)))),
                tuple(sorted(set().union(*(told[key][1] for key in keys)))),
            )
        )
    # a merger reads the other way round: several that became the same one are one event already
    return sorted(found, key=lambda event: event.stated_on, reverse=True)

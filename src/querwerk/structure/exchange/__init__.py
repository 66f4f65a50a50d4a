"""Taking in the structure of a portfolio file: sources, words, units, bodies, themes, and the way of working."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from querwerk.journal.actions import Actor, record_all
from querwerk.search.actions import index
from querwerk.structure.models import HOUSE, Alias, Body, Theme, Unit
from querwerk.structure.queries import documents

from .house import renew_house
from .shapes import StructurePart
from .sources import Calendar
from .store import Outcome, Row, fingerprints, insert
from .themes import renew_theme
from .wanted import all_units, theme
from .words import slug_of

EVENT = "structure.imported"


@dataclass(frozen=True)
class Given:
    """What the structure takes from a file: its own part, and what the projects know about sources and bodies."""

    part: StructurePart
    calendar: Calendar
    sources: Mapping[str, Mapping[str, Any]]
    theme_bodies: Mapping[str, list[Row]]


@dataclass(frozen=True)
class Keys:
    """Primary keys by natural key, for the rows of later stages."""

    units: Mapping[str, int]
    bodies: Mapping[str, int]
    themes: Mapping[str, int]


def take_in(given: Given, outcome: Outcome, *, by: Actor, at: datetime) -> Keys:
    """Stores the structure of a file in the caller's transaction; one journal entry for the house and each theme."""
    known = fingerprints(EVENT)
    events = [*renew_house(EVENT, HOUSE, given.part, given.calendar, given.sources, known.get(HOUSE), outcome)]
    units, bodies = _keys(Unit), _keys(Body)
    for position in range(len(given.part.themes)):
        wanted = theme(given.part, position, given.calendar)
        events += renew_theme(EVENT, wanted, given.theme_bodies.get(wanted.slug, []), units, bodies, known, outcome)
    themes = _keys(Theme)
    if events:
        old_names = [("theme", name.name, theme.slug) for theme in given.part.themes for name in theme.names]
        add_aliases(old_names, live=themes)
        add_aliases([("unit", unit.name, unit.slug) for unit in all_units(given.part)], live=units)
        index(documents())
    record_all(events, by=by, at=at)
    return Keys(units, bodies, themes)


def _keys(model: type[Unit] | type[Body] | type[Theme]) -> dict[str, int]:
    return dict(model._default_manager.values_list("slug", "pk"))


def add_aliases(names: Iterable[tuple[str, str, str]], *, live: Collection[str]) -> None:
    """Adds (kind, name, target). A name that two things had leads to neither; a live address is never covered."""
    targets: dict[tuple[str, str], set[str]] = {}
    for kind, name, target in names:
        targets.setdefault((kind, slug_of(name, 160)), set()).add(target)
    known = set(Alias.objects.values_list("kind", "slug"))
    insert(
        Alias(kind=kind, slug=slug, target=next(iter(found)))
        for (kind, slug), found in sorted(targets.items())
        if slug and len(found) == 1 and slug not in live and (kind, slug) not in known
    )

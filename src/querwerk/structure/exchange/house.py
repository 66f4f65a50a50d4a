"""What belongs to no single theme: sources, words, units, bodies, strategies, facts about the way of working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from querwerk.journal.actions import Event
from querwerk.structure.models import Body, HouseFact, HouseRule, Placement, Source, Strategy, Term, Unit, UnitName

from .shapes import StructurePart
from .sources import Calendar
from .store import Outcome, Table, fingerprint, insert, keep, kept_closed, upsert
from .wanted import RUNNING_LIMIT, RUNNING_RULE, WantedUnit, all_facts, all_terms, all_units
from .words import slug_of

_TERMS = Table(
    "terms",
    Term,
    "",
    ("concept", "singular", "plural", "short", "valid_from", "valid_to", "preferred", "sources"),
)
_FACTS = Table("facts", HouseFact, "", ("kind", "text", "data", "position", "sources", "stated_on"))


def renew_house(
    event: str,
    thread: UUID,
    part: StructurePart,
    calendar: Calendar,
    sources: Mapping[str, Mapping[str, Any]],
    before: str | None,
    outcome: Outcome,
) -> Iterator[Event]:
    """Stores what differs and tells it in one entry; nothing if the file says what it said the last time."""
    units, terms, facts = all_units(part), all_terms(part), all_facts(part, calendar)
    bodies = {
        slug_of(body.short, 80): {"short": body.short, "name": body.name, "oparl_short": body.oparl_short or ""}
        for body in part.bodies
    }
    strategies = {
        slug_of(s.name, 120): {
            "name": s.name,
            "valid_from": s.from_ or "",
            "valid_to": s.to or "",
            "facts": s.facts,
            "refs": s.refs,
        }
        for s in part.parent_strategies
    }
    numbers = {
        "sources": len(sources),
        "units": len(units),
        "bodies": len(bodies),
        "terms": len(terms),
        "strategies": len(strategies),
        "facts": len(facts),
    }
    after = fingerprint([units, terms, facts, bodies, strategies, sources])
    if before == after:
        for kind, number in numbers.items():
            outcome.of(kind).unchanged += number
        return
    upsert(Source, "key", sources, outcome.of("sources"))
    _renew_units(units, calendar, outcome)
    upsert(Body, "slug", bodies, outcome.of("bodies"))
    known = Term.objects.exclude(sources=[])
    open_terms = kept_closed(known, _TERMS.fields, ("concept", "singular"), terms)
    keep(_TERMS, known, open_terms, tally=outcome.of("terms"))
    upsert(Strategy, "slug", strategies, outcome.of("strategies"))
    imported = HouseFact.objects.exclude(sources=[])
    keep(_FACTS, imported, facts, tally=outcome.of("facts"))
    _agree_on_limit(calendar.earliest())
    story = {kind: [None if before is None else "", number] for kind, number in numbers.items()}
    yield Event(event, thread, facts={**story, "fingerprint": [before, after]})


def _renew_units(units: list[WantedUnit], calendar: Calendar, outcome: Outcome) -> None:
    """Units with their names and places; a new name closes the one before."""
    rows = {unit.slug: {"kind": unit.kind, "name": unit.name, "short": unit.short} for unit in units}
    keys = upsert(Unit, "slug", rows, outcome.of("units"))
    named = {(pk, name) for pk, name in UnitName.objects.filter(unit__in=keys.values()).values_list("unit_id", "name")}
    known = {pk for pk, _ in named}
    newest = max(calendar.days.values())
    renamed = [unit for unit in units if keys[unit.slug] in known and (keys[unit.slug], unit.name) not in named]
    pks = [keys[unit.slug] for unit in renamed]
    UnitName.objects.filter(unit__in=pks, valid_to=None, valid_from__lt=newest).update(valid_to=newest)
    insert(_named(keys, unit, newest) for unit in renamed)
    insert(_named(keys, unit, calendar.earliest()) for unit in units if keys[unit.slug] not in known)
    placed = set(Placement.objects.filter(unit__in=keys.values()).values_list("unit_id", "valid_from"))
    insert(
        Placement(unit_id=keys[unit.slug], parent_id=keys[parent], valid_from=first, valid_to=last)
        for unit in units
        for parent, first, last in unit.placements
        if (keys[unit.slug], first) not in placed
    )


def _named(keys: Mapping[str, int], unit: WantedUnit, since: date) -> UnitName:
    return UnitName(unit_id=keys[unit.slug], name=unit.name, short=unit.short, valid_from=since)


def _agree_on_limit(since: date) -> None:
    """The limit of running projects a theme, unless the house has its own."""
    if not HouseRule.objects.filter(key=RUNNING_RULE).exists():
        HouseRule.objects.create(key=RUNNING_RULE, value=RUNNING_LIMIT, valid_from=since)

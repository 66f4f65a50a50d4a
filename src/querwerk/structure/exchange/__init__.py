"""Taking in the structure of a portfolio file: sources, words, units, bodies, themes, and the way of working."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from querwerk.journal.actions import Actor, Event, record_all
from querwerk.structure.models import (
    HOUSE as HOUSE,
)
from querwerk.structure.models import (
    Alias,
    Body,
    HouseFact,
    HouseRule,
    Placement,
    Post,
    Source,
    Strategy,
    StrategyGoal,
    Term,
    Theme,
    ThemeBody,
    ThemeName,
    ThemeNote,
    ThemeRole,
    Unit,
    UnitName,
)

from . import wanted
from .shapes import StructurePart
from .sources import Calendar
from .store import Outcome, Row, Table, fingerprint, fingerprints, insert, keep, upsert
from .words import slug_of

EVENT = "structure.imported"

_TERMS = Table("terms", Term, "", ("concept", "singular", "plural", "short", "valid_from", "valid_to", "preferred", "sources"))  # fmt: skip
_FACTS = Table("facts", HouseFact, "", ("kind", "text", "data", "position", "sources", "stated_on"))
_THEME_TABLES = (
    Table("names", ThemeName, "theme", ("name", "valid_from", "valid_to", "sources", "stated_on")),
    Table(
        "roles", ThemeRole, "theme", ("post__slug", "role", "count", "valid_from", "valid_to", "sources", "stated_on")
    ),
    Table("notes", ThemeNote, "theme", ("kind", "text", "change", "position", "sources", "stated_on")),
    Table("bodies", ThemeBody, "theme", ("body__slug", "valid_from", "valid_to", "sources", "stated_on")),
)


@dataclass(frozen=True)
class Given:
    """What the structure takes from a file: its own part, and what the projects know about sources and bodies."""

    part: StructurePart
    calendar: Calendar
    sources: Mapping[str, Mapping[str, Any]]
    theme_bodies: Mapping[str, list[Row]]


@dataclass
class Keys:
    """Primary keys by natural key, for the rows of later stages."""

    units: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    threads: dict[str, UUID] = field(default_factory=dict)


def take_in(given: Given, outcome: Outcome, *, by: Actor, at: datetime) -> Keys:
    """Stores the structure of a file in the caller's transaction; one journal entry for the house and each theme."""
    known = fingerprints(EVENT)
    themes = [wanted.theme(given.part, position, given.calendar) for position in range(len(given.part.themes))]
    keys = Keys(
        units=_units(given, outcome),
        bodies=upsert(Body, "slug", {slug_of(b.short, 80): _body(b) for b in given.part.bodies}, outcome.of("bodies")),
    )
    events = [*_house(given, keys, known.get(HOUSE), outcome), *_themes(given, themes, keys, known, outcome)]
    record_all(events, by=by, at=at)
    return keys


def _body(body: Any) -> dict[str, Any]:
    return {"short": body.short, "name": body.name, "oparl_short": body.oparl_short or ""}


def _units(given: Given, outcome: Outcome) -> dict[str, int]:
    units = wanted.units(given.part)
    rows = {unit.slug: {"kind": unit.kind, "name": unit.name, "short": unit.short} for unit in units}
    known = upsert(Unit, "slug", rows, outcome.of("units"))
    since = given.calendar.earliest()
    named = set(UnitName.objects.filter(unit__in=known.values()).values_list("unit_id", "name"))
    insert(
        UnitName(unit_id=known[u.slug], name=u.name, short=u.short, valid_from=since)
        for u in units
        if (known[u.slug], u.name) not in named
    )
    placed = set(Placement.objects.filter(unit__in=known.values()).values_list("unit_id", "valid_from"))
    insert(
        Placement(unit_id=known[unit.slug], parent_id=known[parent], valid_from=first, valid_to=last)
        for unit in units
        for parent, first, last in unit.placements
        if (known[unit.slug], first) not in placed
    )
    return known


def _house(given: Given, keys: Keys, before: str | None, outcome: Outcome) -> Iterable[Event]:
    """Sources, words, strategies, facts and aliases: what belongs to no single theme."""
    terms, facts = wanted.terms(given.part), wanted.facts(given.part, given.calendar)
    strategies = {slug_of(s.name, 120): s for s in given.part.parent_strategies}
    aliases = _aliases(given)
    after = fingerprint([given.sources, terms, facts, strategies, aliases])
    if before == after:
        outcome.of("house").unchanged += 1
        return
    upsert(Source, "key", given.sources, outcome.of("sources"))
    removed, added = keep(_TERMS, Term.objects.exclude(sources=[]), terms, lambda row: _TERMS.build(None, row, {}))
    outcome.of("terms").created += added
    keep(_FACTS, HouseFact.objects.exclude(sources=[]), facts, lambda row: _FACTS.build(None, row, {}))
    upsert(
        Strategy,
        "slug",
        {
            slug: {
                "name": s.name,
                "valid_from": s.from_ or "",
                "valid_to": s.to or "",
                "facts": s.facts,
                "refs": s.refs,
            }
            for slug, s in strategies.items()
        },
        outcome.of("strategies"),
    )
    add_aliases(aliases)
    _rule(given.calendar.earliest())
    tally = outcome.of("house")
    tally.created += before is None
    tally.changed += before is not None
    numbers = {"sources": len(given.sources), "terms": len(terms), "facts": len(facts), "strategies": len(strategies)}
    changed = {name: [None, number] for name, number in numbers.items()}
    yield Event(EVENT, HOUSE, facts={**changed, "terms_removed": [removed, 0], "fingerprint": [before, after]})


def _rule(since: date) -> None:
    """The limit of running projects a theme, unless the house has its own."""
    if not HouseRule.objects.filter(key=wanted.RUNNING_RULE).exists():
        HouseRule.objects.create(key=wanted.RUNNING_RULE, value=wanted.RUNNING_LIMIT, valid_from=since)


def _aliases(given: Given) -> list[tuple[str, str, str]]:
    themes = [("theme", slug_of(n.name, 160), theme.slug) for theme in given.part.themes for n in theme.names]
    units = [("unit", slug_of(unit.name, 160), unit.slug) for unit in wanted.units(given.part)]
    return sorted({*themes, *units})


def add_aliases(aliases: Iterable[tuple[str, str, str]]) -> None:
    """Adds (kind, slug, target); a name two things had leads to neither, and a live address is never covered."""
    targets: dict[tuple[str, str], set[str]] = {}
    for kind, slug, target in aliases:
        targets.setdefault((kind, slug), set()).add(target)
    known = set(Alias.objects.values_list("kind", "slug"))
    live = {(kind, target) for kind, _, target in aliases} if isinstance(aliases, list) else set()
    insert(
        Alias(kind=kind, slug=slug, target=next(iter(found)))
        for (kind, slug), found in targets.items()
        if slug and len(found) == 1 and (kind, slug) not in known and (kind, slug) not in live
    )


def _themes(
    given: Given, themes: list[wanted.WantedTheme], keys: Keys, known: Mapping[UUID, str], outcome: Outcome
) -> Iterable[Event]:
    stored = {theme.slug: theme for theme in Theme.objects.filter(slug__in=[theme.slug for theme in themes])}
    posts = {slug: row for theme in themes for slug, row in theme.posts.items()}
    post_keys = upsert(
        Post,
        "slug",
        {s: {"title": p["title"], "role": p["role"], "unit_id": keys.units[p["unit"]]} for s, p in posts.items()},
        outcome.of("posts"),
    )
    links = {"post__slug": post_keys, "body__slug": keys.bodies}
    for theme in themes:
        rows = (theme.names, theme.roles, theme.notes, given.theme_bodies.get(theme.slug, []))
        after = fingerprint([theme.name, theme.position, theme.department, rows])
        old = stored.get(theme.slug)
        now = old or Theme(slug=theme.slug, thread=uuid4())
        before = known.get(now.thread)
        tally = outcome.of("themes")
        facts: dict[str, Any] = {}
        if before == after:
            tally.unchanged += 1
        else:
            tally.created += old is None
            tally.changed += old is not None
            if now.name != theme.name:
                facts["name"] = [old.name if old else None, theme.name]
            now.name, now.position, now.department_id = theme.name, theme.position, keys.units[theme.department]
            now.save()
            for table, wished in zip(_THEME_TABLES, rows, strict=True):
                imported = table.model._default_manager.filter(theme=now).exclude(sources=[])
                gone, new = keep(table, imported, wished, lambda row, t=table, pk=now.pk: t.build(pk, row, links))
                if gone or new:
                    facts[table.name] = [gone, new]
        keys.themes[theme.slug], keys.threads[theme.slug] = now.pk, now.thread
        if before != after:
            yield Event(EVENT, now.thread, facts={**facts, "fingerprint": [before, after]})
    _strategy_goals(given, keys)


def _strategy_goals(given: Given, keys: Keys) -> None:
    """A strategy whose facts name a theme is at home there."""
    homes = {slug_of(s.name, 120): s for s in given.part.parent_strategies if s.facts.get("thema") in keys.themes}
    stored = dict(Strategy.objects.filter(slug__in=list(homes)).values_list("slug", "pk"))
    known = set(StrategyGoal.objects.filter(strategy__in=stored.values()).values_list("strategy_id", "text"))
    insert(
        StrategyGoal(strategy_id=stored[slug], theme_id=keys.themes[str(s.facts["thema"])], text=s.name)
        for slug, s in homes.items()
        if (stored[slug], s.name) not in known
    )

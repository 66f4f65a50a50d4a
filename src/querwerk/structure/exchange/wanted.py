"""What a portfolio file says about the structure, as the rows it wants to see stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from querwerk.structure.models import HouseFact, Post, ThemeNote, ThemeRole, Unit

from .fields import vague
from .shapes import Head, Office, Statement, StructurePart, Term, Theme
from .sources import Calendar
from .store import Row
from .words import one_and_many, remark_of, slug_of

#: How many projects of a theme may run at once, until a house says otherwise.
RUNNING_LIMIT = 5
RUNNING_RULE = "running_projects_per_theme"


@dataclass(frozen=True)
class WantedUnit:
    """A unit, with its name and its places in the tree (slugs of parents)."""

    slug: str
    kind: str
    name: str
    short: str
    placements: tuple[tuple[str, date, date | None], ...] = ()


@dataclass(frozen=True)
class WantedTheme:
    """A theme with everything that hangs on it; row order follows the tables of :mod:`.tables`."""

    slug: str
    name: str
    position: int
    department: str
    names: list[Row]
    roles: list[Row]
    notes: list[Row]
    posts: dict[str, dict[str, Any]]


def days(from_: str, to: str | None) -> tuple[date, date | None]:
    """Valid from (inclusive) and to (exclusive) of two written dates; the end is never before the begin."""
    first = vague(from_).first
    if to is None:
        return first, None
    end = vague(to)
    if end.first > first:
        return first, end.first
    return first, end.last + timedelta(days=1) if end.last and end.last >= first else None


def all_units(part: StructurePart) -> list[WantedUnit]:
    """Departments of the themes (and of placements), and offices."""
    departments = {theme.dezernat for theme in part.themes}
    departments |= {place.unit for office in part.offices for place in office.placements}
    departments -= {office.short for office in part.offices}
    return [
        *(WantedUnit(slug_of(name, 80), Unit.Kind.DEPARTMENT.value, name, name) for name in sorted(departments)),
        *(_office(office) for office in part.offices),
    ]


def _office(office: Office) -> WantedUnit:
    places = tuple((slug_of(place.unit, 80), *days(place.from_, place.to)) for place in office.placements)
    return WantedUnit(slug_of(office.short, 80), _unit_kind(office.name), office.name, office.short, places)


def _unit_kind(name: str) -> str:
    if any(mark in name for mark in ("GmbH", "e. V.", "e.V.", " AG", "Eigenbetrieb")):
        return Unit.Kind.COMPANY.value
    if name.startswith(("Stabsstelle", "Stabsabteilung")):
        return Unit.Kind.STAFF_UNIT.value
    return Unit.Kind.OFFICE.value


def all_terms(part: StructurePart) -> list[Row]:
    """(concept, singular, plural, short, valid_from, valid_to, preferred, sources); one preferred a concept and day."""
    rows: list[Row] = []
    taken: dict[str, list[tuple[date, date | None]]] = {}
    for term in sorted(part.terms, key=lambda term: vague(term.from_).first):
        begin, end = days(term.from_, term.to)
        spans = taken.setdefault(term.concept, [])
        free = all(last is not None and last <= begin for _, last in spans)
        preferred = free and not remark_of(term.term)
        if preferred:
            spans.append((begin, end))
        rows.append((term.concept, *one_and_many(term.term), begin, end, preferred, term.reports))
    return rows


def officer_title(part: StructurePart) -> tuple[str, Term | None]:
    """What theme officers are called today, and the first word for them."""
    named = sorted((t for t in part.terms if t.concept == "theme_officer"), key=lambda t: vague(t.from_).first)
    return (one_and_many(named[-1].term)[0], named[0]) if named else ("Themenbeauftragte:r", None)


def theme(part: StructurePart, position: int, calendar: Calendar) -> WantedTheme:
    """One theme with names, posts, roles and notes."""
    given = part.themes[position]
    department = slug_of(given.dezernat, 80)
    posts: dict[str, dict[str, Any]] = {}
    roles = [*_heads(part, given, calendar, posts), *_officers(part, given, calendar, posts)]
    newest = max(
        given.names,
        key=lambda n: (n.to is None, max(calendar.days[key] for key in n.reports), vague(n.from_).first),
    )
    return WantedTheme(
        slug=given.slug,
        name=newest.name,
        position=position + 1,
        department=department,
        names=[(n.name, *days(n.from_, n.to), n.reports, calendar.stated_on(n.reports)) for n in given.names],
        roles=roles,
        notes=list(_notes(given, calendar)),
        posts=posts,
    )


def _heads(part: StructurePart, given: Theme, calendar: Calendar, posts: dict[str, dict[str, Any]]) -> list[Row]:
    """Heads follow each other; the one of the newest report is still in office. A post that passes on is one row."""
    order = sorted(given.heads, key=lambda head: calendar.days[head.from_])
    ends = [calendar.days[head.to] for theme in part.themes for head in theme.heads if head.to]
    rows: list[Row] = []
    for head, following in zip(order, [*order[1:], None], strict=True):
        slug = slug_of(f"{given.dezernat} {head.office}", 120)
        role = Post.Role.MAYOR if head.office.startswith("Ober") else Post.Role.DEPUTY_MAYOR
        posts[slug] = {"title": head.office, "role": role.value}
        begin, end = calendar.days[head.from_], _end_of(head, following, ends, calendar)
        if rows and rows[-1][0] == slug and rows[-1][4] == begin:
            _, _, _, begin, _, sources, stated_on = rows.pop()
            rows.append((slug, ThemeRole.Role.HEAD.value, 1, begin, end, [*sources, head.from_], stated_on))
        else:
            rows.append((slug, ThemeRole.Role.HEAD.value, 1, begin, end, [head.from_], begin))
    return rows


def _end_of(head: Head, following: Head | None, ends: list[date], calendar: Calendar) -> date | None:
    if following is not None and calendar.days[following.from_] > calendar.days[head.from_]:
        return calendar.days[following.from_]
    if head.to is None or calendar.days[head.to] >= max(ends) or calendar.days[head.to] <= calendar.days[head.from_]:
        return None
    return calendar.days[head.to]


def _officers(part: StructurePart, given: Theme, calendar: Calendar, posts: dict[str, dict[str, Any]]) -> Iterable[Row]:
    if given.officers:
        title, first = officer_title(part)
        slug = f"{given.slug}-officer"
        posts[slug] = {"title": title, "role": Post.Role.THEME_OFFICER.value}
        sources = first.reports if first else given.names[0].reports
        begin = calendar.stated_on(sources)
        yield slug, ThemeRole.Role.OFFICER.value, given.officers, begin, None, sources, begin


def _notes(given: Theme, calendar: Calendar) -> Iterable[Row]:
    kinds: tuple[tuple[ThemeNote.Kind, list[Statement]], ...] = (
        (ThemeNote.Kind.GOAL, given.goals),
        (ThemeNote.Kind.STRATEGY, given.strategies),
        (ThemeNote.Kind.CAMPAIGN, given.campaigns),
        (ThemeNote.Kind.STRUCTURE, given.structure),
    )
    for kind, notes in kinds:
        for position, note in enumerate(notes, 1):
            stated_on = calendar.stated_on(note.reports)
            yield kind.value, note.text, note.change_2024 or "", position, note.reports, stated_on


def all_facts(part: StructurePart, calendar: Calendar) -> list[Row]:
    """Facts about the way of working: (kind, text, data, position, sources, stated_on)."""
    return [
        (kind.value, text, data, position, sources, calendar.stated_on(sources))
        for position, (kind, text, data, sources) in enumerate([*_arrangements(part), *_experiences(part)], 1)
    ]


_Fact = tuple[HouseFact.Kind, str, dict[str, Any], list[str]]


def _arrangements(part: StructurePart) -> Iterator[_Fact]:
    """What has been agreed: roles, rules, the support pool."""
    for role in part.roles:
        yield (
            HouseFact.Kind.ROLE,
            role.role,
            {"held_by": role.held_by, "count": role.count, "does": role.does},
            role.reports,
        )
    for rule in part.rules:
        yield HouseFact.Kind.RULE, rule.text, {"change": rule.change_2024 or ""}, rule.reports
    for pool in part.support_pool:
        yield HouseFact.Kind.SUPPORT_POOL, pool.what, {"as_of": pool.as_of, "posts": pool.posts_vzw}, [pool.report]


def _experiences(part: StructurePart) -> Iterator[_Fact]:
    """What has been seen: success factors, wishes of the council, figures, methods."""
    for factor in part.success_factors:
        yield HouseFact.Kind.SUCCESS_FACTOR, factor.factor, {"count": factor.count}, factor.mentions
    for wish in part.council_wishes:
        yield HouseFact.Kind.COUNCIL_WISH, wish.wish, {"date": wish.date, "from": wish.from_}, [wish.source]
    for figure in part.activity_figures:
        data = {"value": figure.value, "unit": figure.unit or "", "year": figure.year}
        yield HouseFact.Kind.ACTIVITY, figure.what, data, [figure.report]
    for tried in part.methods_tried:
        used: dict[str, Any] = {"theme": tried.theme, "ticked": tried.ticked, "methods": tried.methods}
        yield HouseFact.Kind.METHODS_TRIED, ", ".join(tried.methods), used, [tried.report]

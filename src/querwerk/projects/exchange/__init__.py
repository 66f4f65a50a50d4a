"""Reading a portfolio file and taking in its projects: all or nothing, and a second time without any change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from querwerk.journal.actions import Actor, Event, record_all
from querwerk.structure import exchange as structure
from querwerk.structure.exchange.fields import problems_of
from querwerk.structure.exchange.reading import BadFile, load
from querwerk.structure.exchange.sources import Calendar
from querwerk.structure.exchange.store import Links, Outcome, fingerprint, fingerprints, keep, upsert
from querwerk.structure.exchange.wanted import RUNNING_LIMIT, RUNNING_RULE
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import HouseRule
from querwerk.structure.queries import valid_on

from ..lifecycle import State, takes_place
from ..models import Contradiction, Method, Obstacle, ObstacleKind, Project
from . import links as relations
from .check import problems_in
from .known import calendar_of, source_rows
from .shapes import Portfolio
from .sheet import Sheet, sheet, theme_bodies
from .store import EVENT, Batch, Places, create, fill, print_of, renew, repeated_fields, story_of_new
from .tables import LOOSE_OBSTACLES


@dataclass(frozen=True)
class Read:
    """A portfolio file that has been read and found in order."""

    portfolio: Portfolio
    calendar: Calendar


def read(content: bytes) -> Read:
    """Reads a file. Raises :class:`BadFile` with every mistake, its place, and a German sentence."""
    value = load(content)
    try:
        portfolio = Portfolio.model_validate(value)
    except ValidationError as error:
        raise BadFile(problems_of(error, Portfolio)) from None
    calendar = calendar_of(portfolio)
    problems = problems_in(portfolio, calendar, running_limit)
    if problems:
        raise BadFile(problems)
    return Read(portfolio, calendar)


def running_limit(day: date) -> int:
    """How many projects of a theme may run at once by the rule of the house on a day."""
    rule = HouseRule.objects.filter(valid_on(day), key=RUNNING_RULE).order_by("-valid_from").first()
    return rule.value if rule else RUNNING_LIMIT


def take_in(given: Read, outcome: Outcome, *, by: Actor, at: datetime) -> dict[str, int]:
    """Stores structure and projects in the caller's transaction. Returns the primary keys of the projects."""
    portfolio, calendar = given.portfolio, given.calendar
    bodies = {body.oparl_short: body.short for body in reversed(portfolio.bodies) if body.oparl_short}
    bodies |= {body.short: body.short for body in portfolio.bodies}
    treated = theme_bodies(portfolio, calendar, {name: slug_of(short, 80) for name, short in bodies.items()})
    part = structure.Given(portfolio, calendar, source_rows(portfolio, calendar), treated)
    keys = structure.take_in(part, outcome, by=by, at=at)
    sheets = _sheets(given, bodies)
    links = _links(portfolio, keys, bodies)
    projects, events = _projects(sheets, keys, links, outcome)
    events += _house(given, keys, projects, links, outcome)
    record_all(events, by=by, at=at)
    structure.add_aliases(
        ("project", old, sheet.slug) for sheet in sheets for old in sheet.old_names if old != sheet.slug
    )
    return projects


def _sheets(given: Read, bodies: Mapping[str, str]) -> list[Sheet]:
    portfolio, calendar = given.portfolio, given.calendar
    excerpts = {e.project: e for e in portfolio.dashboard_excerpts.values} if portfolio.dashboard_excerpts else {}
    lineage, obstacles = relations.lineage(portfolio, calendar), relations.obstacles(portfolio, calendar)
    sheets = []
    for i, project in enumerate(portfolio.projects):
        wanted = sheet(project, f"projects[{i}]", calendar, excerpts.get(project.slug))
        wanted.tables["involvements"] = [(bodies[row[0]], *row[1:]) for row in wanted.tables["involvements"]]
        wanted.tables["lineage"] = lineage.get(project.slug, [])
        wanted.tables["obstacles"] = obstacles.get(project.slug, [])
        sheets.append(wanted)
    return sheets


def _links(portfolio: Portfolio, keys: structure.Keys, bodies: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Natural keys of everything a row may point to, but the projects themselves."""
    methods = {m.removesuffix("(geplant)").strip(): {} for project in portfolio.projects for m in project.methods}
    kinds: dict[str, dict[str, Any]] = {o.kind: {"slug": slug_of(o.kind, 80)} for o in portfolio.obstacles}
    return {
        "unit__short": {office.short: keys.units[slug_of(office.short, 80)] for office in portfolio.offices},
        "body__short": {short: keys.bodies[slug_of(short, 80)] for short in bodies.values()},
        "theme__slug": keys.themes,
        "method__name": upsert(Method, "name", methods),
        "kind__name": upsert(ObstacleKind, "name", kinds),
    }


def _projects(
    sheets: list[Sheet], keys: structure.Keys, links: dict[str, dict[str, int]], outcome: Outcome
) -> tuple[dict[str, int], list[Event]]:
    stored = {p.slug: p for p in Project.objects.filter(slug__in=[sheet.slug for sheet in sheets])}
    known = fingerprints(EVENT)
    prints = {sheet.slug: print_of(sheet) for sheet in sheets}
    new = [sheet for sheet in sheets if sheet.slug not in stored]
    altered = [s for s in sheets if s.slug in stored and known.get(stored[s.slug].thread) != prints[s.slug]]
    tally = outcome.of("projects")
    tally.created, tally.changed, tally.unchanged = len(new), len(altered), len(sheets) - len(new) - len(altered)
    batch = Batch()
    changes: dict[str, dict[str, Any]] = {}
    # An altered project gives its place back first, so that places may change hands within a theme.
    pks = [stored[sheet.slug].pk for sheet in altered]
    Project.objects.filter(pk__in=pks).update(state=State.IDEA.value, slot=None)
    places = Places(_taken(), running_limit(max(s.head.updated_on for s in sheets)) if sheets else RUNNING_LIMIT)
    for item in altered:
        changes[item.slug] = _alter(stored[item.slug], item, keys.themes, places)
    created = create(new, keys.themes, places)
    projects = {slug: project.pk for slug, project in {**stored, **created}.items()}
    all_links: Links = {**links, "later__slug": projects}
    for item in new:
        fill(created[item.slug], item, all_links, batch)
    for item in altered:
        changes[item.slug] |= renew(stored[item.slug], item, all_links, batch)
    batch.flush()
    events = [story_of_new(item, prints[item.slug], created[item.slug].thread) for item in new]
    events += [_story(stored[i.slug].thread, changes[i.slug], known, prints[i.slug]) for i in altered]
    return projects, events


def _taken() -> list[tuple[int, int]]:
    return [(theme, slot) for theme, slot in Project.objects.exclude(slot=None).values_list("theme_id", "slot") if slot]


def _alter(project: Project, item: Sheet, themes: Mapping[str, int], places: Places) -> dict[str, Any]:
    """Writes the repeated fields of an altered project and returns which of them changed."""
    fields = repeated_fields(project, item, themes[item.head.theme])
    slot = places.take(fields["theme_id"], item) if takes_place(State(fields["state"])) else None
    Project.objects.filter(pk=project.pk).update(**fields, slot=slot, version=project.version + 1)
    return {
        name: [str(getattr(project, name)), str(value)]
        for name, value in fields.items()
        if name not in ("begin_on", "end_on", "theme_id", "updated_on") and getattr(project, name) != value
    }


def _story(thread: UUID, changed: dict[str, Any], known: Mapping[UUID, str], after: str) -> Event:
    return Event(EVENT, thread, facts={**changed, "fingerprint": [known.get(thread), after]})


def _house(
    given: Read, keys: structure.Keys, projects: Mapping[str, int], links: Links, outcome: Outcome
) -> list[Event]:
    """Contradictions, and the obstacles of themes and of the whole way of working."""
    cases = relations.contradictions(given.portfolio)
    loose = relations.obstacles(given.portfolio, given.calendar).get("", [])
    after = fingerprint([cases, loose])
    before = fingerprints(EVENT).get(structure.HOUSE)
    tally = outcome.of("contradictions")
    if before == after:
        tally.unchanged = len(cases)
        return []
    imported = Obstacle.objects.filter(project=None).exclude(sources=[])
    keep(LOOSE_OBSTACLES, imported, loose, lambda row: LOOSE_OBSTACLES.build(None, row, links))
    stored = upsert(Contradiction, "number", {number: fields for number, (fields, _, _) in cases.items()}, tally)
    for name, position, ids in (("projects", 1, projects), ("themes", 2, keys.themes)):
        through = getattr(Contradiction, name).through
        column = f"{name.removesuffix('s')}_id"
        through.objects.filter(contradiction__in=stored.values()).delete()
        through.objects.bulk_create(
            through(contradiction_id=stored[number], **{column: ids[slug]})
            for number, case in cases.items()
            for slug in case[position]
        )
    facts = {"contradictions": [None, len(cases)], "obstacles": [None, len(loose)], "fingerprint": [before, after]}
    return [Event(EVENT, structure.HOUSE, facts=facts)]

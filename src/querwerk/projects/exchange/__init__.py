"""Reading a portfolio file and taking in its projects: all or nothing, and a second time without any change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from querwerk.journal.actions import Actor, Event, record_all
from querwerk.search.actions import index
from querwerk.structure import exchange as structure
from querwerk.structure.exchange.fields import problems_of
from querwerk.structure.exchange.reading import BadFile, load
from querwerk.structure.exchange.sources import Calendar
from querwerk.structure.exchange.store import Outcome, fingerprints, upsert
from querwerk.structure.exchange.wanted import RUNNING_LIMIT, RUNNING_RULE
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import HouseRule

from ..lifecycle import State
from ..models import Method, ObstacleKind, Project
from ..queries.documents import documents
from .cases import renew_cases
from .check import Limit, problems_in
from .known import calendar_of, source_rows
from .links import lineage, obstacles
from .renew import renew_head, renew_rows
from .shapes import Portfolio
from .sheet import Sheet, sheet_of, theme_bodies
from .store import EVENT, Batch, Places, create, fill, print_of, story_of_new


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
    problems = problems_in(portfolio, calendar, running_limits())
    if problems:
        raise BadFile(problems)
    return Read(portfolio, calendar)


def running_limits() -> Limit:
    """How many projects of a theme may run at once by the rules of the house, as a function of the day."""
    rules = list(
        HouseRule.objects.filter(key=RUNNING_RULE)
        .order_by("-valid_from")
        .values_list("valid_from", "valid_to", "value")
    )

    def limit(day: date) -> int:
        held = (value for first, last, value in rules if first <= day and (last is None or day < last))
        return next(held, RUNNING_LIMIT)

    return limit


def take_in(given: Read, outcome: Outcome, *, by: Actor, at: datetime) -> dict[str, int]:
    """Stores structure and projects in the caller's transaction. Returns the primary keys of the projects."""
    portfolio, calendar = given.portfolio, given.calendar
    bodies = {body.oparl_short: body.short for body in reversed(portfolio.bodies) if body.oparl_short}
    bodies |= {body.short: body.short for body in portfolio.bodies}
    sheets = _sheets(given, bodies)
    treated = theme_bodies(sheets, {short: slug_of(short, 80) for short in bodies.values()}, calendar)
    part = structure.Given(portfolio, calendar, source_rows(portfolio, calendar), treated)
    keys = structure.take_in(part, outcome, by=by, at=at)
    links = _links(portfolio, keys, bodies)
    projects, events = _projects(sheets, links, outcome)
    events += renew_cases(portfolio, calendar, projects, links, outcome)
    record_all(events, by=by, at=at)
    return projects


def _sheets(given: Read, bodies: Mapping[str, str]) -> list[Sheet]:
    portfolio, calendar = given.portfolio, given.calendar
    excerpts = {e.project: e for e in portfolio.dashboard_excerpts.values} if portfolio.dashboard_excerpts else {}
    connected = {"lineage": lineage(portfolio, calendar), "obstacles": obstacles(portfolio, calendar)}
    sheets = []
    for i, project in enumerate(portfolio.projects):
        sheet = sheet_of(project, f"projects[{i}]", calendar, excerpts.get(project.slug))
        sheet.tables["involvements"] = [(bodies[row[0]], *row[1:]) for row in sheet.tables["involvements"]]
        sheet.tables |= {name: rows.get(project.slug, []) for name, rows in connected.items()}
        sheets.append(sheet)
    return sheets


def _links(portfolio: Portfolio, keys: structure.Keys, bodies: Mapping[str, str]) -> dict[str, Mapping[str, int]]:
    """Natural keys of everything a row may point to, but the projects themselves."""
    methods = {m.removesuffix("(geplant)").strip() for project in portfolio.projects for m in project.methods}
    kinds: dict[str, dict[str, Any]] = {o.kind: {"slug": slug_of(o.kind, 80)} for o in portfolio.obstacles}
    return {
        "unit__short": {office.short: keys.units[slug_of(office.short, 80)] for office in portfolio.offices},
        "body__short": {short: keys.bodies[slug_of(short, 80)] for short in bodies.values()},
        "theme__slug": keys.themes,
        "method__name": upsert(Method, "name", {name: {} for name in sorted(methods)}),
        "kind__name": upsert(ObstacleKind, "name", kinds),
    }


def _projects(
    sheets: list[Sheet], links: dict[str, Mapping[str, int]], outcome: Outcome
) -> tuple[dict[str, int], list[Event]]:
    """New projects in bulk, altered ones by their difference, equal ones not at all."""
    stored = {p.slug: p for p in Project.objects.filter(slug__in=[sheet.slug for sheet in sheets])}
    known = fingerprints(EVENT)
    prints = {sheet.slug: print_of(sheet) for sheet in sheets}
    new = [sheet for sheet in sheets if sheet.slug not in stored]
    altered = [s for s in sheets if s.slug in stored and known.get(stored[s.slug].thread) != prints[s.slug]]
    tally = outcome.of("projects")
    tally.created, tally.changed, tally.unchanged = len(new), len(altered), len(sheets) - len(new) - len(altered)
    if not new and not altered:
        return {slug: project.pk for slug, project in stored.items()}, []
    # An altered project gives its place back first, so that places may change hands within a theme.
    Project.objects.filter(slug__in=[s.slug for s in altered]).update(state=State.IDEA.value, slot=None)
    places = Places(_taken(), running_limits()(max(sheet.head.updated_on for sheet in sheets)))
    themes, batch = links["theme__slug"], Batch()
    changes = {item.slug: renew_head(stored[item.slug], item, themes, places) for item in altered}
    created = create(new, themes, places)
    projects = {slug: project.pk for slug, project in {**stored, **created}.items()}
    links["later__slug"] = projects
    for item in new:
        fill(created[item.slug].pk, item, batch)
    for item in altered:
        changes[item.slug] |= renew_rows(stored[item.slug], item, batch)
    batch.flush(links)
    _make_findable([*new, *altered], projects)
    events = [story_of_new(item, prints[item.slug], created[item.slug].thread) for item in new]
    for item in altered:
        thread = stored[item.slug].thread
        facts = {**changes[item.slug], "fingerprint": [known.get(thread), prints[item.slug]]}
        events.append(Event(EVENT, thread, facts=facts))
    return projects, events


def _taken() -> list[tuple[int, int]]:
    return [(theme, slot) for theme, slot in Project.objects.exclude(slot=None).values_list("theme_id", "slot") if slot]


def _make_findable(sheets: list[Sheet], projects: Mapping[str, int]) -> None:
    """Every name leads to the address, and every word to the sheet."""
    names = [("project", name, sheet.slug) for sheet in sheets for name in sheet.names]
    structure.add_aliases(names, live=set(Project.objects.values_list("slug", flat=True)))
    index(documents([projects[sheet.slug] for sheet in sheets]))

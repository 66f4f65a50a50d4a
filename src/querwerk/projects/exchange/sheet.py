"""What a portfolio file says about one project, as the rows it wants to see stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.sources import DASHBOARD, OPARL, Calendar
from querwerk.structure.exchange.store import Row
from querwerk.structure.exchange.wanted import days

from ..lifecycle import State, ended_since
from ..models import MilestoneDate, Project, ProjectDate, Prospect, Resource, Responsibility, SheetText
from . import shapes
from .states import state_in, state_of


@dataclass(frozen=True)
class Aims:
    """A project's fields that are repeated in lists."""

    name: str
    theme: str
    kind: str
    state: State
    begin: str
    end: str
    horizon: str
    first_seen_on: date
    ended_on: date | None
    updated_on: date


@dataclass
class Sheet:
    """One project with all its rows; ``tables`` follow :mod:`.tables`, goals and milestones have rows below them."""

    slug: str
    place: str
    head: Aims
    tables: dict[str, list[Row]] = field(default_factory=dict)
    goals: list[Row] = field(default_factory=list)
    milestones: list[tuple[str, str, int, list[Row]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def sheet_of(project: shapes.Project, place: str, calendar: Calendar, excerpt: shapes.Excerpt | None) -> Sheet:
    """One project of the file as wanted rows."""
    seen = calendar.in_order(project.seen_in)
    since = calendar.stated_on(seen)
    states = _states(project, calendar, excerpt)
    tables: dict[str, list[Row]] = {
        "names": _names(project, calendar),
        "states": states,
        "dates": _dates(project, calendar, excerpt),
        "responsibilities": [*_responsible(project, calendar, since), *_partners(project, seen, since)],
        "texts": [(SheetText.Field.AWARD.value, text, *_known_since(text, seen, calendar)) for text in project.awards],
        "target_groups": [(g.text, g.reports, calendar.stated_on(g.reports)) for g in project.target_groups],
        "prospects": _prospects(project, calendar),
        "parts": [(name, seen, since) for name in project.subprojects],
        "methods": _methods(project, seen, since),
        "resources": _resources(project, calendar, excerpt),
        "figures": [
            (r.what, r.value, r.unit or "", r.year, [r.report], calendar.stated_on([r.report])) for r in project.results
        ],
        "involvements": _involvements(project, calendar),
    }
    return Sheet(
        slug=project.slug,
        place=place,
        head=_head(project, calendar, states, tables["dates"]),
        tables=tables,
        goals=[(goal.text, goal.reports, calendar.stated_on(goal.reports)) for goal in project.goals],
        milestones=[
            (milestone.what, milestone.note or "", position, _milestone_dates(milestone, calendar))
            for position, milestone in enumerate(project.milestones, 1)
        ],
        names=[name.name for name in project.names],
    )


def _head(project: shapes.Project, calendar: Calendar, states: list[Row], dates: list[Row]) -> Aims:
    newest = max(
        project.names, key=lambda n: (n.to is None, max(calendar.days[k] for k in n.reports), vague(n.from_).first)
    )
    state = State(states[-1][0])
    task = "aufgabe" in project.kind.lower()
    return Aims(
        name=newest.name,
        theme=project.theme,
        kind=(Project.Kind.TASK if task else Project.Kind.PROJECT).value,
        state=state,
        begin=next((row[1] for row in dates if row[0] == ProjectDate.Kind.BEGIN), ""),
        end=next((row[1] for row in dates if row[0] == ProjectDate.Kind.END), ""),
        horizon=project.horizon or "",
        first_seen_on=calendar.stated_on(project.seen_in),
        ended_on=ended_since((State(row[0]), row[-1]) for row in states),
        updated_on=max([calendar.days[key] for key in project.seen_in] + [row[-1] for row in states]),
    )


def _names(project: shapes.Project, calendar: Calendar) -> list[Row]:
    """A note about the names goes to the newest of them."""
    notes = [""] * (len(project.names) - 1) + [project.names_note or ""]
    return [
        (name.name, *days(name.from_, name.to), note, name.reports, calendar.stated_on(name.reports))
        for name, note in zip(project.names, notes, strict=True)
    ]


def _states(project: shapes.Project, calendar: Calendar, excerpt: shapes.Excerpt | None) -> list[Row]:
    """The states in order; what the file says is missing about a project goes with the last of its reports."""
    ordered = sorted(project.status_by_report, key=lambda status: calendar.days[status.report])
    rows: list[Row] = []
    for status in ordered:
        gaps = project.gaps if status is ordered[-1] else None
        reason = "; ".join(text for text in (status.note, gaps) if text)
        flags = [state_of(flag).value for flag in status.flags]
        word, inferred = status.word or status.status, status.basis == "inferred"
        rows.append(
            (state_in(status).value, flags, word, reason, inferred, [status.report], calendar.days[status.report])
        )
    if excerpt and excerpt.status:
        state = state_of(excerpt.status).value
        rows.append((state, [], excerpt.status, "", False, [DASHBOARD], calendar.days[DASHBOARD]))
    return sorted(rows, key=lambda row: row[-1])


def _written(text: str) -> Row:
    value = vague(text)
    return (text, value.first, value.last)


def _dates(project: shapes.Project, calendar: Calendar, excerpt: shapes.Excerpt | None) -> list[Row]:
    """Begin and end by the reports, then by the dashboard where it says something else."""
    rows: list[Row] = []
    for kind, bound in ((ProjectDate.Kind.BEGIN, project.begin), (ProjectDate.Kind.END, project.end)):
        if bound:
            keys = [bound.report]
            rows.append((kind.value, *_written(bound.date), bound.note or "", keys, calendar.stated_on(keys)))
    if excerpt:
        for kind, text, bound in (
            (ProjectDate.Kind.BEGIN, excerpt.begin, project.begin),
            (ProjectDate.Kind.END, excerpt.end, project.end),
        ):
            if text and not (bound and bound.date == text):
                rows.append((kind.value, *_written(text), "", [DASHBOARD], calendar.days[DASHBOARD]))
    return rows


def _responsible(project: shapes.Project, calendar: Calendar, since: date) -> list[Row]:
    """Who answered for the project: from the first source that names the unit until one names only others."""
    naming: dict[date, list[str]] = {}
    for key in calendar.in_order(key for unit in project.responsible for key in unit.reports):
        naming.setdefault(calendar.days[key], []).append(key)
    rows: list[Row] = []
    for unit in project.responsible:
        run: list[str] = []
        for day, keys in [*naming.items(), (None, [])]:
            named = [key for key in keys if key in unit.reports]
            if named:
                run += named
            elif run:
                begin = calendar.stated_on(run)
                role = Responsibility.Role.RESPONSIBLE.value
                rows.append((unit.office, "", role, begin, day, "", run, begin))
                run = []
    if project.responsible_note:
        first = (
            rows[0]
            if rows
            else (None, "N. N.", Responsibility.Role.RESPONSIBLE.value, since, None, "", project.seen_in, since)
        )
        rows = [(*first[:5], project.responsible_note, *first[6:]), *rows[1:]]
    return rows


def _partners(project: shapes.Project, seen: list[str], since: date) -> list[Row]:
    role = Responsibility.Role.PARTNER.value
    return [(None, partner, role, since, None, "", seen, since) for partner in project.partners]


def _known_since(text: str, seen: list[str], calendar: Calendar) -> tuple[list[str], date]:
    """The sources of a text without one of its own: what names a year cannot have been known before it."""
    year = max(map(int, re.findall(r"\b((?:19|20)\d\d)\b", text)), default=0)
    later = [key for key in seen if calendar.days[key].year >= year] or seen[-1:]
    return later, calendar.stated_on(later)


def _prospects(project: shapes.Project, calendar: Calendar) -> list[Row]:
    kinds = ((Prospect.Kind.CHANCE, project.opportunities), (Prospect.Kind.RISK, project.risks))
    return [
        (kind.value, item.text, item.reports, calendar.stated_on(item.reports))
        for kind, items in kinds
        for item in items
    ]


def _methods(project: shapes.Project, seen: list[str], since: date) -> list[Row]:
    """Methods by name; one both used and planned is used."""
    planned: dict[str, bool] = {}
    for written in project.methods:
        name = written.removesuffix("(geplant)").strip()
        planned[name] = planned.get(name, True) and name != written
    return [(name, later, seen, since) for name, later in planned.items()]


def _resources(project: shapes.Project, calendar: Calendar, excerpt: shapes.Excerpt | None) -> list[Row]:
    rows: list[Row] = []
    for item in project.resources:
        kind = Resource.Kind.POSTS if item.kind == "Stellen" else Resource.Kind.MONEY
        period = item.period or ""
        year = int(period) if re.fullmatch(r"[12]\d{3}", period) else None
        keys = [item.report]
        rows.append(
            (kind.value, item.what, _amount(item.amount), item.unit or "", period, year, item.funder or "", keys,
             calendar.stated_on(keys))
        )  # fmt: skip
    if excerpt:
        known = ((Resource.Kind.MONEY, "Mittel je Jahr", excerpt.budget_eur_per_year, "EUR", "je Jahr"),
                 (Resource.Kind.POSTS, "Stellen", excerpt.posts_vzw, "VZW", ""))  # fmt: skip
        for kind, what, amount, unit, period in known:
            if amount is not None:
                row = (kind.value, what, _amount(amount), unit, period, None, "", [DASHBOARD], calendar.days[DASHBOARD])
                rows.append(row)
    return rows


def _amount(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.001"))


def _involvements(project: shapes.Project, calendar: Calendar) -> list[Row]:
    rows: list[Row] = []
    for step in project.involvement:
        own = vague(step.oparl.date or step.date).first
        rows.append(
            (step.body, *_written(step.date), step.what, step.result or "", step.paper or "",
             step.as_reported == "planned", step.later_date or "", step.oparl.model_dump(), step.reports,
             calendar.stated_on(step.reports, own))
        )  # fmt: skip
    for outcome in project.later_outcomes:
        own = vague(outcome.date).first
        rows.append(
            (outcome.body, *_written(outcome.date), outcome.what, outcome.result or "", outcome.paper or "", False, "",
             {}, [outcome.source], calendar.stated_on([outcome.source], own if outcome.source == OPARL else None))
        )  # fmt: skip
    return rows


def _milestone_dates(milestone: shapes.Milestone, calendar: Calendar) -> list[Row]:
    """Every date ever planned, then the actual one."""
    rows: list[Row] = [
        (MilestoneDate.Kind.PLANNED.value, *_written(d.date), [d.report], calendar.stated_on([d.report]))
        for d in milestone.planned
    ]
    if milestone.actual:
        actual = milestone.actual
        rows.append(
            (
                MilestoneDate.Kind.ACTUAL.value,
                *_written(actual.date),
                [actual.report],
                calendar.stated_on([actual.report]),
            )
        )
    return rows


def theme_bodies(sheets: list[Sheet], slugs: Mapping[str, str], calendar: Calendar) -> dict[str, list[Row]]:
    """Which body treated which theme: from the first involvement of one of its projects on."""
    found: dict[tuple[str, str], tuple[date, dict[str, None], date]] = {}
    for sheet in sheets:
        for body, _, first, *_, keys, stated_on in sheet.tables["involvements"]:
            pair = (sheet.head.theme, slugs[body])
            begin, sources, known = found.get(pair, (first, {}, stated_on))
            sources.update(dict.fromkeys(keys))
            found[pair] = (min(begin, first), sources, min(known, stated_on))
    rows: dict[str, list[Row]] = {}
    for (theme, body), (begin, sources, known) in sorted(found.items()):
        rows.setdefault(theme, []).append((body, begin, None, calendar.in_order(sources), known))
    return rows

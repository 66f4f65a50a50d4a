"""The sources a portfolio file knows: its reports, and papers, minutes and the dashboard that facts refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.shapes import Theme
from querwerk.structure.exchange.sources import DASHBOARD, OPARL, Calendar, row_of
from querwerk.structure.models import Source

from .shapes import Milestone, Portfolio, Project

_PAPER = re.compile(r"(?:[A-Z]+/)?\d{4}/\d+(?:/\d+)*")


def calendar_of(portfolio: Portfolio) -> Calendar:
    """The day of each source. A paper that is no report has the day a body of the council treated it."""
    days = {report.id: date.fromisoformat(report.date) for report in portfolio.reports}
    for wish in portfolio.council_wishes:
        days.setdefault(wish.source, date.fromisoformat(wish.date))
    days.update({OPARL: _newest_public_day(portfolio, max(days.values()))})
    papers = list(_papers(portfolio))
    for key in sorted(set(_references(portfolio)) - set(days)):
        found = [day for paper, day in papers if paper == key or paper.startswith(f"{key}/")]
        if found and _PAPER.fullmatch(key):
            days[key] = min(found)
    if portfolio.dashboard_excerpts:
        days[DASHBOARD] = max(date.fromisoformat(report.date) for report in portfolio.reports)
    return Calendar(days)


def source_rows(portfolio: Portfolio, calendar: Calendar) -> dict[str, dict[str, Any]]:
    """The wanted rows of all sources, by key."""
    rows = {report.id: row_of(report) for report in portfolio.reports}
    titles = {**_titles(portfolio), OPARL: "OParl-Schnittstelle des Ratsinformationssystems"}
    if portfolio.dashboard_excerpts:
        titles[DASHBOARD] = portfolio.dashboard_excerpts.source
    for key, day in calendar.days.items():
        rows.setdefault(
            key,
            {
                "kind": Source.Kind.OTHER.value,
                "title": titles.get(key) or (f"Vorlage {key}" if _PAPER.fullmatch(key) else f"Niederschrift {key}"),
                "paper": key if _PAPER.fullmatch(key) else "",
                "body": "",
                "dated_on": day,
                "period_from": None,
                "period_to": None,
                "result": "",
                "chapters": [],
            },
        )
    return {key: {name: value for name, value in row.items() if name != "key"} for key, row in rows.items()}


def _titles(portfolio: Portfolio) -> dict[str, str]:
    """Titles the file gives in passing: ``2026/0409 = Stellungnahme Juni 2026; ...``."""
    pairs = (part.partition(" = ") for part in (portfolio.meta.report_ids or "").split(";"))
    return {key.strip(): title.strip()[:300] for key, equals, title in pairs if equals}


def _papers(portfolio: Portfolio) -> Iterator[tuple[str, date]]:
    for project in portfolio.projects:
        for step in project.involvement:
            if step.as_reported == "done":
                for paper in {step.paper, step.oparl.paper}:
                    if paper:
                        yield paper, vague(step.oparl.date or step.date).first
        for outcome in project.later_outcomes:
            if outcome.paper:
                yield outcome.paper, vague(outcome.date).first


def _newest_public_day(portfolio: Portfolio, otherwise: date) -> date:
    days = [vague(outcome.date).first for project in portfolio.projects for outcome in project.later_outcomes]
    days += [vague(step.oparl.date).first for p in portfolio.projects for step in p.involvement if step.oparl.date]
    return max(days, default=otherwise)


def _references(portfolio: Portfolio) -> Iterator[str]:
    for _, key in references(portfolio):
        yield key


def references(portfolio: Portfolio) -> Iterator[tuple[str, str]]:
    """(path, key) of each reference to a source."""
    for name in ("terms", "roles", "rules"):
        for i, item in enumerate(getattr(portfolio, name)):
            yield from _listed(f"{name}[{i}].reports", item.reports)
    for i, factor in enumerate(portfolio.success_factors):
        yield from _listed(f"success_factors[{i}].mentions", factor.mentions)
    for name in ("support_pool", "activity_figures", "methods_tried", "obstacles", "status_counts"):
        for i, item in enumerate(getattr(portfolio, name)):
            yield f"{name}[{i}].report", item.report
    for i, theme in enumerate(portfolio.themes):
        yield from _of_theme(f"themes[{i}]", theme)
    for i, project in enumerate(portfolio.projects):
        yield from _of_project(f"projects[{i}]", project)


def _listed(path: str, keys: list[str]) -> Iterator[tuple[str, str]]:
    for i, key in enumerate(keys):
        yield f"{path}[{i}]", key


def _of_theme(path: str, theme: Theme) -> Iterator[tuple[str, str]]:
    for i, head in enumerate(theme.heads):
        yield f"{path}.heads[{i}].from", head.from_
        if head.to:
            yield f"{path}.heads[{i}].to", head.to
    for name in ("names", "goals", "strategies", "campaigns", "structure"):
        for i, item in enumerate(getattr(theme, name)):
            yield from _listed(f"{path}.{name}[{i}].reports", item.reports)


def _of_project(path: str, project: Project) -> Iterator[tuple[str, str]]:
    yield from _listed(f"{path}.seen_in", project.seen_in)
    for name in ("names", "responsible", "goals", "involvement", "target_groups", "opportunities", "risks"):
        for i, item in enumerate(getattr(project, name)):
            yield from _listed(f"{path}.{name}[{i}].reports", item.reports)
    for name in ("status_by_report", "resources", "results", "lineage"):
        for i, item in enumerate(getattr(project, name)):
            yield f"{path}.{name}[{i}].report", item.report
    for i, outcome in enumerate(project.later_outcomes):
        yield f"{path}.later_outcomes[{i}].source", outcome.source
    for name, bound in (("begin", project.begin), ("end", project.end)):
        if bound:
            yield f"{path}.{name}.report", bound.report
    for i, milestone in enumerate(project.milestones):
        yield from _of_milestone(f"{path}.milestones[{i}]", milestone)


def _of_milestone(path: str, milestone: Milestone) -> Iterator[tuple[str, str]]:
    for j, planned in enumerate(milestone.planned):
        yield f"{path}.planned[{j}].report", planned.report
    if milestone.actual:
        yield f"{path}.actual.report", milestone.actual.report

"""What may stand only once in a portfolio file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.reading import Problem
from querwerk.structure.exchange.sources import kind_of
from querwerk.structure.exchange.words import one_and_many, slug_of
from querwerk.structure.models import Source

from .shapes import Portfolio, Project

#: (path, what must stand once, how people call it)
_Place = tuple[str, Hashable, str]


def doubles(portfolio: Portfolio) -> Iterator[Problem]:
    """Identifiers, names and days that stand twice, or say nothing."""
    groups: list[list[_Place]] = [
        _slugs(portfolio),
        [(f"reports[{i}].id", report.id, report.id) for i, report in enumerate(portfolio.reports)],
        [(f"themes[{i}].slug", theme.slug, theme.slug) for i, theme in enumerate(portfolio.themes)],
        [(f"projects[{i}].slug", project.slug, project.slug) for i, project in enumerate(portfolio.projects)],
        [(f"bodies[{i}].short", slug_of(b.short, 80), b.short) for i, b in enumerate(portfolio.bodies)],
        [(f"discrepancies[{i}].no", case.no, str(case.no)) for i, case in enumerate(portfolio.discrepancies)],
        [
            (f"parent_strategies[{i}].name", slug_of(s.name, 120), s.name)
            for i, s in enumerate(portfolio.parent_strategies)
        ],
        [
            (f"terms[{i}].term", (t.concept, one_and_many(t.term)[0], vague(t.from_).first), t.term)
            for i, t in enumerate(portfolio.terms)
        ],
        [
            (f"reports[{i}].date", report.date, report.date)
            for i, report in enumerate(portfolio.reports)
            if kind_of(report) is Source.Kind.MONITORING_REPORT
        ],
        _excerpts(portfolio),
        _kinds_of_obstacles(portfolio),
    ]
    for group in groups:
        yield from _twice(group)
    for i, project in enumerate(portfolio.projects):
        yield from _within(f"projects[{i}]", project)
    for i, office in enumerate(portfolio.offices):
        places = [
            (f"offices[{i}].placements[{j}].from", vague(p.from_).first, p.from_)
            for j, p in enumerate(office.placements)
        ]
        yield from _twice(places)
        for j, place in enumerate(office.placements):
            if slug_of(place.unit, 80) == slug_of(office.short, 80):
                yield Problem(
                    f"offices[{i}].placements[{j}].unit", "Eine Dienststelle kann nicht unter sich selbst hängen."
                )


def _twice(places: Iterable[_Place]) -> Iterator[Problem]:
    seen: dict[Hashable, str] = {}
    for path, key, called in places:
        if key == "":
            yield Problem(path, f"„{called}“ enthält keinen Buchstaben und keine Ziffer für eine Adresse.")
        elif key in seen:
            yield Problem(path, f"„{called}“ steht schon bei {seen[key]}.")
        seen.setdefault(key, path)


def _slugs(portfolio: Portfolio) -> list[_Place]:
    """Offices, and the departments that themes and placements name: units have one list of addresses."""
    places: list[_Place] = [
        (f"offices[{i}].short", slug_of(office.short, 80), office.short) for i, office in enumerate(portfolio.offices)
    ]
    offices = {office.short for office in portfolio.offices}
    departments = {theme.dezernat: f"themes[{i}].dezernat" for i, theme in enumerate(portfolio.themes)}
    return places + [(path, slug_of(name, 80), name) for name, path in departments.items() if name not in offices]


def _excerpts(portfolio: Portfolio) -> list[_Place]:
    excerpts = portfolio.dashboard_excerpts.values if portfolio.dashboard_excerpts else []
    return [(f"dashboard_excerpts.values[{i}].project", e.project, e.project) for i, e in enumerate(excerpts)]


def _kinds_of_obstacles(portfolio: Portfolio) -> list[_Place]:
    """Two spellings of a kind would share an address."""
    first: dict[str, str] = {}
    for i, obstacle in enumerate(portfolio.obstacles):
        first.setdefault(obstacle.kind, f"obstacles[{i}].kind")
    return [(path, slug_of(kind, 80), kind) for kind, path in first.items()]


def _within(path: str, project: Project) -> Iterator[Problem]:
    """What stands once in a project."""
    yield from _twice((f"{path}.milestones[{j}].what", m.what, m.what) for j, m in enumerate(project.milestones))
    yield from _twice((f"{path}.subprojects[{j}]", name, name) for j, name in enumerate(project.subprojects))
    yield from _twice(
        (f"{path}.names[{j}].name", (name.name, vague(name.from_).first), name.name)
        for j, name in enumerate(project.names)
    )
    yield from _twice(
        (f"{path}.status_by_report[{j}].report", status.report, status.report)
        for j, status in enumerate(project.status_by_report)
    )
    yield from _twice(
        (f"{path}.responsible[{j}].office", unit.office, unit.office) for j, unit in enumerate(project.responsible)
    )

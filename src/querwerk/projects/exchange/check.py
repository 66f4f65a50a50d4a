"""What no single value shows: references, order in time, circles, and too many running projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.reading import Problem
from querwerk.structure.exchange.sources import Calendar, kind_of
from querwerk.structure.models import Source

from ..actions.lifecycle import RESERVED
from ..lifecycle import LineageKind, takes_place
from .doubles import doubles
from .known import references
from .shapes import Portfolio, Project
from .states import LINEAGE, pair_of, state_in

#: The limit of running projects of a theme on a day.
Limit = Callable[[date], int]


def problems_in(portfolio: Portfolio, calendar: Calendar, limit: Limit) -> list[Problem]:
    """Everything wrong with a file whose single values are in order."""
    found = [*doubles(portfolio), *_shadowed(portfolio), *_unknown(portfolio, calendar), *_backwards(portfolio)]
    if not found:
        found = [*_circles(portfolio), *_too_many(portfolio, calendar, limit), *_empty_periods(portfolio)]
    return found


def _shadowed(portfolio: Portfolio) -> Iterator[Problem]:
    """Addresses at which the house has a page of its own."""
    for where, slugs, taken in (
        ("projects", [project.slug for project in portfolio.projects], RESERVED),
        ("themes", [theme.slug for theme in portfolio.themes], frozenset({"verwalten"})),
    ):
        for number, slug in enumerate(slugs):
            if slug in taken:
                yield Problem(
                    f"{where}[{number}].slug",
                    f"Unter der Adresse „{slug}“ liegt schon eine Seite von Querwerk. Bitte wählen Sie eine andere.",
                )


@dataclass(frozen=True)
class _Known:
    """What a file describes, by where it stands."""

    themes: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    projects: frozenset[str]

    def lacks(self, path: str, where: str, key: str) -> Iterator[Problem]:
        """A problem if the file does not describe what it refers to."""
        known: frozenset[str] = getattr(self, where)
        if key not in known:
            some = ", ".join(sorted(known)[:12]) + (" …" if len(known) > 12 else "")
            yield Problem(
                path, f"{_CALLED[where]} „{key}“ ist unbekannt. Unter {where} stehen: {some or 'keine Einträge'}."
            )


_CALLED = {"themes": "Das Thema", "offices": "Die Dienststelle", "bodies": "Das Gremium", "projects": "Das Projekt"}


def _unknown(portfolio: Portfolio, calendar: Calendar) -> Iterator[Problem]:
    """References to what the file does not describe."""
    for path, key in references(portfolio):
        if key not in calendar.days:
            yield Problem(
                path,
                f"Die Quelle „{key}“ ist unbekannt: Sie steht weder unter reports, noch ist ein Tag bekannt, an dem "
                "ein Gremium die Vorlage behandelt hat.",
            )
    known = _Known(
        themes=frozenset(theme.slug for theme in portfolio.themes),
        offices=frozenset(office.short for office in portfolio.offices),
        bodies=frozenset(name for body in portfolio.bodies for name in (body.short, body.oparl_short) if name),
        projects=frozenset(project.slug for project in portfolio.projects),
    )
    for i, project in enumerate(portfolio.projects):
        yield from _unknown_to(project, f"projects[{i}]", known)
    for path, where, key in _loose_references(portfolio):
        yield from known.lacks(path, where, key)


def _unknown_to(project: Project, place: str, known: _Known) -> Iterator[Problem]:
    yield from known.lacks(f"{place}.theme", "themes", project.theme)
    for j, unit in enumerate(project.responsible):
        yield from known.lacks(f"{place}.responsible[{j}].office", "offices", unit.office)
    for j, step in enumerate(project.involvement):
        yield from known.lacks(f"{place}.involvement[{j}].body", "bodies", step.body)
    for j, outcome in enumerate(project.later_outcomes):
        yield from known.lacks(f"{place}.later_outcomes[{j}].body", "bodies", outcome.body)
    for j, line in enumerate(project.lineage):
        path = f"{place}.lineage[{j}].project"
        yield from known.lacks(path, "projects", line.project)
        if line.project == project.slug:
            yield Problem(path, "Ein Projekt kann nicht auf sich selbst folgen.")


def _loose_references(portfolio: Portfolio) -> Iterator[tuple[str, str, str]]:
    """(path, where, key) of references outside the projects."""
    for i, obstacle in enumerate(portfolio.obstacles):
        if obstacle.theme:
            yield f"obstacles[{i}].theme", "themes", obstacle.theme
        if obstacle.project:
            yield f"obstacles[{i}].project", "projects", obstacle.project
    for i, tried in enumerate(portfolio.methods_tried):
        yield f"methods_tried[{i}].theme", "themes", tried.theme
    for i, slipped in enumerate(portfolio.slipped_milestones):
        yield f"slipped_milestones[{i}].project", "projects", slipped.project
    for i, count in enumerate(portfolio.obstacle_counts):
        yield from ((f"obstacle_counts[{i}].themes[{j}]", "themes", slug) for j, slug in enumerate(count.themes))
        yield from ((f"obstacle_counts[{i}].projects[{j}]", "projects", slug) for j, slug in enumerate(count.projects))
    for i, excerpt in enumerate(portfolio.dashboard_excerpts.values if portfolio.dashboard_excerpts else ()):
        yield f"dashboard_excerpts.values[{i}].project", "projects", excerpt.project


def _backwards(portfolio: Portfolio) -> Iterator[Problem]:
    """Ends before their begins."""
    for path, begin, end in [*_spans_of_structure(portfolio), *_spans_of_projects(portfolio)]:
        if begin and end and _before(end, begin):
            yield Problem(path, f"Das Ende {end} liegt vor dem Anfang {begin}. Das Ende muss gleich oder später sein.")


_Span = tuple[str, str | None, str | None]


def _spans_of_structure(portfolio: Portfolio) -> Iterator[_Span]:
    for i, term in enumerate(portfolio.terms):
        yield f"terms[{i}].to", term.from_, term.to
    for i, strategy in enumerate(portfolio.parent_strategies):
        yield f"parent_strategies[{i}].to", strategy.from_, strategy.to
    for i, report in enumerate(portfolio.reports):
        if report.period:
            yield f"reports[{i}].period[1]", report.period[0], report.period[1]
    for i, office in enumerate(portfolio.offices):
        yield from ((f"offices[{i}].placements[{j}].to", p.from_, p.to) for j, p in enumerate(office.placements))
    for i, theme in enumerate(portfolio.themes):
        yield from ((f"themes[{i}].names[{j}].to", n.from_, n.to) for j, n in enumerate(theme.names))


def _spans_of_projects(portfolio: Portfolio) -> Iterator[_Span]:
    excerpts = portfolio.dashboard_excerpts.values if portfolio.dashboard_excerpts else []
    begins = {project.slug: project.begin.date for project in portfolio.projects if project.begin}
    ends = {project.slug: project.end.date for project in portfolio.projects if project.end}
    for i, project in enumerate(portfolio.projects):
        yield from ((f"projects[{i}].names[{j}].to", n.from_, n.to) for j, n in enumerate(project.names))
        if project.begin and project.end:
            yield f"projects[{i}].end.date", project.begin.date, project.end.date
    for i, excerpt in enumerate(excerpts):
        path = f"dashboard_excerpts.values[{i}]"
        yield f"{path}.end", excerpt.begin, excerpt.end
        yield f"{path}.end", begins.get(excerpt.project), excerpt.end
        yield f"{path}.begin", excerpt.begin, ends.get(excerpt.project)


def _before(end: str, begin: str) -> bool:
    last = vague(end).last
    return last is not None and last < vague(begin).first


def _circles(portfolio: Portfolio) -> Iterator[Problem]:
    """A project that, by steps from the earlier to the later, follows itself."""
    after: dict[str, dict[str, str]] = {}
    for i, project in enumerate(portfolio.projects):
        for j, line in enumerate(project.lineage):
            if LINEAGE[line.type][0] is not LineageKind.RELATED:
                earlier, later = pair_of(project, line.type, line.project)
                after.setdefault(earlier, {}).setdefault(later, f"projects[{i}].lineage[{j}]")
    finished: set[str] = set()
    for start in sorted(after):
        trail = _circle_from(start, after, finished)
        if trail:
            path = after[trail[-2]][trail[-1]]
            yield Problem(path, f"Kreis in der Abfolge der Projekte: {' → '.join(trail)}. Kein Projekt folgt auf sich.")


def _circle_from(start: str, after: dict[str, dict[str, str]], finished: set[str]) -> list[str]:
    """The first circle found by walking from a project, as a trail that ends where it came by before."""
    trail, waiting = [start], [iter(sorted(after.get(start, ())))]
    while waiting:
        following = next(waiting[-1], None)
        if following is None:
            waiting.pop()
            finished.add(trail.pop())
        elif following in trail:
            circle = [*trail[trail.index(following) :], following]
            finished.update(trail)
            return circle
        elif following not in finished:
            trail.append(following)
            waiting.append(iter(sorted(after.get(following, ()))))
    return []


def _too_many(portfolio: Portfolio, calendar: Calendar, limit: Limit) -> Iterator[Problem]:
    """More running projects in a theme than the house allows, by one source or by the newest word about each."""
    by_source: Counter[tuple[str, str]] = Counter()
    today: Counter[str] = Counter()
    full: set[str] = set()
    newest = limit(max(calendar.days.values()))
    for i, project in enumerate(portfolio.projects):
        for j, status in enumerate(project.status_by_report):
            place = (project.theme, status.report)
            allowed = limit(calendar.days[status.report])
            by_source[place] += takes_place(state_in(status))
            if takes_place(state_in(status)) and by_source[place] == allowed + 1:
                full.add(project.theme)
                when = f"in der Quelle {status.report}"
                yield _crowded(f"projects[{i}].status_by_report[{j}].status", project.theme, when, allowed)
        last = max(project.status_by_report, key=lambda status: calendar.days[status.report])
        today[project.theme] += takes_place(state_in(last))
        if takes_place(state_in(last)) and today[project.theme] == newest + 1 and project.theme not in full:
            when = "nach dem jeweils neuesten Stand"
            yield _crowded(f"projects[{i}].status_by_report", project.theme, when, newest)


def _crowded(path: str, theme: str, when: str, limit: int) -> Problem:
    return Problem(
        path,
        f"Das Thema „{theme}“ hat hier das {limit + 1}. laufende Projekt {when}. "
        f"Nach der Regel des Hauses laufen in einem Thema höchstens {limit} zugleich.",
    )


def _empty_periods(portfolio: Portfolio) -> Iterator[Problem]:
    """Monitoring reports that say nothing about any project."""
    stated = {status.report for project in portfolio.projects for status in project.status_by_report}
    for i, report in enumerate(portfolio.reports):
        if kind_of(report) is Source.Kind.MONITORING_REPORT and report.id not in stated:
            yield Problem(
                f"reports[{i}]",
                f"Zum Monitoringbericht „{report.id}“ steht bei keinem Projekt ein Status (status_by_report); "
                "der Berichtszeitraum hätte keine Aussage.",
            )

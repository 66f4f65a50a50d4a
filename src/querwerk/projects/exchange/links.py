"""What connects projects: lineage, obstacles, and which contradiction is about what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from querwerk.structure.exchange.sources import Calendar
from querwerk.structure.exchange.store import Row

from .shapes import Discrepancy, Portfolio, Project
from .states import LINEAGE, RELATED_NOTES, pair_of


def lineage(portfolio: Portfolio, calendar: Calendar) -> dict[str, list[Row]]:
    """Rows by the earlier project; the same relation told from both sides is one row."""
    merged: dict[tuple[str, str, str], tuple[bool, list[str], list[str]]] = {}
    for project in portfolio.projects:
        for line in project.lineage:
            kind, _, planned = LINEAGE[line.type]
            earlier, later = pair_of(project, line.type, line.project)
            still, notes, keys = merged.get((earlier, later, kind.value), (True, [], []))
            notes = [
                *notes,
                *(note for note in (RELATED_NOTES.get(line.type), line.note) if note and note not in notes),
            ]
            keys = [*keys, *([line.report] if line.report not in keys else [])]
            merged[earlier, later, kind.value] = (still and planned, notes, keys)
    rows: dict[str, list[Row]] = {}
    for (earlier, later, kind_value), (planned, notes, keys) in merged.items():
        row = (later, kind_value, planned, "; ".join(notes), keys, calendar.stated_on(keys))
        rows.setdefault(earlier, []).append(row)
    return rows


def obstacles(portfolio: Portfolio, calendar: Calendar) -> dict[str, list[Row]]:
    """Rows by project; those of a theme or of the whole way of working stand under the empty name."""
    rows: dict[str, list[Row]] = {}
    for item in portfolio.obstacles:
        row = (item.kind, item.theme or "", item.text, [item.report], calendar.stated_on([item.report]))
        rows.setdefault(item.project or "", []).append(row)
    return rows


#: A shorter part of a name may be an everyday word.
_LONG_ENOUGH = 8


class Subjects:
    """Finds what a contradiction is about: by paper number, or by a name that is written out; never by a guess."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.papers: dict[str, set[str]] = {}
        self.exact: dict[str, set[str]] = {}
        names: dict[str, set[str]] = {}
        town = (portfolio.meta.municipality or "").split(" ")[-1]
        for project in portfolio.projects:
            for paper in _papers(project):
                self.papers.setdefault(paper, set()).add(project.slug)
            for name in _names(project):
                names.setdefault(name.replace("-", " "), set()).add(project.slug)
                short = name.removesuffix(town).strip()
                if town and short != name:
                    self.exact.setdefault(short, set()).add(project.slug)
        # A longer name first: "Dachmarke Mobilität" is not about "Mobilität".
        self.longest_first = sorted(names.items(), key=lambda pair: -len(pair[0]))
        themes = {name.name.replace("-", " "): theme.slug for theme in portfolio.themes for name in theme.names}
        self.themes = sorted(themes.items(), key=lambda pair: -len(pair[0]))

    def of(self, case: Discrepancy) -> tuple[list[str], list[str]]:
        """(projects, themes)"""
        projects: set[str] = set()
        themes: set[str] = set()
        for ref in case.refs:
            projects |= self._one(self.papers.get(ref, set()))
        projects |= self._one(self.exact.get(case.what, set()))
        for text in (case.what, case.a, case.b):
            rest = text.replace("-", " ")
            for name, slugs in self.longest_first:
                rest, found = _cut(rest, name)
                projects |= self._one(slugs) if found else set()
            for name, slug in self.themes:
                rest, found = _cut(rest, name)
                themes |= {slug} if found else set()
        return sorted(projects), sorted(themes)

    @staticmethod
    def _one(found: set[str]) -> set[str]:
        return found if len(found) == 1 else set()


def _papers(project: Project) -> Iterator[str]:
    for step in project.involvement:
        yield from (paper for paper in (step.paper, step.oparl.paper) if paper)
    yield from (outcome.paper for outcome in project.later_outcomes if outcome.paper)


def _names(project: Project) -> Iterator[str]:
    """Names, what stands before and after a dash, slash or colon in them, a short form in brackets, and parts."""
    for name in project.names:
        yield name.name
        match = re.search(r"\(([A-ZÄÖÜ]{3,})\)$", name.name)
        if match:
            yield match[1]
        yield from (part for part in re.split(r" [–/-] |: ", name.name) if len(part) > _LONG_ENOUGH)
    yield from (part for part in project.subprojects if len(part) > _LONG_ENOUGH)


def _cut(text: str, name: str) -> tuple[str, bool]:
    """The text without a name that stands in it as whole words, and whether it did."""
    if name not in text:
        return text, False
    rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return rest, rest != text


@dataclass(frozen=True)
class Case:
    """A contradiction, and the projects and themes it is about."""

    fields: dict[str, object]
    projects: list[str]
    themes: list[str]


def contradictions(portfolio: Portfolio) -> dict[int, Case]:
    """All cases by number."""
    subjects = Subjects(portfolio)
    return {
        case.no: Case({"what": case.what, "first": case.a, "second": case.b, "refs": case.refs}, *subjects.of(case))
        for case in portfolio.discrepancies
    }

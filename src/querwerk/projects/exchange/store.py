"""Writing wanted sheets of new projects, in bulk; what altered ones share with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from querwerk.journal.actions import Event, Refused
from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.store import BATCH, Links, Row, Table, fingerprint

from ..lifecycle import takes_place
from ..models import Goal, Milestone, Project
from .sheet import Sheet
from .tables import GOAL_VERSIONS, MILESTONE_DATES, TABLES

EVENT = "projects.imported"


@dataclass
class Batch:
    """Rows waiting to be written, parents before children."""

    rows: dict[Table, list[tuple[int | None, Row]]] = field(default_factory=dict)
    goals: list[tuple[Goal, Row]] = field(default_factory=list)
    milestones: list[tuple[Milestone, list[Row]]] = field(default_factory=list)

    def add(self, table: Table, owner: int, rows: Iterable[Row]) -> None:
        """Rows of a project."""
        self.rows.setdefault(table, []).extend((owner, row) for row in rows)

    def flush(self, links: Links) -> None:
        """Writes everything; goals and milestones that are stored already only get their new rows."""
        Goal.objects.bulk_create([goal for goal, _ in self.goals if goal.pk is None], batch_size=BATCH)
        Milestone.objects.bulk_create([mile for mile, _ in self.milestones if mile.pk is None], batch_size=BATCH)
        for table, rows in self.rows.items():
            table.insert(rows, links)
        GOAL_VERSIONS.insert([(goal.pk, row) for goal, row in self.goals], {})
        MILESTONE_DATES.insert([(mile.pk, row) for mile, rows in self.milestones for row in rows], {})


class Places:
    """The few places of each theme: which are taken, and the next free one."""

    def __init__(self, taken: Iterable[tuple[int, int]], limit: int) -> None:
        self.limit = limit
        self.taken: dict[int, set[int]] = {}
        for theme, slot in taken:
            self.taken.setdefault(theme, set()).add(slot)

    def take(self, theme: int, sheet: Sheet) -> int:
        """A free place. Raises :class:`Refused` when the theme is full, for example of projects entered by people."""
        used = self.taken.setdefault(theme, set())
        free = next((slot for slot in range(1, self.limit + 1) if slot not in used), None)
        if free is None:
            raise Refused(
                f"{sheet.place}.status_by_report: Im Thema „{sheet.head.theme}“ laufen schon {self.limit} Projekte; "
                f"für „{sheet.head.name}“ ist kein Platz frei."
            )
        used.add(free)
        return free


def print_of(sheet: Sheet) -> str:
    """The fingerprint of a sheet."""
    return fingerprint([vars(sheet.head), sheet.tables, sheet.goals, sheet.milestones])


def head_fields(sheet: Sheet, theme_id: int) -> dict[str, Any]:
    """The fields of a project that repeat its newest versions."""
    head = sheet.head
    return {
        "name": head.name,
        "theme_id": theme_id,
        "kind": head.kind,
        "state": head.state.value,
        "begin": head.begin,
        "begin_on": vague(head.begin).first if head.begin else None,
        "end": head.end,
        "end_on": vague(head.end).last if head.end else None,
        "horizon": head.horizon,
        "first_seen_on": head.first_seen_on,
        "ended_on": head.ended_on,
        "updated_on": head.updated_on,
    }


def create(sheets: list[Sheet], themes: Mapping[str, int], places: Places) -> dict[str, Project]:
    """New projects, without their rows."""
    projects = []
    for sheet in sheets:
        theme = themes[sheet.head.theme]
        slot = places.take(theme, sheet) if takes_place(sheet.head.state) else None
        projects.append(Project(slug=sheet.slug, thread=uuid4(), slot=slot, **head_fields(sheet, theme)))
    Project.objects.bulk_create(projects, batch_size=BATCH)
    return {project.slug: project for project in projects}


def fill(project: int, sheet: Sheet, batch: Batch) -> None:
    """All rows of a new project."""
    for table in TABLES:
        batch.add(table, project, sheet.tables.get(table.name, ()))
    batch.goals += [(Goal(project_id=project, position=n), row) for n, row in enumerate(sheet.goals, 1)]
    batch.milestones += [
        (Milestone(project_id=project, name=name, note=note, position=position), dates)
        for name, note, position, dates in sheet.milestones
    ]


def story_of_new(sheet: Sheet, after: str, thread: UUID) -> Event:
    """The journal entry of a project taken in for the first time: what it is, and how many rows of each kind."""
    head = sheet.head
    said = {"name": head.name, "theme": head.theme, "state": head.state.value, "begin": head.begin, "end": head.end}
    counts = {table: len(rows) for table, rows in sheet.tables.items()}
    counts |= {"goals": len(sheet.goals), "milestones": len(sheet.milestones)}
    facts: dict[str, Any] = {name: [None, value] for name, value in said.items() if value}
    facts |= {table: [0, count] for table, count in counts.items() if count}
    return Event(EVENT, thread, facts={**facts, "fingerprint": [None, after]})

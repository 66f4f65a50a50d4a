"""Writing wanted sheets: new projects in bulk, altered ones by their difference, equal ones not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model

from querwerk.journal.actions import Event, Refused
from querwerk.structure.exchange.store import BATCH, Links, Row, difference, fingerprint, insert

from ..lifecycle import END_STATES, State, takes_place
from ..models import Goal, GoalVersion, Milestone, MilestoneDate, Project, ProjectDate, ProjectName, StateVersion
from .sheet import Sheet
from .tables import GOAL_FIELDS, MILESTONE_DATE_FIELDS, TABLES

EVENT = "projects.imported"
_COUNTED = {"names", "states", "dates"}


@dataclass
class Batch:
    """Rows waiting to be written, parents before children."""

    rows: list[Model] = field(default_factory=list)
    goals: list[tuple[Goal, GoalVersion]] = field(default_factory=list)
    milestones: list[tuple[Milestone, list[MilestoneDate]]] = field(default_factory=list)

    def flush(self) -> None:
        Goal.objects.bulk_create([goal for goal, _ in self.goals if goal.pk is None], batch_size=BATCH)
        Milestone.objects.bulk_create([mile for mile, _ in self.milestones if mile.pk is None], batch_size=BATCH)
        for goal, version in self.goals:
            version.goal_id = goal.pk
        for milestone, dates in self.milestones:
            for row in dates:
                row.milestone_id = milestone.pk
        insert(self.rows)
        insert(version for _, version in self.goals)
        insert(row for _, dates in self.milestones for row in dates)


class Places:
    """The few places of each theme: who keeps one, and which are free."""

    def __init__(self, taken: Iterable[tuple[int, int]], limit: int) -> None:
        self.limit = limit
        self.taken: dict[int, set[int]] = {}
        for theme, slot in taken:
            self.taken.setdefault(theme, set()).add(slot)

    def take(self, theme: int, sheet: Sheet) -> int:
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
    head = (
        [getattr(sheet.head, name) for name in sheet.head.__slots__]
        if hasattr(sheet.head, "__slots__")
        else vars(sheet.head)
    )
    return fingerprint([head, sheet.tables, sheet.goals, sheet.milestones, sheet.old_names])


def head_fields(sheet: Sheet, theme_id: int) -> dict[str, Any]:
    """The repeated fields of a project."""
    from querwerk.structure.exchange.fields import vague

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


def fill(project: Project, sheet: Sheet, links: Links, batch: Batch) -> None:
    """All rows of a new project."""
    for table in TABLES:
        batch.rows += [table.build(project.pk, row, links) for row in sheet.tables.get(table.name, ())]
    for position, row in enumerate(sheet.goals, 1):
        batch.goals.append((Goal(project_id=project.pk, position=position), _version(row)))
    for name, note, position, dates in sheet.milestones:
        milestone = Milestone(project_id=project.pk, name=name, note=note, position=position)
        batch.milestones.append((milestone, [_date(row) for row in dates]))


def _version(row: Row) -> GoalVersion:
    return GoalVersion(**dict(zip(GOAL_FIELDS, row, strict=True)))


def _date(row: Row) -> MilestoneDate:
    return MilestoneDate(**dict(zip(MILESTONE_DATE_FIELDS, row, strict=True)))


def story_of_new(sheet: Sheet, after: str, thread: UUID) -> Event:
    """The journal entry of a project taken in for the first time."""
    head = sheet.head
    facts: dict[str, Any] = {
        "name": [None, head.name],
        "theme": [None, head.theme],
        "state": [None, head.state.value],
        "begin": [None, head.begin],
        "end": [None, head.end],
    }
    counts = {table: len(rows) for table, rows in sheet.tables.items() if rows}
    counts |= {"goals": len(sheet.goals), "milestones": len(sheet.milestones)}
    facts |= {table: [0, count] for table, count in counts.items() if count}
    facts["fingerprint"] = [None, after]
    return Event(EVENT, thread, facts=facts)


def renew(project: Project, sheet: Sheet, links: Links, batch: Batch) -> dict[str, Any]:
    """Replaces the imported rows that differ; what people entered stays. Returns what changed."""
    facts: dict[str, Any] = {}
    for table in TABLES:
        wanted = sheet.tables.get(table.name, [])
        stored = table.model._default_manager.filter(**{table.owner: project}).exclude(sources=[])
        if table.name in ("names", "responsibilities"):
            wanted = _closed_by_people(table.name, project, wanted)
        gone, new = difference(stored, table.fields, wanted)
        if gone or new:
            stored.filter(pk__in=[pk for pk, _ in gone]).delete()
            batch.rows += [table.build(project.pk, row, links) for row in new]
            facts[table.name] = [[_label(row) for _, row in gone], [_label(row) for row in new]]
    for name, changed in (
        ("goals", _renew_goals(project, sheet, batch)),
        ("milestones", _renew_milestones(project, sheet, batch)),
    ):
        if any(changed):
            facts[name] = changed
    return facts


def _label(row: Row) -> str:
    """A row in a few words, for the journal."""
    return " · ".join(str(value) for value in row[:3] if value not in ("", None, [], {}))[:200]


def _closed_by_people(table: str, project: Project, wanted: list[Row]) -> list[Row]:
    """An imported row a person's newer entry has closed stays closed."""
    if table != "names":
        return wanted
    newer = (
        ProjectName.objects.filter(project=project, sources=[])
        .order_by("valid_from")
        .values_list("valid_from", flat=True)
    )
    first = newer.first()
    if first is None:
        return wanted
    return [
        (name, begin, first if (end is None or end > first) and begin < first else end, *rest)
        for name, begin, end, *rest in wanted
    ]


def _renew_goals(project: Project, sheet: Sheet, batch: Batch) -> list[list[str]]:
    stored = GoalVersion.objects.filter(goal__project=project).exclude(sources=[])
    gone, new = difference(stored, GOAL_FIELDS, sheet.goals)
    by_text = {version.text: version.goal_id for version in stored}
    stored.filter(pk__in=[pk for pk, _ in gone]).delete()
    last = project.goals.count()
    for number, row in enumerate(new, 1):
        known = by_text.get(row[0])
        goal = Goal(pk=known) if known else Goal(project_id=project.pk, position=last + number)
        batch.goals.append((goal, _version(row)))
    kept = {goal.pk for goal, _ in batch.goals if goal.pk}
    Goal.objects.filter(project=project, versions__isnull=True).exclude(pk__in=kept).delete()
    return [[_label(row) for _, row in gone], [_label(row) for row in new]] if gone or new else []


def _renew_milestones(project: Project, sheet: Sheet, batch: Batch) -> list[list[str]]:
    """Milestones by name; one that left the file stays if a person has dated it."""
    stored = {milestone.name: milestone for milestone in project.milestones.all()}
    changed: list[list[str]] = [[], []]
    for name, note, position, dates in sheet.milestones:
        milestone = stored.pop(name, None)
        if milestone is None:
            milestone = Milestone(project_id=project.pk, name=name, note=note, position=position)
            batch.milestones.append((milestone, [_date(row) for row in dates]))
            changed[1].append(name)
            continue
        rows = milestone.dates.exclude(sources=[])
        gone, new = difference(rows, MILESTONE_DATE_FIELDS, dates)
        rows.filter(pk__in=[pk for pk, _ in gone]).delete()
        if milestone.dates.filter(kind=MilestoneDate.Kind.ACTUAL).exists():
            new = [row for row in new if row[0] != MilestoneDate.Kind.ACTUAL]
        batch.milestones.append((milestone, [_date(row) for row in new]))
        if (milestone.note, milestone.position) != (note, position):
            Milestone.objects.filter(pk=milestone.pk).update(note=note, position=position)
        changed[0] += [f"{name} · {_label(row)}" for _, row in gone]
        changed[1] += [f"{name} · {_label(row)}" for row in new]
    for name, milestone in stored.items():
        if milestone.dates.exclude(sources=[]).exists() and not milestone.dates.filter(sources=[]).exists():
            milestone.delete()
            changed[0].append(name)
    return changed


def repeated_fields(project: Project, sheet: Sheet, theme_id: int) -> dict[str, Any]:
    """The repeated fields of an altered project: a person's entry counts unless the file knows something newer."""
    from querwerk.structure.exchange.fields import vague

    fields = head_fields(sheet, theme_id)
    name = ProjectName.objects.filter(project=project, sources=[]).order_by("-stated_on", "-pk").first()
    if name and name.stated_on >= max(row[-1] for row in sheet.tables["names"]):
        fields["name"] = name.name
    state = StateVersion.objects.filter(project=project, sources=[]).order_by("-stated_on", "-pk").first()
    if state and state.stated_on >= max(row[-1] for row in sheet.tables["states"]):
        fields["state"] = state.state
        fields["ended_on"] = state.stated_on if State(state.state) in END_STATES else None
    for kind, limit in ((ProjectDate.Kind.BEGIN, "first"), (ProjectDate.Kind.END, "last")):
        own = ProjectDate.objects.filter(project=project, kind=kind, sources=[]).order_by("-stated_on", "-pk").first()
        stated = [row[-1] for row in sheet.tables["dates"] if row[0] == kind.value]
        if own and own.stated_on >= max(stated, default=date.min):
            fields[kind.value] = own.date
            fields[f"{kind.value}_on"] = getattr(vague(own.date), limit)
    fields["updated_on"] = max(fields["updated_on"], project.updated_on)
    return fields

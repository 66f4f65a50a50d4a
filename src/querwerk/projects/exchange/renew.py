"""Altered projects: the imported rows that differ are replaced, what people entered stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from querwerk.journal.actions import Refused
from querwerk.structure.exchange.fields import vague
from querwerk.structure.exchange.store import Row, difference, kept_closed

from ..lifecycle import State, ended_since, takes_place
from ..models import Goal, GoalVersion, Milestone, MilestoneDate, Project, ProjectDate, ProjectName, StateVersion
from .sheet import Sheet
from .store import Batch, Places, head_fields
from .tables import GOAL_VERSIONS, MILESTONE_DATES, TABLES

#: Tables whose open rows a person closes by entering a newer one.
_CLOSABLE = {"names": ("name",), "responsibilities": ("unit__short", "partner", "role")}


def renew_head(project: Project, sheet: Sheet, themes: Mapping[str, int], places: Places) -> dict[str, Any]:
    """Writes the repeated fields of an altered project and returns which of them changed."""
    fields = _repeated_fields(project, sheet, themes[sheet.head.theme])
    slot = places.take(fields["theme_id"], sheet) if takes_place(State(fields["state"])) else None
    Project.objects.filter(pk=project.pk).update(**fields, slot=slot, version=project.version + 1)
    told = ("name", "kind", "state", "begin", "end", "horizon", "first_seen_on", "ended_on")
    return {
        name: [_plain(getattr(project, name)), _plain(fields[name])]
        for name in told
        if getattr(project, name) != fields[name]
    }


def renew_rows(project: Project, sheet: Sheet, batch: Batch) -> dict[str, Any]:
    """Removes the imported rows nobody states any more, puts new ones into the batch, returns what changed."""
    facts: dict[str, Any] = {}
    for table in TABLES:
        stored = table.model._default_manager.filter(**{table.owner: project}).exclude(sources=[])
        wanted = sheet.tables.get(table.name, [])
        if table.name in _CLOSABLE:
            wanted = kept_closed(stored, table.fields, _CLOSABLE[table.name], wanted)
        wanted = _without_doubles(table.name, project, wanted)
        gone, new = difference(stored, table.fields, wanted)
        if gone or new:
            stored.filter(pk__in=[pk for pk, _ in gone]).delete()
            batch.add(table, project.pk, new)
            facts[table.name] = [[_label(row) for _, row in gone], [_label(row) for row in new]]
    goals, milestones = _renew_goals(project, sheet, batch), _renew_milestones(project, sheet, batch)
    facts |= {name: changed for name, changed in (("goals", goals), ("milestones", milestones)) if any(changed)}
    return facts


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _label(row: Row) -> str:
    """A row in a few words, for the journal."""
    return " · ".join(str(value) for value in row[:3] if value not in ("", None, [], {}))[:200]


def _without_doubles(table: str, project: Project, wanted: list[Row]) -> list[Row]:
    """Without rows a person has entered meanwhile, where the same thing may stand only once."""
    if table == "methods":
        own = set(project.method_uses.filter(sources=[]).values_list("method__name", flat=True))
    elif table == "parts":
        own = set(project.parts.filter(sources=[]).values_list("name", flat=True))
    elif table == "lineage":
        pairs = set(project.leads_to.filter(sources=[]).values_list("later__slug", "kind"))
        return [row for row in wanted if row[:2] not in pairs]
    else:
        return wanted
    return [row for row in wanted if row[0] not in own]


def _renew_goals(project: Project, sheet: Sheet, batch: Batch) -> list[list[str]]:
    """Goals by the text of their imported version; one that left the file stays if a person has worked on it."""
    stored = GoalVersion.objects.filter(goal__project=project).exclude(sources=[])
    by_text = dict(stored.values_list("text", "goal_id"))
    gone, new = difference(stored, GOAL_VERSIONS.fields, sheet.goals)
    stored.filter(pk__in=[pk for pk, _ in gone]).delete()
    last = project.goals.count()
    reused = {by_text[row[0]] for row in new if row[0] in by_text}
    for number, row in enumerate(new, 1):
        known = by_text.get(row[0])
        goal = Goal(pk=known) if known else Goal(project_id=project.pk, position=last + number)
        batch.goals.append((goal, row))
    Goal.objects.filter(project=project, versions__isnull=True).exclude(pk__in=reused).delete()
    return [[_label(row) for _, row in gone], [_label(row) for row in new]]


def _renew_milestones(project: Project, sheet: Sheet, batch: Batch) -> list[list[str]]:
    """Milestones by name; one that left the file stays if a person has dated or dropped it."""
    stored = {milestone.name: milestone for milestone in project.milestones.all()}
    changed: list[list[str]] = [[], []]
    for name, note, position, dates in sheet.milestones:
        milestone = stored.pop(name, None)
        if milestone is None:
            milestone = Milestone(project_id=project.pk, name=name, note=note, position=position)
            batch.milestones.append((milestone, dates))
            changed[1].append(name)
            continue
        if (milestone.note, milestone.position) != (note, position):
            Milestone.objects.filter(pk=milestone.pk).update(note=note, position=position)
        for where, labels in enumerate(_renew_dates(milestone, dates, batch)):
            changed[where] += [f"{name} · {label}" for label in labels]
    for name, milestone in stored.items():
        own = milestone.dates.filter(sources=[]).exists() or milestone.dropped_on
        if milestone.dates.exists() and not own:
            milestone.delete()
            changed[0].append(name)
    return changed


def _renew_dates(milestone: Milestone, wanted: list[Row], batch: Batch) -> tuple[list[str], list[str]]:
    """An actual date a person has entered is the one that counts."""
    if milestone.dates.filter(kind=MilestoneDate.Kind.ACTUAL, sources=[]).exists():
        wanted = [row for row in wanted if row[0] != MilestoneDate.Kind.ACTUAL]
    rows = milestone.dates.exclude(sources=[])
    gone, new = difference(rows, MILESTONE_DATES.fields, wanted)
    rows.filter(pk__in=[pk for pk, _ in gone]).delete()
    batch.milestones.append((milestone, new))
    return [_label(row) for _, row in gone], [_label(row) for row in new]


def _repeated_fields(project: Project, sheet: Sheet, theme_id: int) -> dict[str, Any]:
    """A person's entry counts unless the file knows something newer."""
    fields = head_fields(sheet, theme_id)
    name = _own(ProjectName.objects.filter(project=project))
    if name and name.stated_on >= max(row[-1] for row in sheet.tables["names"]):
        fields["name"] = name.name
    entered = StateVersion.objects.filter(project=project, sources=[]).order_by("stated_on", "pk")
    steps = [(State(row[0]), row[-1]) for row in sheet.tables["states"]]
    steps += [(State(state), day) for state, day in entered.values_list("state", "stated_on")]
    steps.sort(key=lambda step: step[1])
    fields["state"], fields["ended_on"] = steps[-1][0].value, ended_since(steps)
    for kind, limit in ((ProjectDate.Kind.BEGIN, "first"), (ProjectDate.Kind.END, "last")):
        own = _own(ProjectDate.objects.filter(project=project, kind=kind))
        stated = [row[-1] for row in sheet.tables["dates"] if row[0] == kind.value]
        if own and own.stated_on >= max(stated, default=date.min):
            fields |= {kind.value: own.date, f"{kind.value}_on": getattr(vague(own.date), limit)}
    if fields["begin_on"] and fields["end_on"] and fields["end_on"] < fields["begin_on"]:
        raise Refused(
            f"{sheet.place}: Ende {fields['end']} und Anfang {fields['begin']} passen nicht zusammen; "
            "eines davon ist in Querwerk eingetragen. Bitte ändern Sie es dort oder in der Datei."
        )
    fields["updated_on"] = max(fields["updated_on"], project.updated_on)
    return fields


def _own(rows: QuerySet[Any]) -> Any:
    """The newest row a person has entered, if any."""
    return rows.filter(sources=[]).order_by("stated_on", "pk").last()

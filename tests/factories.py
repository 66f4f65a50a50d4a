"""Small makers of rows for tests: each gives what a test does not care about a plain value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.text import slugify

from querwerk import dates
from querwerk.projects.lifecycle import RUNNING_STATES
from querwerk.projects.models import (
    Lineage,
    Milestone,
    MilestoneDate,
    Project,
    ProjectName,
    Responsibility,
    StateVersion,
)
from querwerk.projects.queries import board, matrix, names, themes
from querwerk.sprints.models import Day, Seat, Sprint
from querwerk.structure.models import Account, Source, Theme, ThemeName, Unit, UnitName
from querwerk.web import jinja

_numbers = count(1)


def forget() -> None:
    """What is remembered by journal position is forgotten: rows made by hand move no position."""
    cache.clear()
    for remembered in (jinja._words, names._choices, matrix._units, themes._said, board._read):
        remembered.cache_clear()


DAY = date(2017, 6, 27)


def make_source(key: str = "", dated_on: date = DAY, **fields: Any) -> Source:
    key = key or f"q{next(_numbers)}"
    values = {"kind": Source.Kind.MONITORING_REPORT, "title": f"Bericht {key}", **fields}
    return Source.objects.create(key=key, dated_on=dated_on, **values)


def make_theme(name: str = "", *, names: Iterable[tuple[str, date, date | None]] = (), **fields: Any) -> Theme:
    """A theme; ``names`` are (name, valid from, valid to)."""
    name = name or f"Thema {next(_numbers)}"
    theme = Theme.objects.create(**{"name": name, "slug": slugify(name), **fields})
    for called, valid_from, valid_to in names or [(name, DAY, None)]:
        ThemeName.objects.create(
            theme=theme, name=called, valid_from=valid_from, valid_to=valid_to, stated_on=valid_from
        )
    forget()
    return theme


def make_unit(name: str = "", *, kind: str = Unit.Kind.OFFICE, **fields: Any) -> Unit:
    name = name or f"Amt {next(_numbers)}"
    unit = Unit.objects.create(**{"name": name, "short": name[:40], "slug": slugify(name), "kind": kind, **fields})
    UnitName.objects.create(unit=unit, name=unit.name, short=unit.short, valid_from=DAY)
    forget()
    return unit


def make_project(
    name: str = "",
    *,
    theme: Theme | None = None,
    state: str = "running",
    units: Iterable[Unit] = (),
    states: Iterable[tuple[date, str]] = (),
    **fields: Any,
) -> Project:
    """A project with its name, its states (by default one, on the day it was first seen) and its units."""
    name = name or f"Projekt {next(_numbers)}"
    theme = theme or make_theme()
    steps = list(states)
    state = steps[-1][1] if steps else state
    taken = set(Project.objects.filter(theme=theme, slot__isnull=False).values_list("slot", flat=True))
    seen = fields.pop("first_seen_on", steps[0][0] if steps else DAY)
    for key in ("begin", "end"):
        if fields.get(key):
            fields[f"{key}_on"] = dates.parse(fields[key]).first if key == "begin" else dates.parse(fields[key]).last
    project = Project.objects.create(
        **{
            "name": name,
            "slug": slugify(name),
            "theme": theme,
            "state": state,
            "slot": next(n for n in count(1) if n not in taken) if state in RUNNING_STATES else None,
            "first_seen_on": seen,
            "updated_on": steps[-1][0] if steps else seen,
            **fields,
        }
    )
    ProjectName.objects.create(project=project, name=name, valid_from=seen, stated_on=seen)
    for stated_on, step in steps or [(seen, state)]:
        make_state(project, stated_on, step)
    for unit in units:
        make_responsibility(project, unit)
    forget()
    return project


def make_state(project: Project, stated_on: date, state: str, **fields: Any) -> StateVersion:
    forget()
    return StateVersion.objects.create(project=project, stated_on=stated_on, state=state, **fields)


def make_responsibility(project: Project, unit: Unit | None, **fields: Any) -> Responsibility:
    values = {"valid_from": project.first_seen_on, "stated_on": project.first_seen_on, **fields}
    forget()
    return Responsibility.objects.create(project=project, unit=unit, **values)


def make_milestone(project: Project, *said: tuple[date, str], actual: tuple[date, str] | None = None) -> Milestone:
    """A milestone; each ``said`` is (the day it was said, the written date)."""
    milestone = Milestone.objects.create(project=project, name=f"Meilenstein {next(_numbers)}")
    for kind, words in ((MilestoneDate.Kind.PLANNED, said), (MilestoneDate.Kind.ACTUAL, [actual] if actual else [])):
        for stated_on, written in words:
            span = dates.parse(written)
            MilestoneDate.objects.create(
                milestone=milestone,
                kind=kind,
                date=written,
                first_on=span.first,
                last_on=span.last,
                stated_on=stated_on,
            )
    forget()
    return milestone


def make_lineage(earlier: Project, later: Project, kind: str, stated_on: date, **fields: Any) -> Lineage:
    forget()
    return Lineage.objects.create(earlier=earlier, later=later, kind=kind, stated_on=stated_on, **fields)


# -- sprints


def make_sprint(title: str = "", *, in_days: int = 7, **fields: Any) -> Sprint:
    """A sprint of three hours on one day, announced in the house unless said otherwise."""
    title = title or f"Sprint {next(_numbers)}"
    starts_at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=in_days)
    usual = {"slug": slugify(title), "question": f"Wie geht {title}?", "state": "announced", "starts_at": starts_at,
             "ends_at": starts_at + timedelta(hours=3)}  # fmt: skip
    sprint = Sprint.objects.create(title=title, **{**usual, **fields})
    Day.objects.create(sprint=sprint, number=1, on=timezone.localdate(sprint.starts_at), begins=time(9))
    forget()
    return sprint


def make_seat(sprint: Sprint, account: Account, state: str = "taken", part: str = "participant") -> Seat:
    """Somebody's seat, with the next number or the next place in the queue."""
    seat = Seat(sprint=sprint, account=account, state=state, part=part)
    if state == "taken" and part == "participant":
        seat.number = 1 + sprint.seated.filter(number__isnull=False).count()
    if state == "waiting":
        seat.position = 1 + sprint.seated.filter(position__isnull=False).count()
    seat.save()
    return seat

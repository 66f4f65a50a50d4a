"""From proposal to end: the verbs that move a project from one state to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.search.actions import index
from querwerk.structure.actions.change import free_slug
from querwerk.structure.models import Alias, Theme, Unit

from ..access import STEERING
from ..labels import STATES
from ..lifecycle import END_STATES, RUNNING_STATES, TRANSITIONS, LineageKind, State, may_move
from ..models import Lineage, Project, ProjectName, StateVersion
from ..queries.documents import documents
from ..rules import may_propose
from .change import Change, changed_project, need
from .lineage import refuse_circle
from .places import free_place

#: Words that are pages of their own below the list of projects.
RESERVED = frozenset({"neu", "export", "bearbeiten"})


def propose(name: str, theme: Theme, *, description: str = "", by: Actor, at: datetime) -> Project:
    """A new candidate. Its address is made from the name once and never changes."""
    if not may_propose(by, theme):
        raise Refused(_("Your post may not propose a project for this theme."), field="theme")
    on = timezone.localdate(at)
    slug = free_address(name)
    try:
        with transaction.atomic():
            project = Project.objects.create(
                slug=slug, name=name, theme=theme, state=State.CANDIDATE, first_seen_on=on, updated_on=on
            )
            change = Change(project, on)
            ProjectName.objects.create(project=project, name=name, valid_from=on, **change.stamp)
            StateVersion.objects.create(project=project, state=State.CANDIDATE, **change.stamp)
            change.tell("name", None, name)
            change.tell("theme", None, theme.name)
            change.tell("state", None, State.CANDIDATE.value)
            if description:
                project.texts.create(field="description", text=description, **change.stamp)
                change.tell("description", None, description)
            record(Event("projects.proposed", project.thread, facts=change.facts), by=by, at=at)
            index(documents([project.pk]))
    except IntegrityError as error:
        raise Refused(_("Somebody has just proposed a project of this name."), field="name") from error
    return project


def prioritize(slug: str, *, version: int, reason: str = "", by: Actor, at: datetime) -> None:
    """The house puts a candidate among its few."""
    with changed_project(slug, "prioritized", version=version, reason=reason, of=STEERING, by=by, at=at) as change:
        move(change, State.PRIORITIZED)


def approve(slug: str, *, version: int, reason: str = "", by: Actor, at: datetime) -> None:
    """The council has agreed."""
    with changed_project(slug, "approved", version=version, reason=reason, of=STEERING, by=by, at=at) as change:
        move(change, State.APPROVED)


def start(slug: str, *, version: int, reason: str = "", by: Actor, at: datetime) -> None:
    """Work begins: the project takes one of the few places of its theme."""
    with changed_project(slug, "started", version=version, reason=reason, by=by, at=at) as change:
        move(change, State.RUNNING)


def report_delay(slug: str, *, version: int, reason: str, by: Actor, at: datetime) -> None:
    """It slipped, and everybody may know why."""
    with changed_project(slug, "delayed", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why the project is delayed."))
        move(change, State.DELAYED)


def suspend_partly(slug: str, *, version: int, reason: str, by: Actor, at: datetime) -> None:
    """A part of it rests."""
    with changed_project(slug, "partly_suspended", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say what rests and why."))
        move(change, State.PARTLY_SUSPENDED)


def put_off(slug: str, *, version: int, reason: str, review_on: date, by: Actor, at: datetime) -> None:
    """It rests as a whole until a day on which somebody looks again; its place is free."""
    with changed_project(slug, "put_off", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say why the project is put off."))
        if review_on <= change.on:
            raise Refused(_("The day of review must lie in the future."), field="review_on")
        change.tell("review_on", None, review_on)
        move(change, State.PUT_OFF, review_on=review_on)


def resume(slug: str, *, version: int, reason: str = "", by: Actor, at: datetime) -> None:
    """It runs again, after a delay, a rest or an end."""
    with changed_project(slug, "resumed", version=version, reason=reason, by=by, at=at) as change:
        if State(change.project.state) in (State.PRIORITIZED, State.APPROVED):
            raise Refused(_("This project has not run yet. Please choose “start”."))
        move(change, State.RUNNING)


def complete(slug: str, *, version: int, reason: str, by: Actor, at: datetime) -> None:
    """It has reached its end; the reason says what came of it."""
    with changed_project(slug, "completed", version=version, reason=reason, by=by, at=at) as change:
        need(reason, _("Please say in a sentence what came of the project."))
        move(change, State.COMPLETED)


def make_permanent(slug: str, *, version: int, reason: str, receiving_unit: Unit, by: Actor, at: datetime) -> None:
    """It becomes a regular task of a unit."""
    with changed_project(slug, "made_permanent", version=version, reason=reason, of=STEERING, by=by, at=at) as change:
        need(reason, _("Please say how the unit carries the project on."))
        change.tell("receiving_unit", None, receiving_unit.name)
        move(change, State.MADE_PERMANENT, receiving_unit=receiving_unit)


def replace(slug: str, *, version: int, reason: str, successors: Iterable[Project], by: Actor, at: datetime) -> None:
    """Others take its place; the lineage says which."""
    with changed_project(slug, "replaced", version=version, reason=reason, of=STEERING, by=by, at=at) as change:
        need(reason, _("Please say why the project is replaced."))
        later = list(successors)
        if not later:
            raise Refused(_("Please say by which project it is replaced."), field="successors")
        move(change, State.REPLACED)
        for successor in later:
            refuse_circle(change.project, successor, field="successors")
            Lineage.objects.get_or_create(
                earlier=change.project, later=successor, kind=LineageKind.REPLACES, defaults=change.stamp
            )
        change.tell("replaced_by", None, [successor.name for successor in later])


def stop(slug: str, *, version: int, reason: str, by: Actor, at: datetime) -> None:
    """It ends before its end."""
    with changed_project(slug, "stopped", version=version, reason=reason, of=STEERING, by=by, at=at) as change:
        need(reason, _("Please say why the project is stopped."))
        move(change, State.STOPPED)


def move(change: Change, after: State, **details: Any) -> None:
    """The step itself: allowed way, place in the theme, day of the end, a version that remembers it."""
    before = State(change.project.state)
    if not may_move(before, after):
        raise Refused(_not_from(before, after))
    StateVersion.objects.create(project=change.project, state=after, reason=change.reason, **details, **change.stamp)
    ended = change.project.ended_on if before in END_STATES else None
    settle(change, after, ended_on=ended or change.on)


def settle(change: Change, state: State, *, ended_on: date | None) -> None:
    """Makes the project repeat its newest state: place taken or freed, day of the end set or gone."""
    project = change.project
    slot = (project.slot or free_place(project, change.on)) if state in RUNNING_STATES else None
    change.assign(state=state.value, ended_on=ended_on if state in END_STATES else None)
    project.slot = slot


def _not_from(before: State, after: State) -> str:
    possible = ", ".join(str(STATES[state]) for state in State if state in TRANSITIONS[before])
    words = {"before": STATES[before], "after": STATES[after], "possible": possible}
    if not possible:
        return _("From “%(before)s” there is no way on.") % words
    return _("From “%(before)s” a project cannot become “%(after)s”. Possible now: %(possible)s.") % words


def free_address(name: str) -> str:
    """A readable address that nobody has: umlauts written out, a number behind it if need be."""
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.replace(sign, letters).replace(sign.upper(), letters.capitalize())
    base = slugify(name)[:140].strip("-")
    if not base:
        raise Refused(_("Please choose a name with at least one letter or digit."), field="name")
    former = Alias.objects.filter(kind="project", slug__startswith=base).values_list("slug", flat=True)
    return free_slug(Project, base, besides={*RESERVED, *former})

"""Verbs of an update round: begin it, remind of it, close it; and say when a body meets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Role, Verb
from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.projects.models import Project
from querwerk.structure.models import HOUSE, Body, Theme
from querwerk.structure.queries import house_rules

from ..access import ROUND
from ..lifecycle import calendar
from ..models import Round, SessionDay
from ..queries.rounds import asked_about, coming_days
from .reminders import remind_of

#: Who begins a round when the calendar does.
CALENDAR = Actor(post="Querwerk", roles=frozenset({Role.SYSTEM.value}))
#: Nobody plans a round further ahead.
_FURTHEST = timedelta(days=730)


def start_round(*, title: str, due_on: date, themes: Iterable[Theme] = (), by: Actor, at: datetime) -> Round:
    """The staff unit asks the projects of some themes (none: of all) how they stand."""
    today = _may(by, Verb.CREATE, at)
    if not title.strip():
        raise Refused(_("Please give the round a name."), field="title")
    if not today <= due_on <= today + _FURTHEST:
        raise Refused(_("Please choose a day from today on, within two years."), field="due_on")
    with transaction.atomic():
        projects = list(asked_about(themes=themes, on=today))
        return _begin(Round(title=title.strip(), opened_on=today, due_on=due_on), projects, by=by, at=at)


def start_round_before(body: Body, meets_on: date, *, by: Actor, at: datetime) -> Round:
    """The projects a body treats are asked how they stand, in time before it meets."""
    today = _may(by, Verb.CREATE, at)
    if not today <= meets_on <= today + _FURTHEST:
        raise Refused(_("Please choose a day from today on, within two years."), field="meets_on")
    rules = house_rules(today)
    days = calendar(meets_on, opens_days=rules["round_opens_days"], due_days=rules["round_due_days"], today=today)
    try:
        with transaction.atomic():
            SessionDay.objects.get_or_create(body=body, meets_on=meets_on)
            projects = list(asked_about(body=body, on=today))
            found = Round(body=body, meets_on=meets_on, opened_on=today, due_on=days.due_on)
            return _begin(found, projects, by=by, at=at)
    except IntegrityError as error:
        raise Refused(_("There is a round for this day of the body already."), field="meets_on") from error


def _begin(found: Round, projects: list[Project], *, by: Actor, at: datetime) -> Round:
    if not projects:
        raise Refused(_("No project in work would be asked. Please choose another theme or body."))
    found.save()
    found.projects.set(projects)
    facts = {
        "round": [None, found.title or str(found.body)],
        "due_on": [None, found.due_on.isoformat()],
        "projects": [None, len(projects)],
    }
    record(Event("delivery.round_started", found.thread, facts=facts), by=by, at=at)
    remind_of(found, at=at)
    return found


def start_due_rounds(at: datetime) -> list[Round]:
    """Begins the round of each known date of a body that has come near enough: work of the calendar, every day."""
    today = timezone.localdate(at)
    bodies = Body.objects.in_bulk()
    started = []
    for day in coming_days(on=today):
        if day.round is None and day.opens_on <= today:
            try:
                started.append(start_round_before(bodies[day.body], day.meets_on, by=CALENDAR, at=at))
            except Refused:
                continue  # the body treats no project in work, or somebody was faster
    return started


def name_session_day(body: Body, meets_on: date, *, by: Actor, at: datetime) -> SessionDay:
    """A body will meet on this day: its round begins by itself when the day comes near."""
    today = _may(by, Verb.EDIT, at)
    if not today <= meets_on <= today + _FURTHEST:
        raise Refused(_("Please choose a day from today on, within two years."), field="meets_on")
    with transaction.atomic():
        found, new = SessionDay.objects.get_or_create(body=body, meets_on=meets_on)
        if not new:
            raise Refused(_("This day is entered already."), field="meets_on")
        facts = {"body": [None, body.name], "meets_on": [None, meets_on.isoformat()]}
        record(Event("delivery.session_day_named", HOUSE, facts=facts), by=by, at=at)
    return found


def strike_session_day(body: Body, meets_on: date, *, by: Actor, at: datetime) -> None:
    """The body does not meet on this day after all; a round that has begun goes on until it is closed."""
    _may(by, Verb.EDIT, at)
    with transaction.atomic():
        gone, _each = SessionDay.objects.filter(body=body, meets_on=meets_on).delete()
        if not gone:
            raise Refused(_("This day is not entered."))
        facts = {"body": [body.name, None], "meets_on": [meets_on.isoformat(), None]}
        record(Event("delivery.session_day_struck", HOUSE, facts=facts), by=by, at=at)


def remind_now(found: Round, *, by: Actor, at: datetime) -> int:
    """Reminds every project that still owes an answer, once a day; says how many mails were written."""
    today = _may(by, Verb.EDIT, at)
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=found.pk)
        _still_open(found)
        if found.reminded_on == today:
            raise Refused(_("Everybody who is missing has been reminded today already."))
        written = remind_of(found, at=at, by_hand=True)
        found.reminded_on = today
        found.save(update_fields=["reminded_on"])
        record(Event("delivery.round_reminded", found.thread, facts={"mails": [None, written]}), by=by, at=at)
    return written


def close_round(found: Round, *, by: Actor, at: datetime) -> None:
    """The round is over: nobody is reminded any more; what was answered stays."""
    today = _may(by, Verb.EDIT, at)
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=found.pk)
        _still_open(found)
        found.closed_on = today
        found.save(update_fields=["closed_on"])
        record(
            Event("delivery.round_closed", found.thread, facts={"answers": [None, found.answers.count()]}), by=by, at=at
        )


def _still_open(found: Round) -> None:
    if found.closed_on is not None:
        raise Refused(_("This round is closed."))


def _may(by: Actor, verb: Verb, at: datetime) -> date:
    """Refuses whoever may not; gives the day of the house."""
    if not ROUND.open_to(by, verb):
        raise Refused(_("Only the staff unit may do this."))
    return timezone.localdate(at)

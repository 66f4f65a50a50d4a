"""The way of an idea out of its sprint: noted, then left with a team and a first dated step, or parked with a reason.

A sprint closes only when none is open. Teams come later on the thread: :mod:`querwerk.teams` calls what is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record

from ..lifecycle import MOVES, Exit, State
from ..models import Idea, Sprint
from ..rules import may_note_ideas, may_settle_ideas
from .put_away import put_away
from .subjects import hold_subjects, lock_subjects


class StillOpen(Refused):
    """A sprint does not close: these ideas (title and primary key) have neither a team nor a reason."""

    def __init__(self, ideas: list[tuple[int, str]]) -> None:
        titles = ", ".join(f"“{title}”" for _pk, title in ideas)
        super().__init__(
            _("The sprint cannot close yet. Neither with a team nor parked: %(ideas)s") % {"ideas": titles}
        )
        self.ideas = ideas


def note_idea(sprint: Sprint, *, title: str, text: str = "", by: Actor, at: datetime) -> Idea:
    """Writes down an idea that the sprint yields."""
    if not title.strip():
        raise Refused(_("Please give the idea a title."), field="title")
    with transaction.atomic():
        held = _running(sprint.pk)
        if not may_note_ideas(by, held):
            raise Refused(_("Only those who take part in the sprint write down its ideas."))
        idea = Idea.objects.create(
            sprint=held, title=title.strip(), text=text.strip(), noted_on=timezone.localdate(at)
        )  # fmt: skip
        record(Event("sprints.idea_noted", idea.thread, facts={"way_out": [None, idea.way_out]}), by=by, at=at)
    return idea


def change_idea(idea: Idea, *, title: str, text: str, version: int, by: Actor, at: datetime) -> Idea:
    """Says an idea in other words. The journal keeps that it was changed, not what it said."""
    if not title.strip():
        raise Refused(_("Please give the idea a title."), field="title")
    with _opened(idea.pk, by=by) as held:
        if (held.title, held.text) == (title.strip(), text.strip()):
            return held
        if held.version != version:
            raise Overtaken(_("Somebody else has changed this idea in the meantime. Please look at it again."))
        held.title, held.text = title.strip(), text.strip()
        _keep(held, "sprints.idea_changed", held.way_out, by=by, at=at)
    return held


def park(idea: Idea, *, reason: str, by: Actor, at: datetime) -> Idea:
    """Lets an idea rest, openly: the reason stands on the result page."""
    if not reason.strip():
        raise Refused(_("Please say why the idea is parked: everybody reads it with the result."), field="reason")
    with _opened(idea.pk, by=by) as held:
        if held.way_out == Exit.TEAM:
            raise Refused(_("This idea has a team. Please end the team first."))
        before, held.way_out, held.parked_because = held.way_out, Exit.PARKED.value, reason.strip()
        _keep(held, "sprints.idea_parked", before, reason=reason.strip(), by=by, at=at)
    return held


def leave_with_team(idea: Idea, *, first_step: str, first_step_on: date, by: Actor, at: datetime) -> Idea:
    """The idea has a team and knows its first step. Whether the team can begin is for the team to say: it calls this.

    Who may do so is asked there too; what is asked here is that the sprint still runs and the day lies ahead.
    """
    if not first_step.strip():
        raise Refused(_("Please say what the first step is."), field="first_step")
    if first_step_on <= timezone.localdate(at):
        raise Refused(_("The day of the first step must lie in the future."), field="first_step_on")
    with transaction.atomic():
        held = _held(idea.pk)
        before, held.way_out, held.parked_because = held.way_out, Exit.TEAM.value, ""
        held.first_step, held.first_step_on = first_step.strip(), first_step_on
        _keep(held, "sprints.idea_left_with_team", before, by=by, at=at)
    return held


def take_up(idea: Idea, *, by: Actor, at: datetime) -> Idea:
    """A parked idea is open again."""
    with _opened(idea.pk, by=by) as held:
        if held.way_out == Exit.TEAM:
            raise Refused(_("This idea has a team. Please end the team first."))
        if held.way_out == Exit.PARKED:
            _open_again(held, by=by, at=at)
    return held


def lose_team(idea: Idea, *, by: Actor, at: datetime) -> Idea:
    """The team of an idea can no longer begin: it is open again, and its first step is kept. Called by the team."""
    with transaction.atomic():
        held = _held(idea.pk)
        if held.way_out == Exit.TEAM:
            _open_again(held, by=by, at=at)
    return held


def _open_again(idea: Idea, *, by: Actor, at: datetime) -> None:
    before, idea.way_out, idea.parked_because = idea.way_out, Exit.OPEN.value, ""
    _keep(idea, "sprints.idea_reopened", before, by=by, at=at)


def close_sprint(sprint: Sprint, *, by: Actor, at: datetime) -> Sprint:
    """Ends a sprint; refuses as long as an idea has neither a team nor a reason, and names it."""
    with transaction.atomic():
        held = _locked(sprint.pk)
        if not may_settle_ideas(by, held):
            raise Refused(_("Only those who lead through the sprint close it."))
        if State.CLOSED not in MOVES[State(held.state)] or held.state == State.PUBLISHED:
            raise Refused(_("Only a sprint that runs can be closed."))
        still_open = list(held.ideas.filter(way_out=Exit.OPEN.value).order_by("pk").values_list("pk", "title"))
        if still_open:
            raise StillOpen(still_open)
        before, held.state = held.state, State.CLOSED.value
        held.version += 1
        held.save(update_fields=["state", "version"])
        put_away(held)
        lock_subjects(held)
        ideas = dict.fromkeys((Exit.TEAM.value, Exit.PARKED.value), 0)
        for way_out in held.ideas.values_list("way_out", flat=True):
            ideas[way_out] += 1
        facts = {"state": [before, held.state], "ideas": [None, ideas]}
        record(Event("sprints.closed", held.thread, facts=facts), by=by, at=at)
        hold_subjects(held, by=by, at=at)
    return held


def _locked(pk: int) -> Sprint:
    sprint = Sprint.objects.select_for_update().filter(pk=pk).first()
    if sprint is None:
        raise Refused(_("This sprint no longer exists."))
    return sprint


def _running(pk: int) -> Sprint:
    """The sprint, held fast; what has closed keeps the ideas it had."""
    sprint = _locked(pk)
    if sprint.state != State.RUNNING:
        raise Refused(_("Ideas belong to a sprint that runs. This one has not begun, or is over."))
    return sprint


def _held(pk: int) -> Idea:
    """An idea, held fast together with its sprint, which must run."""
    idea = Idea.objects.filter(pk=pk).first()
    if idea is None:
        raise Refused(_("This idea no longer exists."))
    sprint = _running(idea.sprint_id)
    idea.refresh_from_db()
    idea.sprint = sprint
    return idea


@contextmanager
def _opened(pk: int, *, by: Actor) -> Iterator[Idea]:
    """An idea for somebody who decides about it."""
    with transaction.atomic():
        idea = _held(pk)
        if not may_settle_ideas(by, idea.sprint):
            raise Refused(_("Only those who lead through the sprint decide about its ideas."))
        yield idea


def _keep(idea: Idea, event: str, before: str, *, reason: str = "", by: Actor, at: datetime) -> None:
    idea.version += 1
    idea.save()
    record(Event(event, idea.thread, facts={"way_out": [before, idea.way_out]}, reason=reason), by=by, at=at)

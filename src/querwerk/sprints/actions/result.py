"""The result of a sprint: one release shows it in the house or to everybody, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.journal.queries import acted
from querwerk.search.actions import index, remove

from ..lifecycle import MOVES, Showing, State
from ..models import Result, Sprint
from ..queries.similar import of_result
from ..rules import may_publish_result, may_write_outlook
from .subjects import lock_subjects, publish_subjects


def write_outlook(sprint: Sprint, *, outlook: str, version: int, by: Actor, at: datetime) -> None:
    """What happens next, in words; all else on the page is there by itself."""
    with _opened(sprint, version=version) as (held, result):
        if not may_write_outlook(by, held):
            raise Refused(_("Only those who lead through the sprint, and the staff unit, may do this."))
        if held.state not in (State.RUNNING, State.CLOSED):
            raise Refused(_("The result is published. Please take it back first."))
        result.outlook = outlook.strip()
        result.save()
        record(
            Event("sprints.outlook_written", held.thread, facts={"version": [version, result.version]}), by=by, at=at
        )


def publish_result(sprint: Sprint, *, showing: Showing, version: int, by: Actor, at: datetime) -> None:
    """The staff unit shows the result; for everybody, another pair of eyes than those that closed the sprint."""
    with _opened(sprint, version=version) as (held, result):
        if not may_publish_result(by):
            raise Refused(_("Only the staff unit publishes results."))
        if State.PUBLISHED not in MOVES[State(held.state)]:
            raise Refused(_("Only the result of a sprint that is closed can be published."))
        if showing is Showing.EVERYBODY and acted(held.thread, "sprints.closed", account=by.account):
            raise Refused(_("You have closed this sprint yourself; somebody else publishes its result for everybody."))
        lock_subjects(held)
        _show(held, result, showing, State.PUBLISHED, "sprints.result_published", by=by, at=at)
        publish_subjects(held, showing, result.outlook, by=by, at=at)


def take_result_back(sprint: Sprint, *, version: int, by: Actor, at: datetime) -> None:
    """The staff unit takes the result back: only those who sat in the sprint read it."""
    with _opened(sprint, version=version) as (held, result):
        if not may_publish_result(by):
            raise Refused(_("Only the staff unit publishes results."))
        if held.state != State.PUBLISHED:
            raise Refused(_("This result is not published."))
        _show(held, result, Showing.KEPT, State.CLOSED, "sprints.result_taken_back", by=by, at=at)


def _show(
    sprint: Sprint, result: Result, showing: Showing, state: State, event: str, *, by: Actor, at: datetime
) -> None:  # fmt: skip
    shown = showing is not Showing.KEPT
    facts = {"showing": [result.showing, showing.value], "state": [sprint.state, state.value]}
    result.showing = showing.value
    result.released_on, result.released_post = (timezone.localdate(at), by.post) if shown else (None, "")
    result.save()
    ideas = of_result(result)
    if shown:
        index(ideas)
    else:
        for idea in ideas:
            remove(idea.kind, idea.slug)
    sprint.state = state.value
    sprint.version += 1
    sprint.save(update_fields=["state", "version"])
    record(Event(event, sprint.thread, facts=facts), by=by, at=at)


@contextmanager
def _opened(sprint: Sprint, *, version: int) -> Iterator[tuple[Sprint, Result]]:
    """A sprint and its result, held fast; refuses who has not seen them as they stand."""
    with transaction.atomic():
        held = Sprint.objects.select_for_update(of=("self",)).get(pk=sprint.pk)
        result = Result.objects.filter(sprint=held).first() or Result(sprint=held, version=0)
        if result.version != version:
            raise Overtaken(_("Somebody else was faster. Please read it again."))
        result.version += 1
        yield held, result

"""What all verbs of a sprint share: open it, notice that somebody was faster, remember it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record

from ..lifecycle import MOVES, State, length_of
from ..models import Sprint
from ..rules import may_facilitate, visible_to


@contextmanager
def led(slug: str, *, version: int | None = None, by: Actor) -> Iterator[Sprint]:
    """A sprint, held fast for one verb of whoever leads through it; with a ``version``, as they saw it."""
    with held(slug, by=by) as sprint:
        if not may_facilitate(by, sprint):
            raise Refused(_("Only who leads through this sprint may do this, and the staff unit."))
        if version is not None and sprint.version != version:
            raise Overtaken(
                _("Somebody else has changed this sprint in the meantime. Your entry is still here, please check.")
            )
        yield sprint


@contextmanager
def held(slug: str, *, by: Actor) -> Iterator[Sprint]:
    """A sprint that an actor may read, held fast for one verb."""
    with transaction.atomic():
        sprint = Sprint.objects.select_for_update(of=("self",)).filter(slug=slug).first()
        if sprint is None or not visible_to(by).filter(pk=sprint.pk).exists():
            raise Refused(_("There is no sprint at this address."))
        yield sprint


def keep(
    sprint: Sprint, event: str, facts: dict[str, Any] | None = None, *, reason: str = "", by: Actor, at: datetime
) -> None:
    """Closes a verb: a new version and one entry. What a sprint is called stays out of it until it is announced."""
    sprint.version += 1
    sprint.save()
    record(Event(f"sprints.{event}", sprint.thread, facts=facts or {}, reason=reason), by=by, at=at)


def move(sprint: Sprint, to: State) -> dict[str, list[Any]]:
    """The next state, as a fact; refuses what does not follow."""
    before = State(sprint.state)
    if to not in MOVES[before]:
        raise Refused(_("This step does not fit the sprint as it stands now."))
    sprint.state = to.value
    return {"state": [before.value, to.value]}


def fit_times(sprint: Sprint) -> None:
    """When a sprint begins and ends follows from its days and blocks; saved by whoever closes the verb."""
    spans = []
    for day in sprint.days.prefetch_related("blocks"):
        begins = timezone.make_aware(datetime.combine(day.on, day.begins))
        spans.append((begins, begins + timedelta(minutes=length_of(block.minutes for block in day.blocks.all()))))
    sprint.starts_at, sprint.ends_at = min(span[0] for span in spans), max(span[1] for span in spans)

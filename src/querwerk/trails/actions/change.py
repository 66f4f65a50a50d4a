"""What all verbs of a trail share: open it, notice that somebody was faster, remember it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.search.actions import index

from ..lifecycle import State
from ..models import Finding, Trail
from ..queries.trails import document
from ..rules import may_edit, visible_to


@contextmanager
def opened(slug: str, *, version: int, by: Actor, published: bool = False) -> Iterator[Trail]:
    """A trail, held fast for one verb; refuses whoever may not change it or has not seen it as it stands.

    What is ``published`` stays as it was shown, until it is taken back.
    """
    with transaction.atomic():
        found = Trail.objects.select_for_update(of=("self",)).select_related("unit").filter(slug=slug).first()
        if found is None or not visible_to(by).filter(pk=found.pk).exists():
            raise Refused(_("There is no paper trail at this address."))
        _refuse_strangers(found, by)
        if found.version != version:
            raise Overtaken(
                _("Somebody else has changed this trail in the meantime. Your entry is still here, please check.")
            )
        if not published:
            refuse_published(found)
        yield found


def held_finding(pk: int, *, by: Actor) -> Finding:
    """A finding, held fast in the caller's transaction; refuses whoever may not change its trail."""
    found = Finding.objects.select_for_update(of=("self",)).select_related("trail").filter(pk=pk).first()
    if found is None or not visible_to(by).filter(pk=found.trail_id).exists():
        raise Refused(_("This finding no longer exists."))
    _refuse_strangers(found.trail, by)
    return found


def _refuse_strangers(trail: Trail, by: Actor) -> None:
    if not may_edit(by, trail):
        raise Refused(_("Only whoever wrote a trail changes it, and the staff unit once it is released."))


def refuse_published(trail: Trail) -> None:
    """What everybody reads stays as it was shown."""
    if trail.state == State.PUBLISHED:
        raise Refused(_("This trail is published. The staff unit takes it back first, then it can be changed."))


def keep(trail: Trail, event: str, facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Closes a verb: a new version and one entry, which tells no word of a draft."""
    trail.version += 1
    trail.save()
    if trail.state == State.SHARED:
        index([document(trail)])
    told = {} if trail.state == State.DRAFT else facts
    record(Event(f"trails.{event}", trail.thread, facts=told), by=by, at=at)

"""What all verbs of a project share: open it, notice that somebody was faster, keep it consistent, remember it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Thing, Verb
from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.search.actions import index

from ..access import PROJECT
from ..models import Project
from ..queries.documents import documents

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Change:
    """One project opened for one verb: what changes, on which day, and why."""

    project: Project
    on: date
    facts: dict[str, list[Any]] = field(default_factory=dict)
    reason: str = ""

    def tell(self, what: str, before: Any, after: Any) -> None:
        """Puts a fact before and after into the journal entry; equal values are no news."""
        if before != after:
            self.facts[what] = [_plain(before), _plain(after)]

    def assign(self, **fields: Any) -> None:
        """Sets fields of the project and tells what they were before."""
        for name, value in fields.items():
            self.tell(name, getattr(self.project, name), value)
            setattr(self.project, name, value)

    @property
    def stamp(self) -> dict[str, Any]:
        """The fields of every row that a person enters: no source, known since today."""
        return {"sources": [], "stated_on": self.on}


@contextmanager
def changed_project(
    slug: str, event: str, *, version: int, by: Actor, at: datetime, reason: str = "", of: Thing = PROJECT
) -> Iterator[Change]:
    """Opens a project for one verb and closes it with one journal entry.

    Refuses whoever may not edit (``of`` the access table), and a form opened before somebody else's change. Nothing is
    stored unless all is.
    """
    if not of.open_to(by, Verb.EDIT):
        raise Refused(_("Your post does not hold the right to change this sheet."))
    try:
        with transaction.atomic():
            project = Project.objects.select_for_update().filter(slug=slug).first()
            if project is None:
                raise Refused(_("There is no project at this address."))
            if not of.admits(by, Verb.EDIT, project.pk):
                raise Refused(_("Your post does not hold the right to change this sheet."))
            if project.version != version:
                raise Overtaken(
                    _("Somebody else has changed this project in the meantime. Your entry is still here, please check.")
                )
            change = Change(project, timezone.localdate(at), reason=reason)
            yield change
            remember(change, event, by=by, at=at)
    except IntegrityError as error:
        raise Refused(_told(error)) from error


def remember(change: Change, event: str, *, by: Actor, at: datetime) -> None:
    """Closes a change in its transaction: a new version of the project, one journal entry, what search finds."""
    project = change.project
    project.version += 1
    project.updated_on = change.on
    project.save()
    record(Event(f"projects.{event}", project.thread, facts=change.facts, reason=change.reason), by=by, at=at)
    index(documents([project.pk]))


def own(rows: QuerySet[Row], pk: int) -> Row:
    """A row that belongs to the opened project; refuses a stranger's."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Refused(_("This entry no longer exists, or it belongs to another project."))
    return row


def need(reason: str, sentence: str) -> None:
    """Refuses an empty reason."""
    if not reason.strip():
        raise Refused(sentence, field="reason")


def _plain(value: Any) -> Any:
    """A value as the journal keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, models.Model):
        return str(value)
    return value


def _told(error: IntegrityError) -> str:
    """The last line of defence, in words: two people took the last place, or said the same thing, at once."""
    message = str(error)
    if "project_one_place" in message or "projects_project.slot" in message:
        return _("Somebody else has just taken the last place in this theme.")
    return _("This contradicts what is already stored, for example because the same entry exists already.")

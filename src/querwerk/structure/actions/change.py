"""What all verbs of the structure share: allowed, all or nothing, remembered; and how what held until now ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain, count
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Facts, Refused, remembered
from querwerk.search.actions import index

from ..models import Alias, Theme, Unit
from ..queries import documents
from ..rules import may_edit


@contextmanager
def changed(
    event: str, thread: UUID, *, personal: Mapping[str, Any] | None = None, about: str = "", by: Actor, at: datetime
) -> Iterator[Facts]:
    """One verb: allowed, all or nothing, remembered with the facts that were filled in; search follows.

    What names somebody is ``personal``, and ``about`` says whom (:class:`querwerk.journal.actions.Event`).
    """
    if not may_edit(by):
        raise Refused(_("Only the staff unit may change this."))
    told = Event(f"structure.{event}", thread, personal=personal or {}, about=about)
    with remembered(told, by=by, at=at) as facts:
        yield facts


def end(rows: Any, on: date) -> None:
    """Ends what held until now on the day the new begins; refuses to end what has not begun."""
    for row in rows:
        if row.valid_from >= on:
            raise Refused(
                _("What holds now began on %(day)s; the new can begin after that at the earliest.")
                % {"day": f"{row.valid_from:%d.%m.%Y}"},
                field="starts_on",
            )
        row.valid_to = on
        row.save(update_fields=["valid_to"])


def close(row: Any, ends_on: date) -> None:
    """Ends one spell on a day; refuses what has ended, and an end before its begin."""
    if row.valid_to is not None:
        raise Refused(_("This has ended already."))
    if ends_on <= row.valid_from:
        raise Refused(_("The end must lie after the begin."), field="ends_on")
    row.valid_to = ends_on
    row.save(update_fields=["valid_to"])


def remember_address(kind: str, name: str, slug: str) -> None:
    """A name as an address leads to the thing too, unless it leads elsewhere already."""
    address = slugify(name)[:160]
    things = Theme.objects.all() if kind == "theme" else Unit.objects.all()
    if address and address != slug and not things.filter(slug=address).exists():
        Alias.objects.get_or_create(kind=kind, slug=address, defaults={"target": slug})


def find(kind: str, slug: str) -> None:
    """What search knows of one thing, anew."""
    index(doc for doc in documents() if (doc.kind, doc.slug) == (kind, slug))


def free_slug(things: type[Model], wished: str, *, besides: Collection[str] = ()) -> str:
    """The wished address for a new thing, numbered where another one has it; ``besides`` are taken as well."""
    taken = {*things._default_manager.filter(slug__startswith=wished).values_list("slug", flat=True), *besides}
    return next(slug for slug in chain([wished], (f"{wished}-{n}" for n in count(2))) if slug not in taken)

"""Asking who stood behind one entry of the journal: a single case, with a reason, remembered itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.journal.models import Entry, Mention, Person

from .. import rules
from ..models import THREAD


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stood behind an entry; ``name`` is empty when the account is gone or has no person."""

    entry: Entry
    account: str
    name: str
    about: tuple[str, ...]


def look_behind(*, entry: int, reason: str, by: Actor, at: datetime) -> Behind:
    """Who acted, and whom the entry is about. That somebody asked, and why, stands in the journal from then on."""
    if not rules.may_look_behind(by):
        raise Refused(_("Only staff council and data protection officer may ask this."))
    found = Entry.objects.filter(seq=entry).first()
    if found is None:
        raise Refused(_("There is no entry of this number."), field="entry")
    with transaction.atomic():
        told = Event("privacy.looked_behind", THREAD, facts={"entry": [None, entry]}, reason=reason)
        record(told, by=by, at=at)
        key = Person.objects.filter(entry=found).values_list("account", flat=True).first() or ""
        account = get_user_model()._default_manager.filter(username=key).select_related("person").first()
        person = getattr(account, "person", None)
        said = Mention.objects.filter(entry=found).values_list("facts", flat=True)
        about = tuple(str(part) for facts in said for pair in facts.values() for part in pair if part)
    return Behind(found, key, str(person or ""), about)

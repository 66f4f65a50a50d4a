"""Handing out one's own data, once; keeping one's log-in for another year."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record

from .. import rules
from ..lifecycle import export_is_open
from ..models import THREAD, Export, Stay
from ..queries.own import Held, held
from ..queries.traces import who_is


def ask_for_data(*, by: Actor, at: datetime) -> Export:
    """Somebody asks for everything that is held about them. Earlier requests that were not fetched end with it."""
    if not rules.may_leave(by):
        raise Refused(_("Only who is logged in can do this."))
    with transaction.atomic():
        account = get_user_model()._default_manager.get_by_natural_key(by.account)
        rules.own_exports(by).filter(fetched_at=None).delete()
        export = Export.objects.create(account=account, asked_at=at)
        record(Event("privacy.data_asked", THREAD), by=by, at=at)
    return export


def fetch_data(export: UUID, *, by: Actor, at: datetime) -> list[Held]:
    """Everything: for whoever asked and is logged in, once, within 24 hours; put together in this moment."""
    with transaction.atomic():
        asked = rules.own_exports(by).select_for_update().filter(pk=export).first()
        if asked is None or not export_is_open(asked.asked_at, asked.fetched_at, at):
            raise Refused(_("This file was fetched already, or 24 hours have passed. You can ask for it again."))
        asked.fetched_at = at
        asked.save(update_fields=["fetched_at"])
        record(Event("privacy.data_fetched", THREAD), by=by, at=at)
        account = get_user_model()._default_manager.get_by_natural_key(by.account)
        return list(held(who_is(account)))


def stay(*, by: Actor, at: datetime) -> None:
    """Somebody still needs their log-in: it stays another year."""
    if not rules.may_leave(by):
        raise Refused(_("Only who is logged in can do this."))
    with transaction.atomic():
        account = get_user_model()._default_manager.get_by_natural_key(by.account)
        said = {"confirmed_on": timezone.localdate(at), "warned_on": None}
        Stay.objects.update_or_create(account=account, defaults=said)
        record(Event("privacy.stay_confirmed", THREAD), by=by, at=at)

"""Switching a feature that needs the consent of the staff council."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record

from .. import rules
from ..models import THREAD, Switch
from ..queries.switches import features, is_on


def switch(feature: str, *, on: bool, consent_on: date | None, note: str = "", by: Actor, at: datetime) -> Switch:
    """A feature goes on, with the day of the consent it rests on, or off."""
    if not rules.may_switch(by):
        raise Refused(_("Only the staff unit may switch this."))
    if feature not in features():
        raise Refused(_("There is no such feature."), field="feature")
    if on and consent_on is None:
        raise Refused(_("Without the day of the consent this cannot be switched on."), field="consent_on")
    if on and consent_on is not None and consent_on > timezone.localdate(at):
        raise Refused(_("The consent lies in the future."), field="consent_on")
    with transaction.atomic():
        before = is_on(feature)
        if before == on:
            raise Refused(_("This is switched on already.") if on else _("This is switched off already."))
        day = consent_on if on else None
        switched = Switch.objects.create(
            feature=feature, is_on=on, consent_on=day, note=note, post=by.post, switched_at=at
        )
        facts = {feature: [before, on], "consent_on": [None, day.isoformat() if day else None]}
        record(Event("privacy.feature_switched", THREAD, facts=facts, reason=note), by=by, at=at)
    return switched

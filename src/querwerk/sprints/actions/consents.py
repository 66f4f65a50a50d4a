"""Consent of the people of a sprint: given word by word, taken back at any time, kept as it was shown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.models import HOUSE, Account

from ..lifecycle import About
from ..models import Consent, ConsentText
from ..queries.consents import wordings
from ..rules import may_plan, takes_part
from .change import held


def decide(slug: str, *, about: About, given: bool, wording: str, by: Actor, at: datetime) -> None:
    """Says yes to exactly these words, or takes it back. A yes to words that have changed meanwhile is none."""
    with held(slug, by=by) as sprint:
        account = Account.objects.filter(username=by.account).first() if takes_part(by, sprint) else None
        if account is None:
            raise Refused(_("Only who has a seat in this sprint is asked for consent."))
        standing = Consent.objects.filter(sprint=sprint, account=account, about=about.value, withdrawn_at__isnull=True)
        if standing.exists() == given:
            return
        if given:
            if wording != wordings()[about]:
                raise Refused(_("The wording has changed. Please read it once more."))
            Consent.objects.create(sprint=sprint, account=account, about=about.value, wording=wording, given_at=at)
        else:
            standing.update(withdrawn_at=at)
        event = "consent_given" if given else "consent_withdrawn"
        facts = {"consent": [None, about.value]}
        record(Event(f"sprints.{event}", sprint.thread, facts=facts), by=Actor(post="", account=by.account), at=at)


def word_consent(*, about: About, wording: str, by: Actor, at: datetime) -> None:
    """What the house asks for from now on; what was given before counts for the words it was given to."""
    if not may_plan(by):
        raise Refused(_("Only the staff unit may do this."))
    if not wording.strip():
        raise Refused(_("Please write what people consent to."), field="wording")
    with transaction.atomic():
        day = timezone.localdate(at)
        ConsentText.objects.update_or_create(about=about.value, valid_from=day, defaults={"wording": wording.strip()})
        record(Event("sprints.consent_worded", HOUSE, facts={"consent": [None, about.value]}), by=by, at=at)

"""The verbs of whoever asks: ask, take back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.models import Unit

from .. import rules
from ..lifecycle import State
from ..models import Asker, Inquiry
from .change import locked, unnamed


def ask(
    *,
    title: str,
    concern: str,
    outcome: str = "",
    sponsor: str = "",
    unit: Unit | None = None,
    picture: str = "",
    origin: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Somebody asks the staff unit. The entry says that it was asked, not as which post: a post can be one person."""
    if not rules.may_ask(by):
        raise Refused(_("Only those who work in the house can ask the staff unit."))
    if not title.strip():
        raise Refused(_("Please say in a sentence what it is about."), field="title")
    if not concern.strip():
        raise Refused(_("Please say what is the matter."), field="concern")
    with transaction.atomic():
        inquiry = Inquiry.objects.create(
            title=title.strip(), concern=concern.strip(), outcome=outcome.strip(), sponsor=sponsor.strip(), unit=unit,
            picture=picture, origin=origin, state=State.SUBMITTED.value, received_at=at,
        )  # fmt: skip
        Asker.objects.create(inquiry=inquiry, account=by.account)
        facts = {"number": [None, inquiry.pk], "state": [None, inquiry.state]}
        record(Event("intake.inquiry_received", inquiry.thread, facts=facts), by=unnamed(by), at=at)
    return inquiry


def withdraw(number: int, *, by: Actor, at: datetime) -> None:
    """Whoever asked takes it back before the staff unit has taken it up; nothing of it stays but that there was one."""
    with transaction.atomic():
        inquiry = locked(number)
        if not rules.may_withdraw(by, inquiry):
            raise Refused(_("Only whoever asked may take an inquiry back."))
        if inquiry.state != State.SUBMITTED:
            raise Refused(_("The staff unit has taken it up already; it can no longer be taken back."))
        facts = {"number": [inquiry.pk, None], "state": [inquiry.state, None]}
        record(Event("intake.inquiry_withdrawn", inquiry.thread, facts=facts), by=unnamed(by), at=at)
        inquiry.delete()

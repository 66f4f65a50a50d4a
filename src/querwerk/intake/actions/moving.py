"""What all verbs of answering share: who may, whether it still stands where it was seen, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Facts, Overtaken, Refused, record

from .. import rules
from ..lifecycle import LEADS_TO, State, Step, allows
from ..models import Handling, Inquiry
from ..queries.deadlines import deadlines
from .change import locked

#: What the journal says afterwards.
EVENTS = {
    Step.ACKNOWLEDGE: "intake.inquiry_acknowledged",
    Step.ASK_BACK: "intake.inquiry_asked_back",
    Step.CLARIFY: "intake.inquiry_clarified",
    Step.ACCEPT: "intake.inquiry_accepted",
    Step.REFER: "intake.referral_asked",
    Step.DECLINE: "intake.inquiry_declined",
    Step.PLAN: "intake.inquiry_planned",
    Step.HOLD: "intake.inquiry_held",
    Step.PUBLISH: "intake.inquiry_published",
    Step.FOLLOW_UP: "intake.inquiry_followed_up",
    Step.CLOSE: "intake.inquiry_closed",
}


@contextmanager
def taken(step: Step, number: int, *, version: int | None, by: Actor, at: datetime) -> Iterator[tuple[Inquiry, Facts]]:
    """One verb of the staff unit about one inquiry, held fast; afterwards it stands where the verb leads.

    ``version`` is what the person saw; whoever speaks without a page before them leaves it out.
    """
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
    with transaction.atomic():
        inquiry = locked(number)
        refuse_strangers(inquiry, by)
        refuse_overtaken(inquiry, step, version)
        facts: Facts = {}
        yield inquiry, facts
        to = State(inquiry.state) if step in (Step.ASK_BACK, Step.REFER) else LEADS_TO[step]
        move(inquiry, to, EVENTS[step], facts, by=by, at=at)


def refuse_strangers(inquiry: Inquiry, by: Actor) -> None:
    """Refuses whoever may not read it as if it were not there, and whoever asked it themselves."""
    if not rules.visible_to(by).filter(pk=inquiry.pk).exists():
        raise Refused(_("This inquiry no longer exists."))
    if rules.is_own(by, inquiry):
        raise Refused(_("Nobody answers what they asked themselves. Please leave it to a colleague."))


def refuse_overtaken(inquiry: Inquiry, step: Step, version: int | None) -> None:
    """Refuses a verb about an inquiry that no longer stands where it was seen."""
    if not allows(step, State(inquiry.state)):
        raise Overtaken(_("Somebody was faster: the inquiry is no longer where it was."))
    if version is not None and inquiry.version != version:
        raise Overtaken(
            _("Somebody else has changed this inquiry in the meantime. Your entry is still here, please check.")
        )


def move(inquiry: Inquiry, to: State, event: str, facts: Facts | None = None, *, by: Actor, at: datetime) -> None:
    """Where an inquiry stands from now on, until when something is owed, and one entry that says so."""
    told = {"number": [inquiry.pk, inquiry.pk], "state": [inquiry.state, to.value], **(facts or {})}
    inquiry.state = to.value
    inquiry.due_on = owed(inquiry, on=timezone.localdate(at))
    inquiry.version += 1
    inquiry.save()
    record(Event(event, inquiry.thread, facts=told), by=by, at=at)


def owed(inquiry: Inquiry, *, on: date) -> date | None:
    """Until when something is owed about an inquiry that stands where it stands since a day."""
    next_on = Handling.objects.filter(inquiry=inquiry).values_list("next_on", flat=True).first()
    received_on = timezone.localdate(inquiry.received_at)
    return deadlines(on).owed(State(inquiry.state), received_on, since=on, next_on=next_on)


def answer(inquiry: Inquiry, text: str, *, at: datetime) -> None:
    """What whoever asked reads as the answer."""
    inquiry.answer, inquiry.answered_at = text, at


def handling(inquiry: Inquiry, **noted: Any) -> Handling:
    """What the staff unit notes about it, from now on."""
    return Handling.objects.update_or_create(inquiry=inquiry, defaults=noted)[0]

"""Referring with consent: whoever asked says yes or no, then the unit answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Facts, Overtaken, Refused

from .. import rules
from ..access import REFERRAL
from ..lifecycle import Helped, State, Step, allows
from ..mails import tell_asker
from ..models import Inquiry, Referral
from .change import locked, unnamed
from .moving import answer as answer_with
from .moving import move


def say_consent(number: int, *, consented: bool, code: str = "", by: Actor, at: datetime) -> None:
    """Whoever asked says whether the unit may read it. The question stays on record with the words they were shown."""
    with transaction.atomic():
        inquiry = _held(number, code, by=by)
        _consent(inquiry, consented=consented, by=unnamed(by, code), at=at)


def _consent(inquiry: Inquiry, *, consented: bool, by: Actor, at: datetime) -> None:
    asked = inquiry.referrals.select_for_update(of=("self",)).select_related("unit").filter(consented=None).first()
    if asked is None:
        raise Overtaken(_("Nobody asks this any more."))
    asked.consented, asked.said_at = consented, at
    asked.save(update_fields=["consented", "said_at"])
    facts: Facts = {"unit": [None, asked.unit.slug], "consented": [None, consented]}
    state = State(inquiry.state)
    if not consented:
        move(inquiry, state, "intake.referral_refused", facts, by=by, at=at)
    elif allows(Step.REFER, state):
        answer_with(inquiry, _("With your consent it was passed on to “%(unit)s”.") % {"unit": asked.unit.name}, at=at)
        move(inquiry, State.REFERRED, "intake.inquiry_referred", facts, by=by, at=at)
    else:
        raise Overtaken(_("Somebody was faster: the inquiry is no longer where it was."))


def answer_referral(pk: int, *, answer: str, by: Actor, at: datetime) -> None:
    """The head of the unit answers; with that the inquiry is closed."""
    if not answer.strip():
        raise Refused(_("Please say what has become of it: whoever asked reads it."), field="answer")
    with transaction.atomic():
        referral = Referral.objects.select_for_update().filter(pk=pk).first()
        if referral is None or not REFERRAL.admits(by, Verb.EDIT, pk):
            raise Refused(_("This inquiry no longer exists."))
        inquiry = locked(referral.inquiry_id)
        if rules.is_own(by, inquiry):
            raise Refused(_("Nobody answers what they asked themselves. Please leave it to a colleague."))
        if referral.answered_at or inquiry.state != State.REFERRED:
            raise Overtaken(_("Somebody was faster: the inquiry is no longer where it was."))
        referral.answer, referral.answered_at = answer.strip(), at
        referral.save(update_fields=["answer", "answered_at"])
        answer_with(inquiry, answer.strip(), at=at)
        move(inquiry, State.CLOSED, "intake.inquiry_closed", by=by, at=at)
        tell_asker(Step.CLOSE, inquiry, said=answer.strip(), at=at)


def answer_follow_up(
    number: int, *, days: int, helped: str, said: str = "", code: str = "", by: Actor, at: datetime
) -> None:
    """Whoever asked says whether it helped."""
    with transaction.atomic():
        inquiry = _held(number, code, by=by)
        _follow_up(inquiry, days=days, helped=helped, said=said, by=unnamed(by, code), at=at)


def _held(number: int, code: str, *, by: Actor) -> Inquiry:
    """The inquiry of whoever asked, by log-in or by code."""
    inquiry = locked(number)
    if not rules.holds(by, code, inquiry):
        raise Refused(_("Only whoever asked may say this."))
    return inquiry


def _follow_up(inquiry: Inquiry, *, days: int, helped: str, said: str, by: Actor, at: datetime) -> None:
    asked = inquiry.follow_ups.select_for_update().filter(days=days, asked_at__isnull=False).first()
    if asked is None:
        raise Refused(_("Nobody asks this any more."))
    if helped not in set(Helped):
        raise Refused(_("Please choose one of the answers."), field="helped")
    if asked.answered_at:
        raise Overtaken(_("You have answered this already. Thank you!"))
    asked.helped, asked.said, asked.answered_at = helped, said.strip(), at
    asked.save(update_fields=["helped", "said", "answered_at"])
    facts: Facts = {"days": [days, days], "helped": [None, helped]}
    move(inquiry, State(inquiry.state), "intake.follow_up_answered", facts, by=by, at=at)

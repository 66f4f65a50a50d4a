"""Verbs of an inquiry: ask, accept, decline, close, take back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.structure.models import Unit

from . import rules
from .lifecycle import ANSWERED, MOVES, State
from .mails import tell_author
from .models import Asker, Inquiry


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
        record(Event("intake.inquiry_received", inquiry.thread, facts=facts), by=_unnamed(by), at=at)
    return inquiry


def accept(number: int, *, by: Actor, at: datetime) -> None:
    """The staff unit takes it up."""
    _move(number, State.ACCEPTED, "intake.inquiry_accepted", "", by=by, at=at)


def decline(number: int, *, answer: str, by: Actor, at: datetime) -> None:
    """The staff unit says no, and why."""
    if not answer.strip():
        raise Refused(_("Please say why: whoever asked reads it."), field="answer")
    _move(number, State.DECLINED, "intake.inquiry_declined", answer.strip(), by=by, at=at)


def close(number: int, *, answer: str, by: Actor, at: datetime) -> None:
    """The staff unit says what has become of it."""
    if not answer.strip():
        raise Refused(_("Please say what has become of it: whoever asked reads it."), field="answer")
    _move(number, State.CLOSED, "intake.inquiry_closed", answer.strip(), by=by, at=at)


def withdraw(number: int, *, by: Actor, at: datetime) -> None:
    """Whoever asked takes it back before the staff unit has taken it up; nothing of it stays but that there was one."""
    with transaction.atomic():
        inquiry = _locked(number)
        if not rules.may_withdraw(by, inquiry):
            raise Refused(_("Only whoever asked may take an inquiry back."))
        if inquiry.state != State.SUBMITTED:
            raise Refused(_("The staff unit has taken it up already; it can no longer be taken back."))
        facts = {"number": [inquiry.pk, None], "state": [inquiry.state, None]}
        record(Event("intake.inquiry_withdrawn", inquiry.thread, facts=facts), by=_unnamed(by), at=at)
        inquiry.delete()


def _move(number: int, to: State, event: str, answer: str, *, by: Actor, at: datetime) -> None:
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
    with transaction.atomic():
        inquiry = _locked(number)
        if to not in MOVES[State(inquiry.state)]:
            raise Refused(_("Somebody was faster: the inquiry is no longer where it was."))
        before, inquiry.state = inquiry.state, to.value
        if to in ANSWERED:
            inquiry.answer, inquiry.answered_at = answer, at
        inquiry.save(update_fields=["state", "answer", "answered_at"])
        facts = {"number": [inquiry.pk, inquiry.pk], "state": [before, to.value]}
        record(Event(event, inquiry.thread, facts=facts), by=by, at=at)
        tell_author(inquiry, at=at)


def _locked(number: int) -> Inquiry:
    inquiry = Inquiry.objects.select_for_update().filter(pk=number).first()
    if inquiry is None:
        raise Refused(_("This inquiry no longer exists."))
    return inquiry


def _unnamed(by: Actor) -> Actor:
    """Who asks, without post and unit: the account stays in its erasable row alone."""
    return Actor(post="", account=by.account)

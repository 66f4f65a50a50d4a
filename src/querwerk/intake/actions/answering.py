"""The verbs of the staff unit: accept, decline, close."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Refused, record

from .. import rules
from ..lifecycle import ANSWERED, MOVES, State
from ..mails import tell_author
from .change import locked


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


def _move(number: int, to: State, event: str, answer: str, *, by: Actor, at: datetime) -> None:
    if not rules.may_answer(by):
        raise Refused(_("Only the staff unit may do this."))
    with transaction.atomic():
        inquiry = locked(number)
        if to not in MOVES[State(inquiry.state)]:
            raise Refused(_("Somebody was faster: the inquiry is no longer where it was."))
        before, inquiry.state = inquiry.state, to.value
        if to in ANSWERED:
            inquiry.answer, inquiry.answered_at = answer, at
        inquiry.save(update_fields=["state", "answer", "answered_at"])
        facts = {"number": [inquiry.pk, inquiry.pk], "state": [before, to.value]}
        record(Event(event, inquiry.thread, facts=facts), by=by, at=at)
        tell_author(inquiry, at=at)

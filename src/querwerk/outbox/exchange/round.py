"""One round of the worker: takes what is due, one mail at a time, and hands it to the mail server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from .. import actions, rules
from ..kinds import kinds, written
from ..lifecycle import PAUSES, Reason
from ..models import Mail
from ..queries import is_due
from ..traces import trace
from . import smtp
from .message import composed

_LOG = logging.getLogger(__name__)
#: After this many the line is closed and opened again, as servers want it.
_AT_ONCE = 100

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Round:
    """What came of a round. ``away`` says why the mail server could not be reached."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    away: str = ""

    @property
    def full(self) -> bool:
        """There may be more at once."""
        return not self.away and self.sent + self.put_off + self.given_up >= _AT_ONCE


def deliver(*, clock: Clock, stopping: Callable[[], bool] = lambda: False, patience: float = smtp.PATIENCE) -> Round:
    """Sends what is due. Without a mail server everything stays where it is.

    The line is opened before anything is taken, so that an absent server costs no mail a try.
    """
    done = Round()
    if not settings.MAIL_URL or not is_due(at=clock()):
        return done
    try:
        with smtp.Connection(smtp.MailServer.of(settings.MAIL_URL), patience=patience) as line:
            while not (stopping() or done.full or done.away):
                mail = actions.claim_mail(at=clock())
                if mail is None:
                    break
                _send(mail, line, done, clock)
    except smtp.Away as away:
        done.away = str(away)
        _LOG.warning("the mail server is not there: %s", away)
    return done


def _send(mail: Mail, line: smtp.Connection, done: Round, clock: Clock) -> None:
    """Authorises, writes and hands over one mail, and keeps what came of it."""
    if mail.tries > len(PAUSES) + 1:  # each of its workers died over it
        return _give_up(mail, Reason.TRIED_TOO_OFTEN, done, clock)
    try:
        kind = kinds()[mail.kind]
        if not rules.may_receive(mail, kind):
            return _give_up(mail, Reason.NOT_ENTITLED, done, clock)
        to = rules.address_of(mail)
        if not to:
            return _give_up(mail, Reason.NO_ADDRESS, done, clock)
        letter = written(kind, mail.words, to_account=mail.to is not None)
        message = composed(mail, letter, sender=settings.MAIL_FROM, to=to)
    except Exception as trouble:
        _LOG.error("mail %s (%s) cannot be written: %s", mail.pk, mail.kind, trace(trouble))
        return _put_off(mail, type(trouble).__name__[:40], done, clock)
    answer = line.hand_over(message, to=to)
    if answer.outcome is smtp.Outcome.TAKEN:
        actions.mark_sent(mail, secret=kind.secret, at=clock())
        done.sent += 1
        return None
    _LOG.warning("mail %s (%s) was not taken: %s", mail.pk, mail.kind, answer.reply)
    if answer.outcome is smtp.Outcome.NEVER:
        return _give_up(mail, Reason.REFUSED, done, clock, answer.reply)
    if answer.outcome is smtp.Outcome.AWAY:
        done.away = answer.reply
    return _put_off(mail, answer.reply, done, clock)


def _give_up(mail: Mail, reason: Reason, done: Round, clock: Clock, reply: str = "") -> None:
    actions.give_up(mail, reason=reason, reply=reply, at=clock())
    done.given_up += 1


def _put_off(mail: Mail, reply: str, done: Round, clock: Clock) -> None:
    actions.put_off(mail, reply=reply, at=clock())
    done.put_off += 1

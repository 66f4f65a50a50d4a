"""The words for where a mail is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .lifecycle import Reason, State

STATES: dict[State, Any] = {
    State.QUEUED: _("waiting to be sent"),
    State.SENT: _("sent by e-mail"),
    State.GIVEN_UP: _("not sent"),
}
TONES: dict[State, str] = {State.QUEUED: "info", State.SENT: "success", State.GIVEN_UP: "warning"}
REASONS: dict[Reason, Any] = {
    Reason.NOT_ENTITLED: _("It was no longer meant for you when it was to be sent, so it is not kept either."),
    Reason.NO_ADDRESS: _("Your account has no e-mail address, so you read it here."),
    Reason.REFUSED: _("Your mail server did not accept it."),
    Reason.TRIED_TOO_OFTEN: _("Your mail server did not accept it within two days."),
    Reason.TOO_OLD: _("It waited too long for a mail server."),
}

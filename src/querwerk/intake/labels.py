"""Words of inquiries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import State

STATES = {
    State.RECEIVED: _("waits for the staff unit"),
    State.ACCEPTED: _("is being worked on"),
    State.DECLINED: _("declined"),
    State.CLOSED: _("answered"),
}
TONES = {State.RECEIVED: "warning", State.ACCEPTED: "info", State.DECLINED: "plain", State.CLOSED: "success"}

#: event of the journal -> what happened.
EVENTS = {
    "intake.inquiry_received": _("Inquiry received"),
    "intake.inquiry_accepted": _("Inquiry accepted"),
    "intake.inquiry_declined": _("Inquiry declined"),
    "intake.inquiry_closed": _("Inquiry answered"),
    "intake.inquiry_withdrawn": _("Inquiry taken back"),
}

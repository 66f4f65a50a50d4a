"""Words of inquiries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import State

STATES = {
    State.DRAFT: _("draft"),
    State.SUBMITTED: _("waits for the staff unit"),
    State.ACKNOWLEDGED: _("received"),
    State.CLARIFIED: _("clarified"),
    State.ACCEPTED: _("is being worked on"),
    State.REFERRED: _("referred"),
    State.DECLINED: _("declined"),
    State.PLANNED: _("planned"),
    State.HELD: _("held"),
    State.PUBLISHED: _("published"),
    State.FOLLOWED_UP: _("followed up"),
    State.CLOSED: _("answered"),
}
TONES = {
    State.DRAFT: "plain", State.SUBMITTED: "warning", State.ACKNOWLEDGED: "warning", State.CLARIFIED: "warning",
    State.ACCEPTED: "info", State.REFERRED: "plain", State.DECLINED: "plain", State.PLANNED: "info",
    State.HELD: "info", State.PUBLISHED: "success", State.FOLLOWED_UP: "success", State.CLOSED: "success",
}  # fmt: skip

#: event of the journal -> what happened.
EVENTS = {
    "intake.inquiry_received": _("Inquiry received"),
    "intake.inquiry_accepted": _("Inquiry accepted"),
    "intake.inquiry_declined": _("Inquiry declined"),
    "intake.inquiry_closed": _("Inquiry answered"),
    "intake.inquiry_withdrawn": _("Inquiry taken back"),
}

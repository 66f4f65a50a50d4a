"""Words of inquiries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Helped, Shown, State

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


# -- answering

HELPED = {
    Helped.YES: _("yes"),
    Helped.PARTLY: _("partly"),
    Helped.NO: _("no"),
    Helped.TOO_EARLY: _("too early to say"),
}
SHOWN = {Shown.HOUSE: _("everybody in the house"), Shown.PUBLIC: _("everybody")}
EVENTS |= {
    "intake.inquiry_acknowledged": _("Receipt confirmed"),
    "intake.inquiry_asked_back": _("Question to whoever asked"),
    "intake.inquiry_clarified": _("Inquiry clarified"),
    "intake.referral_asked": _("Consent to referral asked for"),
    "intake.referral_refused": _("Referral refused by whoever asked"),
    "intake.inquiry_referred": _("Inquiry referred, with consent"),
    "intake.inquiry_planned": _("Day named"),
    "intake.inquiry_held": _("It took place"),
    "intake.inquiry_published": _("What came of it published"),
    "intake.inquiry_followed_up": _("Whoever asked was asked again"),
    "intake.follow_up_answered": _("Whoever asked has answered"),
    "intake.contact_taken": _("Contact named"),
    "intake.room_said": _("Room for inquiries said"),
    "intake.room_taken_back": _("Room for inquiries taken back"),
    "intake.standard_answer_kept": _("Standard answer stored"),
    "intake.standard_answer_archived": _("Standard answer archived"),
    "intake.post_named": _("Post named for a task"),
}

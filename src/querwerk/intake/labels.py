"""Words of inquiries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import (
    Carried,
    CouncilWord,
    Decision,
    Helped,
    Kind,
    Secrecy,
    Shown,
    Side,
    State,
    Superior,
    Thanks,
    Window,
)

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
    "intake.remark_added": _("Whoever asked has added something"),
    "intake.file_added": _("Whoever asked has laid a file with it"),
    "intake.file_removed": _("Whoever asked has taken a file away"),
    "intake.campaign_opened": _("Campaign opened"),
    "intake.campaign_changed": _("Campaign changed"),
    "intake.campaign_ended": _("Campaign ended"),
}

# -- whoever asks

KINDS = {
    Kind.ADVICE: _("advice"),
    Kind.MODERATION: _("somebody who moderates"),
    Kind.SPRINT: _("a sprint or workshop"),
    Kind.TRAINING: _("a training"),
    Kind.ROOM: _("a room"),
    Kind.IDEA: _("idea"),
}
SECRECIES = {
    Secrecy.HOUSE: _("the staff unit, and whom it asks for advice"),
    Secrecy.CONFIDENTIAL: _("confidential: only the two posts that the house has named for this"),
}
SUPERIORS = {
    Superior.INFORMED: _("yes"),
    Superior.NOT_INFORMED: _("no"),
    Superior.NOT_WANTED: _("I do not wish to say"),
}
SIDES = {Side.ASKER: _("Whoever asked"), Side.STAFF_UNIT: _("Staff unit")}
#: The steps as whoever asked reads them.
STEPS = {
    State.DRAFT: _("draft"),
    State.SUBMITTED: _("handed in"),
    State.ACKNOWLEDGED: _("receipt confirmed"),
    State.CLARIFIED: _("clarified"),
    State.ACCEPTED: _("taken up"),
    State.REFERRED: _("referred"),
    State.DECLINED: _("declined"),
    State.PLANNED: _("planned"),
    State.HELD: _("held"),
    State.PUBLISHED: _("published"),
    State.FOLLOWED_UP: _("followed up"),
    State.CLOSED: _("answered"),
}
#: What happens next, in a sentence.
NEXT = {
    State.DRAFT: _("Nobody but you can read this. Send it when it is ready."),
    State.SUBMITTED: _("The staff unit confirms that it has read this."),
    State.ACKNOWLEDGED: _("The staff unit looks into it and says what becomes of it."),
    State.CLARIFIED: _("The staff unit says what becomes of it."),
    State.ACCEPTED: _("The staff unit works on it and says what comes next."),
    State.REFERRED: _("Another unit deals with it and answers."),
    State.DECLINED: _("It ends here. If something has changed, please ask anew."),
    State.PLANNED: _("It takes place on the day that was agreed on."),
    State.HELD: _("After 30 and after 90 days the staff unit asks you how it went."),
    State.PUBLISHED: _("After 30 and after 90 days the staff unit asks you how it went."),
    State.FOLLOWED_UP: _("The staff unit closes it with an answer."),
    State.CLOSED: _("It has been answered. Nothing more is to do."),
}
WINDOWS = {
    Window.COMING: _("coming"),
    Window.OPEN: _("open"),
    Window.GRACE: _("ended; who was writing may still hand in"),
    Window.OVER: _("ended"),
}
WINDOW_TONES = {Window.COMING: "plain", Window.OPEN: "success", Window.GRACE: "warning", Window.OVER: "plain"}

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
#: word in the address -> which of those about which something is owed.
DUE = {"ueberfaellig": _("overdue"), "woche": _("within a week"), "spaeter": _("later")}
#: All words of the page of one inquiry, by the names they have there.
OF_INQUIRY = {
    "states": STATES, "tones": TONES, "step_words": STEPS, "next": NEXT, "kinds": KINDS, "sides": SIDES,
    "secrecies": SECRECIES, "superiors": SUPERIORS, "helped": HELPED,
}  # fmt: skip

# -- idea management by rule

DECISIONS = {
    Decision.CARRY_OUT: _("is carried out"),
    Decision.PARTLY: _("is carried out in part"),
    Decision.NOT: _("is not carried out"),
}
CARRIED = {Carried.DONE: _("carried out"), Carried.NOT_DONE: _("not carried out")}
COUNCIL_WORDS = {CouncilWord.CONSENT: _("consents"), CouncilWord.OBJECTION: _("objects")}
THANKS = {
    Thanks.WORD: _("words of thanks"),
    Thanks.CERTIFICATE: _("certificate"),
    Thanks.BONUS: _("bonus"),
    Thanks.OTHER: _("something else"),
}
EVENTS |= {
    "intake.criterion_named": _("Criterion named"),
    "intake.criterion_archived": _("Criterion archived"),
    "intake.same_idea_named": _("Equal idea named"),
    "intake.opinion_asked": _("Opinion asked for"),
    "intake.opinion_given": _("Opinion given"),
    "intake.council_said": _("Word of the staff council"),
    "intake.idea_controlled": _("Implementation checked"),
    "intake.idea_recognized": _("Idea recognised"),
}
#: All words of the procedure, by the names they have on its pages.
OF_PROCEDURE = {"decisions": DECISIONS, "carried": CARRIED, "council_words": COUNCIL_WORDS, "thanks": THANKS}

"""Words of the teams."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Answer, Level, Part, Standing, State

STATES = {State.FORMING: _("forming"), State.WORKING: _("at work"), State.ENDED: _("ended")}
STATE_TONES = {State.FORMING: "warning", State.WORKING: "success", State.ENDED: "plain"}
PARTS = {Part.LEAD: _("Lead of the team"), Part.MEMBER: _("Member"), Part.EXPERT: _("Expert from outside")}
STANDINGS = {
    Standing.ASKED: _("asked"),
    Standing.REQUESTED: _("would like to join"),
    Standing.AGREED: _("has agreed"),
    Standing.RELEASED: _("has agreed, released"),
    Standing.REFUSED: _("does not join"),
    Standing.LEFT: _("has left"),
}
STANDING_TONES = {
    Standing.ASKED: "info", Standing.REQUESTED: "info", Standing.AGREED: "success", Standing.RELEASED: "success",
    Standing.REFUSED: "plain", Standing.LEFT: "plain",
}  # fmt: skip
LEVELS = {Level.OFFICE: _("Office"), Level.DEPARTMENT: _("Department")}
ANSWERS = {Answer.YES: _("yes, as asked"), Answer.PARTLY: _("yes, in part"), Answer.NO: _("no")}
ANSWER_TONES = {"": "warning", Answer.YES: "success", Answer.PARTLY: "info", Answer.NO: "danger"}

#: event of the journal -> what happened.
EVENTS = {
    "teams.formed": _("Team formed"),
    "teams.place_asked": _("Somebody was asked to join"),
    "teams.place_agreed": _("Somebody agreed to join"),
    "teams.place_declined": _("Somebody did not join"),
    "teams.place_left": _("Somebody left the team"),
    "teams.place_released": _("Somebody was released for the team"),
    "teams.naming_changed": _("Somebody changed whether they are named"),
    "teams.join_asked": _("Somebody asked to join"),
    "teams.join_accepted": _("Somebody was taken in"),
    "teams.join_declined": _("A question to join was declined"),
    "teams.begun": _("Team began"),
    "teams.lead_handed_over": _("Lead handed over"),
    "teams.position_opened": _("Position opened"),
    "teams.position_closed": _("Position closed"),
    "teams.partner_added": _("Partner named"),
    "teams.partner_removed": _("Partner no longer named"),
    "teams.ended": _("Team ended"),
    "teams.release_asked": _("Release asked for"),
    "teams.release_answered": _("Release answered"),
    "teams.release_moved_on": _("Release went to another post"),
    "teams.standin_named": _("Stand-in named"),
}

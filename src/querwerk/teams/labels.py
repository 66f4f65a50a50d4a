"""Words of the teams."""

from __future__ import annotations

from operator import itemgetter

from django.utils.translation import gettext_lazy as _

from .lifecycle import SHARES, Answer, Level, Part, Reply, Shown, Standing, State

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
    # -- the expertise pool
    "teams.profile_listed": _("Somebody joined the expertise pool"),
    "teams.profile_changed": _("A profile of the expertise pool was changed"),
    "teams.profile_withdrawn": _("Somebody left the expertise pool"),
    "teams.people_asked": _("People of the expertise pool were asked to join in"),
    "teams.question_answered": _("Somebody answered whether they join in"),
    "teams.skills_read_in": _("A list of skills was read in"),
}

# -- the expertise pool

#: Who sees a profile.
SHOWN = {
    Shown.HOUSE: _("everybody who works in the administration"),
    Shown.TEAMS: _("the staff unit, facilitators and whoever leads a team"),
    Shown.ASKED: _("nobody by name, until I say yes to a question"),
}
#: What somebody agrees to; kept word for word.
CONSENTS = {
    Shown.HOUSE: _(
        "I want to stand in the expertise pool. Everybody who works in the administration may find me there with name, "
        "post, unit, skills, languages and share of time. I can withdraw this at any time; then everything is deleted "
        "at once."
    ),
    Shown.TEAMS: _(
        "I want to stand in the expertise pool. The staff unit, facilitators and whoever leads a team may find me "
        "there with name, post, unit, skills, languages and share of time. I can withdraw this at any time; then "
        "everything is deleted at once."
    ),
    Shown.ASKED: _(
        "I want to stand in the expertise pool. Nobody finds me by name: I may be proposed for a team as a person of "
        "my unit with my skills, and am asked; only when I say yes is my name told. I can withdraw this at any time; "
        "then everything is deleted at once."
    ),
}
CONSENT_OF_OUTSIDER = _(
    "The person has agreed on the day named to stand in the expertise pool, with name, organisation, skills, languages "
    "and share of time, and can withdraw this at any time."
)
REPLIES = {Reply.OPEN: _("not answered yet"), Reply.YES: _("yes"), Reply.NO: _("not this time")}
REPLY_TONES = {Reply.OPEN: "info", Reply.YES: "success", Reply.NO: "plain"}
SHARE_CHOICES = [(share, f"{share} %") for share in SHARES]
LANGUAGES = {
    "ar": _("Arabic"), "bg": _("Bulgarian"), "bs": _("Bosnian, Croatian, Serbian"), "cs": _("Czech"),
    "da": _("Danish"), "de": _("German"), "dgs": _("German Sign Language"), "el": _("Greek"), "en": _("English"),
    "es": _("Spanish"), "fa": _("Persian, Dari"), "fr": _("French"), "hu": _("Hungarian"), "it": _("Italian"),
    "ja": _("Japanese"), "ku": _("Kurdish"), "nl": _("Dutch"), "pl": _("Polish"), "pt": _("Portuguese"),
    "ro": _("Romanian"), "ru": _("Russian"), "sq": _("Albanian"), "ti": _("Tigrinya"), "tr": _("Turkish"),
    "uk": _("Ukrainian"), "vi": _("Vietnamese"), "zh": _("Chinese"),
}  # fmt: skip


def languages() -> list[tuple[str, str]]:
    """The languages by their names, as whoever reads orders them."""
    return sorted(((code, str(name)) for code, name in LANGUAGES.items()), key=itemgetter(1))


#: Why a team is not smaller.
WHY = {
    "needs": _("Fewer people do not bring all that is needed."),
    "units": _("Fewer people do not come from so many units."),
    "both": _("Fewer people bring all that is needed, but not from so many units."),
}

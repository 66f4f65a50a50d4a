"""The words of the expertise pool."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import SHARES, Reply, Shown

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
#: Why a team is not smaller.
WHY = {
    "needs": _("Fewer people do not bring all that is needed."),
    "units": _("Fewer people do not come from so many units."),
    "both": _("Fewer people bring all that is needed, but not from so many units."),
}
#: What happened, as the log says it.
EVENTS = {
    "teams.profile_listed": _("Somebody joined the expertise pool"),
    "teams.profile_changed": _("A profile of the expertise pool was changed"),
    "teams.profile_withdrawn": _("Somebody left the expertise pool"),
    "teams.people_asked": _("People of the expertise pool were asked to join in"),
    "teams.question_answered": _("Somebody answered whether they join in"),
    "teams.skills_read_in": _("A list of skills was read in"),
}

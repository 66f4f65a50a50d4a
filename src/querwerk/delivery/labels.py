"""Words of the monitoring report, of update rounds and of the support pool."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Loads
from .models import Answer, Phase, SupportRequest

PARTS = {
    "state": (_("State"), _("Where does the project stand? Two or three sentences.")),
    "successes": (_("Successes"), _("What worked since the last report?")),
    "lessons": (_("Lessons"), _("What would you do differently, what should others know?")),
    "outlook": (_("Outlook"), _("What comes next, and by when?")),
    "needs": (_("What is needed"), _("Decisions, posts, money or support that are missing.")),
}
#: What a concept of the way of working means; the word for it comes from the vocabulary of the period.
MEANINGS = {
    "theme": _("A field of the city's future that several offices work on together; a deputy mayor answers for it."),
    "project": _("A project with priority inside its theme, carried across offices."),
    "project_lead": _("Leads the project and reports directly to the responsible deputy mayor."),
    "theme_officer": _("Coordinates inside a theme and speaks for it in the steering circle."),
    "head": _("Heads exactly one theme and answers for its content and communication."),
    "steering": _("Tunes the themes against each other."),
    "monitoring": _("The regular report to the council on state, successes and obstacles."),
    "project_sheet": _("The sheet that holds goals, roles, dates and the decision frame of a project."),
    "companion": _("Supports a project for a while with method and moderation."),
}
#: event of the journal -> what happened.
EVENTS = {
    "delivery.period_opened": _("Period opened"),
    "delivery.statement_written": _("Statement written"),
    "delivery.statement_approved": _("Statement approved"),
    "delivery.report_frozen": _("Report frozen"),
    "delivery.imported": _("Reports read in"),
    "delivery.round_started": _("Update round begun"),
    "delivery.round_reminded": _("Reminded of the update round"),
    "delivery.round_closed": _("Update round closed"),
    "delivery.session_day_named": _("Date of a body entered"),
    "delivery.session_day_struck": _("Date of a body struck"),
    "delivery.post_lent": _("Post lent"),
    "delivery.post_returned": _("End of a loan set"),
    "delivery.support_asked": _("Support asked for"),
    "delivery.support_decided": _("Request for support answered"),
}
PHASES = {
    Phase.PREPARATION: _("Preparation"),
    Phase.CONCEPT: _("Working out a concept"),
    Phase.PARTICIPATION: _("Participation"),
    Phase.IMPLEMENTATION: _("Implementation"),
    Phase.EVALUATION: _("Evaluation"),
}
DECISIONS = {
    SupportRequest.Decision.OPEN: _("open"),
    SupportRequest.Decision.GRANTED: _("yes"),
    SupportRequest.Decision.DECLINED: _("no"),
}
#: What a project said in a round.
ANSWERS = {
    Answer.Kind.UNCHANGED: _("nothing has changed"),
    Answer.Kind.UPDATED: _("brought up to date"),
    Answer.Kind.STATEMENT: _("statement written"),
}
LOADS = {
    Loads.FITS: _("fits"),
    Loads.SEVERAL: _("lent to several projects at once, without all shares being said"),
    Loads.TOO_MUCH: _("the shares add up to more than the whole post"),
}

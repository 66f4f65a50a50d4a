"""Words of the monitoring report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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

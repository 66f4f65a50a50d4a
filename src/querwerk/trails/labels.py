"""Words of the paper trails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Course, Mark

# -- slips
MARKS = {Mark.ARRIVED: _("arrived"), Mark.DONE: _("done"), Mark.RETURNED: _("sent back")}
COURSES = {Course.RUNNING: _("under way"), Course.ENDED: _("ended"), Course.EXPIRED: _("expired")}
COURSE_TONES = {Course.RUNNING: "info", Course.ENDED: "success", Course.EXPIRED: "plain"}
#: event of the journal -> what happened.
SLIP_EVENTS = {
    "trails.slips_opened": _("Slips opened"),
    "trails.slip_reissued": _("Slip printed anew"),
    "trails.slip_ended": _("Slip ended"),
}
EVENTS = {**SLIP_EVENTS}

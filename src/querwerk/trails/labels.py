"""Words of the paper trails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Activity, Course, Mark, Showing, Source, State, Use

STATES = {
    State.DRAFT: _("Draft"),
    State.SHARED: _("released in the house"),
    State.PUBLISHED: _("published"),
}
#: state -> kind of badge; the badge always carries the word too.
STATE_TONES = {State.DRAFT: "plain", State.SHARED: "info", State.PUBLISHED: "success"}
#: who reads a trail in a state
READERS = {
    State.DRAFT: _("Only you see this trail."),
    State.SHARED: _("Everybody who works in the house reads this trail."),
    State.PUBLISHED: _("Everybody reads this trail, also without logging in."),
}
ACTIVITIES = {
    Activity.EDITS: _("edits"),
    Activity.CHECKS: _("checks"),
    Activity.SIGNS: _("signs"),
    Activity.TAKES_NOTE: _("takes note"),
    Activity.WAITS: _("waits"),
    Activity.PASSES_ON: _("passes on"),
}
#: where an absurdity is on its way to everybody
SHOWINGS = {
    Showing.ASKED: _("the unit is asked"),
    Showing.AGREED: _("the unit agrees"),
    Showing.REFUSED: _("stays in the house"),
    Showing.PUBLISHED: _("published"),
}
SHOWING_TONES = {
    Showing.ASKED: "warning", Showing.AGREED: "info", Showing.REFUSED: "plain", Showing.PUBLISHED: "success",
}  # fmt: skip
#: figures that a finding keeps -> what they are called
FIGURES = {
    "cases": _("Cases"),
    "hands": _("Hands"),
    "handovers": _("Handovers"),
    "across": _("Handovers across units"),
    "touch_minutes": _("Minutes of work"),
    "days": _("Days"),
    "medium_breaks": _("Medium breaks"),
}

# -- reading in event logs

USES = {
    Use.DROP: _("leave out"),
    Use.CASE: _("case"),
    Use.STATION: _("station"),
    Use.AT: _("time"),
    Use.STARTED_AT: _("beginning"),
    Use.TOUCH_MINUTES: _("working time in minutes"),
    Use.UNIT: _("unit"),
    Use.DEPARTMENT: _("department of the station"),
    Use.ACTIVITY: _("activity"),
    Use.MEDIUM: _("medium"),
    Use.TRANSITION: _("beginning or end of work"),
}
SOURCES = {
    Source.XES: _("XES file"),
    Source.CSV: _("CSV file"),
    Source.PARQUET: _("Parquet file"),
    Source.JOURNAL: _("journal of this house"),
    Source.COUNCIL: _("papers of the council"),
}
#: What counting the house's own papers leaves out; what a file leaves out is said by :mod:`.exchange.notes`.
LEFT_OUT = {
    "without_unit": _("Events of the house itself, or of somebody without a unit, were left out: %(num)s."),
    "small_unit": _("Events of units with fewer than ten papers were left out: %(num)s."),
}
#: what is done with a station, if it were changed
CHANGES = {
    "drop": _("falls away"),
    "inform": _("is informed instead of signing"),
    "parallel": _("has the paper at the same time as the one before"),
    "merge": _("is merged into …"),
    "delegate": _("gives the decision to …"),
}
#: event of the journal -> what happened.
EVENTS = {
    # -- the model
    "trails.opened": _("Paper trail begun"),
    "trails.renamed": _("Paper trail described anew"),
    "trails.rewritten": _("Stations of a paper trail changed"),
    "trails.shared": _("Paper trail released in the house"),
    "trails.published": _("Paper trail published"),
    "trails.taken_back": _("Paper trail taken back"),
    "trails.discarded": _("Draft of a paper trail deleted"),
    # -- findings and absurdities
    "trails.finding_noted": _("Finding written down"),
    "trails.finding_dropped": _("Finding deleted"),
    "trails.consent_asked": _("Unit asked for its consent"),
    "trails.consent_given": _("Unit agrees"),
    "trails.consent_refused": _("Unit does not agree"),
    "trails.absurdity_published": _("Absurdity published"),
    "trails.absurdity_taken_down": _("Absurdity taken back"),
    "trails.absurdity_mended": _("Absurdity mended"),
    # -- slips
    "trails.slips_opened": _("Slips opened"),
    "trails.slip_reissued": _("Slip printed anew"),
    "trails.slip_ended": _("Slip ended"),
    # -- reading in event logs
    "trails.log_imported": _("Event log read in"),
    "trails.log_removed": _("Event log taken away"),
}
# -- slips
MARKS = {Mark.ARRIVED: _("arrived"), Mark.DONE: _("done"), Mark.RETURNED: _("sent back")}
COURSES = {Course.RUNNING: _("under way"), Course.ENDED: _("ended"), Course.EXPIRED: _("expired")}
COURSE_TONES = {Course.RUNNING: "info", Course.ENDED: "success", Course.EXPIRED: "plain"}

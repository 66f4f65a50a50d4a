"""Words of the paper trails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Activity, State

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
}

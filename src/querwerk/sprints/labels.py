"""Words of sprints."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Exit, Joining, Showing, State

STATES = {
    State.PLANNED: _("being planned"),
    State.ANNOUNCED: _("announced"),
    State.RUNNING: _("running"),
    State.CLOSED: _("held"),
    State.PUBLISHED: _("result published"),
    State.CANCELLED: _("cancelled"),
}
TONES = {
    State.PLANNED: "plain", State.ANNOUNCED: "info", State.RUNNING: "success", State.CLOSED: "plain",
    State.PUBLISHED: "success", State.CANCELLED: "warning",
}  # fmt: skip
JOININGS = {
    Joining.INVITED: _("only who is invited"),
    Joining.HOUSE: _("everybody in the house"),
    Joining.EVERYBODY: _("everybody, residents and guests too"),
}

#: event of the journal -> what happened.
EVENTS = {
    "sprints.planned": _("Sprint planned"),
    "sprints.described": _("Details changed"),
    "sprints.announced": _("Sprint announced"),
    "sprints.cancelled": _("Sprint cancelled"),
    # -- ideas and results
    "sprints.idea_noted": _("Idea written down"),
    "sprints.idea_changed": _("Idea changed"),
    "sprints.idea_parked": _("Idea parked"),
    "sprints.idea_left_with_team": _("Idea left with a team"),
    "sprints.idea_reopened": _("Idea open again"),
    "sprints.closed": _("Sprint closed"),
    "sprints.outlook_written": _("What happens next was written"),
    "sprints.result_published": _("Result published"),
    "sprints.result_taken_back": _("Result taken back"),
}

# -- ideas and results
EXITS = {Exit.OPEN: _("open"), Exit.TEAM: _("has a team"), Exit.PARKED: _("parked")}
EXIT_TONES = {Exit.OPEN: "warning", Exit.TEAM: "success", Exit.PARKED: "plain"}
SHOWINGS = {
    Showing.KEPT: _("only for those who sat in it"),
    Showing.HOUSE: _("published in the house"),
    Showing.EVERYBODY: _("published for everybody"),
}

"""Words of sprints."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import Joining, State

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
}

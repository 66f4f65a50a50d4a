"""Words of sprints."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..lifecycle import About, Effect, Exit, Joining, Part, Place, Purpose, Showing, State

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

PARTS = {Part.FACILITATOR: _("leads through it"), Part.PARTICIPANT: _("takes part")}
PLACES = {
    Place.INVITED: _("invited, no answer yet"),
    Place.TAKEN: _("has a seat"),
    Place.WAITING: _("waits for a seat"),
    Place.GIVEN_UP: _("does not come"),
}
ABOUTS = {About.PHOTO: _("Photos"), About.TRANSCRIPT: _("Transcript"), About.NAMING: _("Naming")}
#: What people are asked for, until the house has words of its own.
WORDINGS = {
    About.PHOTO: _(
        "Photos may be taken of me during this sprint and be shown on its result page. I can take this back at any"
        " time; then the photos are removed."
    ),
    About.TRANSCRIPT: _(
        "What I say during this sprint may be written down word by word for the people of this sprint. Once the result"
        " stands, the transcript is deleted."
    ),
    About.NAMING: _(
        "My name may stand on the result page beside the ideas I worked on. I can take this back at any time; then my"
        " name is removed."
    ),
}

PURPOSES = {
    Purpose.BEGIN: _("begin"),
    Purpose.UNDERSTAND: _("understand"),
    Purpose.GATHER: _("gather ideas"),
    Purpose.DECIDE: _("decide"),
    Purpose.TRY: _("try out"),
    Purpose.CLOSE: _("close and carry on"),
}
EFFECTS = {Effect.WORKED: _("it worked"), Effect.PARTLY: _("partly"), Effect.NOT: _("it did not work")}

#: event of the journal -> what happened.
EVENTS = {
    "sprints.planned": _("Sprint planned"),
    "sprints.described": _("Details changed"),
    "sprints.announced": _("Sprint announced"),
    "sprints.started": _("Sprint begun"),
    "sprints.cancelled": _("Sprint cancelled"),
    "sprints.agenda_changed": _("Agenda changed"),
    "sprints.effect_noted": _("Effect of a method noted"),
    "sprints.invited": _("People invited"),
    "sprints.guests_invited": _("Guest codes issued"),
    "sprints.guest_came": _("A guest came"),
    "sprints.facilitator_named": _("Facilitator named"),
    "sprints.seat_taken": _("Seat taken"),
    "sprints.waiting_begun": _("Place in the queue taken"),
    "sprints.seat_given_up": _("Seat given up"),
    "sprints.declined": _("Invitation declined"),
    "sprints.consent_given": _("Consent given"),
    "sprints.consent_withdrawn": _("Consent taken back"),
    "sprints.consent_worded": _("Words of a consent changed"),
    # -- board
    "sprints.board_opened": _("Board opened"),
    "sprints.board_covered": _("Everybody writes covered cards"),
    "sprints.board_uncovered": _("Cards uncovered"),
    "sprints.voting_opened": _("Voting opened"),
    "sprints.voting_ended": _("Voting ended"),
    # -- library
    "sprints.card_written": _("Method card written"),
    "sprints.card_rewritten": _("Method card changed"),
    "sprints.format_written": _("Format written"),
    "sprints.put_aside": _("Card or format put aside"),
    "sprints.taken_up_again": _("Card or format offered again"),
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

"""Words for the states and kinds of a lead project, as pages, exports and reports show them."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from querwerk import dates

from .lifecycle import DraftState, GoalStatus, Light, LineageKind, State, Trend
from .models import Contradiction, Method, Project, Resource, Responsibility, SheetText, TargetGroup

STATES = {
    State.IDEA: _("Idea"),
    State.CANDIDATE: _("Candidate"),
    State.PRIORITIZED: _("Prioritised"),
    State.APPROVED: _("Approved"),
    State.RUNNING: _("Running"),
    State.DELAYED: _("Delayed"),
    State.PARTLY_SUSPENDED: _("Partly suspended"),
    State.PUT_OFF: _("Put off"),
    State.COMPLETED: _("Completed"),
    State.MADE_PERMANENT: _("Made permanent"),
    State.REPLACED: _("Replaced"),
    State.STOPPED: _("Stopped"),
}


@lru_cache(maxsize=8)
def state_words(language: str) -> dict[State, str]:
    """The words of all states in the active language, translated once: a choice shows each of them twice."""
    return {state: str(word) for state, word in STATES.items()}


#: state -> kind of badge (KERN: info, success, warning, danger); the badge always carries the word too.
STATE_TONES = {
    State.IDEA: "info",
    State.CANDIDATE: "info",
    State.PRIORITIZED: "info",
    State.APPROVED: "info",
    State.RUNNING: "success",
    State.DELAYED: "warning",
    State.PARTLY_SUSPENDED: "warning",
    State.PUT_OFF: "warning",
    State.COMPLETED: "success",
    State.MADE_PERMANENT: "success",
    State.REPLACED: "info",
    State.STOPPED: "danger",
}
#: state -> fill of a chart; several states share one, FILLS says in words which
STATE_FILLS = {
    State.IDEA: "planned",
    State.CANDIDATE: "planned",
    State.PRIORITIZED: "planned",
    State.APPROVED: "planned",
    State.RUNNING: "running",
    State.DELAYED: "delayed",
    State.PARTLY_SUSPENDED: "delayed",
    State.PUT_OFF: "delayed",
    State.COMPLETED: "done",
    State.MADE_PERMANENT: "done",
    State.REPLACED: "ended",
    State.STOPPED: "ended",
}
FILLS = {
    "running": _("running"),
    "delayed": _("delayed or put off"),
    "planned": _("not begun"),
    "done": _("completed or permanent"),
    "ended": _("replaced or stopped"),
}
#: state -> letter in a drawing, so that colour is never the only sign
STATE_LETTERS = {
    State.IDEA: "I",
    State.CANDIDATE: "K",
    State.PRIORITIZED: "P",
    State.APPROVED: "B",
    State.RUNNING: "L",
    State.DELAYED: "V",
    State.PARTLY_SUSPENDED: "T",
    State.PUT_OFF: "Z",
    State.COMPLETED: "A",
    State.MADE_PERMANENT: "D",
    State.REPLACED: "E",
    State.STOPPED: "G",
}
LIGHTS = {
    Light.GREEN: _("On track"),
    Light.YELLOW: _("Slipping"),
    Light.RED: _("Needs attention"),
    Light.NONE: _("Not running"),
}
TRENDS = {
    Trend.BETTER: _("better than in the report before"),
    Trend.SAME: _("as in the report before"),
    Trend.WORSE: _("worse than in the report before"),
    Trend.NONE: "",
}
GOAL_STATUSES = {
    GoalStatus.OPEN: _("Open"),
    GoalStatus.MET: _("Met"),
    GoalStatus.MISSED: _("Missed"),
    GoalStatus.DROPPED: _("Dropped"),
}
#: kind -> (read forward, read backward)
LINEAGE = {
    LineageKind.REPLACES: (_("replaced by"), _("replaces")),
    LineageKind.CONTINUES: (_("continued in"), _("continues")),
    LineageKind.MERGES: (_("merged into"), _("takes in")),
    LineageKind.SPLITS: (_("split into"), _("split from")),
    LineageKind.RELATED: (_("related to"), _("related to")),
}
KINDS = {Project.Kind.PROJECT: _("finite project"), Project.Kind.TASK: _("lasting task")}
TEXT_FIELDS = {
    SheetText.Field.DESCRIPTION: _("Description"),
    SheetText.Field.STRATEGIC_PLACE: _("Strategic place"),
    SheetText.Field.PHASE: _("Phase"),
    SheetText.Field.NEXT_STEPS: _("Next steps"),
    SheetText.Field.OUTLOOK: _("Outlook"),
    SheetText.Field.RESULTS: _("Results so far"),
    SheetText.Field.LESSONS: _("Lessons learned"),
    SheetText.Field.AWARD: _("Award"),
}
DRAFT_STATES = {
    DraftState.WRITTEN: _("Draft"),
    DraftState.SUBMITTED: _("Being checked"),
    DraftState.APPROVED: _("With the staff unit"),
    DraftState.SCHEDULED: _("Released for a day"),
    DraftState.RELEASED: _("Released"),
    DraftState.RETURNED: _("Sent back"),
    DraftState.WITHDRAWN: _("Withdrawn"),
}
DRAFT_TONES = {
    DraftState.WRITTEN: "info",
    DraftState.SUBMITTED: "info",
    DraftState.APPROVED: "info",
    DraftState.SCHEDULED: "success",
    DraftState.RELEASED: "success",
    DraftState.RETURNED: "warning",
    DraftState.WITHDRAWN: "warning",
}
RESPONSIBILITY_ROLES = {
    Responsibility.Role.RESPONSIBLE: _("Responsible"),
    Responsibility.Role.LEAD: _("Lead"),
    Responsibility.Role.MEMBER: _("Member"),
    Responsibility.Role.PARTNER: _("Partner"),
}
RESOURCE_KINDS = {Resource.Kind.POSTS: _("Posts"), Resource.Kind.MONEY: _("Money")}
FUNDING = {
    Resource.Funding.UNKNOWN: _("not stated"),
    Resource.Funding.IN_BUDGET: _("in the budget"),
    Resource.Funding.OUTSIDE_BUDGET: _("outside the budget"),
}
METHOD_KINDS = {Method.Kind.METHOD: _("Method"), Method.Kind.CHANNEL: _("Channel"), Method.Kind.FORMAT: _("Format")}
INVOLVED = {
    TargetGroup.Involved.UNKNOWN: _("not stated"),
    TargetGroup.Involved.YES: _("involved"),
    TargetGroup.Involved.NO: _("not involved"),
}
DECISIONS = {
    Contradiction.Decision.OPEN: _("open"),
    Contradiction.Decision.FIRST: _("The first statement counts"),
    Contradiction.Decision.SECOND: _("The second statement counts"),
    Contradiction.Decision.BOTH: _("Both statements stand"),
}
#: how well a reported involvement is found in the council's own OParl interface.
OPARL = {
    "agenda_item": _("found as an agenda item"),
    "meeting_without_visible_item": _("meeting found, item not public"),
    "no_meeting_of_this_body_that_day": _("no meeting of this body on that day"),
    "date_too_vague": _("date too vague to look it up"),
}
#: kind of change -> (heading of a group, tone of its badge)
CHANGES = {
    "new": (_("New in the portfolio"), "success"),
    "dropped": (_("No longer reported"), "danger"),
    "renamed": (_("Renamed"), "info"),
    "ended": (_("Ended"), "info"),
    "resumed": (_("Resumed"), "success"),
    "state_changed": (_("State changed"), "info"),
    "responsible_changed": (_("Responsibility changed"), "info"),
    "slipped": (_("Slipped"), "warning"),
    "brought_forward": (_("Brought forward"), "success"),
    "date_specified": (_("Date more precise"), "info"),
    "date_reworded": (_("Date reworded"), "info"),
    "reached": (_("Milestone reached"), "success"),
    "milestone_new": (_("New milestone"), "info"),
    "milestone_dropped": (_("Milestone dropped"), "warning"),
    "cost_new": (_("Cost stated for the first time"), "info"),
    "cost_changed": (_("Cost changed"), "warning"),
    "goal_new": (_("New goal"), "info"),
    "goal_changed": (_("Goal changed"), "info"),
    "goal_met": (_("Goal met"), "success"),
    "goal_missed": (_("Goal missed"), "danger"),
    "goal_dropped": (_("Goal dropped"), "warning"),
    "goal_vanished": (_("Goal no longer mentioned"), "warning"),
    "goal_back": (_("Goal taken up again"), "success"),
}
#: event of the journal -> what happened, for histories.
EVENTS = {
    "projects.attachment_added": _("Document attached"),
    "projects.attachment_removed": _("Document removed"),
    "projects.internal_attachment_added": _("Internal document attached"),
    "projects.internal_attachment_removed": _("Internal document removed"),
    "projects.confirmed": _("Confirmed as it stands"),
    "projects.proposed": _("Proposed"),
    "projects.prioritized": _("Prioritised"),
    "projects.approved": _("Approved"),
    "projects.started": _("Started"),
    "projects.delayed": _("Delay reported"),
    "projects.partly_suspended": _("Suspended in part"),
    "projects.put_off": _("Put off"),
    "projects.resumed": _("Resumed"),
    "projects.completed": _("Completed"),
    "projects.made_permanent": _("Made permanent"),
    "projects.replaced": _("Replaced"),
    "projects.stopped": _("Stopped"),
    "projects.renamed": _("Renamed"),
    "projects.text_written": _("Text written"),
    "projects.draft_written": _("Draft written"),
    "projects.draft_submitted": _("Handed on for checking"),
    "projects.draft_approved": _("Checked and handed to the staff unit"),
    "projects.draft_returned": _("Sent back"),
    "projects.draft_withdrawn": _("Draft withdrawn"),
    "projects.draft_held": _("Not released: the sheet had changed"),
    "projects.draft_reader_invited": _("Invited to read"),
    "projects.text_scheduled": _("Released for a day"),
    "projects.text_released": _("Text released"),
    "projects.note_written": _("Internal note written"),
    "projects.note_withdrawn": _("Internal note taken back"),
    "projects.begin_set": _("Begin set"),
    "projects.end_set": _("End set"),
    "projects.themes_served": _("Further themes set"),
    "projects.unit_assigned": _("Responsibility assigned"),
    "projects.unit_released": _("Responsibility ended"),
    "projects.goal_set": _("Goal set"),
    "projects.goal_revised": _("Goal revised"),
    "projects.goal_met": _("Goal met"),
    "projects.goal_missed": _("Goal missed"),
    "projects.goal_dropped": _("Goal dropped"),
    "projects.milestone_planned": _("Milestone planned"),
    "projects.milestone_rescheduled": _("Milestone rescheduled"),
    "projects.milestone_reached": _("Milestone reached"),
    "projects.milestone_dropped": _("Milestone dropped"),
    "projects.milestone_taken_up": _("Milestone taken up again"),
    "projects.part_added": _("Part added"),
    "projects.part_moved": _("State of a part set"),
    "projects.chance_named": _("Chance named"),
    "projects.risk_named": _("Risk named"),
    "projects.prospect_closed": _("Chance or risk closed"),
    "projects.prospect_reopened": _("Chance or risk taken up again"),
    "projects.obstacle_named": _("Obstacle named"),
    "projects.obstacle_escalated": _("Obstacle escalated"),
    "projects.obstacle_resolved": _("Obstacle resolved"),
    "projects.obstacle_reopened": _("Obstacle taken up again"),
    "projects.resource_planned": _("Posts or money planned"),
    "projects.method_used": _("Method used"),
    "projects.target_group_named": _("Target group named"),
    "projects.involvement_recorded": _("Involvement of the council recorded"),
    "projects.figure_recorded": _("Figure recorded"),
    "projects.strategy_linked": _("Strategy goal linked"),
    "projects.strategy_unlinked": _("Strategy goal unlinked"),
    "projects.lineage_linked": _("Linked to another project"),
    "projects.entry_withdrawn": _("Entry taken back"),
    "projects.contradiction_decided": _("Contradiction decided"),
    "projects.contradiction_reopened": _("Contradiction reopened"),
    "projects.imported": _("Taken over from the source file"),
}
#: field of a journal entry -> its word.
FACTS = {
    **{field.value: label for field, label in TEXT_FIELDS.items()},
    **{role.value: label for role, label in RESPONSIBILITY_ROLES.items()},
    **{kind.value: words[0] for kind, words in LINEAGE.items()},
    "attachment": _("Document"),
    "confirmed_on": _("Confirmed on"),
    "name": _("Name"),
    "theme": _("Theme"),
    "state": _("State"),
    "ended_on": _("Ended on"),
    "review_on": _("Day of review"),
    "receiving_unit": _("Receiving unit"),
    "replaced_by": _("Replaced by"),
    "begin": _("Begin"),
    "end": _("End"),
    "date": _("Date"),
    "also_serves": _("Also serves"),
    "goal": _("Goal"),
    "target_value": _("Target value"),
    "target_unit": _("Unit of measure"),
    "target_year": _("Target year"),
    "status": _("Status"),
    "milestone": _("Milestone"),
    "dropped_on": _("Dropped on"),
    "part": _("Part"),
    "chance": _("Chance"),
    "risk": _("Risk"),
    "countermeasure": _("Counter-measure"),
    "owner": _("Post that owns it"),
    "obstacle": _("Obstacle"),
    "kind": _("Kind"),
    "escalated_on": _("Escalated on"),
    "resolved_on": _("Resolved on"),
    "resource": _("Resource"),
    "amount": _("Amount"),
    "unit": _("Unit"),
    "funding": _("Budget"),
    "method": _("Method"),
    "planned": _("Only planned so far"),
    "target_group": _("Target group"),
    "involved": _("Involved"),
    "phase": _("Phase"),
    "involvement": _("Involvement"),
    "body": _("Body of the council"),
    "figure": _("Figure"),
    "value": _("Value"),
    "strategy_goal": _("Strategy goal"),
    "contradiction": _("Contradiction"),
    "decision": _("Decision"),
    "text": _("Text"),
    "written_by": _("Written by"),
    "edited_by": _("Changed by"),
    "approved_by": _("Checked by"),
    "released_by": _("Released by"),
    "invited": _("Invited"),
}
_CODES = {
    "decision": {decision.value: word for decision, word in DECISIONS.items()},
    "state": {state.value: word for state, word in STATES.items()},
    "status": {status.value: word for status, word in GOAL_STATUSES.items()},
    "funding": {funding.value: word for funding, word in FUNDING.items()},
    "involved": {involved.value: word for involved, word in INVOLVED.items()},
}


def fact_in_words(field: str, value: Any) -> str:
    """A value of a journal entry as people read it: codes and written dates in words, nothing as a dash."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if field in _CODES:
        return str(_CODES[field].get(value, value))
    if field in ("begin", "end", "date") or field.endswith("_on"):
        with suppress(ValueError):
            return dates.in_words(str(value), get_language() or "de")
    return str(value)

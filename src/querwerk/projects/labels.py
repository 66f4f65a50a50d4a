"""Words for the states and kinds of a lead project, as pages, exports and reports show them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .lifecycle import GoalStatus, Light, LineageKind, State, Trend
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
LIGHTS = {
    Light.GREEN: _("On track"),
    Light.YELLOW: _("Slipping"),
    Light.RED: _("Needs attention"),
    Light.NONE: _("Not running"),
}
LIGHT_TONES = {Light.GREEN: "success", Light.YELLOW: "warning", Light.RED: "danger", Light.NONE: "none"}
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

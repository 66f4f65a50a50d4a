"""Words for the kinds of the structure, and the house's plain words where the dated vocabulary has none."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .models import Account, Source, ThemeNote, ThemeRole, Unit

UNIT_KINDS = {
    Unit.Kind.DEPARTMENT: _("Department"),
    Unit.Kind.OFFICE: _("Office"),
    Unit.Kind.STAFF_UNIT: _("Staff unit"),
    Unit.Kind.AUTHORITY: _("Authority"),
    Unit.Kind.COMPANY: _("Municipal company"),
    Unit.Kind.DISTRICT: _("District"),
}
ACCOUNT_KINDS = {
    Account.Kind.EMPLOYEE: _("Employee"),
    Account.Kind.RESIDENT: _("Resident"),
    Account.Kind.EXTERNAL: _("Partner or outside expert"),
    Account.Kind.SERVICE: _("Service account"),
}
NOTE_KINDS = {
    ThemeNote.Kind.GOAL: _("Goals"),
    ThemeNote.Kind.STRATEGY: _("Strategies"),
    ThemeNote.Kind.CAMPAIGN: _("Campaigns"),
    ThemeNote.Kind.STRUCTURE: _("Arrangements"),
}
SOURCE_KINDS = {
    Source.Kind.RESOLUTION: _("Resolution"),
    Source.Kind.ANNEX: _("Annex"),
    Source.Kind.MONITORING_REPORT: _("Monitoring report"),
    Source.Kind.INFORMATION: _("Information"),
    Source.Kind.OTHER: _("Other source"),
}
#: concept -> (one, many) when no term is valid on the day, and on English pages.
CONCEPTS = {
    "theme": (_("Theme"), _("Themes")),
    "project": (_("Lead project"), _("Lead projects")),
    "project_lead": (_("Project lead"), _("Project leads")),
    "theme_officer": (_("Theme officer"), _("Theme officers")),
    "head": (_("Responsible deputy mayor"), _("Responsible deputy mayors")),
    "steering": (_("Steering circle"), _("Steering circles")),
    "monitoring": (_("Monitoring report"), _("Monitoring reports")),
    "project_sheet": (_("Project sheet"), _("Project sheets")),
    "companion": (_("Companion"), _("Companions")),
    "local_digital_helper": (_("Digital companion"), _("Digital companions")),
}
THEME_ROLES = {ThemeRole.Role.HEAD: CONCEPTS["head"][0], ThemeRole.Role.OFFICER: CONCEPTS["theme_officer"][0]}
#: rule of the house -> its words.
RULES = {
    "running_projects_per_theme": _("Projects that may run at once in a theme"),
    "freshness_months": _("Months after which a sheet counts as not confirmed for long"),
    "round_opens_days": _("Days before a date of a body on which its update round begins"),
    "round_due_days": _("Days before a date of a body by which updates are due"),
    "round_escalation_days": _("Days after which a missing update is told to the theme officer"),
    "team_share_limit": _("Percent of the working time in teams above which the load is called high"),
    "release_reminder_days": _("Days after which a superior is reminded of a release"),
    "release_levels": _("Levels of the line that agree to a release: 1 the office, 2 office and department"),
    "inquiry_first_word_days": _("Working days until whoever asked gets a first word"),
    "inquiry_decision_days": _("Working days until whoever asked knows what becomes of it"),
    "inquiry_reminder_days": _("Working days before an answer is due on which the staff unit is reminded"),
    "inquiry_escalation_days": _("Working days after which an overdue answer is told to the post named for it"),
}
#: event of the journal -> what happened, for histories.
EVENTS = {
    "structure.unit_renamed": _("Unit renamed"),
    "structure.unit_placed": _("Unit moved"),
    "structure.theme_renamed": _("Theme renamed"),
    "structure.term_coined": _("Word coined"),
    "structure.post_established": _("Post established"),
    "structure.post_filled": _("Post filled"),
    "structure.post_vacated": _("Post vacated"),
    "structure.rule_set": _("Rule set"),
    "structure.seat_taken": _("Seat in the steering circle taken"),
    "structure.seat_left": _("Seat in the steering circle left"),
    "structure.body_linked": _("Body of the council linked"),
    "structure.budget_cycle_added": _("Budget added"),
    "structure.budget_line_added": _("Budget line added"),
    "structure.body_unlinked": _("Body of the council unlinked"),
    "structure.theme_role_assigned": _("Role in the theme assigned"),
    "structure.theme_role_ended": _("Role in the theme ended"),
    "structure.budget_line_removed": _("Budget line removed"),
    "structure.theme_note_added": _("Entry about the theme added"),
    "structure.theme_note_withdrawn": _("Entry about the theme taken back"),
    "structure.strategy_added": _("Strategy added"),
    "structure.strategy_goal_added": _("Strategy goal added"),
}

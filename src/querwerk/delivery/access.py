"""Who may do what to periods, statements and monitoring reports, to update rounds, and to the support pool."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Verb, thing
from querwerk.projects.access import OF_PROJECT, project
from querwerk.sprints.access import RESULT

REPORT = thing(_("monitoring report"), everybody="LRX", staff_unit="LRXCB")
#: What a project says for an open period; nobody approves what they wrote.
STATEMENT = thing(
    _("statement for a report"),
    model="projects.Project",
    paths=OF_PROJECT,
    project_lead="LRE_t",
    theme_officer="LRA_c",
    staff_unit="LRE",
)
#: Saying that a sheet holds, or what has changed.
UPDATE = thing(
    _("update of a lead project"),
    model="projects.Project",
    paths=OF_PROJECT,
    project_lead="LRE_t",
    theme_officer="LR_c",
    staff_unit="LRE",
)
ROUND = thing(_("update round"), model="delivery.Round", staff_unit="LRCEDX", system="C")
POOL = thing(_("support pool: posts lent to projects"), model="delivery.Loan", staff_unit="LRCE")
SUPPORT = thing(
    _("request for support"),
    model="projects.Project",
    paths=OF_PROJECT,
    project_lead="LRC_t",
    theme_officer="LR_c",
    staff_unit="LRCA",
)

DOORS = {
    # -- reports
    "delivery:reports": Door(REPORT, Verb.LIST),
    "delivery:report": Door(REPORT, Verb.READ),
    "delivery:file": Door(REPORT, Verb.EXPORT),
    "delivery:open_period": Door(REPORT, Verb.CREATE),
    "delivery:statements": Door(STATEMENT, Verb.LIST),
    "delivery:statement": Door(STATEMENT, Verb.READ, project),
    "delivery:approve": Door(STATEMENT, Verb.APPROVE, project),
    "delivery:freeze": Door(REPORT, Verb.PUBLISH),
    # -- updates
    "delivery:updates": Door(UPDATE, Verb.LIST),
    "delivery:update": Door(UPDATE, Verb.EDIT, project),
    "delivery:unchanged": Door(UPDATE, Verb.EDIT, project),
    "delivery:rounds": Door(ROUND, Verb.LIST),
    "delivery:open_round": Door(ROUND, Verb.CREATE),
    "delivery:session_days": Door(ROUND, Verb.EDIT),
    "delivery:strike_day": Door(ROUND, Verb.WITHDRAW),
    "delivery:round": Door(ROUND, Verb.READ),
    "delivery:remind": Door(ROUND, Verb.EDIT),
    "delivery:close_round": Door(ROUND, Verb.EDIT),
    "delivery:round_export": Door(ROUND, Verb.EXPORT),
    # -- support
    "delivery:pool": Door(POOL, Verb.LIST),
    "delivery:lend": Door(POOL, Verb.CREATE),
    "delivery:end_loan": Door(POOL, Verb.EDIT),
    "delivery:ask_support": Door(SUPPORT, Verb.CREATE, project),
    "delivery:decide_support": Door(SUPPORT, Verb.APPROVE),
    # -- results of sprints
    "delivery:result_file": Door(RESULT, Verb.EXPORT),
}

"""Who may do what to reporting periods, statements and monitoring reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

REPORT = thing(_("monitoring report"), everybody="LRX", staff_unit="LRXCEB")
STATEMENT = thing(
    _("statement for a report"),
    model="delivery.Statement",
    paths={Scope.TEAM: "project__thread", Scope.THEME: "project__theme__thread"},
    staff_unit="LRCE",
)

DOORS = {
    "delivery:reports": Door(REPORT, Verb.LIST),
    "delivery:report": Door(REPORT, Verb.READ),
    "delivery:file": Door(REPORT, Verb.EXPORT),
    "delivery:open_period": Door(REPORT, Verb.CREATE),
    "delivery:statements": Door(STATEMENT, Verb.EDIT),
    "delivery:statement": Door(STATEMENT, Verb.EDIT),
    "delivery:freeze": Door(REPORT, Verb.PUBLISH),
}

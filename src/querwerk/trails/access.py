"""Who may do what to paper trails. Until its author releases it, a trail is nobody else's business."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing
from querwerk.intake.access import INQUIRY
from querwerk.structure.queries import not_ended

from .models import Absurdity, Import, Slip, Trail

TRAIL = thing(_("paper trail, published"), everybody="LRX")
#: What its author has released in the house is read in the house; the staff unit works on with it and publishes it.
SHARED_TRAIL = thing(
    _("paper trail, released in the house"),
    model="trails.Trail",
    staff="LRX",
    staff_unit="LRXEB",
    auditor="LRX",
)
#: Whoever works in the house may count hands.
OWN_TRAIL = thing(
    _("paper trail being worked on"),
    model="trails.Trail",
    paths={Scope.OWN: "authorship__account"},
    staff="C LRXED_o",
)
#: Marks of single papers are for those alone who work on the trail.
SLIP = thing(
    _("slip of a paper, with its marks"),
    model="trails.Slip",
    paths={Scope.OWN: "trail__authorship__account"},
    staff="LRCEX_o",
    staff_unit="LRCEX",
)
#: Whoever holds the paper holds the code; who that is, the house does not ask.
AT_SLIP = thing(_("mark of a station, by the code on the slip"), everybody="R")

#: A file on its way into a log may name people: nobody but who brought it sees it.
IMPORT = thing(
    _("event log being read in"),
    model="trails.Import",
    paths={Scope.OWN: "account"},
    staff="RED_o",
)
#: What the journal says of the papers of the house itself.
HOUSE_TRAIL = thing(_("paper trail of the house's own papers"), staff_unit="C")


ABSURDITY = thing(_("absurdity, published"), everybody="LRX")
#: A finding becomes everybody's when the unit it is about agrees and the staff unit publishes it.
CONSENT = thing(
    _("absurdity on its way to everybody"),
    model="trails.Absurdity",
    paths={
        Scope.OWN: "finding__trail__authorship__account",
        Scope.OFFICE: "unit__thread",
        Scope.DEPARTMENT: ("unit__placements__parent__thread", not_ended(Now(), "unit__placements__")),
    },
    staff="LR_o",
    office_head="LR_o LRA_a",
    deputy_mayor="LR_o LRA_a LRA_d",
    mayor="LR_o LRA_a LRA_d",
    staff_unit="LRB",
)


def trail(slug: str, **_: Any) -> QuerySet[Trail]:
    """The trail that an address names."""
    return Trail.objects.filter(slug=slug)


def absurdity(slug: str, **_: Any) -> QuerySet[Absurdity]:
    """The absurdity that an address names."""
    return Absurdity.objects.filter(slug=slug)


def slip(slug: str, number: int, **_: Any) -> QuerySet[Slip]:
    """The slip that an address names."""
    return Slip.objects.filter(trail__slug=slug, number=number)


def import_(key: Any, **_: Any) -> QuerySet[Import]:
    """The import that an address names."""
    return Import.objects.filter(key=key)


DOORS: dict[str, Door] = {
    # -- what was counted
    "trails:compare": Door(TRAIL, Verb.LIST),
    "trails:compare_file": Door(TRAIL, Verb.EXPORT),
    "trails:report": Door(TRAIL, Verb.READ),
    "trails:report_file": Door(TRAIL, Verb.EXPORT),
    "trails:poster": Door(TRAIL, Verb.EXPORT),
    # -- the model
    "trails:list": Door(TRAIL, Verb.LIST),
    "trails:list_file": Door(TRAIL, Verb.EXPORT),
    "trails:trail": Door(TRAIL, Verb.READ),
    "trails:plan_file": Door(TRAIL, Verb.EXPORT),
    "trails:what_if": Door(TRAIL, Verb.READ),
    "trails:open": Door(OWN_TRAIL, Verb.CREATE),
    "trails:edit": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:paste": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:about": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:discard": Door(OWN_TRAIL, Verb.WITHDRAW, trail, hidden=True),
    "trails:share": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:publish": Door(SHARED_TRAIL, Verb.PUBLISH, hidden=True),
    "trails:take_back": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    # -- findings and absurdities
    "trails:note_finding": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:drop_finding": Door(OWN_TRAIL, Verb.WITHDRAW, hidden=True),
    "trails:ask_about": Door(INQUIRY, Verb.CREATE),
    "trails:ask_consent": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:absurdities": Door(ABSURDITY, Verb.LIST),
    "trails:absurdities_export": Door(ABSURDITY, Verb.EXPORT),
    "trails:absurdity": Door(ABSURDITY, Verb.READ),
    "trails:consents": Door(CONSENT, Verb.LIST),
    "trails:consent": Door(CONSENT, Verb.READ, absurdity),
    "trails:decide_consent": Door(CONSENT, Verb.APPROVE, absurdity),
    "trails:show_absurdity": Door(CONSENT, Verb.PUBLISH, absurdity),
    "trails:mend_absurdity": Door(CONSENT, Verb.PUBLISH, absurdity),
    # -- slips
    "trails:slips": Door(SLIP, Verb.LIST, hidden=True),
    "trails:open_slips": Door(SLIP, Verb.CREATE, hidden=True),
    "trails:slips_export": Door(SLIP, Verb.EXPORT, hidden=True),
    "trails:slip": Door(SLIP, Verb.READ, row=slip, hidden=True),
    "trails:reissue_slip": Door(SLIP, Verb.EDIT, row=slip, hidden=True),
    "trails:end_slip": Door(SLIP, Verb.EDIT, row=slip, hidden=True),
    "trails:type_code": Door(AT_SLIP, Verb.READ),
    "trails:at_slip": Door(AT_SLIP, Verb.READ),
    "trails:withdraw_stamp": Door(AT_SLIP, Verb.READ),
    # -- reading in event logs
    "trails:import_new": Door(OWN_TRAIL, Verb.CREATE),
    "trails:import": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:import_one": Door(IMPORT, Verb.READ, row=import_, hidden=True),
    "trails:import_roles": Door(IMPORT, Verb.EDIT, row=import_, hidden=True),
    "trails:import_again": Door(IMPORT, Verb.EDIT, row=import_, hidden=True),
    "trails:import_leave": Door(IMPORT, Verb.WITHDRAW, row=import_, hidden=True),
    "trails:log": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:remove_log": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:count_house": Door(HOUSE_TRAIL, Verb.CREATE),
}

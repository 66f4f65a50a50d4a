"""Who may do what to paper trails. Until its author releases it, a trail is nobody else's business."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing
from querwerk.intake.access import INQUIRY
from querwerk.structure.queries import not_ended

from .models import Absurdity, Trail

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


DOORS: dict[str, Door] = {
    # -- the model
    "trails:list": Door(TRAIL, Verb.LIST),
    "trails:trail": Door(TRAIL, Verb.READ),
    "trails:open": Door(OWN_TRAIL, Verb.CREATE),
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
}

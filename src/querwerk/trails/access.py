"""Who may do what to paper trails. Until its author releases it, a trail is nobody else's business."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

from .models import Trail

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


def trail(slug: str, **_: Any) -> QuerySet[Trail]:
    """The trail that an address names."""
    return Trail.objects.filter(slug=slug)


DOORS: dict[str, Door] = {
    # -- the model
    "trails:list": Door(TRAIL, Verb.LIST),
    "trails:trail": Door(TRAIL, Verb.READ),
    "trails:open": Door(OWN_TRAIL, Verb.CREATE),
    "trails:share": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
    "trails:publish": Door(SHARED_TRAIL, Verb.PUBLISH, hidden=True),
    "trails:take_back": Door(OWN_TRAIL, Verb.EDIT, hidden=True),
}

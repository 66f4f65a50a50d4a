"""Who may do what to declarations, switches, the register of erasures, and one's own data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

from .models import Export

#: What the house stores about whom: no secret for anybody.
DECLARATION = thing(_("what is stored about people"), everybody="LRX")
#: The sheet that the staff council signs: for everybody it is about.
DATA_SHEET = thing(_("data sheet for the staff council"), everybody="R")
SWITCH = thing(_("switches of features that need consent"), everybody="LX", staff_unit="LXE")
ERASURES = thing(_("register of erasures"), auditor="L")
BEHIND = thing(_("who stood behind one entry of the journal"), auditor="R")
NAMED = thing(_("texts that contain a name"), auditor="L")
#: Nobody runs it for others.
OWN_DATA = thing(
    _("own data: export and erasure"),
    model="privacy.Export",
    paths={Scope.OWN: "account__username"},
    signed_in="X_o D_o",
    partner="",
    system="",
)


def export(pk: UUID, **_: Any) -> QuerySet[Export]:
    """The export that an address names."""
    return Export.objects.filter(pk=pk)


DOORS = {
    "privacy:register": Door(DECLARATION, Verb.LIST),
    "privacy:register_csv": Door(DECLARATION, Verb.EXPORT),
    "privacy:sheet": Door(DATA_SHEET, Verb.READ),
    "privacy:switches": Door(SWITCH, Verb.LIST),
    "privacy:switches_json": Door(SWITCH, Verb.EXPORT),
    "privacy:switch": Door(SWITCH, Verb.EDIT),
    "privacy:erasures": Door(ERASURES, Verb.LIST),
    "privacy:behind": Door(BEHIND, Verb.READ),
    "privacy:named": Door(NAMED, Verb.LIST),
    "privacy:own": Door(OWN_DATA, Verb.EXPORT),
    "privacy:fetch": Door(OWN_DATA, Verb.EXPORT, export),
    "privacy:leave": Door(OWN_DATA, Verb.WITHDRAW),
    "privacy:gone": Door(DECLARATION, Verb.READ),
}

"""Who may do what to declarations, switches, the register of erasures, and one's own data."""

from __future__ import annotations

from querwerk.access import Door, Scope, Verb, thing

#: What the house stores about whom: no secret for anybody who is stored.
DECLARATION = thing("what is stored about people", everybody="LR", staff_unit="LRX", auditor="LRX", administrator="LRX")
#: The data sheet, as the staff council signs it: for everybody it is about.
DATA_SHEET = thing("data sheet for the staff council", everybody="RX")
SWITCH = thing("switches of features that need consent", everybody="LR", staff_unit="LRXE", auditor="LRX")
ERASURES = thing("register of erasures", auditor="LRX")
NAMED = thing("texts that contain a name", auditor="L")
_NOBODY_FOR_OTHERS = {"administrator": "", "partner": "", "auditor": "X_o D_o", "system": ""}
OWN_DATA = thing(
    "own data: export and erasure",
    model="privacy.Export",
    paths={Scope.OWN: "account__username"},
    signed_in="X_o D_o",
    **_NOBODY_FOR_OTHERS,
)

"""Who may read which mails."""

from __future__ import annotations

from querwerk.access import Door, Scope, Verb, thing

OWN_MAIL = thing(
    "mail to oneself",
    model="outbox.Mail",
    paths={Scope.OWN: "to__username"},
    signed_in="LR_o",
    partner="",
    system="",
)
STANDING = thing("standing of the house's mail, in numbers", staff_unit="R", administrator="R")

DOORS = {"outbox:own": Door(OWN_MAIL, Verb.LIST)}

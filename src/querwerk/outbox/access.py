"""Who may read which mails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

OWN_MAIL = thing(
    _("messages to oneself"),
    model="outbox.Mail",
    paths={Scope.OWN: "to__username"},
    signed_in="LR_o",
    partner="",
    system="",
)
STANDING = thing(_("mail of the whole house, in numbers"), staff_unit="R", administrator="R")

DOORS = {"outbox:own": Door(OWN_MAIL, Verb.LIST)}

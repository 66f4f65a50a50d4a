"""Who may come in, and who keeps accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

LOG_IN = thing(_("log-in"), everybody="R", signed_in="RD")
OWN_ACCOUNT = thing(_("own account"), signed_in="RED", partner="", system="")
#: An administrator keeps the accounts of their own unit and those below; a privileged post needs a second person.
ACCOUNT = thing(
    _("accounts, role assignment"),
    model="structure.Account",
    paths={Scope.OFFICE: "person__assignments__post__unit__thread"},
    staff_unit="LRCEA",
    administrator="LRCEA_a",
    auditor="LR",
)
SERVICE = thing(_("service accounts and their tokens"), staff_unit="LRCD", auditor="LR")

DOORS = {
    # -- coming in and going out
    "accounts:log_in": Door(LOG_IN, Verb.READ),
    "accounts:prove": Door(LOG_IN, Verb.READ),
    "accounts:to_provider": Door(LOG_IN, Verb.READ),
    "accounts:from_provider": Door(LOG_IN, Verb.READ),
    "accounts:log_out": Door(LOG_IN, Verb.WITHDRAW),
    # -- links sent by mail
    "accounts:register": Door(LOG_IN, Verb.READ),
    "accounts:forgot": Door(LOG_IN, Verb.READ),
    "accounts:link": Door(LOG_IN, Verb.READ),
    # -- one's own account
    "accounts:mine": Door(OWN_ACCOUNT, Verb.READ),
    "accounts:change_password": Door(OWN_ACCOUNT, Verb.EDIT),
    "accounts:add_app": Door(OWN_ACCOUNT, Verb.EDIT),
    "accounts:add_passkey": Door(OWN_ACCOUNT, Verb.EDIT),
    "accounts:make_codes": Door(OWN_ACCOUNT, Verb.EDIT),
    "accounts:remove_factor": Door(OWN_ACCOUNT, Verb.WITHDRAW),
    "accounts:end_sessions": Door(OWN_ACCOUNT, Verb.WITHDRAW),
    # -- keeping the accounts of others
    "accounts:list": Door(ACCOUNT, Verb.LIST),
    "accounts:account": Door(ACCOUNT, Verb.READ),
    "accounts:say": Door(ACCOUNT, Verb.EDIT),
    "accounts:end_post": Door(ACCOUNT, Verb.EDIT),
    "accounts:invite": Door(ACCOUNT, Verb.CREATE),
    "accounts:proposals": Door(ACCOUNT, Verb.APPROVE),
    "accounts:decide": Door(ACCOUNT, Verb.APPROVE),
    "accounts:claims": Door(ACCOUNT, Verb.EDIT),
    "accounts:unlink_claim": Door(ACCOUNT, Verb.EDIT),
    # -- machines
    "accounts:services": Door(SERVICE, Verb.LIST),
    "accounts:open_service": Door(SERVICE, Verb.CREATE),
    "accounts:issue_token": Door(SERVICE, Verb.CREATE),
    "accounts:end_token": Door(SERVICE, Verb.WITHDRAW),
}

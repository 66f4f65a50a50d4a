"""Words for what the accounts hold and for what happened to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from querwerk.access import Verb

from .models import SecondFactor

FACTORS = {
    SecondFactor.Kind.APP: _("App with codes"),
    SecondFactor.Kind.PASSKEY: _("Passkey"),
    SecondFactor.Kind.CODE: _("Recovery code"),
}
#: what a token may do, of the verbs of the access table
READING = {
    Verb.LIST: _("list"),
    Verb.READ: _("read"),
    Verb.PRIVATE: _("read private fields"),
    Verb.EXPORT: _("export"),
}
#: event of the journal -> what happened, for histories.
EVENTS = {
    "accounts.opened": _("Account opened"),
    "accounts.invited": _("Account invited"),
    "accounts.locked": _("Account locked"),
    "accounts.unlocked": _("Account unlocked"),
    "accounts.password_set": _("Password set"),
    "accounts.sessions_ended": _("Sessions ended"),
    "accounts.factor_added": _("Second factor set up"),
    "accounts.factor_removed": _("Second factor removed"),
    "accounts.codes_made": _("Recovery codes made"),
    "accounts.code_used": _("Recovery code used"),
    "accounts.post_given": _("Post given"),
    "accounts.post_ended": _("Post ended"),
    "accounts.post_proposed": _("Privileged post proposed"),
    "accounts.proposal_approved": _("Privileged post approved"),
    "accounts.proposal_declined": _("Privileged post declined"),
    "accounts.posts_followed": _("Posts followed the identity provider"),
    "accounts.claim_linked": _("Claim linked with a post"),
    "accounts.claim_unlinked": _("Claim no longer linked"),
    "accounts.service_opened": _("Service account opened"),
    "accounts.token_issued": _("Token issued"),
    "accounts.token_ended": _("Token ended"),
}

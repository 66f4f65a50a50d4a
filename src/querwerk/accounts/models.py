"""Second factors, identities at a provider, mailed links, tokens of services, proposals, and tries."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal, by_address
from querwerk.structure.models import Account, Person, Post

from .lifecycle import Purpose

#: What only serves to come in goes with the account, and nobody but the person sees it.
_ENTRY = partial(Personal, basis=Basis.TASK, keep=Keep(), readers=("self",), erase=Erase.DELETE)
_SECRET = partial(
    _ENTRY,
    readers=(),
    export=False,
    why_kept=_("It is a secret that opens the account; who copied it could come in."),
)
_LINK = partial(
    Personal, basis=Basis.TASK, keep=Keep(days=14, since="expires_at"), readers=("self",), erase=Erase.DELETE
)
_PROPOSAL = partial(
    Personal,
    basis=Basis.EMPLOYMENT,
    keep=Keep(days=90, since="starts_on"),
    readers=("staff_unit", "administrator", "self"),
    erase=Erase.DELETE,
)


class SecondFactor(models.Model):
    """What an account shows besides its password: an app, a passkey, or one code from a list.

    ``secret`` is sealed (app), a public key (passkey) or a digest (code). ``counter`` is the last half minute used, or
    the passkey's own counter: what was used once is used up.
    """

    class Kind(models.TextChoices):
        APP = "app"
        PASSKEY = "passkey"
        CODE = "code"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80, blank=True)
    secret = models.TextField()
    handle = models.CharField(max_length=1400, blank=True)
    counter = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handle"], condition=~Q(handle=""), name="factor_one_owner_of_a_passkey"),
            models.UniqueConstraint(fields=["account"], condition=Q(kind="app"), name="factor_one_app"),
        ]

    personal_title = _("Second factor")
    personal = {
        "account": _ENTRY(title=_("Log-in"), purpose=_("A second factor keeps others out who know the password.")),
        "kind": _ENTRY(title=_("Kind"), purpose=_("An app is asked in another way than a passkey.")),
        "name": _ENTRY(title=_("Name"), purpose=_("Tells several passkeys apart.")),
        "secret": _SECRET(title=_("Secret"), purpose=_("Proves the second factor.")),
        "handle": _SECRET(title=_("Mark of the passkey"), purpose=_("Finds the passkey again.")),
        "counter": Impersonal("a counter against copies; says nothing about anybody"),
    }

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Identity(models.Model):
    """Who an account is at an identity provider: by issuer and subject, never by an e-mail address."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]

    personal_title = _("Identity at the provider")
    personal = {
        "account": _ENTRY(title=_("Log-in"), purpose=_("Links the log-in of the house with the account.")),
        "issuer": _ENTRY(title=_("Identity provider"), purpose=_("Says who vouches for the person.")),
        "subject": _ENTRY(title=_("Mark there"), purpose=_("Knows the person again at the next log-in.")),
    }

    def __str__(self) -> str:
        return f"{self.issuer} {self.pk}"


class ClaimRule(models.Model):
    """Who carries this value in this claim of the identity provider holds this post."""

    claim = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="claim_rules")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "value", "post"], name="claimrule_once")]

    def __str__(self) -> str:
        return f"{self.claim}={self.value}"


class MailLink(models.Model):
    """A link sent by mail. The key finds it; what proves it is worked out from the key when the mail is sent.

    So a copy of the database opens nothing. A link is good for one purpose and one use.
    """

    key = models.CharField(max_length=32, unique=True)
    purpose = models.CharField(max_length=10, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="links")
    address = models.EmailField()
    kind = models.CharField(max_length=10, choices=Account.Kind.choices, default=Account.Kind.RESIDENT)
    name = models.CharField(max_length=200, blank=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    personal_title = _("Link sent by mail")
    personal = {
        "account": _LINK(title=_("Log-in"), purpose=_("A link that sets a new password belongs to one account.")),
        "address": _LINK(title=_("Mail address"), purpose=_("The link is sent there."), link=by_address),
        "name": _LINK(title=_("Name"), purpose=_("An invitation greets by name.")),
        "kind": _LINK(title=_("Kind"), purpose=_("Says what kind of account an invitation opens.")),
        "post": _LINK(title=_("Post"), purpose=_("Who was invited takes up this post.")),
        "purpose": _LINK(title=_("Purpose"), purpose=_("A link of one purpose opens nothing else.")),
        "expires_at": _LINK(title=_("Ends on"), purpose=_("A link works for a short time only.")),
        "used_at": _LINK(title=_("Used on"), purpose=_("A link works once.")),
        "key": Impersonal("a random mark that opens nothing by itself"),
    }

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class ServiceToken(models.Model):
    """A key of a service account: the digest only; it ends with its day, its account, or by hand."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    epoch = models.PositiveIntegerField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal = {"account": Impersonal("a token belongs to a service account, which is a machine and no person")}

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A privileged post for somebody: one person proposes, another decides. Once decided, only the journal knows."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    starts_on = models.DateField()
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="proposal_one_open")]

    personal_title = _("Proposal for a privileged post")
    personal = {
        "person": _PROPOSAL(title=_("Person"), purpose=_("Who shall hold the post.")),
        "post": _PROPOSAL(title=_("Post"), purpose=_("Who shall hold the post.")),
        "starts_on": _PROPOSAL(title=_("from"), purpose=_("Who shall hold the post.")),
        "reason": _PROPOSAL(title=_("Reason"), purpose=_("The second person decides on a reason.")),
        "proposed_by": _PROPOSAL(title=_("Proposed by"), purpose=_("Nobody approves what they proposed.")),
    }

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Tries(models.Model):
    """How often something was tried; the key is a keyed hash, which shows neither name nor network."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.count)

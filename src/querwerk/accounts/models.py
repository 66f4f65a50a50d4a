"""Second factors, identities at a provider, mailed links, tokens of services, proposals, and tries."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Keep, Personal
from querwerk.structure.models import Account, Person, Post

from .lifecycle import Purpose

_AS_LONG_AS_THE_ACCOUNT = Keep()


def _sign_in(purpose: object, *, export: bool = True, why: object = "") -> Personal:
    """A field that only serves to come in; it goes with the account and nobody but the person sees it."""
    return Personal(
        purpose=purpose,
        basis=Basis.TASK,
        keep=_AS_LONG_AS_THE_ACCOUNT,
        readers=("self",),
        erase=Erase.DELETE,
        export=export,
        why_kept=why,
    )


_SECRET = _("It is a secret that opens the account; who copied it could come in.")


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

    personal = {
        "account": _sign_in(_("A second factor keeps others out who know the password.")),
        "name": _sign_in(_("Tells several passkeys apart.")),
        "secret": _sign_in(_("Proves the second factor."), export=False, why=_SECRET),
        "handle": _sign_in(_("Finds the passkey again."), export=False, why=_SECRET),
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

    personal = {
        "account": _sign_in(_("Links the log-in of the house with the account.")),
        "issuer": _sign_in(_("Says who vouches for the person.")),
        "subject": _sign_in(_("Knows the person again at the next log-in.")),
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

    personal = {
        field: Personal(
            purpose=purpose,
            basis=Basis.TASK,
            keep=Keep(days=14, since="expires_at"),
            readers=("self",),
            erase=Erase.DELETE,
        )
        for field, purpose in {
            "account": _("A link that sets a new password belongs to one account."),
            "address": _("The link is sent there."),
            "name": _("An invitation greets by name."),
        }.items()
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

    personal = {"account": _sign_in(_("A token belongs to a service account, which is no person."))}

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A privileged post for somebody: one person proposes, another decides."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    starts_on = models.DateField()
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    approved = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(approved__isnull=True), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")), name="proposal_four_eyes"
            ),
        ]

    personal = {
        field: Personal(
            purpose=purpose,
            basis=Basis.EMPLOYMENT,
            keep=Keep(days=365, since="starts_on"),
            readers=("staff_unit", "administrator", "auditor", "self"),
            erase=erase,
        )
        for field, (purpose, erase) in {
            "person": (_("Who shall hold the post."), Erase.DELETE),
            "proposed_by": (_("Nobody approves what they proposed."), Erase.BLANK),
            "decided_by": (_("Two people stand behind each privileged post."), Erase.BLANK),
        }.items()
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

"""Guests from outside, and what people of a sprint consent to."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Impersonal, Keep, Personal

from ..lifecycle import About
from .sprint import Sprint

_ABOUT = [(about.value, about.value) for about in About]


class GuestCode(models.Model):
    """A code that lets one guest into one sprint, and back in until it expires. Kept is its digest alone."""

    personal = {
        "account": Personal(
            title=_("Guest code"),
            purpose=_("The code brings a guest back to their own seat; it names nobody."),
            basis=Basis.TASK,
            keep=Keep(days=30, since="expires_on"),
            readers=("self",),
            erase=Erase.DELETE,
        ),
        "sprint": Impersonal("a date of the house"),
        "digest": Impersonal("a digest of a random code; it opens nothing and leads to nobody"),
        "expires_on": Impersonal("the day a code ends"),
    }

    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="guest_codes")
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="guest_code"
    )

    def __str__(self) -> str:
        return f"guest of {self.sprint_id}"


class ConsentText(models.Model):
    """What the house asks people for, word by word. A new wording is a new row; the last one counts."""

    about = models.CharField(max_length=10, choices=_ABOUT)
    wording = models.TextField()
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "valid_from"], name="consent_text_a_day")]

    def __str__(self) -> str:
        return self.about


_CONSENT = partial(
    Personal,
    basis=Basis.DUTY,
    keep=Keep(days=3 * 365, since="sprint__ends_at"),
    readers=("self", "facilitator", "staff_unit"),
    erase=Erase.DELETE,
)


class Consent(models.Model):
    """Somebody said yes in a sprint, to exactly these words, and perhaps took it back."""

    personal = {
        "account": _CONSENT(title=_("Whoever consents"), purpose=_("Proves that consent was given, and by whom.")),
        "about": _CONSENT(title=_("What for"), purpose=_("Photos, transcripts and naming are asked for one by one.")),
        "wording": _CONSENT(title=_("Wording"), purpose=_("Consent counts for the words that were shown.")),
        "given_at": _CONSENT(title=_("Given at"), purpose=_("Proves when consent was given.")),
        "withdrawn_at": _CONSENT(title=_("Taken back at"), purpose=_("From then on it no longer counts.")),
        "sprint": Impersonal("a date of the house"),
    }

    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="consents")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sprint_consents")
    about = models.CharField(max_length=10, choices=_ABOUT)
    wording = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sprint", "account", "about"], condition=Q(withdrawn_at__isnull=True), name="consent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} in {self.sprint_id}"

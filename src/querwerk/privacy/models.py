"""Switches of features, prepared exports, how long log-ins stay, and the register of erasures."""

from __future__ import annotations

import uuid
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querwerk.protection import Basis, Erase, Keep, Personal

#: The thread of data protection in the journal.
THREAD = uuid.uuid5(uuid.NAMESPACE_DNS, "privacy.querwerk.invalid")

_OWN = partial(Personal, basis=Basis.DUTY, readers=("self",), erase=Erase.DELETE)


class Switch(models.Model):
    """A feature was switched on or off: by which post, when, on which consent. The newest row of a feature counts.

    Never changed and never deleted (migration ``0002_guards``); a feature without a row is off.
    """

    feature = models.CharField(max_length=80, db_index=True)
    is_on = models.BooleanField()
    consent_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    post = models.CharField(max_length=200)
    switched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(consent_on__isnull=False), name="switch_on_with_day_of_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature} {'on' if self.is_on else 'off'}"


class Export(models.Model):
    """Somebody asked for their own data: fetched once, within 24 hours, by the same log-in. The file is not stored."""

    _KEPT = partial(_OWN, keep=Keep(days=30, since="asked_at"))
    personal_title = _("Request for own data")
    personal = {
        "account": _KEPT(title=_("Log-in"), purpose=_("Only who asked can fetch the file.")),
        "asked_at": _KEPT(title=_("Asked on"), purpose=_("The file can be fetched for 24 hours.")),
        "fetched_at": _KEPT(title=_("Fetched on"), purpose=_("The file can be fetched once.")),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"export {self.pk}"


class Stay(models.Model):
    """Since when a log-in counts as confirmed, and when its owner was told that it will end."""

    _TERM = partial(_OWN, keep=Keep())
    personal_title = _("Term of a log-in")
    personal = {
        "account": _TERM(title=_("Log-in"), purpose=_("Log-ins that nobody needs any more are erased.")),
        "confirmed_on": _TERM(title=_("Confirmed on"), purpose=_("A log-in without a post ends a year after.")),
        "warned_on": _TERM(title=_("Told on"), purpose=_("Nothing is erased before its owner was told for a month.")),
    }

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    confirmed_on = models.DateField()
    warned_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"stay of {self.account_id}"


class Erasure(models.Model):
    """Somebody was erased: when, why, how much; who, only for those who know whom to look for.

    ``digest`` is a salted hash (:func:`querwerk.privacy.queries.erased.digest_of`): a restored backup is asked whether
    it holds that person again. Never changed and never deleted (migration ``0002_guards``).
    """

    class Cause(models.TextChoices):
        OWN = "own"
        TERM = "term"
        REQUEST = "request"
        REPLAY = "replay"

    erased_on = models.DateField()
    cause = models.CharField(max_length=10, choices=Cause.choices)
    rows = models.PositiveIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"erasure {self.pk}"

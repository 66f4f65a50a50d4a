"""Mails about absurdities: a unit is asked whether it agrees, and whoever works on the trail hears what it said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.outbox.actions import post_mail
from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account

from .lifecycle import Showing
from .models import Absurdity
from .queries.consent import consenting


def tell_unit(absurdity: Absurdity, *, at: datetime) -> None:
    """Those who may agree for the unit."""
    _tell("trails.consent_asked", absurdity, consenting(absurdity.unit, on=timezone.localdate(at)), at)


def tell_author(absurdity: Absurdity, *, at: datetime) -> None:
    """Whoever works on the trail."""
    kind = "trails.consent_refused" if absurdity.showing == Showing.REFUSED else "trails.consent_given"
    _tell(kind, absurdity, Account.objects.filter(username__in=_author(absurdity)), at)


def _tell(kind: str, absurdity: Absurdity, accounts: Any, at: datetime) -> None:
    words = {"slug": absurdity.slug, "sentence": absurdity.sentence, "unit": absurdity.unit.name}
    key, about = f"{absurdity.finding.thread}/{absurdity.version}", absurdity.finding.thread
    for account in accounts.order_by("pk").values_list("pk", flat=True):
        post_mail(kind, key=key, to=account, words=words, about=about, at=at)


def _author(absurdity: Absurdity) -> list[str]:
    return list(
        Absurdity.objects.filter(pk=absurdity.pk, finding__trail__authorship__isnull=False).values_list(
            "finding__trail__authorship__account", flat=True
        )
    )


def _found(words: Mapping[str, Any], showing: Showing) -> Absurdity | None:
    return Absurdity.objects.select_related("unit").filter(slug=words["slug"], showing=showing.value).first()


def _agrees(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether this person may still agree for the unit, and it is still open."""
    absurdity, on = _found(words, Showing.ASKED), timezone.localdate()
    if account is None or absurdity is None:
        return False
    return consenting(absurdity.unit, on=on).filter(pk=account.pk).exists()


def _works_on_it(account: Account | None, words: Mapping[str, Any]) -> bool:
    absurdity = Absurdity.objects.filter(slug=words["slug"]).first()
    return account is not None and absurdity is not None and account.username in _author(absurdity)


KINDS: Mapping[str, Kind] = {
    "trails.consent_asked": Kind(_("May everybody smile about this?"), "trails/mails/consent_asked.txt", _agrees),
    "trails.consent_given": Kind(_("The unit agrees"), "trails/mails/consent_given.txt", _works_on_it),
    "trails.consent_refused": Kind(_("The unit does not agree"), "trails/mails/consent_refused.txt", _works_on_it),
}

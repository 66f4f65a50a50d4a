"""The mails of the staff unit to whoever asked. The address is found when a mail is written, and shown to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from querwerk.outbox.actions import post_mail
from querwerk.outbox.kinds import Kind
from querwerk.structure.models import Account

from .lifecycle import ANSWERED, State
from .models import Asker, Inquiry


def tell_author(inquiry: Inquiry, *, at: datetime) -> None:
    """What has become of an inquiry; who has left or was erased is told nothing."""
    kind = "intake.inquiry_answered" if State(inquiry.state) in ANSWERED else "intake.inquiry_accepted"
    words = {"number": inquiry.pk, "title": inquiry.title, "answer": inquiry.answer}
    asked = Asker.objects.filter(inquiry=inquiry).exclude(account="")
    for account in Account.objects.filter(username__in=asked.values("account")).values_list("pk", flat=True):
        post_mail(kind, key=f"{inquiry.thread}/{inquiry.state}", to=account, words=words, about=inquiry.thread, at=at)


def _asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether it is still this person's inquiry."""
    return account is not None and Inquiry.objects.filter(pk=words["number"], asker__account=account.username).exists()


KINDS: Mapping[str, Kind] = {
    "intake.inquiry_accepted": Kind(_("The staff unit takes up your inquiry"), "intake/mails/accepted.txt", _asked),
    "intake.inquiry_answered": Kind(_("The staff unit answers you"), "intake/mails/answered.txt", _asked),
}

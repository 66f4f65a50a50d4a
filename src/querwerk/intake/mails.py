"""The mails of the staff unit to whoever asked. The address is found when a mail is written, and shown to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.outbox.actions import post_mail
from querwerk.outbox.kinds import Kind
from querwerk.privacy.queries.switches import is_on
from querwerk.structure.models import Account

from .lifecycle import ESCALATION, OPEN, Secrecy, Step
from .models import Asker, Inquiry
from .queries.deadlines import answering_accounts, told_of_overdue

#: verb -> the kind of mail that tells of it
_TELLS = {
    Step.ACKNOWLEDGE: "intake.inquiry_acknowledged",
    Step.ASK_BACK: "intake.inquiry_asked_back",
    Step.ACCEPT: "intake.inquiry_accepted",
    Step.REFER: "intake.referral_asked",
    Step.DECLINE: "intake.inquiry_answered",
    Step.PLAN: "intake.inquiry_planned",
    Step.HOLD: "intake.inquiry_held",
    Step.PUBLISH: "intake.inquiry_published",
    Step.FOLLOW_UP: "intake.inquiry_followed_up",
    Step.CLOSE: "intake.inquiry_answered",
}


def tell_asker(step: Step, inquiry: Inquiry, *, said: str = "", day: date | None = None, at: datetime) -> None:
    """What has become of an inquiry, to the log-in of whoever asked; who has left or was erased is told nothing.

    Of what was asked in confidence a mail repeats no word: mail boxes are opened by deputies too.
    """
    open_words = inquiry.secrecy != Secrecy.CONFIDENTIAL
    words = {
        "number": inquiry.pk, "title": inquiry.title if open_words else "", "said": said if open_words else "",
        "day": day.isoformat() if day else "", "step": step.value,
    }  # fmt: skip
    asked = Asker.objects.filter(inquiry=inquiry).exclude(account="")
    key = f"{inquiry.thread}/{step}/{inquiry.version}"
    for account in Account.objects.filter(username__in=asked.values("account")).values_list("pk", flat=True):
        post_mail(_TELLS[step], key=key, to=account, words=words, about=inquiry.thread, at=at)


def _asked(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether it is still this person's inquiry."""
    return account is not None and Inquiry.objects.filter(pk=words["number"], asker__account=account.username).exists()


def _still_due(words: Mapping[str, Any]) -> Inquiry | None:
    """The inquiry, as long as what was due is still owed."""
    waiting = Inquiry.objects.filter(pk=words["number"], state__in=sorted(OPEN), due_on=words["due_on"])
    return waiting.first()


def _answers(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether this log-in still answers it today, and it is still owed."""
    found = _still_due(words)
    return found is not None and account in answering_accounts(found, on=timezone.localdate())


def _hears(account: Account | None, words: Mapping[str, Any]) -> bool:
    """Whether the staff council agrees, this log-in holds the named post today, and it is still owed."""
    told = is_on(ESCALATION) and _still_due(words) is not None
    return told and account in told_of_overdue(on=timezone.localdate())


def _step(subject: Any) -> Kind:
    return Kind(subject, "intake/mails/step.txt", _asked)


KINDS: Mapping[str, Kind] = {
    "intake.inquiry_acknowledged": _step(_("The staff unit has read your inquiry")),
    "intake.inquiry_asked_back": _step(_("The staff unit has a question for you")),
    "intake.inquiry_accepted": _step(_("The staff unit takes up your inquiry")),
    "intake.referral_asked": _step(_("May your inquiry be passed on?")),
    "intake.inquiry_answered": _step(_("The staff unit answers you")),
    "intake.inquiry_planned": _step(_("There is a day for your inquiry")),
    "intake.inquiry_held": _step(_("What you asked for has taken place")),
    "intake.inquiry_published": _step(_("What came of your inquiry can be read")),
    "intake.inquiry_followed_up": _step(_("Two short questions about your inquiry")),
    "intake.answer_due": Kind(_("An answer is due soon"), "intake/mails/due.txt", _answers),
    "intake.answer_overdue": Kind(_("An answer of the staff unit is overdue"), "intake/mails/overdue.txt", _hears),
}

"""The mails about update rounds; who receives one is asked again right before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from querwerk.outbox.kinds import Kind
from querwerk.privacy.queries.switches import is_on

from .lifecycle import ESCALATION
from .queries.owing import may_answer, may_follow, owes


def _still_owes(account: Any, words: Mapping[str, Any]) -> bool:
    """The lead of today, as long as the answer is missing."""
    project = words["project_pk"]
    return (
        account is not None and owes(words["round"], project) and may_answer(account, project, on=timezone.localdate())
    )


def _still_follows(account: Any, words: Mapping[str, Any]) -> bool:
    """The officer of today, as long as the answer is missing and the staff council agrees."""
    project = words["project_pk"]
    return (
        is_on(ESCALATION)
        and account is not None
        and owes(words["round"], project)
        and may_follow(account, project, on=timezone.localdate())
    )


def _asking(subject: Any) -> Kind:
    return Kind(subject, "delivery/mails/round.txt", _still_owes)


KINDS = {
    "delivery.round_opened": _asking(_("How does “%(project)s” stand?")),
    "delivery.round_week_before": _asking(_("One week left: how does “%(project)s” stand?")),
    "delivery.round_due_today": _asking(_("Due today: how does “%(project)s” stand?")),
    "delivery.round_overdue": _asking(_("Still missing: how does “%(project)s” stand?")),
    "delivery.round_reminded": _asking(_("A reminder: how does “%(project)s” stand?")),
    "delivery.round_escalated": Kind(
        _("No update yet of “%(project)s”"), "delivery/mails/escalated.txt", _still_follows
    ),
}

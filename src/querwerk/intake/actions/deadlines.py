"""What the calendar does about inquiries: reminds before an answer is due, tells when it is overdue, asks again later.

Each may be said twice and happens once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from querwerk.access import Role
from querwerk.journal.actions import Actor
from querwerk.outbox.actions import post_mail
from querwerk.privacy.queries.switches import is_on
from querwerk.structure.models import Account

from ..lifecycle import ESCALATION, LEADS_TO, Secrecy, State, Step, allows
from ..mails import tell_asker
from ..models import FollowUp, Inquiry
from ..queries.deadlines import answering_accounts, deadlines, due_inquiries, told_of_overdue
from .change import locked
from .moving import EVENTS, move

CALENDAR = Actor(post="Querwerk", roles=frozenset({Role.SYSTEM.value}))


def remind(at: datetime) -> None:
    """Who answers is told before an answer is due, once; the named post once it is overdue, where that is agreed."""
    on, agreed = timezone.localdate(at), deadlines(timezone.localdate(at))
    escalating = is_on(ESCALATION)
    with transaction.atomic():
        for found in due_inquiries():
            if found.due_on and agreed.reminds(found.due_on, on=on):
                for account in answering_accounts(found, on=on):
                    _write("intake.answer_due", found, account, at=at)
            if found.due_on and escalating and agreed.escalates(found.due_on, on=on):
                for account in told_of_overdue(on=on):
                    _write("intake.answer_overdue", found, account, at=at)


def ask_again(at: datetime) -> None:
    """Whoever asked is asked two short questions, some weeks after something took place."""
    due = FollowUp.objects.filter(asked_at=None, due_on__lte=timezone.localdate(at))
    for pk in list(due.order_by("due_on", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            follow_up = FollowUp.objects.select_for_update().filter(pk=pk, asked_at=None).first()
            if follow_up is not None:
                follow_up.asked_at = at
                follow_up.save(update_fields=["asked_at"])
                _ask(locked(follow_up.inquiry_id), at)


def _ask(inquiry: Inquiry, at: datetime) -> None:
    state = State(inquiry.state)
    to = LEADS_TO[Step.FOLLOW_UP] if allows(Step.FOLLOW_UP, state) else state
    move(inquiry, to, EVENTS[Step.FOLLOW_UP], by=CALENDAR, at=at)
    tell_asker(Step.FOLLOW_UP, inquiry, at=at)


def _write(kind: str, inquiry: Inquiry, to: Account, *, at: datetime) -> None:
    """Once for each day that was promised. Who hears of what is overdue reads neither what was asked nor by whom."""
    plain = kind == "intake.answer_due" and inquiry.secrecy != Secrecy.CONFIDENTIAL
    due_on = inquiry.due_on.isoformat() if inquiry.due_on else ""
    words = {"number": inquiry.pk, "title": inquiry.title if plain else "", "due_on": due_on}
    post_mail(kind, key=f"{inquiry.thread}/{due_on}", to=to.pk, words=words, about=inquiry.thread, at=at)

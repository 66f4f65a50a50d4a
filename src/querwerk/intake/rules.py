"""Who sees which inquiry, and who answers: the access table, applied."""

from __future__ import annotations

from django.db.models import QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor

from .access import INQUIRY
from .models import Asker, Inquiry


def visible_to(actor: Actor) -> QuerySet[Inquiry]:
    """The inquiries an actor may read: the own ones, for the staff unit all."""
    return Inquiry.objects.filter(INQUIRY.where(actor, Verb.READ))


def may_ask(actor: Actor) -> bool:
    """Whether an actor may ask; without a log-in nobody could be answered."""
    return bool(actor.account) and INQUIRY.open_to(actor, Verb.CREATE)


def may_answer(actor: Actor) -> bool:
    """Whether an actor answers what others ask."""
    return INQUIRY.open_to(actor, Verb.EDIT)


def is_own(actor: Actor, inquiry: Inquiry) -> bool:
    """Whether an actor put an inquiry forward."""
    return bool(actor.account) and Asker.objects.filter(inquiry=inquiry, account=actor.account).exists()


def may_answer_it(actor: Actor, inquiry: Inquiry) -> bool:
    """Whether an actor answers this inquiry: it is within reach, and never one's own."""
    return INQUIRY.admits(actor, Verb.EDIT, inquiry.pk) and not is_own(actor, inquiry)


def may_withdraw(actor: Actor, inquiry: Inquiry) -> bool:
    """Whether an actor may take an inquiry back: only whoever asked."""
    return INQUIRY.admits(actor, Verb.WITHDRAW, inquiry.pk)

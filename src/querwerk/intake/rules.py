"""Who sees which inquiry, and who answers: the access table, applied."""

from __future__ import annotations

from django.db.models import QuerySet

from querwerk.access import Verb
from querwerk.codes import digest
from querwerk.journal.actions import Actor

from .access import HOUSE_CAMPAIGN, HOUSE_RESULT, INQUIRY, OWN_INQUIRY
from .lifecycle import Shown, State
from .models import Asker, Campaign, Handling, Inquiry


def visible_to(actor: Actor) -> QuerySet[Inquiry]:
    """The inquiries an actor may read: the own ones, for the staff unit all. A draft has not been asked yet."""
    return Inquiry.objects.exclude(state=State.DRAFT).filter(INQUIRY.where(actor, Verb.READ))


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
    return OWN_INQUIRY.admits(actor, Verb.WITHDRAW, inquiry.pk)


def drafts_of(actor: Actor) -> QuerySet[Inquiry]:
    """What an actor has written and not yet sent."""
    return OWN_INQUIRY.objects(actor).filter(state=State.DRAFT)


def may_put_forward(actor: Actor) -> bool:
    """Whether an actor may put an idea forward by log-in."""
    return bool(actor.account) and OWN_INQUIRY.open_to(actor, Verb.CREATE)


def behind_code(code: str) -> QuerySet[Inquiry]:
    """What was asked with a code: one inquiry, or none for a code that is wrong or has ended."""
    return Inquiry.objects.filter(asker__digest=digest(code)) if code else Inquiry.objects.none()


def holds(actor: Actor, code: str, inquiry: Inquiry) -> bool:
    """Whether this is who asked: by log-in, or by the code. A log-in does not reach what was asked with a code."""
    return behind_code(code).filter(pk=inquiry.pk).exists() if code else is_own(actor, inquiry)


def results_visible_to(actor: Actor) -> QuerySet[Handling]:
    """What came of inquiries: those who work in the house read all that is shown, others what is for everybody."""
    told = [Shown.PUBLIC.value] + ([Shown.HOUSE.value] if HOUSE_RESULT.open_to(actor, Verb.READ) else [])
    return Handling.objects.filter(shown__in=told)


def campaigns_visible_to(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns an actor may see: public ones, in the house all."""
    return Campaign.objects.filter(HOUSE_CAMPAIGN.where(actor, Verb.READ)) | Campaign.objects.filter(public=True)


def may_run_campaigns(actor: Actor) -> bool:
    """Whether an actor opens, changes and ends campaigns."""
    return HOUSE_CAMPAIGN.open_to(actor, Verb.EDIT)

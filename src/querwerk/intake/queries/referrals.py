"""What was referred to a unit with the consent of whoever asked, for its head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.tables import page_number, pages_of

from ..access import REFERRAL
from ..models import Referral

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """An inquiry that a unit was given to answer."""

    pk: int
    title: str
    unit: str
    said_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """The same with what was asked; not by whom."""

    pk: int
    title: str
    unit: str
    concern: str
    outcome: str
    answer: str
    answered_at: datetime | None


def referral_lines(actor: Actor, asked: str) -> tuple[tuple[ReferralLine, ...], int, int]:
    """One page of what a head of a unit has been given, what waits first; the page and how many there are."""
    found = REFERRAL.objects(actor, Verb.LIST).order_by(F("answered_at").asc(nulls_first=True), "said_at", "pk")
    pages = pages_of(found.count(), PER_PAGE)
    page = min(page_number(asked), pages)
    rows = found.values_list("pk", "inquiry__title", "unit__name", "said_at", "answered_at")
    return tuple(ReferralLine(*row) for row in rows[(page - 1) * PER_PAGE : page * PER_PAGE]), page, pages


def referral_page(pk: int, actor: Actor) -> ReferralPage | None:
    """One of them, if it is the actor's to answer."""
    found: Referral | None = REFERRAL.objects(actor).select_related("inquiry", "unit").filter(pk=pk).first()
    if found is None:
        return None
    return ReferralPage(
        pk=found.pk, title=found.inquiry.title, unit=found.unit.name, concern=found.inquiry.concern,
        outcome=found.inquiry.outcome, answer=found.answer, answered_at=found.answered_at,
    )  # fmt: skip

"""Where an inquiry stands with the staff unit: contact, next step, what is asked of whoever asked, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from querwerk.journal.actions import NOBODY, Actor

from ..models import FollowUp, Handling, Inquiry, Referral
from ..rules import may_answer


@dataclass(frozen=True, slots=True)
class Consent:
    """A referral: to which unit, with which words it was asked, what was said."""

    pk: int
    unit: str
    wording: str
    asked_at: datetime
    consented: bool | None
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question some weeks later, and what whoever asked said to it."""

    days: int
    due_on: date
    asked_at: datetime | None
    helped: str
    said: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What both sides see of the way to an answer. It names posts and units, nobody.

    ``alias`` is the name that whoever asked has chosen to be called by; ``answers``: the reader may answer it.
    """

    number: int
    state: str
    version: int
    title: str
    alias: str
    answers: bool
    contact: str
    contact_unit: str
    next_step: str
    next_on: date | None
    planned_on: date | None
    held_on: date | None
    headline: str
    result: str
    shown: str
    referrals: tuple[Consent, ...]
    follow_ups: tuple[Asked, ...]

    @property
    def open_referral(self) -> Consent | None:
        return next((one for one in self.referrals if one.consented is None), None)

    @property
    def open_follow_up(self) -> Asked | None:
        return next((one for one in self.follow_ups if one.asked_at and not one.answered_at), None)


def standing_of(number: int, actor: Actor = NOBODY) -> Standing:
    """Where an inquiry stands; whoever calls has found out that the reader may see it."""
    found = Inquiry.objects.select_related("asker", "handling__contact__unit").get(pk=number)
    asker, noted = getattr(found, "asker", None), getattr(found, "handling", None) or Handling()
    own = asker is not None and asker.account == actor.account != ""
    asked = Referral.objects.filter(inquiry=number).order_by("asked_at")
    referrals = asked.values_list("pk", "unit__name", "wording", "asked_at", "consented", "said_at")
    columns = ("days", "due_on", "asked_at", "helped", "said", "answered_at")
    follow_ups = FollowUp.objects.filter(inquiry=number).order_by("days").values_list(*columns)
    contact = noted.contact
    return Standing(
        number=number, state=found.state, version=found.version, title=found.title, alias=asker.alias if asker else "",
        answers=may_answer(actor) and not own,
        contact=contact.title if contact else "", contact_unit=contact.unit.short if contact else "",
        next_step=noted.next_step, next_on=noted.next_on, planned_on=noted.planned_on, held_on=noted.held_on,
        headline=noted.headline, result=noted.result, shown=noted.shown,
        referrals=tuple(Consent(*row) for row in referrals), follow_ups=tuple(Asked(*row) for row in follow_ups),
    )  # fmt: skip

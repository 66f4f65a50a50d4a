"""What was passed on to other units, what the staff unit keeps ready, and an opinion that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from querwerk.intake.models import Asker, Handling, Inquiry, Opinion, Referral, StandardAnswer
from querwerk.structure.models import Unit

from .planting import LATER, moment

if TYPE_CHECKING:
    from .world import World

#: Which unit a referral went to, and who of those near it heads another one.
REFERRED = {"in-office": "deputy_mayor", "in-department": "office_head", "out-office": ""}
#: To whom a result is shown -> the unit to which its inquiry went.
SHOWN = {"public": "in-office", "house": "out-office"}


def lay_answers(world: World) -> None:
    """Inquiries of somebody else, passed on to several units with consent; an answer to copy; an opinion asked for."""
    world.referrals = {unit: _referral(world.units[unit]) for unit in REFERRED}
    world.results = {shown: _result(world.referrals[unit], shown) for shown, unit in SHOWN.items()}
    world.standard_answer = StandardAnswer.objects.create(title="Standard", text="Danke.")
    world.opinion = Opinion.objects.create(
        inquiry=world.referrals["out-office"].inquiry, post=world.posts["employee"], due_on=timezone.localdate()
    )


def _referral(unit: Unit) -> Referral:
    at = moment(LATER)
    inquiry = Inquiry.objects.create(
        title="Weitergegeben", concern="Worum es geht", state="referred", answer="Es ist weitergegeben.",
        received_at=at, answered_at=at,
    )  # fmt: skip
    Asker.objects.create(inquiry=inquiry, account="nobody-here")
    return Referral.objects.create(
        inquiry=inquiry, unit=unit, wording="Darf es weiter?", asked_at=at, consented=True, said_at=at
    )


def _result(referral: Referral, shown: str) -> Handling:
    return Handling.objects.create(
        inquiry=referral.inquiry, headline="Was daraus wurde", result="Es geht.", shown=shown, shown_at=moment(LATER)
    )

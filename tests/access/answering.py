"""What the staff unit keeps about inquiries, and what it passed on: rows without canaries, for their own addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from querwerk.intake.models import Asker, Inquiry, Opinion, Referral, StandardAnswer

from .planting import LATER, moment
from .rows import Row

if TYPE_CHECKING:
    from .world import World

#: Which unit a referral went to, and who of those near it heads another one.
_UNITS = {"in-office": "deputy_mayor", "in-department": "office_head", "out-office": ""}


def answering_rows(world: World) -> dict[str, list[Row]]:
    """Referrals to several units, a standard answer, and what exists only while ideas are judged by rule."""
    referred = {unit: _referral(world, unit) for unit in _UNITS}
    answer = StandardAnswer.objects.get_or_create(title="Standard", defaults={"text": "Danke."})[0]
    opinion = _opinion(world, referred["out-office"].inquiry)
    number, none = {"number": 987_654_321}, {"pk": 987_654_321}
    asked = [
        Row(name, {"number": inquiry.pk}, name) for name, inquiry in world.inquiries.items() if inquiry.state != "draft"
    ]
    by_rule = [Row(row.label, row.parts, row.about, exists=False) for row in asked]
    kept = [Row("kept", {"pk": answer.pk}), Row("none", none, exists=False)]
    return {
        "intake:referral": [
            *(
                Row(
                    unit,
                    {"pk": one.pk},
                    f"referral {unit}",
                    also=lambda _world, actor, other=_UNITS[unit]: actor != other,
                )
                for unit, one in referred.items()
            ),
            Row("none", none, exists=False),
        ],
        "intake:standard_answer": kept,
        "intake:archive_standard_answer": kept,
        "intake:contact": [*asked, Row("none", number, exists=False)],
        "intake:procedure": [*by_rule, Row("none", number, exists=False)],
        "intake:procedure_step": [
            Row(row.label, {**row.parts, "step": "bescheid"}, row.about, False) for row in by_rule
        ],
        "intake:opinion": [Row("switched off", {"pk": opinion.pk}, exists=False), Row("none", none, exists=False)],
    }


def _referral(world: World, unit: str) -> Referral:
    """An inquiry of somebody else, passed on with consent; made once, however often the rows are asked for."""
    found = Referral.objects.filter(unit=world.units[unit]).first()
    if found is not None:
        return found
    at = moment(LATER)
    inquiry = Inquiry.objects.create(
        title="Weitergegeben", concern="Worum es geht", state="referred", answer="Es ist weitergegeben.",
        received_at=at, answered_at=at,
    )  # fmt: skip
    Asker.objects.create(inquiry=inquiry, account="nobody-here")
    return Referral.objects.create(
        inquiry=inquiry, unit=world.units[unit], wording="Darf es weiter?", asked_at=at, consented=True, said_at=at
    )


def _opinion(world: World, inquiry: Inquiry) -> Opinion:
    return Opinion.objects.get_or_create(
        inquiry=inquiry, post=world.posts["employee"], defaults={"due_on": timezone.localdate()}
    )[0]

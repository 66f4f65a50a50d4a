"""What the staff unit keeps about inquiries, and what it passed on: rows without canaries, for their own addresses."""

from __future__ import annotations

from querwerk.intake.access import HOUSE_RESULT

from . import twin
from .answering_world import REFERRED
from .rows import Row
from .world import World


def _in_the_house(world: World, actor: str) -> bool:
    return twin.may(HOUSE_RESULT, world.roles(actor), "R", "")


def answering_rows(world: World) -> dict[str, list[Row]]:
    """Referrals to several units, a standard answer, and what exists only while ideas are judged by rule."""
    number, none = {"number": 987_654_321}, {"pk": 987_654_321}
    asked = [
        Row(name, {"number": inquiry.pk}, name) for name, inquiry in world.inquiries.items() if inquiry.state != "draft"
    ]
    by_rule = [Row(row.label, row.parts, row.about, exists=False) for row in asked]
    kept = [Row("kept", {"pk": world.standard_answer.pk}), Row("none", none, exists=False)]
    return {
        "intake:referral": [
            *(
                Row(
                    unit,
                    {"pk": one.pk},
                    f"referral {unit}",
                    also=lambda _world, actor, other=REFERRED[unit]: actor != other,
                )
                for unit, one in world.referrals.items()
            ),
            Row("none", none, exists=False),
        ],
        "intake:result": [
            Row("public", {"pk": world.results["public"].pk}),
            Row("house", {"pk": world.results["house"].pk}, also=_in_the_house),
            Row("none", none, exists=False),
        ],
        "intake:standard_answer": kept,
        "intake:archive_standard_answer": kept,
        "intake:contact": [*asked, Row("none", number, exists=False)],
        "intake:procedure": [*by_rule, Row("none", number, exists=False)],
        "intake:procedure_step": [
            Row(row.label, {**row.parts, "step": "bescheid"}, row.about, False) for row in by_rule
        ],
        "intake:opinion": [
            Row("switched off", {"pk": world.opinion.pk}, exists=False),
            Row("none", none, exists=False),
        ],
    }

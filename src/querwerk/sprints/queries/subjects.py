"""Inquiries a sprint could take up, and those it has taken up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from querwerk.intake.lifecycle import Secrecy, State
from querwerk.intake.models import Inquiry
from querwerk.intake.rules import visible_to
from querwerk.journal.actions import Actor
from querwerk.tables import whole_number

from ..models import Subject


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """An inquiry that a sprint takes up."""

    number: int
    title: str


def waiting(actor: Actor) -> QuerySet[Inquiry]:
    """What the staff unit has accepted and not planned yet."""
    return visible_to(actor).filter(state=State.ACCEPTED.value).order_by("received_at", "pk")


def prefilled(number: str, actor: Actor) -> dict[str, object]:
    """What is known already about an inquiry, as the first words of its sprint; nothing for one that is not there."""
    found = waiting(actor).filter(pk=whole_number(number)).first() if number else None
    if found is None:
        return {}
    if found.secrecy == Secrecy.CONFIDENTIAL:
        return {"inquiries": [found.pk]}  # a sprint is announced, its first words too
    return {"title": found.title[:120], "question": found.outcome or found.concern, "unit": found.unit,
            "seats": found.people or 20, "on": found.wanted_by, "inquiries": [found.pk]}  # fmt: skip


def subjects(sprint: int, actor: Actor) -> tuple[SubjectLine, ...]:
    """What a sprint takes up, of that what the reader may see."""
    found = Subject.objects.filter(sprint=sprint, inquiry__in=visible_to(actor)).order_by("pk")
    return tuple(SubjectLine(*row) for row in found.values_list("inquiry", "inquiry__title"))

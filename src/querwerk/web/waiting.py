"""What waits, at a glance: counts for the staff unit, one's own next steps for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from querwerk.intake.queries import threads as intake
from querwerk.intake.rules import may_answer
from querwerk.journal.actions import Actor
from querwerk.threads import Stage


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many matters of a kind wait, so many of them for too long."""

    what: str
    count: int
    address: str
    late: int = 0


def waiting(actor: Actor, *, at: datetime) -> tuple[Waiting, ...]:
    """What waits for the staff unit, for itself; nothing for anybody else. Matters are counted, never people."""
    if not may_answer(actor):
        return ()
    unanswered, late = intake.waiting(actor, on=timezone.localdate(at))
    what = ngettext("inquiry without an answer", "inquiries without an answer", unanswered)
    return (Waiting(what, unanswered, reverse("intake:list"), late),)


def own_steps(actor: Actor) -> list[Stage]:
    """What an actor asked, sits in and belongs to, the nearest day first."""
    found = intake.own(actor) if actor.account else []
    return sorted(found, key=lambda stage: (stage.next_on is None, stage.next_on or stage.since))

"""One inquiry with all that was said. Who asked is read to find out whether it is one's own, and goes no further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from querwerk.journal.actions import Actor
from querwerk.journal.queries import HistoryLine, history

from ..lifecycle import MOVES, State
from ..rules import is_own, may_answer, may_withdraw, visible_to


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """One inquiry with all that was said; ``moves`` are the states the reader may give it."""

    number: int
    title: str
    concern: str
    outcome: str
    sponsor: str
    unit: str
    unit_slug: str
    picture: str
    origin: UUID | None
    state: str
    received_at: datetime
    answer: str
    answered_at: datetime | None
    own: bool
    moves: frozenset[State]
    may_withdraw: bool
    history: tuple[HistoryLine, ...]


def inquiry_page(number: int, actor: Actor) -> InquiryPage | None:
    """One inquiry, if the actor may read it."""
    found = visible_to(actor).filter(pk=number).select_related("unit").first()
    if found is None:
        return None
    return InquiryPage(
        number=found.pk, title=found.title, concern=found.concern, outcome=found.outcome, sponsor=found.sponsor,
        unit=found.unit.name if found.unit else "", unit_slug=found.unit.slug if found.unit else "",
        picture=found.picture, origin=found.origin, state=found.state, received_at=found.received_at,
        answer=found.answer, answered_at=found.answered_at, own=is_own(actor, found),
        moves=MOVES[State(found.state)] if may_answer(actor) else frozenset(),
        may_withdraw=found.state == State.SUBMITTED and may_withdraw(actor, found),
        history=tuple(history(found.thread, of="intake")),
    )  # fmt: skip

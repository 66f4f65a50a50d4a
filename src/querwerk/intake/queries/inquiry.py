"""One inquiry with all that was said, for readers with a log-in and for whoever holds its code.

Who asked is read to find out whether it is one's own, and goes no further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from querwerk.journal.actions import Actor
from querwerk.journal.queries import HistoryLine, history

from ..lifecycle import MOVES, WAITING, State
from ..models import Inquiry
from ..rules import behind_code, drafts_of, is_own, may_answer, visible_to
from .asked import Asked, asked


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """One inquiry with all that was said; ``moves`` are the states the reader may give it."""

    number: int
    thread: UUID
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
    asked: Asked


def inquiry_page(number: int, actor: Actor) -> InquiryPage | None:
    """One inquiry, if the actor may read it."""
    found = visible_to(actor).filter(pk=number).select_related("unit", "campaign", "asker").first()
    if found is None:
        return None
    entries = history(found.thread, of="intake")
    return InquiryPage(
        number=found.pk, thread=found.thread, title=found.title, concern=found.concern, outcome=found.outcome,
        sponsor=found.sponsor,
        unit=found.unit.name if found.unit else "", unit_slug=found.unit.slug if found.unit else "",
        picture=found.picture, origin=found.origin, state=found.state, received_at=found.received_at,
        answer=found.answer, answered_at=found.answered_at, own=is_own(actor, found),
        moves=MOVES[State(found.state)] if may_answer(actor) else frozenset(),
        may_withdraw=State(found.state) in WAITING and is_own(actor, found),
        history=tuple(entries), asked=asked(found, entries),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldPage:
    """What whoever asked holds by a code: a draft, or an inquiry with its answer."""

    number: int
    version: int
    thread: UUID
    title: str
    answer: str
    answered_at: datetime | None
    received_at: datetime
    asked: Asked


def held_page(code: str) -> HeldPage | None:
    """What was asked with a code; None for one that is wrong, has ended or was taken back."""
    found = behind_code(code).select_related("unit", "campaign", "asker").first()
    return _held(found) if found else None


def draft_page(number: int, actor: Actor) -> HeldPage | None:
    """A draft of one's own."""
    found = drafts_of(actor).filter(pk=number).select_related("unit", "campaign", "asker").first()
    return _held(found) if found else None


def draft_words(number: int) -> dict[str, Any]:
    """What stands in a draft, by the names of the form's fields."""
    found = Inquiry.objects.select_related("asker").get(pk=number)
    names = ("kind", "campaign", "title", "concern", "sufferers", "tried", "outcome", "sponsor", "people", "wanted_by",
             "secrecy", "superior", "unit", "inside", "version")  # fmt: skip
    return {name: getattr(found, name) for name in names} | {"alias": found.asker.alias}


def _held(found: Inquiry) -> HeldPage:
    entries = history(found.thread, of="intake")
    return HeldPage(found.pk, found.version, found.thread, found.title, found.answer, found.answered_at,
                    found.received_at, asked(found, entries))  # fmt: skip

"""Lists of inquiries, and how long answers take. Who asked is read to find out whether it is one's
own, and goes no further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from querwerk.journal.actions import Actor
from querwerk.tables import page_number

from ..lifecycle import State, usual_days
from ..models import Inquiry
from ..rules import may_answer, visible_to

PER_PAGE = 30
#: word in the address -> how the list is sorted.
SORTS = {"neu": ("-received_at", "-pk"), "alt": ("received_at", "pk")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which inquiries are asked for."""

    state: str
    sort: str
    page: int

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        state, sort = asked.get("stand", ""), asked.get("sortierung", "")
        number = page_number(asked.get("seite", ""))
        return cls(state if state in set(State) else "", sort if sort in SORTS else "neu", number)


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """An inquiry in a list."""

    number: int
    title: str
    state: str
    sponsor: str
    unit: str
    received_at: datetime
    answered_at: datetime | None
    from_finding: bool
    own: bool


@dataclass(frozen=True, slots=True)
class InquiryList:
    """One page of the inquiries an actor may see; ``answers`` when the reader answers them."""

    wanted: Wanted
    lines: tuple[InquiryLine, ...]
    total: int
    answers: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True, slots=True)
class Answering:
    """How the staff unit answers: matters, not people."""

    asked: int
    from_findings: int
    answered: int
    usual_days: float | None


def inquiry_list(actor: Actor, wanted: Wanted) -> InquiryList:
    """One page of the inquiries an actor may see."""
    found = _asked_for(actor, wanted)
    total = found.count()
    number = min(wanted.page, max(1, -(-total // PER_PAGE)))
    lines = _lines(found[(number - 1) * PER_PAGE : number * PER_PAGE], actor)
    return InquiryList(replace(wanted, page=number), lines, total, may_answer(actor))


def all_lines(actor: Actor, wanted: Wanted) -> tuple[InquiryLine, ...]:
    """The same without pages, for a file."""
    return _lines(_asked_for(actor, wanted), actor)


def answering(actor: Actor) -> Answering | None:
    """How the staff unit answers, for itself; None for everybody else."""
    if not may_answer(actor):
        return None
    rows = list(visible_to(actor).values_list("received_at", "answered_at", "origin"))
    spans = [(start, end) for start, end, _origin in rows if end is not None]
    findings = sum(origin is not None for _start, _end, origin in rows)
    return Answering(len(rows), findings, len(spans), usual_days(spans))


def _asked_for(actor: Actor, wanted: Wanted) -> QuerySet[Inquiry]:
    found = visible_to(actor).filter(state=wanted.state) if wanted.state else visible_to(actor)
    return found.order_by(*SORTS[wanted.sort])


def _lines(rows: QuerySet[Inquiry], actor: Actor) -> tuple[InquiryLine, ...]:
    columns = (
        "pk",
        "title",
        "state",
        "sponsor",
        "unit__short",
        "received_at",
        "answered_at",
        "origin",
        "asker__account",
    )
    return tuple(
        InquiryLine(number, title, state, sponsor, unit or "", received_at, answered_at, origin is not None,
                    author == actor.account)
        for number, title, state, sponsor, unit, received_at, answered_at, origin, author in rows.values_list(*columns)
    )  # fmt: skip

"""Lists of inquiries, and how long answers take. Who asked is read to find out whether it is one's
own, and goes no further."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet

from querwerk.journal.actions import Actor
from querwerk.tables import page_number, pages_of

from ..lifecycle import Kind, Secrecy, State, usual_days
from ..models import Campaign, Inquiry
from ..rules import drafts_of, may_answer, visible_to

PER_PAGE = 30
#: word in the address -> how the list is sorted.
SORTS: dict[str, tuple[Any, ...]] = {
    "neu": ("-received_at", "-pk"),
    "alt": ("received_at", "pk"),
    "faellig": (F("due_on").asc(nulls_last=True), "received_at", "pk"),
}
#: word in the address -> which of those about which something is owed.
DUE = ("ueberfaellig", "woche", "spaeter")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which inquiries are asked for, as of a day."""

    state: str
    kind: str
    due: str
    campaign: str
    sort: str
    page: int
    on: date

    @classmethod
    def read(cls, asked: Mapping[str, str], *, on: date) -> Wanted:
        return cls(
            state=_known(asked.get("stand", ""), set(State)),
            kind=_known(asked.get("art", ""), set(Kind)),
            due=_known(asked.get("frist", ""), DUE),
            campaign=asked.get("aktion", "")[:120],
            sort=_known(asked.get("sortierung", ""), SORTS) or "neu",
            page=page_number(asked.get("seite", "")),
            on=on,
        )

    @property
    def narrowed(self) -> bool:
        """Whether something is left out."""
        return bool(self.state or self.kind or self.due or self.campaign)

    @property
    def kept(self) -> str:
        """The same as part of an address, without the page."""
        said = {"stand": self.state, "art": self.kind, "frist": self.due, "aktion": self.campaign}
        return urlencode({**{key: word for key, word in said.items() if word}, "sortierung": self.sort})


def _known(word: str, words: Container[str]) -> str:
    return word if word in words else ""


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """An inquiry in a list."""

    number: int
    title: str
    kind: str
    state: str
    due_on: date | None
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
    campaigns: tuple[tuple[str, str], ...]

    @property
    def pages(self) -> int:
        return pages_of(self.total, PER_PAGE)


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
    number = min(wanted.page, pages_of(total, PER_PAGE))
    answers = may_answer(actor)
    lines = _lines(found[(number - 1) * PER_PAGE : number * PER_PAGE], actor)
    return InquiryList(replace(wanted, page=number), lines, total, answers, _campaigns() if answers else ())


def all_lines(actor: Actor, wanted: Wanted) -> tuple[InquiryLine, ...]:
    """The same without pages, for a file, which leaves the house's protection: without what was asked in confidence."""
    return _lines(_asked_for(actor, wanted).exclude(secrecy=Secrecy.CONFIDENTIAL), actor)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft of one's own."""

    number: int
    title: str
    changed_at: datetime


def own_drafts(actor: Actor) -> tuple[DraftLine, ...]:
    """What an actor has written and not yet sent, the newest first."""
    rows = drafts_of(actor).order_by("-received_at", "-pk").values_list("pk", "title", "received_at")
    return tuple(DraftLine(*row) for row in rows)


def answering(actor: Actor) -> Answering | None:
    """How the staff unit answers, for itself; None for everybody else."""
    if not may_answer(actor):
        return None
    rows = list(visible_to(actor).values_list("received_at", "answered_at", "origin"))
    spans = [(start, end) for start, end, _origin in rows if end is not None]
    findings = sum(origin is not None for _start, _end, origin in rows)
    return Answering(len(rows), findings, len(spans), usual_days(spans))


def _asked_for(actor: Actor, wanted: Wanted) -> QuerySet[Inquiry]:
    found = visible_to(actor).order_by(*SORTS[wanted.sort])
    said = {"state": wanted.state, "kind": wanted.kind, "campaign__slug": wanted.campaign}
    found = found.filter(**{field: word for field, word in said.items() if word})
    week = wanted.on + timedelta(days=7)
    due = {
        "ueberfaellig": {"due_on__lt": wanted.on},
        "woche": {"due_on__gte": wanted.on, "due_on__lt": week},
        "spaeter": {"due_on__gte": week},
    }
    return found.filter(**due[wanted.due]) if wanted.due else found


def _campaigns() -> tuple[tuple[str, str], ...]:
    """The campaigns to choose from, the newest first."""
    return tuple(Campaign.objects.order_by("-opens_on", "title").values_list("slug", "title"))


def _lines(rows: QuerySet[Inquiry], actor: Actor) -> tuple[InquiryLine, ...]:
    columns = ("pk", "title", "kind", "state", "due_on", "sponsor", "unit__short", "received_at", "answered_at",
               "origin", "asker__account")  # fmt: skip
    return tuple(
        InquiryLine(
            number, title, kind, state, due_on, sponsor, unit or "", received_at, answered_at, origin is not None,
            author == actor.account,
        )
        for number, title, kind, state, due_on, sponsor, unit, received_at, answered_at, origin, author
        in rows.values_list(*columns)
    )  # fmt: skip

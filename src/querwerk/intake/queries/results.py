"""What came of inquiries, as the staff unit has told it: inside the house, or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from querwerk.access import STAFF
from querwerk.journal.actions import Actor
from querwerk.tables import page_number

from ..lifecycle import Shown
from ..models import Handling

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an inquiry, in the words of the staff unit; nothing leads back to whoever asked."""

    headline: str
    result: str
    kind: str
    shown: str
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class Results:
    """One page of them, the newest first."""

    lines: tuple[Result, ...]
    page: int
    pages: int


def results(actor: Actor, asked: str) -> Results:
    """What a reader may know of it: those who work in the house all of it, others what is for everybody."""
    told = [Shown.PUBLIC, Shown.HOUSE] if actor.roles & STAFF else [Shown.PUBLIC]
    found = Handling.objects.filter(shown__in=[one.value for one in told]).order_by("-shown_at", "-pk")
    pages = max(1, -(-found.count() // PER_PAGE))
    page = min(page_number(asked), pages)
    columns = ("headline", "result", "inquiry__kind", "shown", "shown_at")
    rows = found.values_list(*columns)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Results(tuple(Result(*row) for row in rows), page, pages)

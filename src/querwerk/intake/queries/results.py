"""What came of inquiries, as the staff unit has told it: inside the house, or for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.tables import page_number, pages_of

from ..lifecycle import Shown
from ..models import Handling
from ..rules import results_visible_to

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an inquiry, in the words of the staff unit; nothing leads back to whoever asked."""

    pk: int
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


_COLUMNS = ("pk", "headline", "result", "inquiry__kind", "shown", "shown_at")


def results(actor: Actor, asked: str) -> Results:
    """What a reader may know of it, the newest first."""
    found = results_visible_to(actor).order_by("-shown_at", "-pk")
    pages = pages_of(found.count(), PER_PAGE)
    page = min(page_number(asked), pages)
    rows = found.values_list(*_COLUMNS)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Results(tuple(Result(*row) for row in rows), page, pages)


def result(actor: Actor, pk: int) -> Result | None:
    """One of them, if the reader may know of it."""
    row = results_visible_to(actor).filter(pk=pk).values_list(*_COLUMNS).first()
    return Result(*row) if row else None


def document(told: Handling) -> Doc:
    """What can be found of it, by those for whom it is: the words of the staff unit alone."""
    return Doc("result", str(told.pk), told.headline, texts=(told.result,), house=told.shown != Shown.PUBLIC)

"""Slips for those who keep them: where each paper is, and what the stations said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from ..lifecycle import Course, Mark, course
from ..models import Slip, Stamp

PER_PAGE = 50
_FIELDS = ("pk", "slip__number", "station__name", "mark", "returned_to__name", "at")


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One mark in words: which station said what, when."""

    pk: int
    slip: int
    station: str
    mark: Mark
    returned_to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One paper under way; ``last`` is what was said of it last."""

    pk: int
    number: int
    course: Course
    opened_at: datetime
    expires_on: date
    ended_at: datetime | None
    marks: int
    last: MarkLine | None


@dataclass(frozen=True, slots=True)
class SlipsPart:
    """What the page of a trail says of its slips: numbers for every reader, papers for those who keep them."""

    running: int
    ended: int
    expired: int
    keeps: bool
    lines: tuple[SlipLine, ...]

    @property
    def total(self) -> int:
        return self.running + self.ended + self.expired


def slips_part(trail: int, *, keeps: bool, on: date, page: int = 1) -> SlipsPart:
    """The slips of a trail on a day; for who keeps them the newest first, one page of them; one or two statements."""
    slips = Slip.objects.filter(trail=trail)
    start = (page - 1) * PER_PAGE
    lines = _lines(slips.order_by("-number")[start : start + PER_PAGE], on) if keeps else []
    if keeps and page == 1 and len(lines) < PER_PAGE:
        counted = Counter(line.course for line in lines)
    else:
        said = slips.values_list("ended_at", "expires_on")
        counted = Counter(course(ended=ended is not None, expires_on=until, on=on) for ended, until in said)
    return SlipsPart(counted[Course.RUNNING], counted[Course.ENDED], counted[Course.EXPIRED], keeps, tuple(lines))


def _lines(slips: QuerySet[Slip], on: date) -> list[SlipLine]:
    """One statement, the newest mark of each slip included."""
    newest = Stamp.objects.filter(slip=OuterRef("pk")).order_by("-at", "-pk")
    last = {f"last_{number}": Subquery(newest.values(field)[:1]) for number, field in enumerate(_FIELDS)}
    found = []
    for slip in slips.annotate(marks=Count("stamps"), **last):
        values = tuple(getattr(slip, name) for name in last)
        found.append(_line(slip, slip.marks, _mark_line(values) if values[0] else None, on))
    return found


def _line(slip: Slip, marks: int, last: MarkLine | None, on: date) -> SlipLine:
    now = course(ended=slip.ended_at is not None, expires_on=slip.expires_on, on=on)
    return SlipLine(slip.pk, slip.number, now, slip.opened_at, slip.expires_on, slip.ended_at, marks, last)


def mark_lines(stamps: QuerySet[Stamp]) -> list[MarkLine]:
    """Marks, slip by slip, in the order of their moments."""
    rows = stamps.order_by("slip__number", "at", "pk").values_list(*_FIELDS)
    return [_mark_line(row) for row in rows]


def _mark_line(row: tuple[Any, ...]) -> MarkLine:
    pk, number, name, mark, back, at = row
    return MarkLine(pk, number, name, Mark(mark), back or "", at)


def slip_page(slip: Slip, *, on: date) -> tuple[SlipLine, tuple[MarkLine, ...]]:
    """One slip and all its marks."""
    marks = tuple(mark_lines(slip.stamps.all()))
    return _line(slip, len(marks), marks[-1] if marks else None, on), marks

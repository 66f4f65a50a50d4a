"""Slips for those who keep them: where each paper is, and what the stations said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

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
    """The slips of a trail on a day; for who keeps them the newest first, one page of them; three statements."""
    slips = Slip.objects.filter(trail=trail)
    said = slips.values_list("ended_at", "expires_on")
    counted = Counter(course(ended=ended is not None, expires_on=until, on=on) for ended, until in said)
    start = (page - 1) * PER_PAGE
    lines = _lines(slips.order_by("-number")[start : start + PER_PAGE], on) if keeps and counted else ()
    return SlipsPart(counted[Course.RUNNING], counted[Course.ENDED], counted[Course.EXPIRED], keeps, tuple(lines))


def _lines(slips: QuerySet[Slip], on: date) -> list[SlipLine]:
    newest = Stamp.objects.filter(slip=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    found = list(slips.annotate(marks=Count("stamps"), last=Subquery(newest)))
    last = {line.pk: line for line in mark_lines(Stamp.objects.filter(pk__in=[slip.last for slip in found]))}
    return [_line(slip, slip.marks, last.get(slip.last), on) for slip in found]


def _line(slip: Slip, marks: int, last: MarkLine | None, on: date) -> SlipLine:
    now = course(ended=slip.ended_at is not None, expires_on=slip.expires_on, on=on)
    return SlipLine(slip.pk, slip.number, now, slip.opened_at, slip.expires_on, slip.ended_at, marks, last)


def mark_lines(stamps: QuerySet[Stamp]) -> list[MarkLine]:
    """Marks, slip by slip, in the order of their moments."""
    rows = stamps.order_by("slip__number", "at", "pk").values_list(*_FIELDS)
    return [MarkLine(pk, number, name, Mark(mark), back or "", at) for pk, number, name, mark, back, at in rows]


def slip_page(slip: Slip, *, on: date) -> tuple[SlipLine, tuple[MarkLine, ...]]:
    """One slip and all its marks."""
    marks = tuple(mark_lines(slip.stamps.all()))
    return _line(slip, len(marks), marks[-1] if marks else None, on), marks

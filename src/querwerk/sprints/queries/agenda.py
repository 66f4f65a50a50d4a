"""The agenda with its times, and what happens at a moment of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Sum
from django.utils import timezone

from ..labels.library import card_words, titles_kept
from ..lifecycle import length_of
from ..models import Block, Day, Format
from .sprints import SprintPage


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block with its time; ``begins_at`` and ``ends_at`` are moments."""

    pk: int
    minutes: int
    title: str
    note: str
    method: str
    method_slug: str
    effect: str
    brought: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day with its blocks."""

    number: int
    on: date
    begins: time
    minutes: int
    ends_at: datetime
    blocks: tuple[BlockLine, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """All days; ``usual`` is how long its format takes, if the house still has it."""

    days: tuple[DayPlan, ...]
    usual: int | None

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def blocks(self) -> tuple[BlockLine, ...]:
        return tuple(block for day in self.days for block in day.blocks)


@dataclass(frozen=True, slots=True)
class Now:
    """Where a sprint is at a moment: what is on, for how long still, and what comes next."""

    current: BlockLine | None
    minutes_left: int
    following: BlockLine | None
    over: bool


def agenda(page: SprintPage) -> Agenda:
    """The agenda of a sprint; three statements. Its blocks stand in the words of who planned it, the cards they use in
    those of who reads it."""
    rows = Block.objects.select_related("method").order_by("position", "pk")
    days = Day.objects.filter(sprint=page.pk).order_by("number").prefetch_related(Prefetch("blocks", rows))
    formats = Format.objects.filter(title__in=titles_kept(page.format))
    usual = formats.aggregate(all=Sum("blocks__minutes"))["all"] if page.format else None
    return Agenda(tuple(_plan(day) for day in days), usual)


def now(found: Agenda, *, at: datetime) -> Now:
    """What is on at a moment, by the clock of the server."""
    current = next((block for block in found.blocks if block.begins_at <= at < block.ends_at), None)
    following = next((block for block in found.blocks if block.begins_at > at), None)
    left = -(-int((current.ends_at - at).total_seconds()) // 60) if current else 0
    over = bool(found.blocks) and found.blocks[-1].ends_at <= at
    return Now(current, left, following, over)


def _plan(day: Day) -> DayPlan:
    blocks = list(day.blocks.all())
    begins = timezone.make_aware(datetime.combine(day.on, day.begins))
    lines, at = [], begins
    for block in blocks:
        until = at + timedelta(minutes=block.minutes)
        method = block.method
        lines.append(
            BlockLine(block.pk, block.minutes, block.title, block.note, card_words(method).title if method else "",
                      method.slug if method else "", block.effect, block.brought, at, until)
        )  # fmt: skip
        at = until
    minutes = sum(block.minutes for block in blocks)
    ends_at = begins + timedelta(minutes=length_of(block.minutes for block in blocks))
    return DayPlan(day.number, day.on, day.begins, minutes, ends_at, tuple(lines))

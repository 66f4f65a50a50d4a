"""The library of the house: method cards with what they brought, and formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db.models import QuerySet
from django.utils import timezone

from querwerk.journal.actions import Actor

from ..labels.library import FormatWords, card_words, format_words
from ..lifecycle import Purpose, State
from ..models import Block, Format, FormatBlock, MethodCard
from ..rules import may_write_library

#: word in the address -> at most so many minutes.
DURATIONS = {"15": 15, "30": 30, "60": 60, "90": 90}
SIZES = {"3": 3, "8": 8, "15": 15, "30": 30}
_HELD = [State.RUNNING.value, State.CLOSED.value, State.PUBLISHED.value]


@dataclass(frozen=True, slots=True)
class WantedCards:
    """Which cards are asked for."""

    purpose: str = ""
    duration: str = ""
    size: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> WantedCards:
        """From an address; what is not on a list is passed over."""
        purpose, duration, size = asked.get("zweck", ""), asked.get("dauer", ""), asked.get("personen", "")
        return cls(
            purpose if purpose in frozenset(Purpose) else "",
            duration if duration in DURATIONS else "",
            size if size in SIZES else "",
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.purpose or self.duration or self.size)


@dataclass(frozen=True, slots=True)
class Use:
    """A method in a sprint that has begun: when, and what it brought; nobody is named."""

    on: date
    effect: str
    brought: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """A method card."""

    card: MethodCard
    uses: tuple[Use, ...]
    may_write: bool

    def brought(self, effect: str) -> int:
        return sum(use.effect == effect for use in self.uses)


@dataclass(frozen=True, slots=True)
class FormatLine:
    """A format with its blocks; ``words`` are those its reader gets, title and summary those the house holds."""

    slug: str
    key: str
    title: str
    summary: str
    words: FormatWords
    days: int
    begins: time
    minutes: int
    put_aside: bool
    version: int
    blocks: tuple[FormatBlock, ...]


def cards(actor: Actor, wanted: WantedCards) -> list[MethodCard]:
    """The cards that fit, in the order of a sprint; those put aside stand at the end for who may take them up."""
    found = _shown(actor)
    if wanted.purpose:
        found = found.filter(purpose=wanted.purpose)
    if wanted.duration:
        found = found.filter(minutes_from__lte=DURATIONS[wanted.duration])
    if wanted.size:
        found = found.filter(people_from__lte=SIZES[wanted.size], people_to__gte=SIZES[wanted.size])
    order = {purpose.value: place for place, purpose in enumerate(Purpose)}
    return sorted(found, key=lambda card: (card.put_aside, order[card.purpose], card_words(card).title.casefold()))


def card_page(slug: str, actor: Actor) -> CardPage | None:
    """One card with its uses, the newest first; two statements."""
    card = _shown(actor).filter(slug=slug).first()
    if card is None:
        return None
    used = Block.objects.filter(method=card, day__sprint__state__in=_HELD, day__on__lte=timezone.localdate())
    rows = used.order_by("-day__on", "-pk").values_list("day__on", "effect", "brought")
    return CardPage(card, tuple(Use(*row) for row in rows), may_write_library(actor))


def formats(actor: Actor) -> list[FormatLine]:
    """The formats of the house, short ones first; two statements."""
    found = Format.objects.all() if may_write_library(actor) else Format.objects.filter(put_aside=False)
    lines = []
    for one in found.prefetch_related("blocks__method"):
        blocks = tuple(sorted(one.blocks.all(), key=lambda block: (block.day, block.position)))
        minutes = sum(block.minutes for block in blocks)
        words = format_words(one, blocks)
        lines.append(FormatLine(one.slug, one.key, one.title, one.summary, words, one.days, one.begins, minutes,
                                one.put_aside, one.version, blocks))  # fmt: skip
    return sorted(lines, key=lambda line: (line.put_aside, line.minutes, line.words.title))


def _shown(actor: Actor) -> QuerySet[MethodCard]:
    return MethodCard.objects.all() if may_write_library(actor) else MethodCard.objects.filter(put_aside=False)

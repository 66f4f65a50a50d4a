"""The library of the house: method cards and formats, written by whoever plans sprints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Overtaken, Refused, record
from querwerk.structure.actions.change import free_slug
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import HOUSE

from ..models import Format, FormatBlock, MethodCard
from ..rules import may_write_library

#: Addresses beside those of cards and formats.
RESERVED = {"neu"}


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a method card."""

    title: str
    purpose: str
    when_to_use: str
    minutes_from: int
    minutes_to: int
    people_from: int
    people_to: int
    material: str
    steps: str
    yields: str

    def kept(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Planned:
    """A block of a format: on which day, how long, what, and with which method."""

    day: int
    minutes: int
    title: str
    method: MethodCard | None = None


def write_card(card: Card, *, key: str = "", by: Actor, at: datetime) -> MethodCard:
    """A new method card."""
    _refuse(by)
    _refuse_card(card)
    with transaction.atomic():
        slug = free_slug(MethodCard, slug_of(card.title, 100) or "karte", besides=RESERVED)
        made = MethodCard.objects.create(slug=slug, key=key, **card.kept())
        record(Event("sprints.card_written", HOUSE, facts={"card": [None, card.title]}), by=by, at=at)
    return made


def rewrite_card(slug: str, card: Card, *, version: int, by: Actor, at: datetime) -> MethodCard:
    """A card in other words; where it is used, the new words are read."""
    _refuse(by)
    _refuse_card(card)
    with transaction.atomic():
        made: MethodCard = _held(MethodCard, slug, version)
        before = made.title
        for name, value in card.kept().items():
            setattr(made, name, value)
        made.save()
        record(Event("sprints.card_rewritten", HOUSE, facts={"card": [before, card.title]}), by=by, at=at)
    return made


def put_aside(
    model: type[MethodCard | Format], slug: str, *, aside: bool, version: int, by: Actor, at: datetime
) -> None:
    """No longer offered, or again; agendas that use it keep it."""
    _refuse(by)
    with transaction.atomic():
        thing = _held(model, slug, version)
        thing.put_aside = aside
        thing.save()
        event = "sprints.put_aside" if aside else "sprints.taken_up_again"
        record(Event(event, HOUSE, facts={"title": [thing.title, thing.title]}), by=by, at=at)


def write_format(
    *, title: str, summary: str, begins: time, blocks: Sequence[Planned], slug: str = "", key: str = "",
    version: int = 1, by: Actor, at: datetime,
) -> Format:  # fmt: skip
    """A new format, or another wording of one that exists. Sprints planned from it stay as they are."""
    _refuse(by)
    if not title.strip():
        raise Refused(_("Please give the format a name."), field="title")
    if not blocks:
        raise Refused(_("A format needs at least one block."), field="agenda")
    with transaction.atomic():
        said = {"title": title.strip(), "summary": summary.strip(), "begins": begins,
                "days": max(block.day for block in blocks)}  # fmt: skip
        made: Format
        if slug:
            made = _held(Format, slug, version)
            for name, value in said.items():
                setattr(made, name, value)
            made.save()
            made.blocks.all().delete()
        else:
            slug = free_slug(Format, slug_of(title, 100) or "format", besides=RESERVED)
            made = Format.objects.create(slug=slug, key=key, **said)
        FormatBlock.objects.bulk_create(
            FormatBlock(format=made, day=block.day, position=position, minutes=block.minutes, title=block.title,
                        method=block.method)
            for position, block in enumerate(blocks, 1)
        )  # fmt: skip
        record(Event("sprints.format_written", HOUSE, facts={"format": [None, made.title]}), by=by, at=at)
    return made


def _held(model: type[Any], slug: str, version: int) -> Any:
    """A card or format, held fast, one version further."""
    found = model.objects.select_for_update().filter(slug=slug).first()
    if found is None:
        raise Refused(_("This no longer exists."))
    if found.version != version:
        raise Overtaken(_("Somebody else has changed this in the meantime. Your entry is still here, please check."))
    found.version += 1
    return found


def _refuse(by: Actor) -> None:
    if not may_write_library(by):
        raise Refused(_("Only the staff unit and who leads through sprints write method cards and formats."))


def _refuse_card(card: Card) -> None:
    if card.minutes_to < card.minutes_from:
        raise Refused(_("The longest duration is shorter than the shortest."), field="minutes_to")
    if card.people_to < card.people_from:
        raise Refused(_("The largest group is smaller than the smallest."), field="people_to")

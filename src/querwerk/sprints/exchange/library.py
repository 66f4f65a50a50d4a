"""Method cards and formats that come with Querwerk, brought into the library of a house."""

from __future__ import annotations

import tomllib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from querwerk.journal.actions import Actor

from ..actions.library import Card, Planned, write_card, write_format
from ..models import Format, MethodCard

_FOLDER = Path(__file__).resolve().parents[1] / "library"


def bring_in(*, by: Actor, at: datetime) -> int:
    """What the house has not got yet; says how many. What it has changed stays as it is."""
    known = set(MethodCard.objects.exclude(key="").values_list("key", flat=True))
    cards = [said for said in _read("methods")["card"] if said["key"] not in known]
    for said in cards:
        minutes, people = said["minutes"], said["people"]
        same = {name: said[name] for name in ("title", "purpose", "when_to_use", "material", "steps", "yields")}
        card = Card(**same, minutes_from=minutes[0], minutes_to=minutes[1], people_from=people[0], people_to=people[1])
        write_card(card, key=said["key"], by=by, at=at)
    return len(cards) + _formats(by=by, at=at)


def _formats(*, by: Actor, at: datetime) -> int:
    cards = {card.key: card for card in MethodCard.objects.exclude(key="")}
    known = set(Format.objects.exclude(key="").values_list("key", flat=True))
    formats = [said for said in _read("formats")["format"] if said["key"] not in known]
    for said in formats:
        blocks = [
            Planned(day, block[0], block[1], cards.get(block[2]) if len(block) > 2 else None)
            for day, blocks in enumerate(said["days"], 1) for block in blocks
        ]  # fmt: skip
        write_format(title=said["title"], summary=said["summary"], begins=time.fromisoformat(said["begins"]),
                     blocks=blocks, key=said["key"], by=by, at=at)  # fmt: skip
    return len(formats)


def _read(name: str) -> dict[str, Any]:
    """A file of the package as it was written."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)

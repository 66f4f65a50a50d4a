"""Method cards and formats that come with Querwerk, brought into the library of a house."""

from __future__ import annotations

from datetime import datetime, time

from querwerk.journal.actions import Actor

from ..actions.library import Card, Planned, write_card, write_format
from ..labels.library import CardWords, shipped
from ..models import Format, MethodCard


def bring_in(*, by: Actor, at: datetime) -> int:
    """What the house has not got yet, in German; says how many. What it has changed stays as it is."""
    known = set(MethodCard.objects.exclude(key="").values_list("key", flat=True))
    cards = [said for said in shipped("methods")["card"] if said["key"] not in known]
    for said in cards:
        minutes, people = said["minutes"], said["people"]
        card = Card(**CardWords.of(said)._asdict(), purpose=said["purpose"], minutes_from=minutes[0],
                    minutes_to=minutes[1], people_from=people[0], people_to=people[1])  # fmt: skip
        write_card(card, key=said["key"], by=by, at=at)
    return len(cards) + _formats(by=by, at=at)


def _formats(*, by: Actor, at: datetime) -> int:
    cards = {card.key: card for card in MethodCard.objects.exclude(key="")}
    known = set(Format.objects.exclude(key="").values_list("key", flat=True))
    formats = [said for said in shipped("formats")["format"] if said["key"] not in known]
    for said in formats:
        blocks = [
            Planned(day, minutes, title, cards.get(*key) if key else None)
            for day, blocks in enumerate(said["days"], 1) for minutes, title, _english, *key in blocks
        ]  # fmt: skip
        write_format(title=said["title"], summary=said["summary"], begins=time.fromisoformat(said["begins"]),
                     blocks=blocks, key=said["key"], by=by, at=at)  # fmt: skip
    return len(formats)

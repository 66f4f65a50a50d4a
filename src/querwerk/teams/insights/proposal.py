"""Teams for some needs, as the page shows them: who is named, who is a person of a unit, why not smaller."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.crypto import salted_hmac

from querwerk.analysis.matching import Answer, Candidates, Question, Team, Why, propose
from querwerk.journal.actions import Actor

from ..models import Profile
from ..queries.pool import Who, people
from ..queries.proposal import candidates
from ..queries.skills import Meant, meant
from ..rules import circles, named_to

__all__ = ["MOST_MEANT", "Card", "Person", "Proposals", "Why", "Wish", "proposals"]

#: A need that means more skills than that is too general to say who brings it.
MOST_MEANT = 400


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: needs in words, the largest team, units at least, a decision maker, the share of each."""

    needs: tuple[str, ...]
    size: int = 5
    units: int = 2
    decision_maker: bool = False
    share: int = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody proposed. Without a name: a person of a unit, as they have chosen."""

    name: str
    post: str
    unit: str
    outside: bool
    brings: tuple[str, ...]
    alone: tuple[str, ...]
    decides: bool
    replaceable: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One proposed team; ``mark`` proves later that it is still the same, and says nothing about who is in it."""

    people: tuple[Person, ...]
    profiles: tuple[int, ...]
    units: int
    why: Why
    proven: bool
    shared: int
    mark: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a wish was understood as, the teams for it, and what lacks."""

    needs: tuple[Meant, ...]
    too_general: tuple[str, ...]
    cards: tuple[Card, ...]
    missing: tuple[str, ...]
    nobody_offers: tuple[str, ...]
    no_decision_maker: bool
    units: int


def proposals(wish: Wish, actor: Actor, *, on: date, without: Collection[int] = ()) -> Proposals:
    """Up to three teams for a wish; the same wish on the same day is answered alike."""
    needs = meant(wish.needs)
    general = tuple(need.text for need in needs if len(need.skills) > MOST_MEANT)
    if general:
        return Proposals(tuple(needs), general, (), (), (), False, wish.units)
    people = candidates(
        needs, share=wish.share, decision_maker=wish.decision_maker, named=circles(actor), without=without, on=on
    )
    question = Question(wish.needs, wish.size, wish.units, wish.decision_maker, wish.share)
    answer = propose(Candidates.of(people), question, seed=_seed(wish, on))
    return _told(wish, needs, answer, actor, on)


def _seed(wish: Wish, on: date) -> int:
    return int.from_bytes(hashlib.blake2b(f"{on}|{wish}".encode(), digest_size=8).digest())


def _told(wish: Wish, needs: Sequence[Meant], answer: Answer, actor: Actor, on: date) -> Proposals:
    keys = sorted({member.key for team in answer.teams for member in team.members})
    seen = people(keys, on=on)
    named = set(Profile.objects.filter(named_to(actor), pk__in=keys).values_list("pk", flat=True))
    return Proposals(
        needs=tuple(needs),
        too_general=(),
        cards=tuple(_card(team, seen, named) for team in answer.teams),
        missing=answer.missing,
        nobody_offers=tuple(need for need, there in zip(wish.needs, answer.offered, strict=True) if not there),
        no_decision_maker=answer.no_decision_maker,
        units=answer.units,
    )


def _card(team: Team, seen: dict[int, Who], named: Collection[int]) -> Card:
    found = []
    for member in team.members:
        line = seen[member.key]
        name, post = (line.name, line.post) if member.key in named else ("", "")
        found.append(
            Person(name, post, line.unit, line.outside, member.brings, member.alone, member.decides, member.replaceable)
        )
    keys = tuple(member.key for member in team.members)
    mark = salted_hmac("querwerk.teams.proposal", ",".join(map(str, keys)), algorithm="sha256").hexdigest()[:24]
    return Card(tuple(found), keys, team.units, team.why, team.proven, team.shared, mark)

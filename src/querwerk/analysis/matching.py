"""Which team?

**Question.** An idea needs skills. Which few people of a pool bring all of them, from several units, with somebody among
them who may decide, each with the share of time they offered? Who else could it be, and what is missing if nobody can?

**Formula.** Let *N* be the needs, and where a decision maker is wanted, one more of them. Whoever offers at least the
asked share of time is a candidate, with the set *s(p)* of needs they bring and one unit *u(p)*. A *team* is a set *T* of
at most *size* candidates with ∪ s(p) = N and at least *units* different u(p). The best team has the fewest people; among
those, the most units. Then every place is drawn by lot among all who could take it without making the team larger or
narrower: the lot is a mixed number of the key and the seed, so nobody is ahead of others by name, age or number, and
another question draws other people.

Three steps find it, and prove that no smaller one exists:

1. *Dominance.* Whoever brings no more than a colleague of the same unit, or no more than people of *size* other units,
   can be exchanged for one of them: they are left out until the lot is drawn.
2. *Subset bound.* For every set of needs, the fewest people that bring it, whatever their unit (dynamic programming).
3. *Branch and bound.* Team sizes upwards; the rarest need first; a branch ends when the bound, or the units still
   lacking, exceed the places left.

A further team shares as few people as possible with the teams before it (none, else one, else two) and holds none of
them whole. Where no team
exists, the fewest needs are left out that let one exist; they are what is *missing*.

**Guarantee.** ``proven`` is True: no smaller team exists, none of that size with more units, and fewer needs cannot
be left out. It is False when ``steps`` ran out first: the team is a team, perhaps not the best. Same pool, question and
seed give the same answer. Nothing but what people offer themselves goes in: no behaviour, no grade, no history.

**Units.** Shares are per cent of working time. Steps are branches looked at.

**Shapes.** ``Candidates`` holds one entry a person in equally long arrays; ``masks`` has bit *i* set where the person
brings need *i*.

**Limits.** At most 10 needs and teams of at most 10. A member brings everything they offer: how a team divides the work
is its own business. A unit is one level of the line; the caller says which.

**Errors.** ValueError: no need or more than 10, a size or a number of units out of range, arrays of unlike length, a key
twice.

**Source.** Set cover with a side condition; the bound is the classical dynamic program over subsets. Mixing:
SplitMix64 (Steele, Lea, Flood 2014). The rule for places and lots is the house's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

MOST_NEEDS = 10
LARGEST = 10
_Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: needs by name, the largest team, units at least, a decision maker or not, each one's share."""

    needs: tuple[str, ...]
    size: int = 5
    units: int = 1
    decision_maker: bool = False
    share: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.needs) <= MOST_NEEDS or len(set(self.needs)) < len(self.needs):
            raise ValueError(f"between 1 and {MOST_NEEDS} different needs")
        if not 1 <= self.size <= LARGEST or not 1 <= self.units <= self.size:
            raise ValueError(f"a team of 1 to {LARGEST}, from at least one unit and at most as many as people")

    @property
    def full(self) -> int:
        """All needs as bits; the decision maker is the last of them."""
        return (1 << len(self.needs) + self.decision_maker) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The pool as arrays: keys, needs as bits, units, who may decide, share of time offered."""

    keys: _Whole
    masks: _Whole
    units: _Whole
    decides: NDArray[np.bool_]
    free: _Whole

    def __post_init__(self) -> None:
        if len({len(part) for part in (self.keys, self.masks, self.units, self.decides, self.free)}) > 1:
            raise ValueError("one entry a person in every array")
        if len(np.unique(self.keys)) < len(self.keys):
            raise ValueError("a person twice")

    @classmethod
    def of(cls, people: Iterable[tuple[int, int, int, bool, int]]) -> Candidates:
        """From one tuple a person: key, needs as bits, unit, may decide, share."""
        rows = np.array([[int(cell) for cell in row] for row in people], dtype=np.int64).reshape(-1, 5)
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3].astype(bool), rows[:, 4])


class Why(StrEnum):
    """Why a team cannot be smaller."""

    NEEDS = "needs"  # fewer people do not bring all needs
    UNITS = "units"  # fewer people do not come from so many units
    BOTH = "both"  # only both together ask for so many


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody proposed: needs they bring, those that nobody else of the team brings, and whether others could."""

    key: int
    unit: int
    brings: tuple[str, ...]
    alone: tuple[str, ...]
    decides: bool
    replaceable: bool


@dataclass(frozen=True, slots=True)
class Team:
    """A proposal. ``shared``: how many of its people are in the proposals before it too."""

    members: tuple[Member, ...]
    units: int
    why: Why
    proven: bool
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Teams, the best first, and what they all lack: needs, a decision maker, units.

    ``offered`` says of each need whether anybody who has time brings it at all.
    """

    teams: tuple[Team, ...]
    missing: tuple[str, ...]
    no_decision_maker: bool
    units: int
    offered: tuple[bool, ...]
    proven: bool


def propose(pool: Candidates, question: Question, *, seed: int, teams: int = 3, steps: int = 200_000) -> Answer:
    """Up to so many teams that answer a question, or come closest to it."""
    people = _Lots.of(pool, question, seed)
    purse = _Purse(steps)
    offered = tuple(bool((people.masks >> bit & 1).any()) for bit in range(len(question.needs)))
    units = min(question.units, max(people.number_of_units, 1))
    found, wanted = _with_fewest_left_out(people, replace(question, units=units), purse)
    lacking = question.full & ~wanted
    proposals: list[Team] = []
    chosen: list[tuple[int, ...]] = []
    while found is not None:
        shared = len({place for team in chosen for place in team}.intersection(found.places))
        proposals.append(_told(people, found, question, wanted, shared))
        chosen.append(found.places)
        if len(proposals) == teams:
            break
        found = _another(people, question.size, units, wanted, chosen, purse)
    return Answer(
        teams=tuple(proposals),
        missing=_named(lacking, question),
        no_decision_maker=bool(lacking >> len(question.needs) & 1),
        units=units,
        offered=offered,
        proven=not purse.ran_out,
    )


# -- the pool in the order of the lot


@dataclass(frozen=True, slots=True, eq=False)
class _Lots:
    """Whoever brings anything and has time, in the order of the lot; a decision maker brings one bit more."""

    keys: _Whole
    masks: _Whole
    units: _Whole

    @classmethod
    def of(cls, pool: Candidates, question: Question, seed: int) -> _Lots:
        masks = (pool.masks & (1 << len(question.needs)) - 1) | (pool.decides * np.int64(1 << len(question.needs)))
        able = np.flatnonzero((pool.free >= question.share) & (masks & question.full != 0))
        order = able[np.argsort(_mixed(pool.keys[able], seed), kind="stable")]
        return cls(pool.keys[order], masks[order], pool.units[order])

    @property
    def number_of_units(self) -> int:
        return len(np.unique(self.units))

    def together(self, places: Iterable[int]) -> int:
        """What some people bring between them."""
        return int(np.bitwise_or.reduce(self.masks[np.array(list(places), dtype=np.int64)]))


def _mixed(keys: _Whole, seed: int) -> NDArray[np.uint64]:
    """SplitMix64 of key and seed: an order that looks like a lot and is the same each time."""
    mixed = keys.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15 & (1 << 64) - 1)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    return mixed ^ mixed >> np.uint64(31)


# -- one best team


class _Purse:
    """The branches that may still be looked at."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.ran_out = False

    def spend(self) -> bool:
        self.left -= 1
        self.ran_out = self.ran_out or self.left < 0
        return not self.ran_out


@dataclass(frozen=True, slots=True)
class _Found:
    """A team by places in the order of the lot."""

    places: tuple[int, ...]
    units: int
    why: Why
    proven: bool


Item = tuple[int, int, int]  # place, needs, unit


def _best(people: _Lots, wanted: int, size: int, units: int, purse: _Purse, left_out: Sequence[int]) -> _Found | None:
    """The smallest team for the wanted bits, of most units among the smallest, without some people."""
    items = _undominated(people, wanted, size, left_out)
    cover = _cover([mask for _, mask, _ in items], wanted)
    search = _Search(items, cover, wanted, purse)
    for number in range(max(cover[wanted], units), size + 1):
        team = search.team(number, units)
        if team is None:
            continue
        for more in range(number, units, -1):
            wider = search.team(number, more)
            if wider is not None:
                team = wider
                break
        spread = len({unit for _, _, unit in team})
        why = Why.NEEDS if number == cover[wanted] else Why.UNITS if number == units else Why.BOTH
        places = _drawn(people, wanted, [place for place, _, _ in team], spread, left_out)
        return _Found(places, spread, why, not purse.ran_out)
    return None


def _undominated(people: _Lots, wanted: int, size: int, left_out: Sequence[int]) -> list[Item]:
    """One person for each unit and set of needs that no colleague, and not *size* other units, bring too."""
    masks = people.masks & wanted
    if len(left_out):
        masks[list(left_out)] = 0
    some = np.flatnonzero(masks)
    _codes, first = np.unique(people.units[some] << MOST_NEEDS + 1 | masks[some], return_index=True)
    places = some[np.sort(first)]
    weight = np.array([number.bit_count() for number in range(wanted + 1)])
    order = places[np.argsort(-weight[masks[places]], kind="stable")]
    kept: list[Item] = []
    offering: dict[int, set[int]] = {}  # a set of needs -> the units kept that bring exactly it
    enough: dict[int, bool] = {}
    for place, mask, unit in zip(order.tolist(), masks[order].tolist(), people.units[order].tolist(), strict=True):
        if enough.get(mask):
            continue
        above = [held for other, held in offering.items() if mask & ~other == 0]
        if len(set().union(*above)) >= size:
            enough[mask] = True
        elif not any(unit in held for held in above):
            offering.setdefault(mask, set()).add(unit)
            kept.append((place, mask, unit))
    return kept


def _cover(masks: Iterable[int], wanted: int) -> list[int]:
    """For each set of needs the fewest people that bring it; more than :data:`LARGEST` where nobody can."""
    kinds = sorted(set(masks), key=int.bit_count, reverse=True)
    kinds = [mask for at, mask in enumerate(kinds) if not any(mask & ~other == 0 for other in kinds[:at])]
    holding = {1 << bit: [mask for mask in kinds if mask >> bit & 1] for bit in range(wanted.bit_length())}
    fewest = [0] + [LARGEST + 1] * wanted
    for needs in range(1, wanted + 1):
        if needs & ~wanted == 0:
            fewest[needs] = 1 + min((fewest[needs & ~mask] for mask in holding[needs & -needs]), default=LARGEST)
    return fewest


class _Search:
    """Branch and bound over the people that dominance has left."""

    def __init__(self, items: list[Item], cover: list[int], wanted: int, purse: _Purse) -> None:
        self.items, self.cover, self.wanted, self.purse = items, cover, wanted, purse
        holding = {1 << bit: [item for item in items if item[1] >> bit & 1] for bit in range(wanted.bit_length())}
        self.rarest_first = sorted(holding.items(), key=lambda pair: len(pair[1]))
        self.units = {unit: item for item in reversed(items) for unit in (item[2],)}
        self.dead: set[tuple[int, frozenset[int], int]] = set()

    def team(self, number: int, units: int) -> list[Item] | None:
        """A team of at most so many people from at least so many units."""
        self.dead = set()
        self.least_units = units
        return self._grown([], self.wanted, frozenset(), number)

    def _grown(self, team: list[Item], lacking: int, used: frozenset[int], places: int) -> list[Item] | None:
        strange = self.least_units - len(used)  # so many must come from units that are not there yet
        if max(self.cover[lacking], strange) > places or (lacking, used, places) in self.dead:
            return None
        if not lacking:
            others = [item for unit, item in self.units.items() if unit not in used]
            return team + others[: max(strange, 0)] if len(others) >= strange else None
        if not self.purse.spend():
            return None
        for item in self._next(lacking):
            if strange == places and item[2] in used:
                continue
            found = self._grown([*team, item], lacking & ~item[1], used | {item[2]}, places - 1)
            if found is not None:
                return found
        self.dead.add((lacking, used, places))
        return None

    def _next(self, lacking: int) -> Iterator[Item]:
        """Everybody who brings the rarest need still lacking, those first who bring most of what lacks."""
        holders = next(items for bit, items in self.rarest_first if bit & lacking)
        return iter(sorted(holders, key=lambda item: -(item[1] & lacking).bit_count()))


def _drawn(people: _Lots, wanted: int, team: list[int], spread: int, left_out: Sequence[int]) -> tuple[int, ...]:
    """Each place given to the first of the lot who could take it: the team stays as small and as wide."""
    places = list(team)
    for at in range(len(places)):
        fit = _fit(people, wanted, places, at, spread)
        fit[list(left_out)] = False
        places[at] = int(np.argmax(fit))
    return tuple(sorted(places))


def _fit(people: _Lots, wanted: int, places: Sequence[int], at: int, spread: int) -> NDArray[np.bool_]:
    """Who could take a place of a team, the present holder included."""
    others = [place for number, place in enumerate(places) if number != at]
    lacking = wanted & ~people.together(others)
    fit: NDArray[np.bool_] = (people.masks & lacking == lacking) & (people.masks & wanted != 0)
    there = np.unique(people.units[others])
    if len(there) < spread:
        fit &= ~np.isin(people.units, there)
    fit[others] = False
    return fit


# -- what lacks, and who else


def _with_fewest_left_out(people: _Lots, question: Question, purse: _Purse) -> tuple[_Found | None, int]:
    """The best team, and the needs it brings: all of them, or as many as a team of that size can."""
    bits = [1 << bit for bit in range(question.full.bit_length())]
    offered = people.together(range(len(people.keys))) & question.full
    if not offered:
        return None, 0
    cover = _cover((mask for _, mask, _ in _undominated(people, offered, question.size, ())), offered)
    given = [bit for bit in bits if bit & offered]
    for number in range(len(given)):
        for dropped in combinations(reversed(given), number):
            wanted = offered & ~sum(dropped)
            if cover[wanted] <= question.size:
                found = _best(people, wanted, question.size, question.units, purse, ())
                if found is not None:
                    return found, wanted
    return None, 0


def _another(
    people: _Lots, size: int, units: int, wanted: int, before: list[tuple[int, ...]], purse: _Purse
) -> _Found | None:
    """The best team that shares as few people as possible with all teams before it, and holds none of them whole."""
    known = sorted({place for team in before for place in team})
    elsewhere = people.together(set(range(len(people.keys))).difference(known))
    for shared in range(min(size, len(known)) + 1):
        found = [
            one
            for kept in combinations(known, shared)
            if not any(set(team) <= set(kept) for team in before)
            and not wanted & ~(elsewhere | people.together(kept))
            and (one := _best(people, wanted, size, units, purse, sorted(set(known).difference(kept)))) is not None
        ]
        if found:
            return min(found, key=lambda one: (len(one.places), -one.units, one.places))
    return None


def _told(people: _Lots, found: _Found, question: Question, wanted: int, shared: int) -> Team:
    """A team in the words of the question."""
    members = []
    for at, place in enumerate(found.places):
        brings = people.together([place])
        alone = brings & ~people.together(other for other in found.places if other != place)
        members.append(
            Member(
                key=int(people.keys[place]),
                unit=int(people.units[place]),
                brings=_named(brings, question),
                alone=_named(alone, question),
                decides=bool(brings >> len(question.needs) & 1),
                replaceable=int(_fit(people, wanted, found.places, at, found.units).sum()) > 1,
            )
        )
    return Team(tuple(members), found.units, found.why, found.proven, shared)


def _named(bits: int, question: Question) -> tuple[str, ...]:
    return tuple(need for bit, need in enumerate(question.needs) if bits >> bit & 1)

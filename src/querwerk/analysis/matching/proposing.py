"""Several teams for a question, what they lack, and who could take which place."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from .lots import Lots
from .searching import Found, Purse, best, covers, fit_for, undominated
from .shapes import Answer, Candidates, Member, Question, Team


def propose(pool: Candidates, question: Question, *, seed: int, teams: int = 3, steps: int = 200_000) -> Answer:
    """Up to so many teams that answer a question, or come closest to it."""
    people = Lots.of(pool, question, seed)
    purse = Purse(steps)
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


def _with_fewest_left_out(people: Lots, question: Question, purse: Purse) -> tuple[Found | None, int]:
    """The best team, and the needs it brings: all of them, or as many as a team of that size can."""
    bits = [1 << bit for bit in range(question.full.bit_length())]
    offered = people.together(range(len(people.keys))) & question.full
    if not offered:
        return None, 0
    cover = covers((mask for _, mask, _ in undominated(people, offered, question.size, ())), offered)
    given = [bit for bit in bits if bit & offered]
    for number in range(len(given)):
        for dropped in combinations(reversed(given), number):
            wanted = offered & ~sum(dropped)
            if cover[wanted] <= question.size:
                found = best(people, wanted, question.size, question.units, purse, ())
                if found is not None:
                    return found, wanted
    return None, 0


def _another(
    people: Lots, size: int, units: int, wanted: int, before: list[tuple[int, ...]], purse: Purse
) -> Found | None:
    """The best team that shares as few people as possible with all teams before it, and holds none of them whole."""
    known = sorted({place for team in before for place in team})
    elsewhere = people.together(set(range(len(people.keys))).difference(known))
    for shared in range(min(size, len(known)) + 1):
        found = [
            one
            for kept in combinations(known, shared)
            if not any(set(team) <= set(kept) for team in before)
            and not wanted & ~(elsewhere | people.together(kept))
            and (one := best(people, wanted, size, units, purse, sorted(set(known).difference(kept)))) is not None
        ]
        if found:
            return min(found, key=lambda one: (len(one.places), -one.units, one.places))
    return None


def _told(people: Lots, found: Found, question: Question, wanted: int, shared: int) -> Team:
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
                replaceable=int(fit_for(people, wanted, found.places, at, found.units).sum()) > 1,
            )
        )
    return Team(tuple(members), found.units, found.why, found.proven, shared)


def _named(bits: int, question: Question) -> tuple[str, ...]:
    return tuple(need for bit, need in enumerate(question.needs) if bits >> bit & 1)

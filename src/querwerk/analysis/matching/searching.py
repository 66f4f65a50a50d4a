"""One best team: dominance, the bound over sets of needs, branch and bound, and the lot for each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .lots import Lots
from .shapes import LARGEST, MOST_NEEDS, Why


class Purse:
    """The branches that may still be looked at."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.ran_out = False

    def spend(self) -> bool:
        self.left -= 1
        self.ran_out = self.ran_out or self.left < 0
        return not self.ran_out


@dataclass(frozen=True, slots=True)
class Found:
    """A team by places in the order of the lot."""

    places: tuple[int, ...]
    units: int
    why: Why
    proven: bool


Item = tuple[int, int, int]  # place, needs, unit


def best(people: Lots, wanted: int, size: int, units: int, purse: Purse, left_out: Sequence[int]) -> Found | None:
    """The smallest team for the wanted bits, of most units among the smallest, without some people."""
    items = undominated(people, wanted, size, left_out)
    cover = covers([mask for _, mask, _ in items], wanted)
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
        return Found(places, spread, why, not purse.ran_out)
    return None


def undominated(people: Lots, wanted: int, size: int, left_out: Sequence[int]) -> list[Item]:
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


def covers(masks: Iterable[int], wanted: int) -> list[int]:
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

    def __init__(self, items: list[Item], cover: list[int], wanted: int, purse: Purse) -> None:
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


def _drawn(people: Lots, wanted: int, team: list[int], spread: int, left_out: Sequence[int]) -> tuple[int, ...]:
    """Each place given to the first of the lot who could take it: the team stays as small and as wide."""
    places = list(team)
    for at in range(len(places)):
        fit = fit_for(people, wanted, places, at, spread)
        fit[list(left_out)] = False
        places[at] = int(np.argmax(fit))
    return tuple(sorted(places))


def fit_for(people: Lots, wanted: int, places: Sequence[int], at: int, spread: int) -> NDArray[np.bool_]:
    """Who could take a place of a team, the present holder included."""
    others = [place for number, place in enumerate(places) if number != at]
    lacking = wanted & ~people.together(others)
    fit: NDArray[np.bool_] = (people.masks & lacking == lacking) & (people.masks & wanted != 0)
    there = np.unique(people.units[others])
    if len(there) < spread:
        fit &= ~np.isin(people.units, there)
    fit[others] = False
    return fit

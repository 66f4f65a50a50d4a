"""How dense is cooperation between units, against what chance would give?

**Question.** Papers go from unit to unit, projects are carried by several of them. Between which units is that rarer
or more frequent than if it fell out by lot, and how closed is the house as a whole?

**Formula.** Two kinds of traces, one way of reckoning: *N* things, of which *K* touch one unit and *L* touch another;
by chance *K L / N* touch both, with the variance ``K L (N - K) (N - L) / (N² (N - 1))`` of the hypergeometric
distribution (drawing without putting back).

- *Handovers* (:func:`of_handovers`): *N* handovers, *K* leave the one unit, *L* reach the other. Chance is the
  configuration model: who hands on keeps hands on as often, who receives receives as often, but to whom what goes is
  drawn by lot, the own unit included. Between two units both directions are added; their covariance is
  ``K_a L_b K_b L_a / (N² (N - 1))``, as for any two cells in different rows and columns. Across units is what does not
  stay inside one.
- *Matters* (:func:`of_matters`): *N* projects (or other matters), *K* of them are carried by the one unit and *L* by
  the other; which ones is drawn by lot, for each unit by itself. Across units is the sum over all pairs.

The index is observed divided by expected: 1 is what chance gives, 0.5 half as much.

**Guarantee.** Mean and spread are exact for this model, for tables of any size (no simulation, no seed). ``chance`` is
how likely chance alone strays this far, both ways: exact for matters (twice the smaller tail of the hypergeometric
distribution), by the normal distribution for handovers. A pair is *telling* when ``chance`` is at most 5 % divided by
the number of pairs, and for handovers at least :data:`FEWEST` were to be expected: so among all pairs of a house
without silos, none at all is telling in 19 of 20 houses.

**Units.** Counts of handovers or of matters, never of people. Shares lie between 0 and 1.

**Shapes.** ``counts`` maps (unit handing on, unit receiving) to a count; the diagonal is what stays inside a unit and
has to be there, else nothing can be said about closedness. ``matters`` is one collection of units each.

**Limits.** Chance takes handovers for independent of each other; those of one paper are not, so with few papers a pair
is called telling too easily. A route that is laid down by law shows as dense, whether or not anybody talks. Few
contacts are no verdict: some units have nothing to do with each other. Two units that never carry anything are no pair.

**Errors.** ValueError for a negative count.

**Source.** Configuration model: Newman, *Networks* (2nd ed. 2018), ch. 12; Newman and Girvan (2004) for the part of it
that stays inside. Shared matters: Veech (2013) and Tumminello et al. (2011), who test overlaps in the same way. Five
expected as the fewest: Cochran (1954). 5 % divided by the number of tests: Bonferroni.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import erfc, exp, lgamma, sqrt

#: Fewer handovers than this to be expected between two units, and nothing is said about them.
FEWEST = 5
_DOUBT = 0.05


@dataclass(frozen=True, slots=True)
class Contact:
    """How often, how often by chance, and how far chance strays from that (standard deviation)."""

    observed: int
    expected: float
    spread: float

    @property
    def index(self) -> float | None:
        """Observed as a part of expected; None where chance gives nothing."""
        return self.observed / self.expected if self.expected else None

    @property
    def strays(self) -> float:
        """How many spreads observed lies above (below: negative) expected."""
        return (self.observed - self.expected) / self.spread if self.spread else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units, in the order of their names. ``chance``: how likely chance alone strays this far, 0 to 1."""

    one: str
    other: str
    contact: Contact
    chance: float
    telling: bool


@dataclass(frozen=True, slots=True)
class Cooperation:
    """All units, the contact across them, and each pair; ``things`` counts handovers or matters."""

    units: tuple[str, ...]
    things: int
    across: Contact
    pairs: tuple[Pair, ...]

    @property
    def share(self) -> float | None:
        """Of handovers: the part that leaves a unit."""
        return self.across.observed / self.things if self.things else None

    @property
    def expected_share(self) -> float | None:
        """The same part by chance."""
        return self.across.expected / self.things if self.things else None

    def between(self, one: str, other: str) -> Pair | None:
        """The pair of two units."""
        names = sorted((one, other))
        return next((pair for pair in self.pairs if [pair.one, pair.other] == names), None)

    @property
    def thinnest(self) -> Pair | None:
        """The telling pair with the least contact for what chance would give."""
        return min((pair for pair in self.pairs if pair.telling and pair.contact.strays < 0), key=_order, default=None)

    @property
    def densest(self) -> Pair | None:
        """The telling pair with the most."""
        return max((pair for pair in self.pairs if pair.telling and pair.contact.strays > 0), key=_order, default=None)


def of_handovers(counts: Mapping[tuple[str, str], int]) -> Cooperation:
    """Cooperation in what units hand on to each other."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("nothing is handed on less than zero times")
    leaves: Counter[str] = Counter()
    reaches: Counter[str] = Counter()
    for (one, other), count in counts.items():
        leaves[one] += count
        reaches[other] += count
    units = tuple(sorted(unit for unit in {*leaves, *reaches} if leaves[unit] or reaches[unit]))
    total = leaves.total()
    inside = sum(counts.get((unit, unit), 0) for unit in units)
    by_lot = sum(leaves[unit] * reaches[unit] for unit in units)
    across = Contact(total - inside, total - by_lot / total if total else 0.0, _spread_inside(leaves, reaches, total))
    possible = len(units) * (len(units) - 1) // 2
    pairs = []
    for one, other in combinations(units, 2):
        there, back = (leaves[one], reaches[other]), (leaves[other], reaches[one])
        both = 2 * there[0] * there[1] * back[0] * back[1] / (total**2 * (total - 1)) if total > 1 else 0.0
        contact = Contact(
            counts.get((one, other), 0) + counts.get((other, one), 0),
            (there[0] * there[1] + back[0] * back[1]) / total,
            sqrt(max(0.0, _variance(*there, total) + _variance(*back, total) + both)),
        )
        chance = erfc(abs(contact.strays) / sqrt(2)) if contact.spread else 1.0
        telling = contact.expected >= FEWEST and chance <= _DOUBT / possible
        pairs.append(Pair(one, other, contact, chance, telling))
    return Cooperation(units, total, across, tuple(pairs))


def of_matters(matters: Iterable[Iterable[str]]) -> Cooperation:
    """Cooperation in what units carry together."""
    carried: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    total = 0
    for matter in matters:
        named = sorted(set(matter))
        total += 1
        carried.update(named)
        together.update(combinations(named, 2))
    units = tuple(sorted(carried))
    possible = len(units) * (len(units) - 1) // 2
    pairs = []
    for one, other in combinations(units, 2):
        first, second = carried[one], carried[other]
        contact = Contact(together[one, other], first * second / total, sqrt(max(0.0, _variance(first, second, total))))
        chance = _overlap_by_chance(contact.observed, first, second, total)
        pairs.append(Pair(one, other, contact, chance, chance <= _DOUBT / possible))
    across = Contact(
        together.total(),
        sum(pair.contact.expected for pair in pairs),
        sqrt(sum(pair.contact.spread**2 for pair in pairs)),
    )
    return Cooperation(units, total, across, tuple(pairs))


def _order(pair: Pair) -> tuple[float, float]:
    """By index; of two alike, by how sure it is."""
    return pair.contact.index or 0.0, pair.contact.strays


def _variance(touching: int, other: int, total: int) -> float:
    """Of the overlap of two groups drawn by lot from all."""
    if total < 2:
        return 0.0
    return touching * other * (total - touching) * (total - other) / (total**2 * (total - 1))


def _spread_inside(leaves: Mapping[str, int], reaches: Mapping[str, int], total: int) -> float:
    """Standard deviation of what stays inside its unit by chance: every cell of the diagonal, and every two of them."""
    if total < 2:
        return 0.0
    products = [leaves[unit] * reaches.get(unit, 0) for unit in leaves]
    alone = sum(_variance(leaves[unit], reaches.get(unit, 0), total) for unit in leaves)
    squares = sum(product**2 for product in products)
    return sqrt(max(0.0, alone + (sum(products) ** 2 - squares) / (total**2 * (total - 1))))


def _overlap_by_chance(observed: int, first: int, second: int, total: int) -> float:
    """Twice the smaller tail of the hypergeometric distribution, 1 at most."""
    least, most = max(0, first + second - total), min(first, second)
    whole = _choices(total, second)
    likely = [exp(_choices(first, n) + _choices(total - first, second - n) - whole) for n in range(least, most + 1)]
    at = observed - least
    return min(1.0, 2 * min(sum(likely[: at + 1]), sum(likely[at:])))


def _choices(of: int, some: int) -> float:
    """The logarithm of the number of ways to choose some of a whole."""
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)

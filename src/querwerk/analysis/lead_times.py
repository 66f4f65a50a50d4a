"""How long do things stay at a stage, and what becomes of them?

**Question.** Inquiries wait for an answer, ideas for a team, candidates for priority. How long does that take, when
some of them are still waiting while one asks? What went on, what ended, and how?

**Formula.** Each thing at a stage is a spell: from the day it came (*begin*) until the day it left (*end*: it went on
or it ended), or until today when it is still there (it is *open*). With *d(t)* spells that left after *t* days and
*n(t)* that were there for at least *t* days, open ones included, the share that stays longer than *t* days is ::

    S(t) = product over s <= t of (1 - d(s) / n(s))

(Kaplan and Meier). The quantile of *p* is the first *t* with ``S(t) <= 1 - p``; where S equals ``1 - p`` exactly for a
while, the middle between that day and the next on which one leaves, which is the ordinary median when nothing is open.

**Guarantee.** Exact: shares are fractions of whole numbers, never rounded. An open spell is said, not dropped: it
counts as there for as long as it has been there. Where so much is open that a quantile is not reached, it is None
instead of a number that is too small. Without open spells the middle equals the median of all spans. The order of the
spells says nothing.

**Units.** Days. A thing that comes and leaves on the same day stays 0 days.

**Shapes.** Any number of spells, of any stages; ``on`` is the day one asks. What begins after it is left out, what ends
after it is still open.

**Limits.** Leaving is one event, whether something goes on or ends; how it left is counted beside it. The formula
takes it that what came lately leaves as fast as what came earlier, and that nothing is hidden from it: inquiries taken
back are not among the spells. With few spells the quantiles jump; from how many on they are shown is for the page.

**Errors.** ValueError for a spell that ends before it begins.

**Source.** Kaplan and Meier (1958), *Journal of the American Statistical Association* 53; the middle of a flat stretch
as in Klein and Moeschberger, *Survival Analysis* (2nd ed. 2003), ch. 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from querwerk.threads import At, Spell

_HALF, _QUARTER = Fraction(1, 2), Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Stay:
    """What became of the things of one stage: ``came`` = ``on`` + all of ``ended`` + ``open``.

    ``middle`` days have passed when half of them have left, ``early`` and ``late`` when a quarter and three quarters
    have; None where that many have not left yet. ``oldest`` is how long the oldest open one has been there.
    """

    came: int
    on: int
    ended: Mapping[str, int]
    open: int
    early: float | None
    middle: float | None
    late: float | None
    oldest: int | None

    @property
    def left(self) -> int:
        return self.came - self.open


def funnel(spells: Iterable[Spell], *, on: date) -> dict[At, Stay]:
    """What became of the things of each stage, as seen on a day; every stage, in order."""
    of: dict[At, list[Spell]] = {at: [] for at in At}
    for spell in spells:
        if spell.begin <= on:
            of[spell.at].append(spell)
    return {at: stay(found, on=on) for at, found in of.items()}


def stay(spells: Iterable[Spell], *, on: date) -> Stay:
    """How long these things stay, and what became of them, as seen on a day."""
    left: Counter[int] = Counter()
    there: Counter[int] = Counter()
    ways: Counter[str] = Counter()
    for spell in spells:
        if spell.end is not None and spell.end < spell.begin:
            raise ValueError("nothing leaves before it comes")
        if spell.begin > on:
            continue
        if spell.end is None or spell.end > on:
            there[(on - spell.begin).days] += 1
        else:
            left[(spell.end - spell.begin).days] += 1
            ways[spell.ended] += 1
    early, middle, late = _quantiles(left, there)
    gone_on = ways.pop("", 0)
    came, still = left.total() + there.total(), there.total()
    return Stay(came, gone_on, dict(sorted(ways.items())), still, early, middle, late, max(there, default=None))


def _quantiles(left: Mapping[int, int], there: Mapping[int, int]) -> tuple[float | None, ...]:
    """After how many days a quarter, a half and three quarters have left."""
    remain = sum(left.values()) + sum(there.values())
    share, wanted = Fraction(1), [1 - _QUARTER, _HALF, _QUARTER]
    found: list[float | None] = []
    flat: list[int] = []  # quantiles whose share was met exactly: they wait for the next day on which one leaves
    for day in sorted({*left, *there}):
        gone = left.get(day, 0)
        if gone:
            for place in flat:
                found[place] = (found[place] + day) / 2  # type: ignore[operator]
            flat = []
            share *= 1 - Fraction(gone, remain)
            while len(found) < len(wanted) and share <= wanted[len(found)]:
                if share == wanted[len(found)]:
                    flat.append(len(found))
                found.append(float(day))
        remain -= gone + there.get(day, 0)
        if len(found) == len(wanted) and not flat:
            break
    return (*found, *[None] * (len(wanted) - len(found)))

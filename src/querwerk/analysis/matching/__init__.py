"""Which team?

**Question.** An idea needs skills. Which few people of a pool bring all of them, from several units, with somebody
among them who may decide, each with the share of time they offered? Who else could it be, and what is missing if nobody
can?

**Formula.** Let *N* be the needs, and where a decision maker is wanted, one more of them. Whoever offers at least the
asked share of time is a candidate, with the set *s(p)* of needs they bring and one unit *u(p)*. A *team* is a set *T*
of at most *size* candidates with ∪ s(p) = N and at least *units* different u(p). The best team has the fewest people;
among those, the most units. Then every place is drawn by lot among all who could take it without making the team larger
or narrower: the lot is a mixed number of the key and the seed, so nobody is ahead of others by name, age or number, and
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

**Errors.** ValueError: no need or more than 10, a size or a number of units out of range, arrays of unlike length, a
key twice.

**Source.** Set cover with a side condition; the bound is the classical dynamic program over subsets. Mixing:
SplitMix64 (Steele, Lea, Flood 2014). The rule for places and lots is the house's own.
"""

from __future__ import annotations

from .proposing import propose
from .shapes import LARGEST, MOST_NEEDS, Answer, Candidates, Member, Question, Team, Why

__all__ = ["LARGEST", "MOST_NEEDS", "Answer", "Candidates", "Member", "Question", "Team", "Why", "propose"]

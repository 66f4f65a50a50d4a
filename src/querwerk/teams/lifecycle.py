"""What can become of a team and of a place in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a team stands."""

    FORMING = "forming"
    WORKING = "working"
    ENDED = "ended"  # with thanks


class Part(StrEnum):
    """As what somebody belongs to a team."""

    LEAD = "lead"
    MEMBER = "member"
    EXPERT = "expert"  # from outside


class Standing(StrEnum):
    """What has become of a place in a team."""

    ASKED = "asked"  # asked by the team
    REQUESTED = "requested"  # asked to join
    AGREED = "agreed"  # person and lead agree; the line has not answered
    RELEASED = "released"  # the line superior has released them, or nobody has to
    REFUSED = "refused"
    LEFT = "left"


#: A place in a team that counts.
BELONGS = frozenset({Standing.AGREED, Standing.RELEASED})

MOVES: Mapping[Standing, frozenset[Standing]] = {
    Standing.ASKED: frozenset({Standing.AGREED, Standing.REFUSED, Standing.LEFT}),
    Standing.REQUESTED: frozenset({Standing.AGREED, Standing.REFUSED, Standing.LEFT}),
    Standing.AGREED: frozenset({Standing.RELEASED, Standing.REFUSED, Standing.LEFT}),
    Standing.RELEASED: frozenset({Standing.LEFT}),
    Standing.REFUSED: frozenset({Standing.REQUESTED}),
    Standing.LEFT: frozenset({Standing.REQUESTED, Standing.ASKED}),
}

#: The few places of a team: nobody alone, nobody lost in a crowd.
PLACES = range(1, 6)
FEWEST = 2


def may_begin(parts: Iterable[Part]) -> bool:
    """Whether those who belong can carry an idea out: a lead and two to five people, experts beside them."""
    inside = [part for part in parts if part is not Part.EXPERT]
    return Part.LEAD in inside and FEWEST <= len(inside) < PLACES.stop


class Level(StrEnum):
    """Who of the line has a say in a release; the rule paper of a house may want both."""

    OFFICE = "office"
    DEPARTMENT = "department"


class Answer(StrEnum):
    """What the line says to a release."""

    YES = "yes"
    PARTLY = "partly"  # less, later or shorter, with a reason
    NO = "no"  # with a reason


#: A release once given.
GIVEN = frozenset({Answer.YES, Answer.PARTLY})

#: Somebody's shares in several teams are added up for their superior: starts switched off.
LOAD = "teams.load"


def heaviest(spells: Iterable[tuple[int, date, date]]) -> int:
    """The largest sum of shares that run at the same time; each is (percent, first day, last day)."""
    known = list(spells)
    return max((sum(share for share, start, end in known if start <= day <= end) for _s, day, _e in known), default=0)


# -- the expertise pool


class Shown(StrEnum):
    """Who sees a profile of the expertise pool by name: the person decides."""

    HOUSE = "house"  # whoever works in the administration
    TEAMS = "teams"  # the staff unit, facilitators and whoever leads a team
    ASKED = "asked"  # nobody, until the person has said yes to a question


class Reply(StrEnum):
    """What somebody of the pool answered."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


#: The switch of the team proposal: it could be used to judge people, so it begins switched off.
PROPOSAL = "teams.proposal"
#: Shares of working time that can be offered, per cent.
SHARES = (5, 10, 20, 30, 50, 80, 100)
#: With one of these, the next at or below their share, a proposal counts whoever it does not name: who asks for one
#: share after the other learns the step, never the share. Nobody is counted with more than they offer.
STEPS = (5, 20, 50)
#: So many skills in one profile, and so many needs in one proposal.
MOST_SKILLS, MOST_NEEDS = 40, 8

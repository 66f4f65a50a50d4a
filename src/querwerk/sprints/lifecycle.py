"""What can become of a sprint, of a seat in it, and of an idea."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from querwerk.workdays import workdays_after


class State(StrEnum):
    """Where a sprint or workshop stands."""

    PLANNED = "planned"  # seen by whoever plans it
    ANNOUNCED = "announced"  # people are invited and join
    RUNNING = "running"  # the board is open
    CLOSED = "closed"  # every idea has a team or is parked
    PUBLISHED = "published"  # its result can be read
    CANCELLED = "cancelled"


MOVES: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.ANNOUNCED, State.CANCELLED}),
    State.ANNOUNCED: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.CLOSED}),  # taken back
    State.CANCELLED: frozenset(),
}


#: It has been announced: those it is for know of it, and go on knowing.
SHOWN = frozenset(State) - {State.PLANNED}
#: Nothing takes place any more.
OVER = frozenset({State.CLOSED, State.PUBLISHED, State.CANCELLED})
#: Seats are given and given up.
JOINING = frozenset({State.ANNOUNCED, State.RUNNING})


class Joining(StrEnum):
    """Who may take a seat without being asked."""

    INVITED = "invited"  # nobody: only who is invited knows of it
    HOUSE = "house"
    EVERYBODY = "everybody"  # residents and guests too


class Part(StrEnum):
    """As what somebody takes part."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"


class Place(StrEnum):
    """What has become of a seat."""

    INVITED = "invited"
    TAKEN = "taken"
    WAITING = "waiting"
    GIVEN_UP = "given_up"


class Purpose(StrEnum):
    """What a method is good for, in the order of a sprint."""

    BEGIN = "begin"
    UNDERSTAND = "understand"
    GATHER = "gather"
    DECIDE = "decide"
    TRY = "try"
    CLOSE = "close"


class Effect(StrEnum):
    """What a method brought."""

    WORKED = "worked"
    PARTLY = "partly"
    NOT = "not"


class About(StrEnum):
    """What people of a sprint are asked to consent to, each by itself."""

    PHOTO = "photo"
    TRANSCRIPT = "transcript"
    NAMING = "naming"


class Exit(StrEnum):
    """How an idea leaves its sprint: there is no third way."""

    OPEN = "open"  # not yet
    TEAM = "team"  # with a lead, two to five people and a first step with a day
    PARKED = "parked"  # with a reason


#: A team that can begin: nobody alone, nobody lost in a crowd.
TEAM_SIZE = range(2, 6)

#: A day without blocks is taken to last so long, until the agenda says more.
OPEN_DAY = 180


def workdays(first: date, count: int, land: str) -> list[date]:
    """So many days from the first on, without weekends and the holidays of a Land."""
    return [first, *(workdays_after(first, number, land) for number in range(1, count))]


def length_of(minutes: Iterable[int]) -> int:
    """How long a day lasts, in minutes."""
    return sum(minutes) or OPEN_DAY


class Showing(StrEnum):
    """Who reads the result of a sprint."""

    KEPT = "kept"  # those who sat in it
    HOUSE = "house"
    EVERYBODY = "everybody"


# -- guests

#: 60 bits, typed on a phone; wrong ones are counted, and the digest needs the key of the house.
CODE_LENGTH = 12
#: A code leads back to the seat for so long after the last day.
GUEST_DAYS = 14
MOST_CODES = 50


class Phase(StrEnum):
    """What the people at a board are doing."""

    WRITING = "writing"  # everybody for themselves: new cards are covered until they are uncovered together
    OPEN = "open"  # writing, moving, grouping in sight of all
    VOTING = "voting"  # dots are given; how many a card has is told after the bell


class Way(StrEnum):
    """Where a card goes with one press."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


class Step(StrEnum):
    """What a change of a board is about."""

    CARD = "card"
    GROUP = "group"
    ORDER = "order"  # ranks were given anew, nothing moved
    STAGE = "stage"  # phase, timer, votes


CARD_LIMIT = 600
MOST_CARDS = 1_000
MOST_GROUPS = 40
MOST_LINES = 300
MOST_DOTS = 20
#: So many of their own last steps people can take back; who did the ones before is forgotten.
STEPS_KEPT = 20
#: Room between two cards; when it is used up, the ranks of a group are given anew.
RANK_STEP = 1 << 16


def voting_is_open(phase: str, ends_at: datetime | None, at: datetime) -> bool:
    """Whether a dot still counts: a bell that was set rings by itself."""
    return phase == Phase.VOTING and (ends_at is None or at < ends_at)


def rank_between(before: int | None, after: int | None) -> int | None:
    """A rank between two others (None: the end of the row); None when there is no room left."""
    if before is None:
        return 0 if after is None else after - RANK_STEP
    if after is None:
        return before + RANK_STEP
    middle = (before + after) // 2
    return middle if before < middle < after else None

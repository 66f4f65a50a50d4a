"""What an inquiry or idea is, what can become of it, and how long answers take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from querwerk.workdays import workdays_after, workdays_between


class Kind(StrEnum):
    """What is wished for; an idea wishes that something be done."""

    ADVICE = "advice"
    MODERATION = "moderation"
    SPRINT = "sprint"
    TRAINING = "training"
    ROOM = "room"
    IDEA = "idea"


class Secrecy(StrEnum):
    """Who may read it besides whoever asked."""

    HOUSE = "house"  # the staff unit, and whom it asks for advice
    CONFIDENTIAL = "confidential"  # the two posts that the house names for this, nobody else


class Superior(StrEnum):
    """Whether the superior of whoever asks knows of it; nobody has to say why not."""

    INFORMED = "informed"
    NOT_INFORMED = "not_informed"
    NOT_WANTED = "not_wanted"


class State(StrEnum):
    """Where an inquiry stands with the staff unit."""

    DRAFT = "draft"  # belongs to whoever writes it
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    CLARIFIED = "clarified"
    ACCEPTED = "accepted"
    REFERRED = "referred"  # to another unit, with the consent of whoever asked
    DECLINED = "declined"  # with a reason, always
    PLANNED = "planned"  # a day or a sprint is named
    HELD = "held"
    PUBLISHED = "published"  # what came of it can be read
    FOLLOWED_UP = "followed_up"  # asked again after 30 and after 90 days
    CLOSED = "closed"  # with an answer, always

    @classmethod
    def _missing_(cls, value: object) -> State | None:
        """The journal never changes: its first entries call what is submitted received."""
        return cls.SUBMITTED if value == "received" else None


_TAKEN = frozenset({State.ACCEPTED, State.REFERRED, State.DECLINED, State.CLOSED})
MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACKNOWLEDGED}) | _TAKEN,
    State.ACKNOWLEDGED: frozenset({State.CLARIFIED}) | _TAKEN,
    State.CLARIFIED: _TAKEN,
    State.ACCEPTED: frozenset({State.PLANNED, State.REFERRED, State.DECLINED, State.CLOSED}),
    State.REFERRED: frozenset({State.ACCEPTED, State.CLOSED}),
    State.DECLINED: frozenset(),
    State.PLANNED: frozenset({State.HELD, State.ACCEPTED, State.CLOSED}),
    State.HELD: frozenset({State.PUBLISHED, State.FOLLOWED_UP, State.CLOSED}),
    State.PUBLISHED: frozenset({State.FOLLOWED_UP, State.CLOSED}),
    State.FOLLOWED_UP: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
}
#: The staff unit owes a first word here.
WAITING = frozenset({State.SUBMITTED, State.ACKNOWLEDGED, State.CLARIFIED})
#: A reason or an answer stands with it, in words.
ANSWERED = frozenset({State.REFERRED, State.DECLINED, State.CLOSED})
#: After what became of it, whoever asked is asked again.
FOLLOW_UP_DAYS = (30, 90)


def usual_days(spans: Sequence[tuple[datetime, datetime]]) -> float | None:
    """The middle one of the times from question to answer, in days; None while nothing is answered."""
    return median((end - start).total_seconds() / 86_400 for start, end in spans) if spans else None


# -- whoever asks


class Side(StrEnum):
    """Who says something about an inquiry."""

    ASKER = "asker"
    STAFF_UNIT = "staff_unit"


#: Nothing more is done about it.
ENDED = frozenset({State.DECLINED, State.CLOSED})
#: A draft that nobody touches goes after so many days.
DRAFT_DAYS = 90
#: So long a code opens what was asked with it.
CODE_DAYS = 730
MOST_FILES = 8
MOST_REMARKS = 40
#: Whoever fills a form in faster than this is no person, or pressed by mistake: sent again, it counts.
FASTEST = timedelta(seconds=3)

#: What usually comes next, until there is an answer.
_NEXT: Mapping[State, State] = {
    State.SUBMITTED: State.ACKNOWLEDGED,
    State.ACKNOWLEDGED: State.ACCEPTED,
    State.CLARIFIED: State.ACCEPTED,
    State.ACCEPTED: State.PLANNED,
    State.REFERRED: State.CLOSED,
    State.PLANNED: State.HELD,
    State.HELD: State.FOLLOWED_UP,
    State.PUBLISHED: State.FOLLOWED_UP,
    State.FOLLOWED_UP: State.CLOSED,
}


def to_come(kind: Kind, state: State) -> tuple[State, ...]:
    """The steps that usually follow a state; an idea that is taken up is answered without a day in between."""
    found: list[State] = []
    while (step := _after(kind, found[-1] if found else state)) is not None:
        found.append(step)
    return tuple(found)


def _after(kind: Kind, state: State) -> State | None:
    return State.CLOSED if kind is Kind.IDEA and state is State.ACCEPTED else _NEXT.get(state)


class Window(StrEnum):
    """Where a campaign stands on a day."""

    COMING = "coming"
    OPEN = "open"
    GRACE = "grace"  # over, but who was writing may still hand in
    OVER = "over"


def window(opens_on: date, closes_on: date, grace_until: date, *, on: date) -> Window:
    """Where a campaign stands; its last day counts, and so does the last day of grace."""
    if on < opens_on:
        return Window.COMING
    if on <= closes_on:
        return Window.OPEN
    return Window.GRACE if on <= grace_until else Window.OVER


# -- what the staff unit does


class Step(StrEnum):
    """A verb of answering."""

    ACKNOWLEDGE = "acknowledge"
    ASK_BACK = "ask_back"
    CLARIFY = "clarify"
    ACCEPT = "accept"
    REFER = "refer"  # asks whoever asked; their consent moves it
    DECLINE = "decline"
    PLAN = "plan"
    HOLD = "hold"
    PUBLISH = "publish"
    FOLLOW_UP = "follow_up"  # the calendar asks
    CLOSE = "close"


LEADS_TO: Mapping[Step, State] = {
    Step.ACKNOWLEDGE: State.ACKNOWLEDGED,
    Step.CLARIFY: State.CLARIFIED,
    Step.ACCEPT: State.ACCEPTED,
    Step.REFER: State.REFERRED,
    Step.DECLINE: State.DECLINED,
    Step.PLAN: State.PLANNED,
    Step.HOLD: State.HELD,
    Step.PUBLISH: State.PUBLISHED,
    Step.FOLLOW_UP: State.FOLLOWED_UP,
    Step.CLOSE: State.CLOSED,
}
#: Something is still owed: nobody asks back about what has ended, nor about what nobody has sent.
OPEN = frozenset(State) - ENDED - {State.DRAFT}


def allows(step: Step, state: State) -> bool:
    """Whether a verb fits a state."""
    return state in OPEN if step is Step.ASK_BACK else LEADS_TO[step] in MOVES[state]


class Shown(StrEnum):
    """Who may read what came of it."""

    HOUSE = "house"
    PUBLIC = "public"


class Helped(StrEnum):
    """What whoever asked says when asked again."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


#: Telling somebody else that an answer is overdue needs the consent of the staff council.
ESCALATION = "intake.escalation"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What the house has agreed on, in working days of its Land."""

    land: str
    first_word: int
    decision: int
    reminder: int
    escalation: int

    def owed(self, state: State, received_on: date, *, since: date, next_on: date | None) -> date | None:
        """Until when the house owes a word in a state: the first word, the decision, the next step, a unit's answer."""
        if state is State.SUBMITTED:
            return workdays_after(received_on, self.first_word, self.land)
        if state in WAITING:
            return workdays_after(received_on, self.decision, self.land)
        if state is State.REFERRED:
            return workdays_after(since, self.decision, self.land)
        return next_on if state in (State.ACCEPTED, State.PLANNED) else None

    def reminds(self, due_on: date, *, on: date) -> bool:
        """Whether the staff unit is reminded by now."""
        return workdays_between(on, due_on, self.land) <= self.reminder

    def escalates(self, due_on: date, *, on: date) -> bool:
        """Whether somebody else is told by now."""
        return workdays_between(due_on, on, self.land) >= self.escalation


# -- idea management by rule

#: Judging ideas by criteria of the house, with notice and control, needs the consent of the staff council.
PROCEDURE = "intake.idea_procedure"


class Decision(StrEnum):
    """What becomes of an idea."""

    CARRY_OUT = "carry_out"
    PARTLY = "partly"
    NOT = "not"


class Carried(StrEnum):
    """Whether what was decided has been done."""

    DONE = "done"
    NOT_DONE = "not_done"


class CouncilWord(StrEnum):
    """What the staff council says before a notice."""

    CONSENT = "consent"
    OBJECTION = "objection"


class Thanks(StrEnum):
    """How a house recognises an idea."""

    WORD = "word"
    CERTIFICATE = "certificate"
    BONUS = "bonus"
    OTHER = "other"

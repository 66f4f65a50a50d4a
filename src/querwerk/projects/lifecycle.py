"""States of a lead project and the ways between them, as pure functions of values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a project stands (DOMAIN: the states a real portfolio of nine years needs)."""

    IDEA = "idea"
    CANDIDATE = "candidate"
    PRIORITIZED = "prioritized"
    APPROVED = "approved"
    RUNNING = "running"
    DELAYED = "delayed"
    PARTLY_SUSPENDED = "partly_suspended"
    PUT_OFF = "put_off"
    COMPLETED = "completed"
    MADE_PERMANENT = "made_permanent"
    REPLACED = "replaced"
    STOPPED = "stopped"


#: States in which a project takes one of the few places of its theme.
RUNNING_STATES = frozenset({State.RUNNING, State.DELAYED, State.PARTLY_SUSPENDED})
#: States that end a project, each with a reason.
END_STATES = frozenset({State.COMPLETED, State.MADE_PERMANENT, State.REPLACED, State.STOPPED})

TRANSITIONS: dict[State, frozenset[State]] = {
    State.IDEA: frozenset({State.CANDIDATE, State.STOPPED}),
    State.CANDIDATE: frozenset({State.PRIORITIZED, State.PUT_OFF, State.REPLACED, State.STOPPED}),
    State.PRIORITIZED: frozenset({State.APPROVED, State.RUNNING, State.PUT_OFF, State.REPLACED, State.STOPPED}),
    State.APPROVED: RUNNING_STATES | END_STATES | {State.PUT_OFF},
    State.RUNNING: (RUNNING_STATES | END_STATES | {State.PUT_OFF}) - {State.RUNNING},
    State.DELAYED: (RUNNING_STATES | END_STATES | {State.PUT_OFF}) - {State.DELAYED},
    State.PARTLY_SUSPENDED: (RUNNING_STATES | END_STATES | {State.PUT_OFF}) - {State.PARTLY_SUSPENDED},
    State.PUT_OFF: RUNNING_STATES | END_STATES | {State.APPROVED},
    # A finished project may come back: the house has seen a permanent task become a project again.
    State.COMPLETED: frozenset({State.RUNNING, State.MADE_PERMANENT}),
    State.MADE_PERMANENT: frozenset({State.RUNNING}),
    State.REPLACED: frozenset(),
    State.STOPPED: frozenset({State.CANDIDATE}),
}


class Light(StrEnum):
    """A traffic light; the page always says it in words too."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"


class GoalStatus(StrEnum):
    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    DROPPED = "dropped"


class LineageKind(StrEnum):
    """How one project leads to another, read from the earlier to the later one."""

    REPLACES = "replaces"
    CONTINUES = "continues"
    MERGES = "merges"
    SPLITS = "splits"
    RELATED = "related"


def may_move(before: State, after: State) -> bool:
    """Whether a project may go from one state to the other."""
    return after in TRANSITIONS[before]


def ended_since(states: Iterable[tuple[State, date]]) -> date | None:
    """The day a project ended: the first day of the last unbroken run of end states, none while it is under way.

    ``states`` come in order. A report that calls a finished project finished again moves nothing; a project that was
    resumed in between counts from its last ending.
    """
    ended: date | None = None
    for state, day in states:
        ended = (ended or day) if state in END_STATES else None
    return ended


def takes_place(state: State) -> bool:
    """Whether a project in this state takes one of the few places of its theme."""
    return state in RUNNING_STATES


def light_of(state: State, flags: Iterable[State], *, slips: int, overdue: int) -> Light:
    """The traffic light of a running project: red when (partly) suspended or overdue, yellow when something slips.

    ``slips`` counts open milestones with a later date than first planned, ``overdue`` those past their date.
    Projects that do not run show none.
    """
    if state not in RUNNING_STATES:
        return Light.NONE
    signs = {state, *flags}
    if overdue or State.PARTLY_SUSPENDED in signs or State.PUT_OFF in signs:
        return Light.RED
    if slips or State.DELAYED in signs:
        return Light.YELLOW
    return Light.GREEN


class Trend(StrEnum):
    """How the light moved since the report before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NONE = "none"


_SEVERITY = (Light.GREEN, Light.YELLOW, Light.RED)


def trend_of(before: Light, now: Light) -> Trend:
    """Better, same or worse; none while one of the two shows no light."""
    if Light.NONE in (before, now):
        return Trend.NONE
    step = _SEVERITY.index(now) - _SEVERITY.index(before)
    return Trend.SAME if step == 0 else Trend.WORSE if step > 0 else Trend.BETTER


class DraftState(StrEnum):
    """Where a text stands on its way from the first word to the public sheet."""

    WRITTEN = "written"
    SUBMITTED = "submitted"  # waits for the theme officer; without one, for the staff unit
    APPROVED = "approved"  # waits for the staff unit
    SCHEDULED = "scheduled"  # released for a later day
    RELEASED = "released"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class DraftStep(StrEnum):
    """What can be done with a draft."""

    WRITE = "write"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    RELEASE = "release"
    SCHEDULE = "schedule"
    HOLD = "hold"
    WITHDRAW = "withdraw"


#: Drafts on their way: of each text of a project there is at most one.
OPEN_DRAFTS = frozenset(DraftState) - {DraftState.RELEASED, DraftState.WITHDRAWN}
_AT_A_DESK = frozenset({DraftState.SUBMITTED, DraftState.APPROVED})
#: step -> (where it is possible, where it leads).
DRAFT_STEPS: dict[DraftStep, tuple[frozenset[DraftState], DraftState]] = {
    DraftStep.SUBMIT: (frozenset({DraftState.WRITTEN, DraftState.RETURNED}), DraftState.SUBMITTED),
    DraftStep.APPROVE: (frozenset({DraftState.SUBMITTED}), DraftState.APPROVED),
    DraftStep.RETURN: (_AT_A_DESK | {DraftState.SCHEDULED}, DraftState.RETURNED),
    DraftStep.RELEASE: (_AT_A_DESK | {DraftState.SCHEDULED}, DraftState.RELEASED),
    DraftStep.SCHEDULE: (_AT_A_DESK | {DraftState.SCHEDULED}, DraftState.SCHEDULED),
    DraftStep.HOLD: (frozenset({DraftState.SCHEDULED}), DraftState.SUBMITTED),
    DraftStep.WITHDRAW: (OPEN_DRAFTS, DraftState.WITHDRAWN),
    DraftStep.WRITE: (OPEN_DRAFTS - {DraftState.SCHEDULED}, DraftState.WRITTEN),
}


def draft_after(before: DraftState, step: DraftStep) -> DraftState | None:
    """Where a step leads from a state; None where it is not possible.

    A text that is changed on somebody's desk stays there, but whoever approved it before approved other words.
    """
    possible, after = DRAFT_STEPS[step]
    if before not in possible:
        return None
    return DraftState.SUBMITTED if step is DraftStep.WRITE and before in _AT_A_DESK else after


def confirmed_on(changed_on: date, confirmations: Iterable[date], *, on: date) -> date:
    """Until when a sheet is known to hold: its last change or the last confirmation until a day, the later one."""
    return max([changed_on, *(day for day in confirmations if day <= on)])


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another (0: none has passed); the last day of a short month ends one too."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    ends_short = later.day < earlier.day and (later + timedelta(days=1)).month == later.month
    return max(months - ends_short, 0)


def stale_months(confirmed: date, state: State, *, on: date, allowed: int) -> int:
    """For how many whole months nobody has confirmed a sheet, once that is as long as the house allows; otherwise 0.

    The sheet of a project that has ended stays as it is and grows no older.
    """
    months = months_between(confirmed, on)
    return months if months >= allowed and state not in END_STATES else 0

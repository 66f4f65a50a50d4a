"""What changed between two versions of a portfolio?

**Question.** Two snapshots of the same projects lie side by side, one as of an earlier and one as of a later day.
What is new, what slipped and by how many days, what became dearer, which goal was met, and which one is simply no
longer mentioned?

**Formula.** A written date means a span of days, first to last, both inclusive; an open end has no last day.
Let *old* and *new* be the newest spans of a milestone in the two versions, then :func:`shift` says

==========================  =======================================================  ===========================
new lies inside old         same days: nothing; fewer days: ``date_specified``       no days
both ends known             last of new - last of old: above 0 ``slipped``,          exactly that many days
                            below 0 ``brought_forward``, 0 ``date_reworded``
new end open, old known     first of new - last of old, if above 0: ``slipped``      at least that many days
old end open, new known     last of new - first of old, if below 0:                  at least that many days
                            ``brought_forward``
otherwise                   ``date_reworded``: the words settle nothing              no days
==========================  =======================================================  ===========================

A milestone that appears inside the window is measured from its first planned date. One that was reached is measured
by :func:`lateness` against the forecast of the earlier version, whatever was announced in between: first of actual -
last of expected when above 0, last of actual - first of expected when below 0 (both at least, unless the actual date
is a single day), and nothing while the two spans touch. A goal is ``goal_vanished`` when it is
open, was mentioned before and is not mentioned after. A project is ``dropped`` when it is missing after without ever
having ended. What belongs to a new project (its goals, milestones, costs) is not announced one by one, but what
happened to it inside the window is.

**Units.** Days are calendar days; amounts keep the unit of their series, and only amounts of one series are compared.

**Shapes.** ``before`` and ``after`` map the key of a project to its :class:`Version`; goals, milestones and costs are
mappings by key too. The result is sorted by project key, then by kind in the order of :class:`Kind`, then by subject.

**Limits.** Only the two ends of the window are compared: a date that moved out and back is no change. Two open ends
("after 2027", later "after 2029") count as a more precise word, since the later lies inside the earlier. A reached
milestone stays reached. Linear in the number of facts; no limit on sizes.

**Errors.** None: every pair of mappings has an answer.

**Source.** The states, milestones and goals of DOMAIN sections 3 and 4; the rule of slip is the house's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from querwerk.dates import VagueDate


class Kind(StrEnum):
    """What can happen to a project, in the order in which changes are listed."""

    NEW = "new"
    DROPPED = "dropped"
    RENAMED = "renamed"
    ENDED = "ended"
    RESUMED = "resumed"
    STATE_CHANGED = "state_changed"
    RESPONSIBLE_CHANGED = "responsible_changed"
    SLIPPED = "slipped"
    BROUGHT_FORWARD = "brought_forward"
    DATE_SPECIFIED = "date_specified"
    DATE_REWORDED = "date_reworded"
    REACHED = "reached"
    MILESTONE_NEW = "milestone_new"
    MILESTONE_DROPPED = "milestone_dropped"
    COST_NEW = "cost_new"
    COST_CHANGED = "cost_changed"
    GOAL_NEW = "goal_new"
    GOAL_CHANGED = "goal_changed"
    GOAL_MET = "goal_met"
    GOAL_MISSED = "goal_missed"
    GOAL_DROPPED = "goal_dropped"
    GOAL_VANISHED = "goal_vanished"
    GOAL_BACK = "goal_back"


RANK = {kind: rank for rank, kind in enumerate(Kind)}
_GOAL_ENDS = {"met": Kind.GOAL_MET, "missed": Kind.GOAL_MISSED, "dropped": Kind.GOAL_DROPPED}


@dataclass(frozen=True, slots=True)
class Planned:
    """One date said for a milestone, and why it moved there."""

    span: VagueDate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone with all dates planned so far, oldest first: the first is the baseline, the last the forecast."""

    name: str
    planned: tuple[Planned, ...] = ()
    actual: VagueDate | None = None
    dropped: bool = False
    drop_reason: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it reads now; ``mentioned`` is False when the newest report passes over it in silence."""

    text: str
    target: str = ""
    status: str = "open"
    reason: str = ""
    mentioned: bool = True


@dataclass(frozen=True, slots=True)
class Cost:
    """Money or posts: every amount stated so far for the same thing, oldest first, never empty."""

    what: str
    unit: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A project as it stood on a day. ``successors`` are the keys of the projects that replace or continue it."""

    name: str
    state: str
    flags: tuple[str, ...] = ()
    ended: bool = False
    reason: str = ""
    successors: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    goals: Mapping[str, Goal] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    costs: Mapping[str, Cost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``before`` and ``after`` are values as written: a state with its flags, a date, an amount, units.

    ``days`` is positive for later, negative for earlier, with ``at_least`` when an end is open; ``difference`` is
    the change of an amount.
    """

    project: str
    name: str
    kind: Kind
    subject: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    days: int | None = None
    at_least: bool = False
    difference: Decimal | None = None
    reason: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """How one written date moved to another."""

    kind: Kind
    days: int | None = None
    at_least: bool = False


def shift(old: VagueDate, new: VagueDate) -> Shift | None:
    """How a date moved (the table above); None when it means the same days."""
    if (old.first, old.last) == (new.first, new.last):
        return None
    if new.first >= old.first and (old.last is None or (new.last is not None and new.last <= old.last)):
        return Shift(Kind.DATE_SPECIFIED)
    if old.last is not None and new.last is not None:
        days, at_least = (new.last - old.last).days, False
    elif old.last is not None:
        days, at_least = max(0, (new.first - old.last).days), True
    elif new.last is not None:
        days, at_least = min(0, (new.last - old.first).days), True
    else:
        days, at_least = 0, True
    if days == 0:
        return Shift(Kind.DATE_REWORDED)
    return Shift(Kind.SLIPPED if days > 0 else Kind.BROUGHT_FORWARD, days, at_least)


def lateness(expected: VagueDate, actual: VagueDate) -> Shift | None:
    """How far a milestone was reached after or before the days expected; None when it may have been in time.

    Counted from the last expected day (or to the first, when earlier); a lower bound unless the actual date is a day.
    """
    exact = actual.first == actual.last
    if expected.last is not None and actual.first > expected.last:
        return Shift(Kind.SLIPPED, (actual.first - expected.last).days, not exact)
    if actual.last is not None and actual.last < expected.first:
        return Shift(Kind.BROUGHT_FORWARD, (actual.last - expected.first).days, not exact)
    return None


def compare(before: Mapping[str, Version], after: Mapping[str, Version]) -> tuple[Change, ...]:
    """What changed between two versions, sorted by project, kind and subject."""
    changes: list[Change] = []
    for key, now in after.items():
        was = before.get(key)
        if was != now:
            changes += _project(key, was, now)
    for key, was in before.items():
        if key not in after and not was.ended:
            changes.append(Change(key, was.name, Kind.DROPPED, before=_standing(was)))
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[str, int, str, tuple[str, ...], tuple[str, ...], str, int]:
    """Total for any two changes that differ: the order never depends on that of the mappings."""
    return (
        change.project, RANK[change.kind], change.subject, change.before, change.after, change.reason, change.days or 0,
    )  # fmt: skip


def _project(key: str, was: Version | None, now: Version) -> Iterator[Change]:
    """All changes of one project that is there after."""
    whole = Change(key, now.name, Kind.NEW)
    if was is None:
        yield replace(whole, after=_standing(now))
        if now.ended:
            yield replace(whole, kind=Kind.ENDED, after=_standing(now), reason=now.reason, successors=now.successors)
        was = Version(now.name, now.state, now.flags)
    else:
        if was.name != now.name:
            yield replace(whole, kind=Kind.RENAMED, before=(was.name,), after=(now.name,))
        yield from _state(whole, was, now)
        if set(was.responsible) != set(now.responsible):
            yield replace(whole, kind=Kind.RESPONSIBLE_CHANGED, before=was.responsible, after=now.responsible)
        yield from _announced(whole, was, now)
    yield from _happened(whole, was, now)


def _happened(whole: Change, was: Version, now: Version) -> Iterator[Change]:
    """What happened to milestones, costs and goals; one that just appeared is compared with its own first state."""
    for id_, milestone in now.milestones.items():
        earlier = was.milestones.get(id_) or replace(
            milestone, planned=milestone.planned[:1], actual=None, dropped=False
        )
        if earlier != milestone:
            yield from _milestone(replace(whole, subject=milestone.name), earlier, milestone)
    for id_, cost in now.costs.items():
        amount = was.costs[id_].amounts[-1] if id_ in was.costs else cost.amounts[0]
        if amount != cost.amounts[-1]:
            yield replace(
                whole, kind=Kind.COST_CHANGED, subject=cost.what, before=(str(amount), cost.unit),
                after=(str(cost.amounts[-1]), cost.unit), difference=cost.amounts[-1] - amount,
            )  # fmt: skip
    for id_, goal in now.goals.items():
        stated = was.goals.get(id_) or Goal(goal.text, goal.target)
        if stated != goal:
            yield from _goal(replace(whole, subject=goal.text), stated, goal)


def _standing(version: Version) -> tuple[str, ...]:
    return (version.state, *version.flags)


def _state(whole: Change, was: Version, now: Version) -> Iterator[Change]:
    moved = replace(whole, before=_standing(was), after=_standing(now), reason=now.reason)
    if now.ended and not was.ended:
        yield replace(moved, kind=Kind.ENDED, successors=now.successors)
    elif was.ended and not now.ended:
        yield replace(moved, kind=Kind.RESUMED)
    elif was.state != now.state or set(was.flags) != set(now.flags):
        yield replace(moved, kind=Kind.STATE_CHANGED)


def _announced(whole: Change, was: Version, now: Version) -> Iterator[Change]:
    """What appeared in a project that was already there, and milestones that are no longer listed."""
    for id_, milestone in now.milestones.items():
        if id_ not in was.milestones:
            planned = tuple(date.span.text for date in milestone.planned[:1])
            yield replace(whole, kind=Kind.MILESTONE_NEW, subject=milestone.name, after=planned)
    for id_, gone in was.milestones.items():
        if id_ not in now.milestones and not gone.dropped:
            yield replace(whole, kind=Kind.MILESTONE_DROPPED, subject=gone.name)
    for id_, cost in now.costs.items():
        if id_ not in was.costs:
            yield replace(whole, kind=Kind.COST_NEW, subject=cost.what, after=(str(cost.amounts[0]), cost.unit))
    for id_, goal in now.goals.items():
        if id_ not in was.goals:
            yield replace(whole, kind=Kind.GOAL_NEW, subject=goal.text, after=(goal.target,) if goal.target else ())


def _milestone(whole: Change, was: Milestone, now: Milestone) -> Iterator[Change]:
    reasons = [date.reason for date in now.planned[len(was.planned) :] if date.reason]
    reason = reasons[-1] if reasons else ""
    expected = was.planned[-1].span if was.planned else None
    if now.dropped and not was.dropped:
        yield replace(whole, kind=Kind.MILESTONE_DROPPED, reason=now.drop_reason)
    if now.actual is not None and was.actual is None:
        moved = lateness(expected, now.actual) if expected is not None else None
        yield replace(
            whole, kind=Kind.REACHED, before=(expected.text,) if expected else (), after=(now.actual.text,),
            days=moved.days if moved else None, at_least=moved.at_least if moved else False, reason=reason,
        )  # fmt: skip
    elif now.actual is None and not now.dropped and expected is not None and now.planned:
        forecast = now.planned[-1].span
        moved = shift(expected, forecast)
        if moved is not None:
            yield replace(
                whole, kind=moved.kind, before=(expected.text,), after=(forecast.text,),
                days=moved.days, at_least=moved.at_least, reason=reason,
            )  # fmt: skip


def _goal(whole: Change, was: Goal, now: Goal) -> Iterator[Change]:
    if (was.text, was.target) != (now.text, now.target):
        yield replace(
            whole,
            kind=Kind.GOAL_CHANGED,
            before=(was.text, was.target),
            after=(now.text, now.target),
            reason=now.reason,
        )
    if now.status != was.status and now.status in _GOAL_ENDS:
        yield replace(whole, kind=_GOAL_ENDS[now.status], reason=now.reason)
    elif now.status == "open" and was.mentioned and was.status == "open" and not now.mentioned:
        yield replace(whole, kind=Kind.GOAL_VANISHED)
    elif now.status == "open" and (was.status != "open" or (now.mentioned and not was.mentioned)):
        yield replace(whole, kind=Kind.GOAL_BACK)

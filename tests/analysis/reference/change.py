"""The slow, obvious twin of :mod:`querwerk.analysis.change`: one question per kind, days counted one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from querwerk.analysis.change import Cost, Goal, Milestone, Version
from querwerk.dates import VagueDate

ORDER = [
    "new", "dropped", "renamed", "ended", "resumed", "state_changed", "responsible_changed", "slipped",
    "brought_forward", "date_specified", "date_reworded", "reached", "milestone_new", "milestone_dropped", "cost_new",
    "cost_changed", "goal_new", "goal_changed", "goal_met", "goal_missed", "goal_dropped", "goal_vanished", "goal_back",
]  # fmt: skip

#: A day that no test comes near: it stands for "no end".
HORIZON = date(2003, 1, 1)


def days_of(span: VagueDate) -> set[date]:
    """Every single day a written date can mean."""
    days, day = set(), span.first
    while day <= (span.last or HORIZON):
        days.add(day)
        day += timedelta(days=1)
    return days


def steps(start: date, end: date) -> int:
    """How many days forward (or, negative, back) from one day to the other, by walking."""
    count, day = 0, start
    while day != end:
        day += timedelta(days=1 if end > start else -1)
        count += 1 if end > start else -1
    return count


def shift(old: VagueDate, new: VagueDate) -> tuple[str, int | None, bool] | None:
    """Kind, days and whether they are a lower bound."""
    before, after = days_of(old), days_of(new)
    if before == after:
        return None
    if after < before:
        return ("date_specified", None, False)
    if HORIZON not in before and HORIZON not in after:
        days = steps(max(before), max(after))
        return ("date_reworded", None, False) if days == 0 else _named(days, False)
    if HORIZON in after and HORIZON not in before and min(after) > max(before):
        return _named(steps(max(before), min(after)), True)
    if HORIZON in before and HORIZON not in after and max(after) < min(before):
        return _named(steps(min(before), max(after)), True)
    return ("date_reworded", None, False)


def lateness(expected: VagueDate, actual: VagueDate) -> tuple[str, int, bool] | None:
    """Nothing while some day fits both; otherwise the days between them."""
    before, after = days_of(expected), days_of(actual)
    if before & after:
        return None
    if min(after) > max(before):
        return _named(steps(max(before), min(after)), len(after) > 1)
    return _named(steps(min(before), max(after)), len(after) > 1)


def _named(days: int, at_least: bool) -> tuple[str, int, bool]:
    return ("slipped" if days > 0 else "brought_forward", days, at_least)


def compare(before: Mapping[str, Version], after: Mapping[str, Version]) -> list[dict[str, Any]]:
    """The same changes as plain dictionaries, found by asking for each kind in turn."""
    found: list[dict[str, Any]] = []
    for project in sorted({*before, *after}):
        for kind in ORDER:
            items = list(_of_kind(kind, before.get(project), after.get(project)))
            items.sort(key=lambda i: (i["subject"], i["before"], i["after"], i["reason"], i["days"] or 0))
            found += [{"project": project, **item, "kind": kind} for item in items]
    return found


def _item(version: Version, **values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "name": version.name, "subject": "", "before": (), "after": (), "days": None, "at_least": False,
        "difference": None, "reason": "", "successors": (),
    }  # fmt: skip
    return {**empty, **values}


def _of_kind(kind: str, was: Version | None, now: Version | None) -> Iterator[dict[str, Any]]:
    if now is None:
        if kind == "dropped" and was is not None and not was.ended:
            yield _item(was, before=(was.state, *was.flags))
        return
    yield from _about_the_whole(kind, was, now)
    for key, milestone in now.milestones.items():
        yield from _about_milestone(kind, was, now, key, milestone)
    if was is not None and kind == "milestone_dropped":
        for key, milestone in was.milestones.items():
            if key not in now.milestones and not milestone.dropped:
                yield _item(now, subject=milestone.name)
    for key, cost in now.costs.items():
        yield from _about_cost(kind, was, now, key, cost)
    for key, goal in now.goals.items():
        yield from _about_goal(kind, was, now, key, goal)


def _about_the_whole(kind: str, was: Version | None, now: Version) -> Iterator[dict[str, Any]]:
    here = (now.state, *now.flags)
    if was is None:
        if kind == "new":
            yield _item(now, after=here)
        if kind == "ended" and now.ended:
            yield _item(now, after=here, reason=now.reason, successors=now.successors)
        return
    there = (was.state, *was.flags)
    if kind == "renamed" and was.name != now.name:
        yield _item(now, before=(was.name,), after=(now.name,))
    if kind == "ended" and now.ended and not was.ended:
        yield _item(now, before=there, after=here, reason=now.reason, successors=now.successors)
    if kind == "resumed" and was.ended and not now.ended:
        yield _item(now, before=there, after=here, reason=now.reason)
    same_end = was.ended == now.ended
    if kind == "state_changed" and same_end and (was.state, set(was.flags)) != (now.state, set(now.flags)):
        yield _item(now, before=there, after=here, reason=now.reason)
    if kind == "responsible_changed" and set(was.responsible) != set(now.responsible):
        yield _item(now, before=was.responsible, after=now.responsible)


def _about_milestone(
    kind: str, was: Version | None, now: Version, key: str, milestone: Milestone
) -> Iterator[dict[str, Any]]:
    known = was is not None and key in was.milestones
    if kind == "milestone_new" and was is not None and not known:
        yield _item(now, subject=milestone.name, after=tuple(p.span.text for p in milestone.planned)[:1])
    old = was.milestones[key] if was is not None and known else None
    old_dates = [p.span for p in (old.planned if old else milestone.planned[:1])]
    new_reasons = [p.reason for p in list(milestone.planned)[len(old_dates) :] if p.reason] or [""]
    if kind == "milestone_dropped" and milestone.dropped and not (old and old.dropped):
        yield _item(now, subject=milestone.name, reason=milestone.drop_reason)
    reached_before = old is not None and old.actual is not None
    if milestone.actual is not None:
        if kind == "reached" and not reached_before:
            moved = lateness(old_dates[-1], milestone.actual) if old_dates else None
            yield _item(
                now, subject=milestone.name, before=tuple(d.text for d in old_dates[-1:]),
                after=(milestone.actual.text,), days=moved[1] if moved else None,
                at_least=moved[2] if moved else False, reason=new_reasons[-1],
            )  # fmt: skip
        return
    if milestone.dropped or not old_dates or not milestone.planned:
        return
    forecast = milestone.planned[-1].span
    moved = shift(old_dates[-1], forecast)
    if moved is not None and moved[0] == kind:
        yield _item(
            now, subject=milestone.name, before=(old_dates[-1].text,), after=(forecast.text,),
            days=moved[1], at_least=moved[2], reason=new_reasons[-1],
        )  # fmt: skip


def _about_cost(kind: str, was: Version | None, now: Version, key: str, cost: Cost) -> Iterator[dict[str, Any]]:
    known = was is not None and key in was.costs
    old: Decimal = was.costs[key].amounts[-1] if was is not None and known else cost.amounts[0]
    new = cost.amounts[-1]
    if kind == "cost_new" and was is not None and not known:
        yield _item(now, subject=cost.what, after=(str(cost.amounts[0]), cost.unit))
    if kind == "cost_changed" and old != new:
        yield _item(
            now, subject=cost.what, before=(str(old), cost.unit), after=(str(new), cost.unit), difference=new - old
        )


def _about_goal(kind: str, was: Version | None, now: Version, key: str, goal: Goal) -> Iterator[dict[str, Any]]:
    known = was is not None and key in was.goals
    old = was.goals[key] if was is not None and known else Goal(goal.text, goal.target)
    if kind == "goal_new" and was is not None and not known:
        yield _item(now, subject=goal.text, after=(goal.target,) if goal.target else ())
    if kind == "goal_changed" and [old.text, old.target] != [goal.text, goal.target]:
        yield _item(
            now, subject=goal.text, before=(old.text, old.target), after=(goal.text, goal.target), reason=goal.reason
        )
    for end in ("met", "missed", "dropped"):
        if kind == f"goal_{end}" and goal.status == end and old.status != end:
            yield _item(now, subject=goal.text, reason=goal.reason)
    if goal.status != "open":
        return
    if kind == "goal_vanished" and old.status == "open" and old.mentioned and not goal.mentioned:
        yield _item(now, subject=goal.text)
    silent_before = old.status == "open" and not old.mentioned
    if kind == "goal_back" and (old.status != "open" or (silent_before and goal.mentioned)):
        yield _item(now, subject=goal.text)

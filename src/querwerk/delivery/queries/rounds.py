"""Update rounds as the staff unit sees them: how many have answered, who has not, since when; by project, never by
person, and without any ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from querwerk.journal.actions import NOBODY
from querwerk.projects.lifecycle import END_STATES, RUNNING_STATES, State
from querwerk.projects.models import Involvement, Project, Responsibility
from querwerk.projects.rules import visible_to
from querwerk.structure.models import Body, Theme, ThemeBody
from querwerk.structure.queries import house_rules, valid_on

from ..lifecycle import calendar
from ..models import Answer, Round, SessionDay

#: States in which a project is asked how it stands.
ASKED_STATES = RUNNING_STATES | {State.PRIORITIZED, State.APPROVED, State.PUT_OFF}


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round with how many projects are asked and have answered. ``body`` is empty for a round of the staff unit."""

    pk: int
    title: str
    body: str
    meets_on: date | None
    opened_on: date
    due_on: date
    reminded_on: date | None
    closed_on: date | None
    asked: int = 0
    answered: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class Asked:
    """One project of a round: who leads it (posts), and what it said. ``ended`` owes nothing any more."""

    slug: str
    name: str
    theme: str
    leads: tuple[str, ...]
    ended: bool
    changed_on: date
    answer: Answer | None

    def overdue_days(self, due_on: date, on: date) -> int:
        """For how many days an answer has been missing; 0 when none is."""
        return 0 if self.answer or self.ended else max((on - due_on).days, 0)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with its projects: those that still owe an answer first, then by theme and name."""

    line: RoundLine
    projects: list[Asked]

    @property
    def unled(self) -> list[Asked]:
        """Those that nobody can be reminded of."""
        return [one for one in self.projects if not (one.leads or one.answer or one.ended)]


@dataclass(frozen=True, slots=True)
class Coming:
    """A day on which a body will meet: typed by the staff unit, or stated on the sheets of some projects."""

    body: int
    name: str
    meets_on: date
    opens_on: date
    due_on: date
    stated_by: int
    typed: bool
    round: int | None


def round_lines() -> list[RoundLine]:
    """All rounds, the newest first."""
    return _lines(Round.objects.order_by("-opened_on", "-pk"))


def round_page(pk: int, *, on: date) -> RoundPage | None:
    """One round with all its projects."""
    lines = _lines(Round.objects.filter(pk=pk))
    if not lines:
        return None
    answers = {answer.project_id: answer for answer in Answer.objects.filter(round=pk)}
    rows: list[tuple[Any, ...]] = list(
        Project.objects.filter(rounds=pk)
        .order_by("theme__position", "name")
        .values_list("pk", "slug", "name", "theme__name", "state", "updated_on")
    )
    leads = _lead_posts([row[0] for row in rows], on=on)
    asked = [
        Asked(slug, name, theme, tuple(leads[project]), state in END_STATES, changed_on, answers.get(project))
        for project, slug, name, theme, state, changed_on in rows
    ]
    return RoundPage(lines[0], sorted(asked, key=lambda one: bool(one.answer or one.ended)))


def _lines(rounds: QuerySet[Round]) -> list[RoundLine]:
    rows: list[tuple[Any, ...]] = list(
        rounds.values_list(
            "pk",
            "title",
            Coalesce("body__name", Value("")),
            "meets_on",
            "opened_on",
            "due_on",
            "reminded_on",
            "closed_on",
        )
    )
    answered: dict[int, set[int]] = defaultdict(set)
    for pk, project in Answer.objects.filter(round__in=rounds.order_by()).values_list("round_id", "project_id"):
        answered[pk].add(project)
    asked: dict[int, int] = defaultdict(int)
    through = Round.projects.through.objects.filter(round__in=rounds.order_by())
    for pk, project, state in through.values_list("round_id", "project_id", "project__state"):
        asked[pk] += project in answered[pk] or state not in END_STATES
    return [replace(RoundLine(*row), asked=asked[row[0]], answered=len(answered[row[0]])) for row in rows]


def _lead_posts(projects: Iterable[int], *, on: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Responsibility.objects.filter(valid_on(on), project__in=projects, role=Responsibility.Role.LEAD)
    named = rows.exclude(post=None).order_by("valid_from").values_list("project_id", "post__title", "post__unit__short")
    for project, post, unit in named:
        found[project].append(f"{post} ({unit})")
    return found


def asked_about(*, themes: Iterable[Theme] = (), body: Body | None = None, on: date) -> QuerySet[Project]:
    """The projects a round would ask: those in work of some themes (none: all), or those a body treats.

    A body treats the projects of its themes, and each project on whose sheet it stands with a date still to come.
    """
    public = visible_to(NOBODY).filter(state__in=ASKED_STATES)
    if body is not None:
        of_body = ThemeBody.objects.filter(valid_on(on), body=body).values("theme")
        planned = Involvement.objects.filter(body=body, planned=True, last_on__gte=on).values("project")
        public = public.filter(Q(theme__in=of_body) | Q(also_serves__in=of_body) | Q(pk__in=planned)).distinct()
    chosen = list(themes)
    return public.filter(theme__in=chosen) if chosen else public


def coming_days(*, on: date) -> list[Coming]:
    """The days on which bodies will meet, as far as known, with the round that belongs to each; the next one first."""
    rules = house_rules(on)
    known: dict[tuple[int, date], tuple[str, bool, set[int]]] = {}
    typed = SessionDay.objects.filter(meets_on__gte=on).values_list("body_id", "body__name", "meets_on")
    for body, name, day in typed:
        known[body, day] = (name, True, set())
    exact = Involvement.objects.filter(planned=True, first_on__gte=on, project__state__in=ASKED_STATES)
    stated = exact.filter(project__in=visible_to(NOBODY)).values_list(
        "body_id", "body__name", "first_on", "last_on", "project_id"
    )
    for body, name, first, last, project in stated:
        if first == last:
            known.setdefault((body, first), (name, False, set()))[2].add(project)
    rounds = {
        (body, day): pk for pk, body, day in Round.objects.exclude(body=None).values_list("pk", "body_id", "meets_on")
    }
    found = []
    for (body, day), (name, by_hand, projects) in known.items():
        days = calendar(day, opens_days=rules["round_opens_days"], due_days=rules["round_due_days"], today=on)
        found.append(
            Coming(body, name, day, days.opens_on, days.due_on, len(projects), by_hand, rounds.get((body, day)))
        )
    return sorted(found, key=lambda one: (one.meets_on, one.name))

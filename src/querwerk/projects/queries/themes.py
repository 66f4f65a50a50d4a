"""Themes: all of them at a glance, and one with everything that is on record about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Count, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.fields.json import JSONField
from django.db.models.functions import Cast
from markupsafe import Markup

from querwerk.journal.actions import Actor
from querwerk.structure.models import (
    BudgetLine,
    Source,
    StrategyGoal,
    Theme,
    ThemeBody,
    ThemeName,
    ThemeNote,
    ThemeRole,
)
from querwerk.structure.queries import Vocabulary, theme_name, vocabulary

from ..labels import FILLS, STATE_FILLS
from ..lifecycle import END_STATES, RUNNING_STATES, Light, State
from ..models import Contradiction, Involvement
from ..rules import contradictions_visible_to, visible_to
from .board import Row, board, language_now
from .lineage import Event, lineage_events
from .names import Choices, choices, here, last_day
from .portfolio import Wanted, all_rows


@dataclass(frozen=True, slots=True)
class Card:
    """A theme at a glance."""

    slug: str
    name: str
    department: str
    states: dict[State, int]

    @property
    def projects(self) -> int:
        return sum(self.states.values())

    @property
    def shares(self) -> list[tuple[str, str, int]]:
        """What share of the projects goes how: (fill, word, number)."""
        counted = Counter[str]()
        for state, number in self.states.items():
            counted[STATE_FILLS[state]] += number
        return [(fill, str(word), counted[fill]) for fill, word in FILLS.items() if counted[fill]]

    @property
    def running(self) -> int:
        return sum(number for state, number in self.states.items() if state in RUNNING_STATES)

    @property
    def ended(self) -> int:
        return sum(number for state, number in self.states.items() if state in END_STATES)


def cards(actor: Actor) -> list[Card]:
    """Every theme with the number of its projects in each state."""
    counted: dict[int, dict[str, int]] = {}
    for theme, state, number in visible_to(actor).order_by().values_list("theme_id", "state").annotate(n=Count("pk")):
        counted.setdefault(theme, {})[state] = number
    rows = Theme.objects.order_by("position", "name").values_list("pk", "slug", "name", "department__name")
    return [
        Card(
            slug, name, department or "", {state: counted[pk][state] for state in State if state in counted.get(pk, {})}
        )
        for pk, slug, name, department in rows
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """Something on record about a theme: the text, since and until when, who says so."""

    text: str
    detail: str
    since: date | None
    until: date | None
    number: int
    sources: tuple[str, ...]

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or self.until > on)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a mark names it."""

    title: str
    paper: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Treated:
    """A body of the council dealt with a project of the theme."""

    written: str
    body: str
    what: str
    result: str
    planned: bool
    slug: str
    name: str
    first_on: date


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources of the theme disagree, undecided."""

    number: int
    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme as of a day, in one language; ``slipped`` has the widest slip first, ``terms`` the words of an
    earlier day.

    Kept with the board of the day, and with it what the template wrote of its long lists (``written``).
    """

    slug: str
    name: str
    now: str
    department: str
    department_slug: str
    on: date
    year: int | None
    terms: Vocabulary | None
    choices: Choices
    names: tuple[Said, ...]
    heads: tuple[Said, ...]
    officers: tuple[Said, ...]
    notes: dict[str, list[Said]]
    bodies: tuple[Said, ...]
    budget: tuple[Said, ...]
    strategies: dict[str, list[Said]]
    current: list[Row]
    before: list[Row]
    lights: dict[Light, int]
    slipped: list[Row]
    events: list[Event]
    treated: list[Treated]
    disagreements: list[Disagreement]
    sources: dict[str, SourceLine]
    written: dict[str, Markup] = field(default_factory=dict, compare=False, repr=False)

    @property
    def former_names(self) -> list[str]:
        return list(dict.fromkeys(said.text for said in self.names if said.text != self.name))

    @property
    def budget_lines(self) -> str:
        return ", ".join(f"{said.text}, {said.detail}" for said in self.budget)


def theme_page(actor: Actor, slug: str, year: int | None, *, today: date) -> ThemePage | None:
    """Everything about one theme as of the end of a year (or today); None when no theme has this address."""
    on = last_day(year, today) if year else today
    at = here()
    if all(theme.slug != slug for theme in choices(at, on=on, today=today).themes):
        return None
    seen = board(at, actor, on=on, today=today)
    return seen.once(("theme", slug, year, language_now()), lambda: _read(actor, slug, year, on, today, at))


def _read(actor: Actor, slug: str, year: int | None, on: date, today: date, at: int) -> ThemePage:
    all_said, sources = _said(at)
    said = all_said[slug]
    theme = said["theme"][0]
    names = tuple(one for one in said["name"] if one.since is None or one.since <= on)
    held = [one.text for one in names if one.holds(on)] if on < today else []
    rows = all_rows(actor, Wanted(theme=slug, year=year), today=today, at=at)
    current = [row for row in rows if row.state not in END_STATES]
    projects = [row.pk for row in rows]
    treated, disagreements = _records(slug, projects, actor, on)
    return ThemePage(
        slug=slug,
        name=theme_name(held, theme.text),
        now=theme.text,
        department=theme.detail,
        department_slug=said["department"][0].text if said["department"] else "",
        on=on,
        year=year,
        terms=vocabulary(on, language_now()) if on < today else None,
        choices=choices(at, on=on, today=today),
        names=names,
        heads=tuple(one for one in said["head"] if one.holds(on)),
        officers=tuple(one for one in said["officer"] if one.holds(on)),
        notes={kind.value: said[kind.value] for kind in ThemeNote.Kind if said[kind.value]},
        bodies=tuple(one for one in said["body"] if one.holds(on)),
        budget=tuple(said["budget"]),
        strategies=_grouped(said["strategies"]),
        current=current,
        before=[row for row in rows if row.state in END_STATES],
        lights=Counter(row.standing.light for row in current if row.standing.light is not Light.NONE),
        slipped=sorted(filter(_is_late, current), key=lambda row: -row.standing.slip_days),
        events=lineage_events(actor, projects, on=on),
        treated=treated,
        disagreements=disagreements,
        sources=sources,
    )


def _is_late(row: Row) -> bool:
    """Whether an open milestone lies behind its first date."""
    return any(not milestone.reached and milestone.slip_days for milestone in row.standing.milestones)


def _grouped(said: list[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for one in said:
        found.setdefault(one.detail, []).append(one)
    return found


#: theme -> kind of fact -> what is on record, oldest first
_Record = dict[str, dict[str, list[Said]]]
_KINDS = ("head", "officer", "name", "body", "budget", "strategies", "theme", "department", *ThemeNote.Kind)


@lru_cache(maxsize=2)
def _said(position: int) -> tuple[_Record, dict[str, SourceLine]]:
    """All facts about the themes themselves, and the sources they may name: one statement for each journal position.

    A house has a handful of themes; asking for one of them takes as long as asking for all.
    """
    empty, no_day = Value("", CharField()), Cast(Value(None), DateField())
    no_list, one = Cast(Value(None), JSONField()), Value(1, IntegerField())

    def kind(name: str) -> Value:
        return Value(name, CharField())

    def of(model: Any, *columns: Any) -> QuerySet[Any]:
        return model.objects.filter(theme__isnull=False).order_by().values_list("theme__slug", *columns)  # type: ignore[no-any-return]

    themes = Theme.objects.order_by()
    # the first query lends its column types to all others
    parts: list[QuerySet[Any, Any]] = [
        of(ThemeRole, "role", "post__title", empty, "valid_from", "valid_to", "count", "sources", "pk"),
        of(ThemeName, kind("name"), "name", empty, "valid_from", "valid_to", one, "sources", "pk"),
        of(ThemeNote, "kind", "text", "change", "stated_on", no_day, one, "sources", "position"),
        of(ThemeBody, kind("body"), "body__name", "body__short", "valid_from", "valid_to", one, "sources", "pk"),
        of(
            BudgetLine, kind("budget"), "title", "code", no_day, no_day, F("cycle__first_year"), no_list,
            F("cycle__last_year"),
        ),
        of(StrategyGoal, kind("strategies"), "text", "strategy__name", no_day, no_day, one, no_list, "pk"),
        Source.objects.order_by().values_list(
            "key", kind("source"), "title", "paper", "dated_on", no_day, one, no_list, "pk"
        ),
        themes.values_list("slug", kind("theme"), "name", "department__name", no_day, no_day, one, no_list, "pk"),
        themes.filter(department__isnull=False).values_list(
            "slug", kind("department"), "department__slug", empty, no_day, no_day, one, no_list, "pk"
        ),
    ]  # fmt: skip
    first, *others = parts
    found: _Record = {}
    sources: dict[str, SourceLine] = {}
    rows = sorted(first.union(*others, all=True), key=lambda row: (row[4] or date.min, row[8]))
    for key, what, text, detail, since, until, number, keys, position in rows:
        if what == "source":
            sources[key] = SourceLine(text, detail, since)
            continue
        of_theme = found.setdefault(key, {kind: [] for kind in _KINDS})
        detail = f"{detail} ({number}/{position})" if what == "budget" else detail
        of_theme[what].append(Said(text, detail or "", since, until, number, tuple(keys or ())))
    return found, sources


def _records(slug: str, projects: list[int], actor: Actor, on: date) -> tuple[list[Treated], list[Disagreement]]:
    """Lately in the council, and where sources still disagree: one statement."""
    lately = Involvement.objects.filter(project__in=projects, first_on__lte=on).order_by("-first_on", "-pk")[:8]
    treated = Involvement.objects.filter(pk__in=lately.values("pk")).order_by()
    still_open = contradictions_visible_to(actor).filter(decision=Contradiction.Decision.OPEN).order_by()
    of_theme = still_open.filter(Q(themes__slug=slug) | Q(projects__theme__slug=slug))
    disputed = still_open.filter(pk__in=of_theme.values("pk"))
    no, nothing, no_day = Value(False), Value("", CharField()), Cast(Value(None), DateField())
    first = treated.values_list(
        Cast("pk", IntegerField()), "planned", "what", "result", "date", "body__name", "project__slug", "project__name",
        "first_on",
    )  # fmt: skip
    second = disputed.values_list("number", no, "what", "first", nothing, nothing, nothing, "second", no_day)
    meetings, disagreements = [], []
    for number, planned, what, text, written, body, project, more, first_on in first.union(second, all=True):
        if first_on is None:
            disagreements.append(Disagreement(number, what, text, more))
        else:
            meetings.append((first_on, number, Treated(written, body, what, text, planned, project, more, first_on)))
    newest_first = sorted(meetings, key=lambda meeting: meeting[:2], reverse=True)
    return [one for *_key, one in newest_first], sorted(disagreements, key=lambda one: one.number)

"""The portfolio: what a reader asked for, and the projects that answer it, a page or all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Exists, F, OrderBy, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower, Replace

from querwerk.journal.actions import Actor
from querwerk.structure.queries import valid_on

from ..lifecycle import END_STATES, RUNNING_STATES, State
from ..models import Project, ProjectName, Responsibility, StateVersion
from ..rules import visible_to
from .names import Choices, ThemeLine, choices, last_day, read_year
from .standing import EMPTY, Standing, standings

PAGE_SIZE = 50
#: Groups of states a reader may ask for as one.
GROUPS = {"running": RUNNING_STATES, "ended": END_STATES}
SORTS = ("theme", "name", "state", "begin", "end", "updated")
_KINDS = frozenset(Project.Kind.values)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for. Empty means no restriction; ``sort`` starts with ``-`` when turned round."""

    text: str = ""
    theme: str = ""
    unit: str = ""
    state: str = ""
    outcome: str = ""
    kind: str = ""
    year: int | None = None
    sort: str = "theme"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, Any], today: date) -> Wanted:
        """From an address; what is not on a list is passed over."""

        def word(key: str, allowed: frozenset[str] | None = None) -> str:
            value = str(query.get(key, "")).replace("\0", "").strip()[:200]
            return value if allowed is None or value in allowed else ""

        sort = word("sortierung")
        page = word("seite")
        return cls(
            text=word("name"),
            theme=word("thema"),
            unit=word("einheit"),
            state=word("zustand", frozenset(State) | frozenset(f"group-{group}" for group in GROUPS)),
            outcome=word("ende", frozenset(END_STATES)),
            kind=word("art", _KINDS),
            year=read_year(word("jahr"), today),
            sort=sort if sort.removeprefix("-") in SORTS else "theme",
            page=int(page) if page.isascii() and page.isdecimal() and 0 < int(page) < 100_000 else 1,
        )

    def query(self, **changed: Any) -> str:
        """The same wish as an address, with some of it changed; a changed filter starts at page one again."""
        wish = replace(self, **{"page": 1, **changed})
        pairs = {
            "name": wish.text,
            "thema": wish.theme,
            "einheit": wish.unit,
            "zustand": wish.state,
            "ende": wish.outcome,
            "art": wish.kind,
            "jahr": wish.year or "",
            "sortierung": wish.sort if wish.sort != "theme" else "",
            "seite": wish.page if wish.page > 1 else "",
        }
        return urlencode({key: value for key, value in pairs.items() if value != ""})

    @property
    def filtered(self) -> bool:
        return any((self.text, self.theme, self.unit, self.state, self.outcome, self.kind, self.year))


@dataclass(frozen=True, slots=True)
class Row:
    """One project of a list."""

    pk: int
    slug: str
    name: str
    theme: str
    theme_slug: str
    kind: str
    state: State
    begin: str
    end: str
    updated_on: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of the portfolio and what can be asked of it."""

    wanted: Wanted
    on: date
    rows: list[Row]
    total: int
    by_state: dict[State, int]
    choices: Choices

    @property
    def start(self) -> int:
        return (self.wanted.page - 1) * PAGE_SIZE

    @property
    def export_query(self) -> str:
        query = self.wanted.query()
        return f"?{query}" if query else ""

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE_SIZE), 1)


def portfolio(actor: Actor, wanted: Wanted, *, today: date) -> Portfolio:
    """One page of the portfolio."""
    on = last_day(wanted.year, today) if wanted.year else today
    found = _found(actor, wanted, on, today)
    counted = dict(found.order_by().values_list("then_state").annotate(Count("pk")))
    by_state = {state: counted[state] for state in State if state in counted}
    total = sum(by_state.values())
    wanted = replace(wanted, page=min(wanted.page, max(-(-total // PAGE_SIZE), 1)))
    offered = choices(on=on, today=today)
    start = (wanted.page - 1) * PAGE_SIZE
    rows = _rows(_sorted(found, wanted.sort)[start : start + PAGE_SIZE], offered.themes, on) if total else []
    return Portfolio(wanted, on, rows, total, by_state, offered)


def all_rows(actor: Actor, wanted: Wanted, *, today: date, themes: list[ThemeLine] | None = None) -> list[Row]:
    """Every project that answers the wish; a caller that knows the themes hands them over."""
    on = last_day(wanted.year, today) if wanted.year else today
    themes = choices(on=on, today=today, units=False).themes if themes is None else themes
    return _rows(_sorted(_found(actor, wanted, on, today), wanted.sort), themes, on)


def in_year(year: int) -> Q:
    """Projects of the portfolio of a year: seen by its end, not ended before its beginning."""
    return Q(first_seen_on__lte=date(year, 12, 31)) & (Q(ended_on__isnull=True) | Q(ended_on__gte=date(year, 1, 1)))


def works_in_year(year: int, prefix: str = "") -> Q:
    """Responsibilities (partners aside) that held on some day of a year."""
    return (
        ~Q(**{f"{prefix}role": Responsibility.Role.PARTNER})
        & Q(**{f"{prefix}valid_from__lte": date(year, 12, 31)})
        & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": date(year, 1, 1)}))
    )


def _found(actor: Actor, wanted: Wanted, on: date, today: date) -> QuerySet[Any, Any]:
    """The projects that answer the wish, with the state and name they had on the day the page looks from."""
    projects: QuerySet[Any, Any] = visible_to(actor)
    if on < today:
        then = StateVersion.objects.filter(project=OuterRef("pk"), stated_on__lte=on).order_by("-stated_on", "-id")
        called = ProjectName.objects.filter(valid_on(on), project=OuterRef("pk")).order_by("-valid_from", "-id")
        projects = projects.annotate(
            then_state=Coalesce(Subquery(then.values("state")[:1]), F("state")),
            then_name=Coalesce(Subquery(called.values("name")[:1]), F("name")),
        )
    else:
        projects = projects.annotate(then_state=F("state"), then_name=F("name"))
    if wanted.year:
        projects = projects.filter(in_year(wanted.year))
    if wanted.theme:
        projects = projects.filter(theme__slug=wanted.theme)
    if wanted.kind:
        projects = projects.filter(kind=wanted.kind)
    if wanted.state.startswith("group-"):
        projects = projects.filter(then_state__in=GROUPS[wanted.state.removeprefix("group-")])
    elif wanted.state:
        projects = projects.filter(then_state=wanted.state)
    if wanted.outcome:
        projects = projects.filter(state=wanted.outcome)
    if wanted.unit:
        held = Responsibility.objects.filter(Q(unit__slug=wanted.unit) | Q(post__unit__slug=wanted.unit))
        held = (
            held.filter(works_in_year(wanted.year)) if wanted.year else held.exclude(role=Responsibility.Role.PARTNER)
        )
        projects = projects.filter(pk__in=held.values("project"))
    if wanted.text:
        # a pattern, since SQLite's LIKE folds no umlauts
        pattern = re.escape(wanted.text)
        once = ProjectName.objects.filter(project=OuterRef("pk"), name__iregex=pattern)
        projects = projects.filter(Q(name__iregex=pattern) | Exists(once))
    return projects


def _sorted(projects: QuerySet[Any, Any], sort: str) -> QuerySet[Any, Any]:
    by_name: Any = F("then_name")
    for letter, plain in (("Ä", "A"), ("Ö", "O"), ("Ü", "U")):
        by_name = Replace(by_name, Value(letter), Value(plain))
    by_name = Lower(by_name)
    back = sort.startswith("-")

    def order(expression: Any) -> OrderBy:
        return OrderBy(expression, descending=back, nulls_last=True)

    first: list[OrderBy] = {
        "theme": [order(F("theme__position")), order(F("theme__name"))],
        "name": [order(by_name)],
        "state": [order(_state_position())],
        "begin": [order(F("begin_on"))],
        "end": [order(F("end_on"))],
        "updated": [order(F("updated_on"))],
    }[sort.removeprefix("-")]
    rest = [] if "name" in sort else [by_name.asc()]
    return projects.order_by(*first, *rest, "pk")


def _state_position() -> Case:
    whens = [When(then_state=state, then=Value(f"{number:02}")) for number, state in enumerate(State)]
    return Case(*whens, default=Value("99"), output_field=CharField())


def _rows(projects: QuerySet[Any, Any], themes: list[ThemeLine], on: date) -> list[Row]:
    by_pk = {theme.pk: theme for theme in themes}
    found = list(
        projects.values_list("pk", "slug", "then_name", "theme_id", "kind", "then_state", "begin", "end", "updated_on")
    )
    standing = standings([row[0] for row in found], on=on)
    return [
        Row(
            pk,
            slug,
            name,
            by_pk[theme].name,
            by_pk[theme].slug,
            kind,
            State(state),
            begin,
            end,
            # a page about the past shows the newest word known then
            told.step.stated_on if updated_on > on and told.step else updated_on,
            told,
        )
        for pk, slug, name, theme, kind, state, begin, end, updated_on in found
        for told in [standing.get(pk, EMPTY)]
    ]

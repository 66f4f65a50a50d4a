"""Reading the structure: who holds what, what things were called on a day, who answers for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Case, CharField, Count, DateField, JSONField, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from querwerk.access import Role
from querwerk.search.actions import Doc

from .labels import CONCEPTS
from .models import (
    Alias,
    Assignment,
    Body,
    BudgetLine,
    HouseRule,
    Placement,
    Post,
    Source,
    Sourced,
    SteeringSeat,
    StrategyGoal,
    Term,
    Theme,
    ThemeBody,
    ThemeName,
    ThemeNote,
    ThemeRole,
    Unit,
    UnitName,
)


def valid_on(day: Any, through: str = "") -> Q:
    """Rows valid on a day (inclusive from, exclusive to); ``through`` leads to them from elsewhere."""
    return Q(**{f"{through}valid_from__lte": day}) & not_ended(day, through)


def not_ended(day: Any, through: str = "") -> Q:
    """Rows that hold on a day or will hold later."""
    return Q(**{f"{through}valid_to__isnull": True}) | Q(**{f"{through}valid_to__gt": day})


def held_by(person: Any, *, on: Any) -> list[QuerySet[Any, Any]]:
    """Role, title, unit and thread: of the unit of each post somebody holds, and of each theme these posts are for."""
    post = Q(post__assignments__person=person) & valid_on(on, "post__assignments__")
    parts = {ThemeRole.Role.OFFICER: Role.THEME_OFFICER, ThemeRole.Role.HEAD: Role.DEPUTY_MAYOR}
    role = Case(*(When(role=part, then=Value(role.value)) for part, role in parts.items()), output_field=CharField())
    nothing = Value("", CharField())
    posts = Assignment.objects.filter(valid_on(on), person=person)
    themes = ThemeRole.objects.filter(valid_on(on), post)
    departments = Theme.objects.filter(
        department__posts__assignments__in=posts, department__posts__role=Post.Role.DEPUTY_MAYOR
    )
    return [
        posts.order_by().values_list("post__role", "post__title", "post__unit__short", "post__unit__thread"),
        themes.order_by().values_list(role, nothing, nothing, "theme__thread"),
        departments.order_by().values_list(Value(Role.DEPUTY_MAYOR.value, CharField()), nothing, nothing, "thread"),
    ]


def threads_below(threads: Iterable[UUID], *, on: date) -> set[UUID]:
    """The threads of all units below some units on a day, at any depth."""
    children: dict[UUID, list[UUID]] = defaultdict(list)
    for parent, child in Placement.objects.filter(valid_on(on)).values_list("parent__thread", "unit__thread"):
        children[parent].append(child)
    found: set[UUID] = set()
    waiting = list(threads)
    while waiting:
        below = [child for child in children[waiting.pop()] if child not in found]
        found.update(below)
        waiting += below
    return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the house calls its concepts on a day: one and many."""

    terms: Mapping[str, tuple[str, str]]

    def one(self, concept: str) -> str:
        return self.terms[concept][0] if concept in self.terms else str(CONCEPTS[concept][0])

    def many(self, concept: str) -> str:
        return self.terms[concept][1] if concept in self.terms else str(CONCEPTS[concept][1])


def vocabulary(on: date, language: str = "de") -> Vocabulary:
    """The terms valid on a day; the dated terms are German, so other languages get the plain words."""
    if language != "de":
        return Vocabulary({})
    rows = Term.objects.filter(valid_on(on), preferred=True).order_by("valid_from")
    return Vocabulary({term.concept: (term.singular, term.plural) for term in rows})


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with the number of facts that rest on it."""

    source: Source
    facts: int


def source_lines() -> list[SourceLine]:
    """All sources, the newest first: two statements, one of them over every table whose facts carry sources."""
    first, *rest = [
        table._default_manager.values_list("sources").annotate(facts=Count("pk")).order_by()
        for table in apps.get_models()
        if issubclass(table, Sourced)
    ]
    counts: Counter[str] = Counter()
    for keys, facts in first.union(*rest, all=True):
        counts.update(dict.fromkeys(keys, facts))
    return [SourceLine(source, counts[source.key]) for source in Source.objects.order_by("-dated_on", "key")]


#: What holds until the house agrees on a number of its own.
USUAL_RULES = {
    "freshness_months": 6, "round_opens_days": 28, "round_due_days": 7, "round_escalation_days": 14,
    "inquiry_first_word_days": 5, "inquiry_decision_days": 20, "inquiry_reminder_days": 2,
    "inquiry_escalation_days": 3, "team_share_limit": 50, "release_reminder_days": 7, "release_levels": 1,
}  # fmt: skip


def house_rules(on: date) -> dict[str, int]:
    """The numbers the house has agreed on, as they hold on a day."""
    agreed = HouseRule.objects.filter(valid_on(on)).order_by("valid_from").values_list("key", "value")
    return {**USUAL_RULES, **dict(agreed)}


def theme_name(held: Sequence[str], repeated: str) -> str:
    """What a theme was called on a day: one of the names that held then (oldest first), or what ``Theme.name`` repeats.

    Sources may use two names at once. Where the repeated name, the newest source's word, is among them, it counts on
    every page and in every report; otherwise the name that began last; without any, the repeated one.
    """
    return repeated if repeated in held or not held else held[-1]


def moved_to(kind: str, slug: str) -> str | None:
    """The address that an old or other address of a theme, project or unit stands for."""
    return Alias.objects.filter(kind=kind, slug=slug).values_list("target", flat=True).first()


def documents() -> list[Doc]:
    """What of the structure can be found by search: themes and units by every name they had, and the bodies."""
    theme_names: dict[int, list[str]] = defaultdict(list)
    for pk, name in ThemeName.objects.order_by("valid_from").values_list("theme", "name"):
        theme_names[pk].append(name)
    notes: dict[int, list[str]] = defaultdict(list)
    for pk, text in ThemeNote.objects.order_by("position", "pk").values_list("theme", "text"):
        notes[pk].append(text)
    unit_names: dict[int, list[str]] = defaultdict(list)
    for pk, name, short in UnitName.objects.order_by("valid_from").values_list("unit", "name", "short"):
        unit_names[pk] += [name, short]
    return [
        *(
            Doc("theme", slug, name, _others(theme_names[pk], name), texts=tuple(notes[pk]), compared=False)
            for pk, slug, name in Theme.objects.order_by("position").values_list("pk", "slug", "name")
        ),
        *(
            Doc("unit", slug, name, _others([*unit_names[pk], short], name), compared=False)
            for pk, slug, name, short in Unit.objects.order_by("pk").values_list("pk", "slug", "name", "short")
        ),
        *(
            Doc("body", slug, name, _others([short], name), compared=False)
            for slug, name, short in Body.objects.order_by("pk").values_list("slug", "name", "short")
        ),
    ]


def _others(names: list[str], current: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name != current)


def sources() -> dict[str, Source]:
    """All sources by key, oldest first."""
    return {source.key: source for source in Source.objects.order_by("dated_on", "key")}


@dataclass(frozen=True, slots=True)
class Spell:
    """What held from a day until another, as the pages of the staff unit list it."""

    what: str
    words: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A thing of the structure that the staff unit keeps, with what held before."""

    key: str
    title: str
    detail: str
    spells: tuple[Spell, ...] = ()


def terms() -> list[Spell]:
    """Every preferred word of the house, by concept, newest first."""
    rows = Term.objects.filter(preferred=True).order_by("concept", "-valid_from")
    fields = rows.values_list("concept", "singular", "plural", "valid_from", "valid_to")
    return [Spell(concept, f"{one} / {many}", start, end) for concept, one, many, start, end in fields]


def rules() -> list[Spell]:
    """Every rule of the house, newest first."""
    rows = HouseRule.objects.order_by("key", "-valid_from").values_list("key", "value", "valid_from", "valid_to")
    return [Spell(key, str(value), start, end) for key, value, start, end in rows]


def kept_units() -> list[Kept]:
    """All units with where they hang and have hung."""
    places: dict[int, list[Spell]] = defaultdict(list)
    rows = Placement.objects.order_by("-valid_from").values_list("unit", "parent__name", "valid_from", "valid_to")
    for unit, parent, start, end in rows:
        places[unit].append(Spell("", parent, start, end))
    fields = Unit.objects.order_by("name").values_list("pk", "slug", "name", "short")
    return [Kept(slug, name, short if short != name else "", tuple(places[pk])) for pk, slug, name, short in fields]


def kept_themes() -> list[Kept]:
    """All themes with the names they have had."""
    names: dict[int, list[Spell]] = defaultdict(list)
    rows = ThemeName.objects.order_by("-valid_from").values_list("theme", "name", "valid_from", "valid_to")
    for theme, name, start, end in rows:
        names[theme].append(Spell("", name, start, end))
    fields = Theme.objects.order_by("position", "name").values_list("pk", "slug", "name")
    return [Kept(slug, name, "", tuple(names[pk])) for pk, slug, name in fields]


def kept_posts(*, on: date) -> list[tuple[Kept, list[Assignment]]]:
    """All posts with those who hold them on a day: for the staff unit alone, since it names people."""
    held: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(valid_on(on)).select_related("person").order_by("valid_from"):
        held[assignment.post_id].append(assignment)
    posts = Post.objects.order_by("title").values_list("pk", "slug", "title", "unit__name")
    return [(Kept(slug, title, unit), held[pk]) for pk, slug, title, unit in posts]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing on record about a theme: ``kind`` is a role, a kind of note, body, budget or strategy."""

    kind: str
    row: int
    text: str
    detail: str
    valid_from: date | None
    valid_to: date | None
    own: bool


def recorded(theme: Theme) -> list[Recorded]:
    """Everything on record about a theme, oldest first, in one statement; ``own`` was entered in Querwerk."""
    empty, no_day = Value("", CharField()), Cast(Value(None), DateField())

    def of(model: type[Model], *fields: Any) -> QuerySet[Any, Any]:
        return model._default_manager.filter(theme=theme).order_by().values_list(*fields)

    def kind(name: str) -> Value:
        return Value(name, CharField())

    spell, no_spell = ("valid_from", "valid_to", "sources"), (no_day, no_day, Value([], JSONField()))
    line = Concat("code", Value(" "), "title", output_field=CharField())
    years = Concat(Cast("cycle__first_year", CharField()), Value("/"), Cast("cycle__last_year", CharField()))
    # the first query lends its column types to all others
    first, *others = (
        of(ThemeRole, "role", "pk", "post__title", "post__unit__name", *spell),
        of(ThemeBody, kind("body"), "pk", "body__name", empty, *spell),
        of(ThemeNote, "kind", "pk", "text", "change", no_day, no_day, "sources"),
        of(BudgetLine, kind("budget"), "pk", line, years, *no_spell),
        of(StrategyGoal, kind("strategy_goal"), "pk", "text", "strategy__name", *no_spell),
    )
    rows = sorted(first.union(*others, all=True), key=lambda row: (row[4] or date.min, row[1]))
    return [
        Recorded(what, pk, text, detail or "", start, end, not keys)
        for what, pk, text, detail, start, end, keys in rows
    ]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit, what it was called and where it hung over time, and what hangs below it on a day."""

    slug: str
    name: str
    short: str
    kind: str
    names: tuple[Spell, ...]
    places: tuple[Spell, ...]
    below: tuple[tuple[str, str], ...]


def unit_page(slug: str, *, on: date) -> UnitPage | None:
    """One unit; None when no unit has this address."""
    unit = Unit.objects.filter(slug=slug).values_list("pk", "slug", "name", "short", "kind").first()
    if unit is None:
        return None
    names = UnitName.objects.filter(unit=unit[0]).order_by("valid_from")
    places = Placement.objects.filter(unit=unit[0]).order_by("valid_from")
    below = Placement.objects.filter(valid_on(on), parent=unit[0]).order_by("unit__name")
    above = places.values_list("parent__slug", "parent__name", "valid_from", "valid_to")
    return UnitPage(
        *unit[1:],
        names=tuple(Spell(*row) for row in names.values_list("short", "name", "valid_from", "valid_to")),
        places=tuple(Spell(*row) for row in above),
        below=tuple(below.values_list("unit__slug", "unit__name")),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A post that holds a role of the cross-structure, and since when; ``row`` is its seat in the steering circle."""

    post: str
    unit: str
    valid_from: date
    valid_to: date | None
    chairs: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class CrossRoles:
    """Who holds which role on a day: the steering circle, and of each theme who answers and who coordinates."""

    steering: list[Held]
    themes: list[tuple[str, str, list[Held], list[Held]]]


def cross_roles(*, on: date) -> CrossRoles:
    """The roles of the cross-structure on a day; four statements."""
    spell = ("valid_from", "valid_to")
    seats = SteeringSeat.objects.filter(valid_on(on)).order_by("-chairs", "post__title")
    steering = [Held(*row) for row in seats.values_list("post__title", "post__unit__short", *spell, "chairs", "pk")]
    held: dict[tuple[int, str], list[Held]] = defaultdict(list)
    roles = ThemeRole.objects.filter(valid_on(on)).order_by("valid_from", "post__title")
    for theme, role, *row in roles.values_list("theme_id", "role", "post__title", "post__unit__short", *spell):
        held[theme, role].append(Held(*row))
    names: dict[int, list[str]] = defaultdict(list)
    for theme, name in ThemeName.objects.filter(valid_on(on)).order_by("valid_from").values_list("theme_id", "name"):
        names[theme].append(name)
    themes = [
        (slug, theme_name(names[pk], name), held[pk, ThemeRole.Role.HEAD], held[pk, ThemeRole.Role.OFFICER])
        for pk, slug, name in Theme.objects.order_by("position", "name").values_list("pk", "slug", "name")
    ]
    return CrossRoles(steering, themes)

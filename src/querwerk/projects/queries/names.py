"""What a page over many projects can be asked for: themes and units under the names of a day, and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Cast
from markupsafe import Markup

from querwerk.journal.queries import position
from querwerk.structure.models import HouseRule, Theme, ThemeName, Unit
from querwerk.structure.queries import USUAL_RULES, theme_name, valid_on

from ..models import Project, Responsibility


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme under the name of a day."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: themes in the order of the house, units that work on projects, years."""

    themes: list[ThemeLine]
    units: list[tuple[str, str]]
    years: range
    #: The options of each choice, none of them chosen: five hundred units are written once, not for every page.
    written: Mapping[str, Markup]
    #: After how many months a sheet counts as not confirmed for long.
    freshness_months: int

    @property
    def theme_options(self) -> list[tuple[str, str]]:
        return [(theme.slug, theme.name) for theme in self.themes]

    def options(self, name: str, chosen: object = None) -> Markup:
        """The options of a choice (``themes``, ``units``, ``years``), one of them chosen."""
        if not chosen:
            return self.written[name]
        value = Markup('value="{}"').format(chosen)
        return self.written[name].replace(value, value + Markup(" selected"))

    def theme_name(self, slug: str) -> str:
        return dict(self.theme_options).get(slug, slug)

    def unit_name(self, slug: str) -> str:
        return dict(self.units).get(slug, slug)


_THEME, _THEN, _UNIT, _YEAR, _RULE = 1, 2, 3, 4, 5


def here() -> int:
    """The journal position that everything on these pages is remembered by: asked once a page."""
    return position(("structure", "projects"))


def choices(at: int, *, on: date, today: date) -> Choices:
    """All choices at a journal position; themes are called what they were called on that day."""
    return _choices(on, on < today, today, at)


@lru_cache(maxsize=64)
def _choices(on: date, past: bool, today: date, position: int) -> Choices:
    zero, nothing, no_day = Value(0), Value(""), Cast(Value(None), DateField())
    first = Project.objects.order_by("first_seen_on", "pk")[:1].values("pk")
    parts: list[QuerySet[Any, Any]] = [
        Project.objects.filter(pk__in=first).values_list(Value(_YEAR), "pk", zero, nothing, nothing, "first_seen_on")
    ]
    rule = HouseRule.objects.filter(valid_on(on), key="freshness_months")
    parts.append(rule.values_list(Value(_RULE), "pk", "value", nothing, nothing, "valid_from"))
    if past:
        then = ThemeName.objects.filter(valid_on(on))
        parts.append(then.values_list(Value(_THEN), "theme_id", zero, nothing, "name", "valid_from"))
    held = Responsibility.objects.exclude(role=Responsibility.Role.PARTNER)
    busy = Q(pk__in=held.values("unit")) | Q(pk__in=held.filter(post__isnull=False).values("post__unit"))
    parts.append(Unit.objects.filter(busy).values_list(Value(_UNIT), "pk", zero, "slug", "name", no_day))
    themes = Theme.objects.values_list(Value(_THEME), "pk", "position", "slug", "name", no_day)
    found: dict[int, list[tuple[Any, ...]]] = {_THEME: [], _THEN: [], _UNIT: [], _YEAR: [], _RULE: []}
    for what, *row in themes.union(*parts, all=True):
        found[what].append(tuple(row))
    then_held: dict[int, list[str]] = defaultdict(list)
    for pk, _, _, name, _ in sorted(found[_THEN], key=itemgetter(4)):
        then_held[pk].append(name)
    lines = [
        ThemeLine(pk, slug, theme_name(then_held[pk], name))
        for pk, _, slug, name, _ in sorted(found[_THEME], key=itemgetter(1, 3))
    ]
    offices = sorted(((slug, name) for _, _, slug, name, _ in found[_UNIT]), key=lambda unit: in_order(unit[1]))
    began = found[_YEAR][0][4].year if found[_YEAR] else today.year
    years = range(min(began, today.year), today.year + 1)
    written = {
        "themes": _written((line.slug, line.name) for line in lines),
        "units": _written(offices),
        "years": _written((year, year) for year in reversed(years)),
    }
    agreed = [number for _, number, _, _, _ in sorted(found[_RULE], key=itemgetter(4))]
    return Choices(lines, offices, years, written, (agreed or [USUAL_RULES["freshness_months"]])[-1])


def _written(options: Iterable[tuple[object, object]]) -> Markup:
    option = Markup('<option value="{}">{}</option>')
    return Markup("").join(option.format(value, word) for value, word in options)


_PLAIN = str.maketrans("äöü", "aou")


def in_order(name: str) -> str:
    """A key that sorts names as a German register does."""
    return name.lower().translate(_PLAIN)


def last_day(year: int, today: date) -> date:
    """The day a page about a year looks from: its last one, or today."""
    return min(date(year, 12, 31), today)


def read_year(text: str, today: date) -> int | None:
    """A year from an address; None for anything that is not a year of the house."""
    if len(text) == 4 and text.isascii() and text.isdecimal() and 1900 <= int(text) <= today.year:
        return int(text)
    return None

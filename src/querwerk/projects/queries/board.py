"""All projects as known on a day, held in memory for one journal position.

Pages over many projects ask for ever new cuts of the same few thousand rows. They are read once after each action
(two statements) and then only filtered; what nobody looks at is never worked out. Nothing is shared between
actors but the rows themselves: who may see which is asked on every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Case, When
from django.utils.translation import get_language

from querwerk.journal.actions import NOBODY

from ..lifecycle import State
from ..models import Project
from ..rules import seen_by
from .names import ThemeLine, choices, in_order
from .standing import NOTHING, Facts, Standing, facts_of, standing_from


@dataclass(slots=True, eq=False)
class Entry:
    """One project as known on a day. ``state`` and ``name`` are those of the day, ``state_now`` is today's."""

    pk: int
    slug: str
    name: str
    theme: ThemeLine
    kind: str
    state: State
    state_now: State
    public: bool
    begin: str
    begin_on: date | None
    end: str
    end_on: date | None
    first_seen_on: date
    ended_on: date | None
    updated_on: date
    sort_name: str
    all_names: str
    facts: Facts
    on: date
    _standings: dict[str, Standing] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """Light, reasons, units and milestones: worked out when somebody looks, in the language of the reader."""
        language = get_language() or "de"
        known = self._standings.get(language)
        if known is None:
            known = self._standings[language] = standing_from(self.facts, on=self.on)
        return known

    def in_year(self, year: int) -> bool:
        """Whether it belongs to the portfolio of a year: seen by its end, not ended before its beginning."""
        return self.first_seen_on.year <= year and (self.ended_on is None or self.ended_on.year >= year)

    def units_in(self, year: int | None) -> Iterator[str]:
        """The units (partners aside) that worked on it on some day of a year, or ever."""
        for slug, (_unit, until) in self.facts.units.items():
            if year is None or until > date(year, 1, 1):
                yield slug


def entries(at: int, *, internal: bool, on: date, today: date) -> list[Entry]:
    """All projects as known on a day, by theme and name; ``internal`` with ideas and candidates."""
    found = _read(on, today, at)
    return found if internal else [entry for entry in found if entry.public]


# a day's board of 2,000 projects takes some 10 MB; readers look at today and at one year at a time
@lru_cache(maxsize=6)
def _read(on: date, today: date, position: int) -> list[Entry]:
    themes = {theme.pk: (place, theme) for place, theme in enumerate(choices(position, on=on, today=today).themes)}
    rows = list(
        Project.objects.order_by().annotate(public=Case(When(seen_by(NOBODY), then=True), default=False)).values_list(
            "pk", "slug", "name", "theme_id", "kind", "state", "begin", "begin_on", "end", "end_on",
            "first_seen_on", "ended_on", "updated_on", "public",
        )
    )  # fmt: skip
    facts = facts_of([row[0] for row in rows], on=on)
    found = []
    for pk, slug, now, theme, kind, state, begin, begin_on, end, end_on, seen, ended, updated, public in rows:
        known = facts.get(pk, NOTHING)
        newest = known.steps[-1] if known.steps else None
        name = known.called(on) or now if on < today else now
        found.append(
            Entry(
                pk=pk,
                slug=slug,
                name=name,
                theme=themes[theme][1],
                kind=kind,
                state=newest.state if newest and on < today else State(state),
                state_now=State(state),
                public=public,
                begin=begin,
                begin_on=begin_on,
                end=end,
                end_on=end_on,
                first_seen_on=seen,
                ended_on=ended,
                updated_on=newest.stated_on if newest and updated > on else updated,
                sort_name=in_order(name),
                all_names="\n".join({now, *(called for called, _from, _to in known.names)}).casefold(),
                facts=known,
                on=on,
            )
        )
    return sorted(found, key=lambda entry: (themes[entry.theme.pk][0], entry.sort_name, entry.pk))

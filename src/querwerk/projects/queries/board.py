"""All projects as known on a day, held in memory for one journal position.

Pages over many projects ask for ever new cuts of the same few thousand rows. They are read once after each action
(two statements) and then only filtered; what nobody looks at is never worked out. There are two boards of a day, one
for the staff unit and one for everybody else; they share the entries both may see and nothing that was worked out.

Memory by journal position, for whoever adds to it:

- A board belongs to (day, today, journal position of the structure and the projects). Any action raises the position,
  so a board never has to be told that something changed; the oldest of six boards goes when a seventh is read.
- What a page works out of a board is kept with it (:meth:`Board.once`) and goes with it. The key says what else the
  answer depends on: the wish of the reader, and the language as soon as a word is in it.
- A row is made once for each language, and carries what a template wrote of it (``Row.written``): fifty rows of a
  page are then fifty strings. Nothing of one reader (the search words, the address of the page) may go in there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

from django.db.models import Case, When
from django.utils.translation import get_language
from markupsafe import Markup

from querwerk.journal.actions import NOBODY, Actor

from ..lifecycle import State, confirmed_on, stale_months
from ..models import Project
from ..rules import internal_within_reach, seen_by, sees_internal
from .names import ThemeLine, choices, in_order
from .standing import NOTHING, Facts, Standing, facts_of, standing_from

_Answer = TypeVar("_Answer")
#: Answers a board keeps: the themes of a house and what most readers ask of its list.
_ANSWERS = 160


@dataclass(frozen=True, slots=True)
class Row:
    """One project of a list, in one language. ``written`` is what templates wrote of it, by the name of the part."""

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
    confirmed_on: date
    stale_months: int
    standing: Standing
    written: dict[str, Markup] = field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True, eq=False)
class Entry:
    """One project as known on a day. ``state`` and ``name`` are those of the day, ``state_now`` is today's.

    ``stale_months`` is 0 unless nobody has confirmed the sheet for longer than the house allows.
    """

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
    confirmed_on: date
    stale_months: int
    sort_name: str
    all_names: str
    facts: Facts
    on: date
    _rows: dict[str, Row] = field(default_factory=dict)

    def row(self, language: str) -> Row:
        """As a list shows it to readers of the active language; standing and words are worked out on demand."""
        known = self._rows.get(language)
        if known is None:
            known = self._rows[language] = Row(
                pk=self.pk,
                slug=self.slug,
                name=self.name,
                theme=self.theme.name,
                theme_slug=self.theme.slug,
                kind=self.kind,
                state=self.state,
                begin=self.begin,
                end=self.end,
                updated_on=self.updated_on,
                confirmed_on=self.confirmed_on,
                stale_months=self.stale_months,
                standing=standing_from(self.facts, on=self.on),
            )
        return known

    def in_year(self, year: int) -> bool:
        """Whether it belongs to the portfolio of a year: seen by its end, not ended before its beginning."""
        return self.first_seen_on.year <= year and (self.ended_on is None or self.ended_on.year >= year)

    def units_in(self, year: int | None) -> Iterator[str]:
        """The units (partners aside) that worked on it on some day of a year, or ever."""
        for slug, (_unit, until) in self.facts.units.items():
            if year is None or until > date(year, 1, 1):
                yield slug


@dataclass(slots=True, eq=False)
class Board:
    """The projects a reader may see, by theme and name, and what pages worked out of them."""

    entries: list[Entry]
    _answers: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, work_out: Callable[[], _Answer]) -> _Answer:
        """The answer kept under a key, worked out when it is asked for the first time.

        A full board forgets all its answers at once, which needs no lock; two threads may work out the same.
        """
        known = self._answers.get(key)
        if known is None:
            known = work_out()
            if len(self._answers) >= _ANSWERS:
                self._answers.clear()
            self._answers[key] = known
        return cast(_Answer, known)


def language_now() -> str:
    """The language of the reader: part of the key of everything that holds a word."""
    return get_language() or "de"


def board(at: int, actor: Actor, *, on: date, today: date) -> Board:
    """All projects an actor may see, as known on a day; a board of their own for those who see some candidates."""
    everything, public = _read(on, today, at)
    if sees_internal(actor):
        return everything
    also = internal_within_reach(actor)
    return Board([entry for entry in everything.entries if entry.public or entry.pk in also]) if also else public


# a day's board of 2,000 projects takes some 10 MB, 5 MB more once every row has been shown in both languages; readers
# look at today and at one year at a time
@lru_cache(maxsize=6)
def _read(on: date, today: date, position: int) -> tuple[Board, Board]:
    known_by = choices(position, on=on, today=today)
    themes = {theme.pk: (place, theme) for place, theme in enumerate(known_by.themes)}
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
        then = newest.state if newest and on < today else State(state)
        changed = newest.stated_on if newest and updated > on else updated
        confirmed = confirmed_on(changed, known.confirmed, on=on)
        found.append(
            Entry(
                pk=pk,
                slug=slug,
                name=name,
                theme=themes[theme][1],
                kind=kind,
                state=then,
                state_now=State(state),
                public=public,
                begin=begin,
                begin_on=begin_on,
                end=end,
                end_on=end_on,
                first_seen_on=seen,
                ended_on=ended,
                updated_on=changed,
                confirmed_on=confirmed,
                stale_months=stale_months(confirmed, then, on=on, allowed=known_by.freshness_months),
                sort_name=in_order(name),
                all_names="\n".join({now, *(called for called, _from, _to in known.names)}).casefold(),
                facts=known,
                on=on,
            )
        )
    found.sort(key=lambda entry: (themes[entry.theme.pk][0], entry.sort_name, entry.pk))
    return Board(found), Board([entry for entry in found if entry.public])

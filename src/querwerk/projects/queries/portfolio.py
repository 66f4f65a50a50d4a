"""The portfolio: what a reader asked for, and the projects that answer it, a page or all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from querwerk.journal.actions import Actor
from querwerk.tables import page_number, pages_of

from ..lifecycle import END_STATES, RUNNING_STATES, State, stale_months
from ..models import Project
from .board import Entry, Row, board, language_now
from .names import Choices, choices, here, last_day, read_year

PAGE_SIZE = 50
#: Groups of states a reader may ask for as one.
GROUPS = {"running": RUNNING_STATES, "ended": END_STATES}
SORTS = ("theme", "name", "state", "begin", "end", "updated")
_KEYS_OF_ADDRESSES = (
    ("name", "text"), ("thema", "theme"), ("einheit", "unit"), ("zustand", "state"), ("ende", "outcome"),
    ("art", "kind"), ("jahr", "year"), ("unbestaetigt", "stale"), ("sortierung", "sort"), ("seite", "page"),
)  # fmt: skip
#: For how many months nobody may have confirmed a sheet, as a filter.
MONTHS = (3, 6, 12, 24)
_MONTHS = frozenset(map(str, MONTHS))
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
    stale: int = 0
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
            stale=int(word("unbestaetigt", _MONTHS) or 0),
            sort=sort if sort.removeprefix("-") in SORTS else "theme",
            page=page_number(page),
        )

    def query(self, **changed: Any) -> str:
        """The same wish as an address, with some of it changed; a changed filter starts at page one again."""
        wish = {"page": 1, **changed}
        pairs = {key: wish.get(name, getattr(self, name)) for key, name in _KEYS_OF_ADDRESSES}
        pairs["sortierung"] = "" if pairs["sortierung"] == "theme" else pairs["sortierung"]
        pairs["seite"] = "" if pairs["seite"] == 1 else pairs["seite"]
        return urlencode({key: value for key, value in pairs.items() if value})

    @property
    def filtered(self) -> bool:
        return any((self.text, self.theme, self.unit, self.state, self.outcome, self.kind, self.year, self.stale))


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
        return pages_of(self.total, PAGE_SIZE)


def portfolio(actor: Actor, wanted: Wanted, *, today: date) -> Portfolio:
    """One page of the portfolio."""
    on = last_day(wanted.year, today) if wanted.year else today
    at = here()
    found, by_state = _answer(actor, wanted, at, on, today)
    wanted = replace(wanted, page=min(wanted.page, pages_of(len(found), PAGE_SIZE)))
    start = (wanted.page - 1) * PAGE_SIZE
    language = language_now()
    rows = [entry.row(language) for entry in found[start : start + PAGE_SIZE]]
    return Portfolio(wanted, on, rows, len(found), by_state, choices(at, on=on, today=today))


def all_rows(actor: Actor, wanted: Wanted, *, today: date, at: int | None = None) -> list[Row]:
    """Every project that answers the wish."""
    on = last_day(wanted.year, today) if wanted.year else today
    language = language_now()
    found, _by_state = _answer(actor, wanted, here() if at is None else at, on, today)
    return [entry.row(language) for entry in found]


def _answer(actor: Actor, wanted: Wanted, at: int, on: date, today: date) -> tuple[list[Entry], dict[State, int]]:
    """The projects that answer a wish, in the order asked for, and how many are in each state.

    Kept with the board unless a text was searched for: those are as many as readers.
    """
    seen = board(at, actor, on=on, today=today)

    def work_out() -> tuple[list[Entry], dict[State, int]]:
        found = _sorted(_found(seen.entries, wanted), wanted.sort)
        counted = Counter(entry.state for entry in found)
        return found, {state: counted[state] for state in State if state in counted}

    return work_out() if wanted.text else seen.once(replace(wanted, page=1), work_out)


def _found(entries: list[Entry], wanted: Wanted) -> list[Entry]:
    text = wanted.text.casefold()
    group = GROUPS.get(wanted.state.removeprefix("group-")) if wanted.state.startswith("group-") else None
    return [
        entry
        for entry in entries
        if (not wanted.year or entry.in_year(wanted.year))
        and (not wanted.theme or entry.theme.slug == wanted.theme)
        and (not wanted.kind or entry.kind == wanted.kind)
        and (not wanted.state or (entry.state in group if group else entry.state == wanted.state))
        and (not wanted.stale or stale_months(entry.confirmed_on, entry.state, on=entry.on, allowed=wanted.stale))
        and (not wanted.outcome or entry.state_now == wanted.outcome)
        and (not wanted.unit or wanted.unit in entry.units_in(wanted.year))
        and (not text or text in entry.all_names)
    ]


_POSITIONS = {state: number for number, state in enumerate(State)}
#: sort -> what to sort by; None comes last in either direction
_KEYS: dict[str, Callable[[Entry], Any]] = {
    "name": attrgetter("sort_name"),
    "state": lambda entry: _POSITIONS[entry.state],
    "begin": attrgetter("begin_on"),
    "end": attrgetter("end_on"),
    "updated": attrgetter("confirmed_on"),
}


def _sorted(found: list[Entry], sort: str) -> list[Entry]:
    """In the order asked for; equals stay by theme and name, as they come."""
    back, name = sort.startswith("-"), sort.removeprefix("-")
    if name == "theme":
        return found[::-1] if back else found
    key = _KEYS[name]
    dated = [entry for entry in found if key(entry) is not None]
    return sorted(dated, key=key, reverse=back) + [entry for entry in found if key(entry) is None]

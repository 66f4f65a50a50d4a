"""What if a station of a trail fell away? Its real cases, or its plan, as they would have gone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querwerk.analysis.handoffs import Spread, pack
from querwerk.analysis.what_if import Change, Kind, Outcome, Side, Visits, planned_visits, visits_of, what_if

from ..models import Trail
from ..queries.marks import slip_stops
from ..queries.sources import PLAN, SLIPS, LogLine, Sources, packed_log, sources_of
from ..queries.stops import PlanStop, plan_stops
from ..queries.trails import TrailPage
from .planning import route_of
from .ways import FEWEST
from .words import figure, share, span

#: So many changes at once; more would no longer be one question.
MOST_CHANGES = 3
#: Of larger logs every so many-th case is taken, evenly: the spread does not get truer with more.
MOST_CASES = 20_000
#: A figure as people write it.
Words = Callable[[float], str]
_OTHERS = {Kind.MERGE, Kind.DELEGATE}


@dataclass(frozen=True, slots=True)
class Wish:
    """One change as somebody chose it; any part may be missing."""

    kind: str = ""
    station: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for: on the basis of what, and which changes."""

    source: str
    wishes: tuple[Wish, ...]

    @classmethod
    def read(cls, query: QueryDict) -> Wanted:
        """From an address: ``was``, ``station`` and ``mit`` as often as there are changes."""
        parts = [query.getlist(key)[:MOST_CHANGES] for key in ("was", "station", "mit")]
        filled = [[part[n][:260] if n < len(part) else "" for part in parts] for n in range(MOST_CHANGES)]
        return cls(query.get("grundlage", ""), tuple(Wish(*three) for three in filled))


@dataclass(frozen=True, slots=True)
class Line:
    """One figure on both sides, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One side of the picture: where it begins, its middle and its end, in parts of 1000, and the words beside it.

    ``spread`` is False for a plan, which has one figure only.
    """

    name: str
    low: float
    median: float
    high: float
    words: str
    spread: bool


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """What the page shows. ``outcome`` is None until something is chosen that can be answered."""

    wanted: Wanted
    source: str
    sources: tuple[tuple[str, str], ...]
    based_on: str
    stations: tuple[str, ...]
    problems: tuple[str, ...]
    delegates: bool
    outcome: Outcome | None
    sentence: str = ""
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()


def what_if_page(page: TrailPage, wanted: Wanted, *, on: date) -> WhatIfPage:
    """Answers one question about a trail; at most five statements."""
    stops, known = plan_stops(page.pk, on=on), sources_of(page.pk)
    possible = _possible(stops, known)
    source = wanted.source if wanted.source in possible else next(iter(possible), PLAN)
    visits, cases = _visits(page.pk, source, stops, known, on=on)
    enough = visits is not None and (source == PLAN or visits.cases >= FEWEST)
    stations = _stations(visits, 1 if source == PLAN else FEWEST) if visits is not None and enough else ()
    changes, problems = _understood(wanted.wishes, stations)
    shown = WhatIfPage(
        wanted, source, tuple(possible.items()), _based_on(source, cases, visits), stations, problems,
        any(change.kind is Kind.DELEGATE for change in changes), None,
    )  # fmt: skip
    if visits is None or not changes or problems:
        return shown
    return _answered(shown, what_if(visits, changes), planned=source == PLAN)


# -- on the basis of what


def _possible(stops: Sequence[PlanStop], known: Sources) -> dict[str, str]:
    """source -> its name: logs first, since they know how it was; slips once there are enough."""
    logs = {str(log.pk): log.name or _("Log") for log in known.logs if log.cases >= FEWEST}
    slips = {SLIPS: _("Slips")} if known.slips >= FEWEST else {}
    plan = {PLAN: _("Plan")} if stops else {}
    return logs | slips | plan


def _visits(
    trail: int, source: str, stops: Sequence[PlanStop], known: Sources, *, on: date
) -> tuple[Visits | None, int]:
    """The visits of a source, and how many cases it has in all."""
    if source == PLAN:
        return (planned_visits(route_of(stops), _labels(stops)), 1) if stops else (None, 0)
    if source == SLIPS:
        visits = visits_of(pack(slip_stops(Trail(pk=trail), on=on)))
        return visits, visits.cases
    log = next(one for one in known.logs if str(one.pk) == source)
    return _of_log(trail, log), log.cases


@lru_cache(maxsize=4)
def _of_log(trail: int, log: LogLine) -> Visits | None:
    """The visits of a stored log, which never changes; of a large one an even part of its cases."""
    packed = packed_log(trail, log.pk)
    if packed is None:
        return None
    events = pl.scan_parquet(io.BytesIO(packed))
    step = -(-log.cases // MOST_CASES)
    if step > 1:
        events = events.filter((pl.col("case").rank("dense") - 1) % step == 0)
    return visits_of(pack(events.collect()))


def _labels(stops: Sequence[PlanStop]) -> list[str]:
    """Names that tell planned stations apart: with the unit where two of different units are called the same."""
    places: dict[str, set[str]] = {}
    for stop in stops:
        places.setdefault(stop.name.casefold(), set()).add(stop.where.casefold())
    return [f"{stop.name} ({stop.where})" if len(places[stop.name.casefold()]) > 1 and stop.where else stop.name
            for stop in stops]  # fmt: skip


def _stations(visits: Visits, fewest: int) -> tuple[str, ...]:
    """The stations that can be asked about: fewer cases would tell of single ones."""
    return tuple(name for name, cases in visits.passed().items() if cases >= fewest)


def _based_on(source: str, cases: int, visits: Visits | None) -> str:
    if source == PLAN:
        return _("Computed from the plan: one paper that goes exactly as planned. What single papers wait is unknown.")
    taken = visits.cases if visits is not None else 0
    told = ngettext("Computed from one real case.", "Computed from %(num)s real cases.", taken) % {"num": figure(taken)}
    return told + " " + _("They are an even part of %(num)s.") % {"num": figure(cases)} if taken < cases else told


# -- what was asked


def _understood(wishes: Sequence[Wish], stations: Sequence[str]) -> tuple[list[Change], tuple[str, ...]]:
    """The changes that were chosen, and what is missing, in sentences."""
    changes, problems = [], []
    for number, wish in enumerate(wishes, 1):
        if not wish.kind and not wish.station:
            continue
        sentence = _problem(wish, stations)
        if sentence:
            problems.append(_("Change %(number)s: %(sentence)s") % {"number": number, "sentence": sentence})
        else:
            kind = Kind(wish.kind)
            changes.append(Change(kind, wish.station, wish.into if kind in _OTHERS else ""))
    return changes, tuple(problems)


def _problem(wish: Wish, stations: Sequence[str]) -> str:
    if wish.kind not in frozenset(Kind):
        return _("please choose what is to change.")
    if wish.station not in stations:
        return _("please choose a station of this basis.")
    if wish.kind in _OTHERS and (wish.into not in stations or wish.into == wish.station):
        return _("please choose the other station.")
    return ""


# -- the answer


def _answered(shown: WhatIfPage, outcome: Outcome, *, planned: bool) -> WhatIfPage:
    return replace(
        shown,
        outcome=outcome,
        sentence=_sentence(outcome, planned=planned),
        lines=tuple(_lines(outcome, planned=planned)),
        bars=_bars(outcome, planned=planned),
    )


def _sentence(found: Outcome, *, planned: bool) -> str:
    """What came of it, in one breath."""
    if not found.changed:
        return _("Nothing would change.")
    before, after = found.before, found.after
    hands = _("%(after)s instead of %(before)s hands") % _both(before.hands, after.hands)
    days = _("%(after)s instead of %(before)s") % {"before": span(before.days.median), "after": span(after.days.median)}
    if planned:
        return _("As planned: %(hands)s, %(days)s.") % {"hands": hands, "days": days}
    told = _("In the middle of all cases: %(hands)s, %(days)s.") % {"hands": hands, "days": days}
    if found.changed < FEWEST:
        return told
    changed = _("%(changed)s of %(cases)s cases would have gone otherwise; eight of ten of them %(saved)s.") % {
        "changed": figure(found.changed), "cases": figure(found.cases), "saved": _saved(found.saved_days)
    }  # fmt: skip
    return f"{told} {changed}"


def _saved(days: Spread) -> str:
    """Where eight of ten cases lie, in words that hold for longer ones too."""
    if days.low >= 0:
        return _("would have been %(low)s to %(high)s shorter") % {"low": span(days.low), "high": span(days.high)}
    if days.high <= 0:
        return _("would have been %(low)s to %(high)s longer") % {"low": span(-days.high), "high": span(-days.low)}
    return _("would have been up to %(low)s longer or up to %(high)s shorter") % {
        "low": span(-days.low), "high": span(days.high)
    }  # fmt: skip


def _both(before: Spread, after: Spread) -> Mapping[str, str]:
    return {"before": figure(before.median), "after": figure(after.median)}


def _lines(found: Outcome, *, planned: bool) -> Iterable[Line]:
    """Both sides of every figure that both sides have."""
    asked: tuple[tuple[str, Callable[[Side], Spread | None], Words], ...] = (
        (_("Hands"), lambda side: side.hands, figure),
        (_("Handovers"), lambda side: side.handovers, figure),
        (_("Time from the first to the last station"), lambda side: side.days, span),
        (_("Work"), lambda side: side.work_days, span),
        (_("Flow share"), lambda side: side.flow_share, share),
    )
    for name, of, words in asked:
        before, after = of(found.before), of(found.after)
        if before is not None and after is not None:
            yield Line(name, _spread(before, words, planned=planned), _spread(after, words, planned=planned))


def _spread(values: Spread, words: Words, *, planned: bool) -> str:
    """The middle of all cases and where eight of ten lie; of a plan the one figure there is."""
    parts = {"middle": words(values.median), "low": words(values.low), "high": words(values.high)}
    return parts["middle"] if planned else _("%(middle)s (%(low)s to %(high)s)") % parts


def _bars(found: Outcome, *, planned: bool) -> tuple[Bar, ...]:
    """Days before and after, on one scale."""
    sides: tuple[tuple[str, Side], ...] = ((_("today"), found.before), (_("then"), found.after))
    longest = max(side.days.high for _name, side in sides) or 1
    return tuple(
        Bar(
            name,
            0 if planned else side.days.low / longest * 1000,
            side.days.median / longest * 1000,
            side.days.high / longest * 1000,
            _spread(side.days, span, planned=planned),
            not planned,
        )
        for name, side in sides
    )

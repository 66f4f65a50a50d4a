"""What units hand on to each other, over all trails that the house reads: papers are counted, never people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from querwerk.analysis.handoffs import count_handoffs

from ..lifecycle import Mark, State
from ..models import Log, Stamp
from ..queries.line import line
from ..queries.marks import visits
from .packed import from_bytes

#: Papers, and handovers from word to word.
_Part = tuple[int, Mapping[tuple[str, str], int]]
#: log (key, moment, events) -> what was counted of it: a few numbers a log.
_KEPT: dict[tuple[int, datetime, int], _Part] = {}
_READ = (State.SHARED.value, State.PUBLISHED.value)


@dataclass(frozen=True, slots=True)
class Between:
    """Handovers from unit to unit, those inside one too; ``unplaced`` are those whose units the house does not know."""

    counts: Mapping[tuple[str, str], int]
    papers: int
    unplaced: int


def between_units() -> Between:
    """Of each trail its newest log and all its slips; six statements at most, whatever the number of trails."""
    counts: Counter[tuple[str, str]] = Counter()
    papers = unplaced = 0
    units = line().units
    for cases, handovers in (*_of_logs(), *_of_slips()):
        papers += cases
        for (leaves, reaches), count in handovers.items():
            one, other = (units.get(word.casefold()) for word in (leaves, reaches))
            if one and other:
                counts[one.name, other.name] += count
            else:
                unplaced += count
    return Between(counts, papers, unplaced)


def _of_logs() -> Iterator[_Part]:
    """Papers and handovers of the newest log of each trail. A log never changes, so what was counted is kept."""
    rows = Log.objects.filter(trail__state__in=_READ).order_by("trail", "-imported_at", "-pk")
    every = groupby(rows.values_list("trail", "pk", "imported_at", "events"), key=lambda row: row[0])
    newest = [next(logs)[1:] for _trail, logs in every]
    unread = [key[0] for key in newest if key not in _KEPT]
    read = dict(Log.objects.filter(pk__in=unread).values_list("pk", "packed")) if unread else {}
    for key in newest:
        if key not in _KEPT:
            _KEPT[key] = _counted(bytes(read[key[0]]))
        yield _KEPT[key]


def _counted(packed: bytes) -> _Part:
    """A station without a unit may be one by its name."""
    report = count_handoffs(from_bytes(packed))
    unit = {figures.station: figures.unit or figures.station for figures in report.by_station}
    handovers: Counter[tuple[str, str]] = Counter()
    for leaves, row in zip(report.stations, report.matrix, strict=True):
        for reaches, count in zip(report.stations, row, strict=True):
            if count:
                handovers[unit[leaves], unit[reaches]] += count
    return report.cases, handovers


def _of_slips() -> Iterator[_Part]:
    """One paper each, and where it went."""
    columns = ("slip", "station", "mark", "at", "station__name", "station__unit__name")
    marks = Stamp.objects.filter(slip__trail__state__in=_READ).order_by("slip", "at", "pk").values_list(*columns)
    for _slip, told in groupby(marks, key=lambda row: row[0]):
        rows = list(told)
        names = {row[1]: row[5] or row[4] for row in rows}
        way = [station for station, _at, _since in visits((row[1], Mark(row[2]), row[3]) for row in rows)]
        yield 1, Counter((names[one], names[other]) for one, other in pairwise(way) if one != other)

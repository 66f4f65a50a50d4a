"""What a station sees that holds a paper: the trail, what was said last, and where it may itself stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from querwerk.codes import digest, typed
from querwerk.privacy.queries.switches import is_on
from querwerk.structure.models import Unit

from ..lifecycle import LIVE, Course, Mark, course
from ..models import Slip, Stamp, Station
from .stops import departments


def slip_behind(code: str, *, at: datetime) -> Slip | None:
    """The slip that a code opens: none for a wrong one, none once it has ended or expired or slips are switched off."""
    known = digest(typed(code))
    slip = Slip.objects.select_related("trail").filter(digest=known).first()
    if slip is None or not is_on(LIVE):
        return None
    now = course(ended=slip.ended_at is not None, expires_on=slip.expires_on, on=timezone.localdate(at))
    return slip if now == Course.RUNNING else None


@dataclass(frozen=True, slots=True)
class AtSlip:
    """The stations to choose from, the likely next one first; where a paper may go back to, the last one first."""

    last: Stamp | None
    stations: tuple[Station, ...]
    behind: tuple[Station, ...]
    elsewhere: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]


def at_slip(slip: Slip, *, on: date) -> AtSlip:
    """What can be said of a paper now."""
    stations = list(Station.objects.filter(trail=slip.trail_id).select_related("unit").order_by("pk"))
    stations.sort(key=lambda one: (one.position is None, one.position or 0))
    stamps = list(slip.stamps.select_related("station", "returned_to").order_by("at", "pk"))
    last = stamps[-1] if stamps else None
    likely = likely_next(stations, last)
    first = [likely] if likely else []
    passed = list(dict.fromkeys(stamp.station for stamp in reversed(stamps)))
    behind = [*passed, *(one for one in stations if one not in passed)]
    known = {station.unit_id for station in stations}
    return AtSlip(last, (*first, *(one for one in stations if one != likely)), tuple(behind), _units(known, on))


def likely_next(stations: list[Station], last: Stamp | None) -> Station | None:
    """Who speaks next: where the paper lies, where it was sent back to, else the next one in the plan."""
    if last is None:
        return stations[0] if stations else None
    here: Station = last.station
    if last.mark != Mark.DONE:
        return last.returned_to or here
    later = [
        one
        for one in stations
        if one.position is not None and here.position is not None and one.position > here.position
    ]
    return later[0] if later else None


def _units(known: set[int | None], on: date) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """The units of the line by department, without those that are stations already."""
    above = departments(on)
    found: dict[str, list[tuple[int, str]]] = {}
    for pk, name in Unit.objects.exclude(pk__in=[pk for pk in known if pk]).order_by("name").values_list("pk", "name"):
        found.setdefault(above.get(pk, ""), []).append((pk, name))
    return tuple((department, tuple(units)) for department, units in sorted(found.items()))

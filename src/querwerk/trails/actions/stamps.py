"""What a station tells a slip. Nobody is known here: whoever holds the paper holds the code.

No journal entry: a mark is a measurement of a paper, no act of somebody, and one that is taken back leaves nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.structure.models import Unit

from ..lifecycle import MARKS_A_SLIP, MARKS_AN_HOUR, Course, Mark, coarse, course
from ..models import Slip, Stamp, Station, Trail

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Said:
    """One press: which mark of which station. ``unit`` stands for a station that nobody planned.

    ``when`` is given by who enters late; ``key`` is the number of the page that was
    shown.
    """

    key: str
    mark: Mark
    station: Station | None = None
    unit: Unit | None = None
    returned_to: Station | None = None
    when: datetime | None = None


def stamp_slip(slip: Slip, said: Said, *, at: datetime) -> tuple[Stamp, bool]:
    """The mark, and whether it is new. The same press, or what the slip was told last, counts once."""
    with transaction.atomic():
        slip = _open(slip, at=at)
        back = said.returned_to if said.mark == Mark.RETURNED else None
        if said.mark == Mark.RETURNED and (back is None or back.trail_id != slip.trail_id):
            raise Refused(_("Please say to which station the paper goes back."), field="returned_to")
        station = _station(slip, said)
        if back == station:
            raise Refused(_("A paper goes back to another station than this one."), field="returned_to")
        key = _key(said, station)
        if (pressed := slip.stamps.filter(key=key).first()) is not None:
            return pressed, False
        when = _when(slip, said.when or at, at=at)
        before = slip.stamps.filter(at__lte=when).order_by("-at", "-pk").first()
        if before is not None and (before.station, before.mark, before.returned_to) == (station, said.mark, back):
            return before, False
        _refuse_flood(slip, when)
        noted = {"station": station, "mark": said.mark.value, "returned_to": back, "at": when, "key": key}
        return Stamp.objects.create(slip=slip, **noted), True


def withdraw_stamp(slip: Slip, number: int, *, at: datetime) -> None:
    """The last mark is taken back and leaves nothing; done twice it stays done."""
    with transaction.atomic():
        slip = _open(slip, at=at)
        last = slip.stamps.select_related("station").order_by("-pk").first()
        if last is None or last.pk < number:
            return
        if last.pk > number:
            raise Refused(_("Another mark came in since. Please tell whoever keeps the slip."))
        last.delete()
        station = last.station
        if station.position is None and not (station.stamps.exists() or station.returns.exists()):
            station.delete()


def _open(slip: Slip, *, at: datetime) -> Slip:
    """The slip, locked: whoever else presses stands in line."""
    slip = Slip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
    if course(ended=slip.ended_at is not None, expires_on=slip.expires_on, on=timezone.localdate(at)) != Course.RUNNING:
        raise Refused(_("This slip takes no marks any more."))
    return slip


def _key(said: Said, station: Station) -> str:
    """The number of a page with what was said on it: who goes back and says something else presses anew."""
    back = said.returned_to.pk if said.returned_to else None
    return hashlib.sha256(repr((said.key, said.mark, station.pk, back, said.when)).encode()).hexdigest()[:40]


def _when(slip: Slip, when: datetime, *, at: datetime) -> datetime:
    """The step of the moment a mark is about: not to come, and not before there was a slip."""
    if when > at:
        raise Refused(_("This moment is still to come."), field="time")
    if coarse(when) < coarse(slip.opened_at):
        raise Refused(_("The slip was opened later than that."), field="time")
    return coarse(when)


def _station(slip: Slip, said: Said) -> Station:
    """The station that speaks; one that nobody planned is added, with the name of its unit and no other words."""
    if said.station is not None and said.station.trail_id == slip.trail_id:
        return said.station
    if said.unit is None:
        raise Refused(_("Please choose where the paper is."), field="station")
    Trail.objects.select_for_update().get(pk=slip.trail_id)  # two slips may meet the same unit at once
    known = Station.objects.filter(trail=slip.trail_id, unit=said.unit)
    found = known.order_by(F("position").asc(nulls_last=True), "pk").first()
    return found or Station.objects.create(trail_id=slip.trail_id, name=said.unit.name[:120], unit=said.unit)


def _refuse_flood(slip: Slip, when: datetime) -> None:
    lately = slip.stamps.filter(at__gt=when - _HOUR, at__lte=when).count()
    if lately >= MARKS_AN_HOUR or slip.stamps.count() >= MARKS_A_SLIP:
        raise Refused(_("So many marks cannot come from one paper. Please tell whoever keeps the slip."))

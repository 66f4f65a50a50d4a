"""The stations of a trail, written in one go: posts and units, never people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from querwerk.journal.actions import Refused
from querwerk.structure.models import Unit

from ..lifecycle import Activity
from ..models import Station, Trail

#: A paper that passes more has other troubles than being drawn.
MOST_STATIONS = 60

#: What is written before a name, between its halves, or is an address.
_ADDRESSED = re.compile(r"\b(herrn?|frau|fr\.|hr\.|dr\.|prof\.)(\s+\w|$)", re.IGNORECASE)
_TURNED = re.compile(r"^[A-ZÄÖÜ][\w'’-]+,\s+(Dr\.\s+|Prof\.\s+)*[A-ZÄÖÜ][\w'’-]+(\s+[A-ZÄÖÜ][\w'’.-]*)?$")
_MAIL = re.compile(r"\S@\S")


@dataclass(frozen=True, slots=True)
class Stop:
    """A station as somebody writes it. ``key`` is the stored station it was before, None for a new one."""

    name: str
    unit: Unit | None = None
    place: str = ""
    activity: Activity = Activity.EDITS
    touch_minutes: int = 0
    waiting_days: Decimal = Decimal(0)
    medium_break: bool = False
    may_return: bool = False
    beside: bool = False
    key: int | None = None


def looks_like_a_person(name: str) -> bool:
    """Whether a station reads like somebody's name: addressed, turned round, or with an e-mail. No proof either way."""
    return any(found.search(name) for found in (_ADDRESSED, _TURNED, _MAIL))


def refuse_person(**words: str) -> None:
    """Refuses a sentence that seems to name somebody, beside the field it was typed into."""
    for field, text in words.items():
        if looks_like_a_person(text):
            raise Refused(_("This reads like a person. Please name posts and units only."), field=field)


def refuse_people(stations: Sequence[Stop]) -> None:
    """Refuses a route that seems to name somebody, and one that no picture shows."""
    for number, stop in enumerate(stations, 1):
        for words in (stop.name, stop.place):
            if looks_like_a_person(words):
                sentence = _(
                    "Station %(number)s, “%(name)s”, reads like a person. Please name the post or the unit, for "
                    "example “Head of the human resources office”: a trail counts hands, it watches nobody."
                )
                raise Refused(sentence % {"number": number, "name": words}, field="stations")
    if len(stations) > MOST_STATIONS:
        raise Refused(_("A trail has at most %(most)s stations.") % {"most": MOST_STATIONS}, field="stations")


def put_stations(trail: Trail, stations: Sequence[Stop]) -> None:
    """Makes these the planned stations. One that is planned no more but marked on a slip stays, as met on the way."""
    known = {station.pk: station for station in trail.stations.all()}
    kept = [stop.key for stop in stations if stop.key in known]
    trail.stations.update(position=None)
    trail.stations.filter(stamps__isnull=True, returns__isnull=True).exclude(pk__in=kept).delete()
    for number, stop in enumerate(stations, 1):
        station = known.pop(stop.key, None) if stop.key else None
        station = station or Station(trail=trail)
        station.position, station.name, station.unit, station.place = number, stop.name, stop.unit, stop.place
        station.activity, station.touch_minutes = stop.activity.value, stop.touch_minutes
        station.waiting_days, station.beside = stop.waiting_days, stop.beside and number > 1
        station.medium_break, station.may_return = stop.medium_break, stop.may_return
        station.save()

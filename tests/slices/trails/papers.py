"""Papers on their way, for tests: slips with their codes, and stations that press."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from querwerk.journal.actions import Actor
from querwerk.privacy.models import Switch
from querwerk.trails.actions.slips import Issued, open_slips
from querwerk.trails.actions.stamps import Said, stamp_slip
from querwerk.trails.lifecycle import LIVE, Mark
from querwerk.trails.models import Slip, Stamp, Station, Trail

ROUTE = ("Poststelle", "Bauordnungsamt", "Amtsleitung")


def agree() -> None:
    """The staff council has agreed to slips, and they are switched on."""
    day = date(2026, 11, 1)
    at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    Switch.objects.get_or_create(
        feature=LIVE, is_on=True, defaults={"consent_on": day, "post": "Stabsstelle", "switched_at": at}
    )


def a_slip(trail: Trail, by: Actor, at: datetime, *, days: int = 60) -> Issued:
    """One paper on its way, in a house that has agreed to slips."""
    agree()
    return open_slips(trail, count=1, days=days, by=by, at=at)[0]


def station(trail: Trail, name: str) -> Station:
    return Station.objects.get(trail=trail, name=name)


def press(slip: Slip, name: str, mark: Mark, at: datetime, *, back: str = "", key: str = "") -> tuple[Stamp, bool]:
    """A station of the plan says something, on a page of its own."""
    trail = slip.trail
    returned_to = station(trail, back) if back else None
    said = Said(key or f"{name} {mark} {at} {back}"[:40], mark, station(trail, name), returned_to=returned_to)
    return stamp_slip(slip, said, at=at)


def marked(slip: Slip) -> list[tuple[str, str]]:
    """What the stations said, in the order of their moments."""
    return list(slip.stamps.order_by("at", "pk").values_list("station__name", "mark"))


def sent(client: Client, code: str, name: str, mark: str, **more: Any) -> Any:
    """A station opens the page of the slip and presses."""
    page = client.get(f"/zettel/{code}/").content.decode()
    said = {"key": field(page, "key"), "station": str(Station.objects.get(name=name).pk), "mark": mark, **more}
    return client.post(f"/zettel/{code}/", said)


def field(page: str, name: str) -> str:
    """What stands in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]

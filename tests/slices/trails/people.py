"""Trails for tests: one of somebody, with stations by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from querwerk.journal.actions import Actor
from querwerk.structure.models import Account, Unit
from querwerk.trails.actions import trails as actions
from querwerk.trails.actions.stations import Stop
from querwerk.trails.models import Trail
from tests.slices.delivery.people import as_actor, holder

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def employee(username: str = "ayse") -> Account:
    """Who works in the administration, without further duties."""
    return holder(username, "employee", "Sachbearbeitung")[0]


def a_trail(
    by: Actor, title: str = "Dienstreiseantrag", stations: Sequence[str | Stop] = ("Antrag stellen", "Amtsleitung")
) -> Trail:
    """A draft of somebody."""
    stops = [stop if isinstance(stop, Stop) else Stop(stop) for stop in stations]
    return actions.open_trail(title=title, stations=stops, by=by, at=AT)


def released(by: Actor, title: str = "Dienstreiseantrag", **more: Sequence[str]) -> Trail:
    """A trail that the house reads."""
    trail = a_trail(by, title, **more)
    return actions.share(trail.slug, version=trail.version, by=by, at=AT)


def published(by: Actor, staff: Actor, title: str = "Dienstreiseantrag", **more: Sequence[str]) -> Trail:
    """A trail that everybody reads."""
    trail = released(by, title, **more)
    return actions.publish(trail.slug, version=trail.version, by=staff, at=AT)


__all__ = ["AT", "Unit", "a_trail", "as_actor", "employee", "holder", "published", "released"]

"""Beginning a trail, describing it, and saying who reads it. A draft leaves no word of itself in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from querwerk.access import Verb
from querwerk.journal.actions import Actor, Event, Refused, record
from querwerk.search.actions import index, remove
from querwerk.structure.actions.change import free_slug
from querwerk.structure.exchange.words import slug_of
from querwerk.structure.models import Unit

from ..access import OWN_TRAIL
from ..lifecycle import MOVES, State
from ..models import Authorship, Trail
from ..queries.trails import document
from ..rules import may_open, may_publish
from .change import keep, opened
from .stations import Stop, put_stations, refuse_people, refuse_person


def open_trail(
    *, title: str, paper: str = "", purpose: str = "", unit: Unit | None = None, stations: Sequence[Stop] = (),
    by: Actor, at: datetime,
) -> Trail:  # fmt: skip
    """Begins a trail, a draft that nobody but its author sees."""
    with transaction.atomic():
        if not (may_open(by) and by.account):
            raise Refused(_("Your post does not hold the right to begin a paper trail."))
        refuse_person(title=title, paper=paper, purpose=purpose)
        refuse_people(stations)
        day = timezone.localdate(at)
        trail = _created(title=title, paper=paper, purpose=purpose, unit=unit, opened_on=day)
        Authorship.objects.create(trail=trail, account=by.account)
        put_stations(trail, stations)
        record(Event("trails.opened", trail.thread, facts={"stations": [0, len(stations)]}), by=by, at=at)
    return trail


def describe(
    slug: str, *, title: str, paper: str, purpose: str, unit: Unit | None, version: int, by: Actor, at: datetime
) -> Trail:
    """Says anew what the paper is called, what it is for, and whose it is. The address stays."""
    with opened(slug, version=version, by=by) as trail:
        refuse_person(title=title, paper=paper, purpose=purpose)
        said = {"title": title, "paper": paper, "purpose": purpose, "unit": unit}
        changed = {name: value for name, value in said.items() if getattr(trail, name) != value}
        if not changed:
            return trail
        facts = {name: [_plain(getattr(trail, name)), _plain(value)] for name, value in changed.items()}
        for name, value in changed.items():
            setattr(trail, name, value)
        keep(trail, "renamed", facts, by=by, at=at)
    return trail


def share(slug: str, *, version: int, by: Actor, at: datetime) -> Trail:
    """Its author lets the house read a trail."""
    with opened(slug, version=version, by=by) as trail:
        if not OWN_TRAIL.admits(by, Verb.EDIT, trail.pk):
            raise Refused(_("Whoever wrote a trail releases it in the house."))
        _move(trail, State.SHARED, "shared", {"title": [None, trail.title]}, by=by, at=at)
        index([document(trail)])
    return trail


def publish(slug: str, *, version: int, by: Actor, at: datetime) -> Trail:
    """The staff unit shows a trail to everybody; nobody publishes what they wrote."""
    with opened(slug, version=version, by=by) as trail:
        if not may_publish(by):
            raise Refused(_("The staff unit publishes trails."))
        if OWN_TRAIL.admits(by, Verb.EDIT, trail.pk):
            raise Refused(_("You wrote this trail yourself: somebody else of the staff unit publishes it."))
        _move(trail, State.PUBLISHED, "published", {}, by=by, at=at)
        index([document(trail)])
    return trail


def take_back(slug: str, *, version: int, by: Actor, at: datetime) -> Trail:
    """One step back: what was published is the house's again, what was released is its author's again."""
    with opened(slug, version=version, by=by, published=True) as trail:
        public = trail.state == State.PUBLISHED
        if not (may_publish(by) if public else OWN_TRAIL.admits(by, Verb.EDIT, trail.pk)):
            raise Refused(_("Whoever has let others read a trail takes it back: its author, or the staff unit."))
        _move(trail, State.SHARED if public else State.DRAFT, "taken_back", {}, by=by, at=at)
        if public:
            index([document(trail)])
        else:
            remove("trail", trail.slug)
    return trail


def rewrite_route(slug: str, *, stations: Sequence[Stop], version: int, by: Actor, at: datetime) -> Trail:
    """Puts these stations in place of the planned ones, in this order."""
    with opened(slug, version=version, by=by) as trail:
        refuse_people(stations)
        before = list(trail.stations.filter(position__isnull=False).order_by("position").values_list("name", flat=True))
        put_stations(trail, stations)
        keep(trail, "rewritten", {"stations": [before, [stop.name for stop in stations]]}, by=by, at=at)
    return trail


def discard(slug: str, *, version: int, by: Actor, at: datetime) -> None:
    """Deletes a draft with all that hangs on it; what others have read is taken back first."""
    with opened(slug, version=version, by=by) as trail:
        if not OWN_TRAIL.admits(by, Verb.WITHDRAW, trail.pk):
            raise Refused(_("Only whoever wrote a trail deletes it."))
        if trail.state != State.DRAFT:
            raise Refused(_("Others read this trail. Please take it back first, then delete it."))
        record(Event("trails.discarded", trail.thread), by=by, at=at)
        trail.delete()


def _move(trail: Trail, state: State, event: str, facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    before = State(trail.state)
    if state not in MOVES[before]:
        raise Refused(_("This step does not fit the trail as it stands now."))
    trail.state = state.value
    trail.version += 1
    trail.save()
    record(Event(f"trails.{event}", trail.thread, facts={**facts, "state": [before.value, state.value]}), by=by, at=at)


def _created(**fields: Any) -> Trail:
    """A new trail at an address of its own, also if somebody takes the same one in this moment."""
    wished = slug_of(fields["title"], 100) or "laufweg"
    for _again in range(_TRIES):
        try:
            with transaction.atomic():
                return Trail.objects.create(slug=free_slug(Trail, wished, besides=_RESERVED), **fields)
        except IntegrityError:
            continue
    raise Refused(_("Somebody has just entered the same."))


#: How often an address is looked for anew.
_TRIES = 5
#: Addresses beside those of trails.
_RESERVED = {"neu", "vergleich", "einlesen"}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Unit) else value

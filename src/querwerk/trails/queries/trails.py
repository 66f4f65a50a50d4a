"""Trails: the list a reader sees, and the head of one trail's page with what the reader may do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from querwerk.access import Verb
from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.tables import page_number, pages_of

from ..access import OWN_TRAIL
from ..lifecycle import State
from ..models import Trail
from ..rules import may_publish, visible_to

PAGE_SIZE = 50
SORTS = {"titel": ("title", "pk"), "-titel": ("-title", "-pk"), "seit": ("opened_on", "pk"),
         "-seit": ("-opened_on", "-pk")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for; empty means no restriction."""

    text: str = ""
    state: str = ""
    sort: str = "titel"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From an address; what is not on a list is passed over."""
        state, sort = query.get("stand", ""), query.get("sortierung", "")
        return cls(
            text=query.get("name", "").replace("\0", "").strip()[:200],
            state=state if state in frozenset(State) else "",
            sort=sort if sort in SORTS else "titel",
            page=page_number(query.get("seite", "")),
        )

    def query(self, *, sort: str = "", page: int = 1) -> str:
        """The same wish as an address, in another order or on another page."""
        asked = {"name": self.text, "stand": self.state, "sortierung": sort or self.sort, "seite": page}
        usual = {"sortierung": "titel", "seite": 1}
        return urlencode({key: value for key, value in asked.items() if value and usual.get(key) != value})


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One trail of the list."""

    slug: str
    title: str
    paper: str
    unit: str
    state: str
    opened_on: date
    stations: int
    slips: int
    logs: int


@dataclass(frozen=True, slots=True)
class TrailList:
    """One page of the trails a reader sees."""

    wanted: Wanted
    rows: tuple[TrailLine, ...]
    total: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, PAGE_SIZE)


def trail_list(actor: Actor, wanted: Wanted) -> TrailList:
    """One page of the list; two statements."""
    found = _found(actor, wanted)
    start = (wanted.page - 1) * PAGE_SIZE
    return TrailList(wanted, _lines(found, wanted, slice(start, start + PAGE_SIZE)), found.count())


def all_lines(actor: Actor, wanted: Wanted) -> tuple[TrailLine, ...]:
    """The whole list, for a file."""
    return _lines(_found(actor, wanted), wanted, slice(None))


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Trail]:
    found = visible_to(actor)
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(paper__icontains=wanted.text))
    return found.filter(state=wanted.state) if wanted.state else found


def _lines(found: QuerySet[Trail], wanted: Wanted, part: slice) -> tuple[TrailLine, ...]:
    counted = found.annotate(
        stops=Count("stations", filter=Q(stations__position__isnull=False), distinct=True),
        papers=Count("slips", distinct=True),
        files=Count("logs", distinct=True),
    )
    columns = ("slug", "title", "paper", "unit__short", "state", "opened_on", "stops", "papers", "files")
    rows = counted.order_by(*SORTS[wanted.sort]).values_list(*columns)[part]
    return tuple(TrailLine(slug, title, paper, unit or "", *rest) for slug, title, paper, unit, *rest in rows)


@dataclass(frozen=True, slots=True)
class TrailPage:
    """The head of a trail's page. ``may_`` say what the reader may do with the trail as it stands."""

    pk: int
    thread: UUID
    slug: str
    title: str
    paper: str
    purpose: str
    unit: str
    unit_slug: str
    unit_pk: int | None
    state: State
    opened_on: date
    version: int
    own: bool
    may_edit: bool
    may_share: bool
    may_publish: bool
    may_take_back: bool
    may_discard: bool
    marked_slips: int
    keeps_slips: bool


def trail_page(slug: str, actor: Actor) -> TrailPage | None:
    """One trail, None where the reader knows of none; one statement."""
    columns = ("pk", "thread", "slug", "title", "paper", "purpose", "unit__name", "unit__slug", "unit", "state",
               "opened_on", "version", "own", "marked")  # fmt: skip
    owned = OWN_TRAIL.objects(actor, Verb.EDIT).filter(pk=OuterRef("pk"))
    marked = Count("slips", filter=Q(slips__stamps__isnull=False), distinct=True)
    row = visible_to(actor).filter(slug=slug).annotate(own=Exists(owned), marked=marked).values(*columns).first()
    if row is None:
        return None
    own, state = row["own"], State(row["state"])
    staff = may_publish(actor)
    return TrailPage(
        **{name: row[name] for name in ("pk", "thread", "slug", "title", "paper", "purpose", "opened_on", "version")},
        unit=row["unit__name"] or "",
        unit_slug=row["unit__slug"] or "",
        unit_pk=row["unit"],
        state=state,
        own=own,
        may_edit=(own and state != State.PUBLISHED) or (staff and state == State.SHARED),
        may_share=own and state == State.DRAFT,
        may_publish=staff and not own and state == State.SHARED,
        may_take_back=(staff and state == State.PUBLISHED) or (own and state == State.SHARED),
        may_discard=own and state == State.DRAFT,
        marked_slips=row["marked"],
        keeps_slips=own or (staff and state != State.DRAFT),
    )


def document(trail: Trail) -> Doc:
    """What can be found of a trail: by everybody once it is published, in the house once it is released there."""
    stations = sorted((s for s in trail.stations.all() if s.position is not None), key=lambda s: s.position or 0)
    texts = (trail.paper, *(station.name for station in stations))
    return Doc(
        "trail", trail.slug, trail.title, summary=trail.purpose, texts=texts, house=trail.state != State.PUBLISHED
    )

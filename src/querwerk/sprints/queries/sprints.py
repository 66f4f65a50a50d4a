"""Sprints: the list a reader sees, and the page of one with what the reader may do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from querwerk.journal.actions import Actor
from querwerk.journal.queries import HistoryLine, history
from querwerk.search.actions import Doc
from querwerk.tables import page_number, pages_of

from ..lifecycle import MOVES, OVER, SHOWN, Joining, Part, Place, State
from ..models import Sprint
from ..rules import may_facilitate, visible_to

PER_PAGE = 30
#: word in the address -> how the list is sorted.
SORTS = {"tag": ("starts_at", "pk"), "-tag": ("-starts_at", "-pk"), "titel": ("title", "pk")}
_TAKEN = Count("seated", filter=Q(seated__state=Place.TAKEN.value, seated__part=Part.PARTICIPANT.value))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sprints are asked for: those to come, or those that are over."""

    past: bool = False
    state: str = ""
    text: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """From an address; what is not on a list is passed over."""
        past, state, sort = asked.get("zeit") == "vorbei", asked.get("stand", ""), asked.get("sortierung", "")
        return cls(
            past=past,
            state=state if state in frozenset(State) else "",
            text=asked.get("name", "").replace("\0", "").strip()[:200],
            sort=sort if sort in SORTS else ("-tag" if past else "tag"),
            page=page_number(asked.get("seite", "")),
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.state or self.text)

    def query(self, *, page: int = 1, past: bool | None = None) -> str:
        """The same wish as an address, on another page or for the other time."""
        over = self.past if past is None else past
        usual = "-tag" if self.past else "tag"
        asked = {"zeit": "vorbei" if over else "", "stand": self.state, "name": self.text,
                 "sortierung": "" if self.sort == usual else self.sort, "seite": page if page > 1 else ""}  # fmt: skip
        return urlencode({key: value for key, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class SprintLine:
    """A sprint in a list."""

    slug: str
    title: str
    question: str
    state: str
    starts_at: datetime
    ends_at: datetime
    place: str
    joining: str
    seats: int
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.seats - self.taken)


@dataclass(frozen=True, slots=True)
class SprintList:
    """One page of the sprints a reader may see."""

    wanted: Wanted
    lines: tuple[SprintLine, ...]
    total: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, PER_PAGE)


@dataclass(frozen=True, slots=True)
class SprintPage:
    """The head of a sprint's page; ``leads`` when the reader leads through it, ``moves`` where they can take it."""

    pk: int
    thread: UUID
    slug: str
    title: str
    question: str
    unit: str
    unit_slug: str
    format: str
    place: str
    audience: str
    bring: str
    joining: str
    seats: int
    taken: int
    state: State
    cancelled_because: str
    starts_at: datetime
    ends_at: datetime
    version: int
    leads: bool
    moves: frozenset[State]

    @property
    def free(self) -> int:
        return max(0, self.seats - self.taken)


def sprint_list(actor: Actor, wanted: Wanted, *, at: datetime) -> SprintList:
    """One page of the list; two statements."""
    found = _found(actor, wanted, at)
    total = found.count()
    number = min(wanted.page, pages_of(total, PER_PAGE))
    lines = _lines(found, wanted, slice((number - 1) * PER_PAGE, number * PER_PAGE))
    return SprintList(replace(wanted, page=number), lines, total)


def all_lines(actor: Actor, wanted: Wanted, *, at: datetime) -> tuple[SprintLine, ...]:
    """The same without pages, for a file."""
    return _lines(_found(actor, wanted, at), wanted, slice(None))


def sprint_page(slug: str, actor: Actor) -> SprintPage | None:
    """One sprint, None where the reader knows of none."""
    found = visible_to(actor).filter(slug=slug).select_related("unit").annotate(taken=_TAKEN).first()
    if found is None:
        return None
    leads = may_facilitate(actor, found)
    same = ("pk", "thread", "slug", "title", "question", "format", "place", "audience", "bring", "joining", "seats",
            "taken", "cancelled_because", "starts_at", "ends_at", "version")  # fmt: skip
    return SprintPage(
        **{name: getattr(found, name) for name in same},
        unit=found.unit.name if found.unit else "",
        unit_slug=found.unit.slug if found.unit else "",
        state=State(found.state),
        leads=leads,
        moves=MOVES[State(found.state)] if leads else frozenset(),
    )


def sprint_history(page: SprintPage) -> tuple[HistoryLine, ...]:
    """What has happened to a sprint, for those who lead through it."""
    return tuple(history(page.thread, of="sprints")) if page.leads else ()


def document(sprint: Sprint) -> Doc | None:
    """What can be found of a sprint: of what everybody may join, by everybody; of the house's, by who works in the
    house; of one for invited people, nothing."""
    if sprint.state not in SHOWN or sprint.joining == Joining.INVITED:
        return None
    house = sprint.joining != Joining.EVERYBODY
    texts = (sprint.audience, sprint.place, sprint.format)
    return Doc("sprint", sprint.slug, sprint.title, summary=sprint.question, texts=texts, house=house)


def _found(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Sprint]:
    over = Q(ends_at__lt=at) & ~Q(state=State.RUNNING.value) | Q(state__in=sorted(OVER))
    found = visible_to(actor).filter(over if wanted.past else ~over)
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(question__icontains=wanted.text))
    return found.filter(state=wanted.state) if wanted.state else found


def _lines(found: QuerySet[Sprint], wanted: Wanted, part: slice) -> tuple[SprintLine, ...]:
    columns = ("slug", "title", "question", "state", "starts_at", "ends_at", "place", "joining", "seats", "taken")
    rows = found.annotate(taken=_TAKEN).order_by(*SORTS[wanted.sort]).values_list(*columns)[part]
    return tuple(SprintLine(*row) for row in rows)

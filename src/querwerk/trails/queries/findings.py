"""What somebody found on a trail, and what came of it: inquiries to the staff unit, absurdities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from querwerk.access import Verb
from querwerk.intake.access import INQUIRY
from querwerk.journal.actions import Actor

from ..access import SHARED_TRAIL
from ..lifecycle import State
from ..models import Finding
from ..rules import editable_by, visible_to
from .trails import TrailPage


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with what came of it, as far as the reader sees that."""

    pk: int
    thread: UUID
    sentence: str
    absurd: str
    figures: Mapping[str, Any]
    picture: str
    found_on: date
    showing: str
    slug: str
    inquiries: tuple[int, ...]

    @property
    def may_ask(self) -> bool:
        """Whether the unit can be asked for its consent: not yet, or again after a no."""
        return self.showing in ("", "refused")


@dataclass(frozen=True, slots=True)
class FindingsPart:
    """The findings of a trail; ``writes`` when the reader may add some."""

    lines: tuple[FindingLine, ...]
    writes: bool


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding with the trail it stands on, for somebody who goes on with it."""

    pk: int
    thread: UUID
    sentence: str
    absurd: str
    picture: str
    trail: str
    trail_slug: str
    unit: int | None


def findings_part(page: TrailPage, actor: Actor) -> FindingsPart | None:
    """What the page of a trail says of its findings, to the house alone; at most two statements."""
    if not (page.own or SHARED_TRAIL.open_to(actor, Verb.READ)):
        return None
    columns = ("pk", "thread", "sentence", "absurd", "figures", "picture", "found_on")
    found = Finding.objects.filter(trail=page.pk).order_by("-found_on", "-pk")
    rows = list(found.values(*columns, "absurdity__showing", "absurdity__slug"))
    asked: dict[UUID, list[int]] = defaultdict(list)
    if rows:
        inquiries = INQUIRY.objects(actor).filter(origin__in=[row["thread"] for row in rows])
        for number, origin in inquiries.order_by("pk").values_list("pk", "origin"):
            asked[origin].append(number)
    lines = (
        FindingLine(
            **{name: row[name] for name in columns},
            showing=row["absurdity__showing"] or "",
            slug=row["absurdity__slug"] or "",
            inquiries=tuple(asked[row["thread"]]),
        )
        for row in rows
    )
    released = page.state != State.DRAFT and SHARED_TRAIL.open_to(actor, Verb.EDIT)
    return FindingsPart(tuple(lines), page.own or released)


def finding_page(slug: str, pk: int, actor: Actor, *, edits: bool = False) -> FindingPage | None:
    """One finding of a trail the actor sees, or (``edits``) may change."""
    trails = editable_by(actor) if edits else visible_to(actor)
    if not SHARED_TRAIL.open_to(actor, Verb.READ):
        return None
    columns = ("pk", "thread", "sentence", "absurd", "picture", "trail__title", "trail__slug", "trail__unit")
    row = Finding.objects.filter(pk=pk, trail__slug=slug, trail__in=trails).values_list(*columns).first()
    return FindingPage(*row) if row else None

"""The ideas of a sprint, and how each of them leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from querwerk.journal.actions import Actor

from ..lifecycle import Exit, State
from ..models import Idea, Sprint
from ..rules import may_note_ideas, may_settle_ideas, visible_to

_COLUMNS = ("pk", "thread", "title", "text", "way_out", "parked_because", "first_step", "first_step_on", "noted_on",
            "version")  # fmt: skip


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """One idea."""

    pk: int
    thread: Any
    title: str
    text: str
    way_out: str
    parked_because: str
    first_step: str
    first_step_on: date | None
    noted_on: date
    version: int


@dataclass(frozen=True, slots=True)
class IdeasPage:
    """The ideas of a sprint as one reader sees them."""

    pk: int
    slug: str
    title: str
    state: str
    lines: tuple[IdeaLine, ...]
    notes: bool
    settles: bool

    @property
    def running(self) -> bool:
        return self.state == State.RUNNING

    @property
    def still_open(self) -> tuple[IdeaLine, ...]:
        return tuple(line for line in self.lines if line.way_out == Exit.OPEN)


def ideas_page(slug: str, actor: Actor) -> IdeasPage | None:
    """All ideas of a sprint; None where the reader sees none. Four statements."""
    sprint = visible_to(actor).filter(slug=slug).first()
    if sprint is None:
        return None
    return IdeasPage(
        sprint.pk, sprint.slug, sprint.title, sprint.state, ideas_of(sprint.pk), may_note_ideas(actor, sprint),
        may_settle_ideas(actor, sprint),
    )  # fmt: skip


def ideas_of(sprint: int) -> tuple[IdeaLine, ...]:
    """The ideas of a sprint in the order they were written down."""
    return tuple(IdeaLine(*row) for row in Idea.objects.filter(sprint=sprint).order_by("pk").values_list(*_COLUMNS))


def idea_of(slug: str, pk: int) -> Idea | None:
    """One idea of a sprint."""
    return Idea.objects.select_related("sprint").filter(pk=pk, sprint__slug=slug).first()


def sprint_of(slug: str) -> Sprint | None:
    """The sprint at an address."""
    return Sprint.objects.filter(slug=slug).first()

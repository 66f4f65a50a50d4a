"""Internal notes of a project, for those who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from querwerk.journal.actions import Actor

from ..rules import notes_for


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with the post that wrote it; ``own`` may be taken back by the reader."""

    pk: int
    text: str
    post: str
    at: datetime
    own: bool


def notes(project: int, actor: Actor) -> list[NoteLine]:
    """The notes of a project, newest first; none for those who may not read them."""
    rows = (
        notes_for(actor)
        .filter(project=project)
        .order_by("-at", "-pk")
        .values_list("pk", "text", "post", "at", "author")
    )
    return [NoteLine(pk, text, post, at, author == actor.account) for pk, text, post, at, author in rows]

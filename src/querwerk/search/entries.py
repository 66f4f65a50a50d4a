"""What a page shows of something that was found to be alike.

A slice whose things are shown while somebody writes declares it in ``queries/similar.py``:

``KINDS``              the kinds of document it answers for;
``own(actor)``         documents that this reader may read and that stand on no shelf: what they wrote themselves, what
                       only they and a few others may see. They are compared for this reader alone and never stored:
                       either whole, or as query sets of :data:`PIECE`, which :func:`pieced` asks for in one statement;
``shown(kind, slugs, actor)``  the entries of some documents, by slug, as they stand now, starting from
                       ``rules.visible_to(actor)``: what the reader may not see is not among them.

What everybody may read, or everybody in the house, it hands to :func:`querwerk.search.actions.index` as it changes.
:mod:`querwerk.web.alike` collects the slices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from querwerk.journal.actions import Actor

from .actions import Doc

#: One text of a document as a row: what it belongs to, what that is called, and which of its texts it is.
PIECE = ("doc_kind", "doc_slug", "doc_title", "nth", "piece")
Pieces = QuerySet[Any, tuple[str, str, str, int, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is alike: what it is called, where it stands, and the address (name and part) that leads there.

    ``thread`` is what one follows; without it nothing moves that one could be told of. ``join`` is the address where
    the reader takes part, if they can.
    """

    title: str
    state: str
    tone: str
    page: str
    part: str | int
    thread: UUID | None = None
    join: str = ""


class Source(Protocol):
    """A slice that shows similar entries: its module ``queries/similar.py``."""

    @property
    def KINDS(self) -> tuple[str, ...]: ...  # noqa: N802 - a constant of the module

    def own(self, actor: Actor) -> list[Doc | Pieces]: ...

    def shown(self, kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]: ...


def pieced(found: Iterable[Doc | Pieces]) -> list[Doc]:
    """Documents as they are, and those in pieces put together; one statement for all pieces."""
    every = list(found)
    pieces = [one for one in every if isinstance(one, QuerySet)]
    texts: dict[tuple[str, str, str], list[str]] = {}
    if pieces:
        first, *rest = pieces
        for kind, slug, title, _nth, text in sorted(first.union(*rest, all=True)):
            texts.setdefault((kind, slug, title), []).append(text)
    whole = [one for one in every if isinstance(one, Doc)]
    return [*whole, *(Doc(kind, slug, title, texts=tuple(some)) for (kind, slug, title), some in texts.items())]

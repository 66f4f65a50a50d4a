"""What a page shows of something that was found to be alike.

A slice whose things are shown while somebody writes declares it in ``queries/similar.py``:

``KINDS``              the kinds of document it answers for;
``own(actor)``         documents that this reader may read and that stand on no shelf: what they wrote themselves, what
                       only they and a few others may see. They are compared for this reader alone and never stored;
``shown(kind, slugs, actor)``  the entries of some documents, by slug, as they stand now, starting from
                       ``rules.visible_to(actor)``: what the reader may not see is not among them.

What everybody may read, or everybody in the house, it hands to :func:`querwerk.search.actions.index` as it changes.
:mod:`querwerk.web.alike` collects the slices.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from querwerk.journal.actions import Actor

from .actions import Doc


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

    def own(self, actor: Actor) -> list[Doc]: ...

    def shown(self, kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]: ...

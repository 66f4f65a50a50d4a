"""Projects that are alike; candidates within reach are compared for their reader alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import Entry, Pieces

from ..labels import STATE_TONES, STATES
from ..lifecycle import State
from ..rules import internal_within_reach, visible_to
from .documents import KIND, documents

KINDS = (KIND,)


def own(actor: Actor) -> list[Doc | Pieces]:
    """The candidates an actor may see who does not see all of them."""
    within = internal_within_reach(actor)
    return [document for document in documents(within) if document.internal] if within else []


def shown(kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    """The projects of some addresses, as the reader may see them."""
    rows = visible_to(actor).filter(slug__in=slugs).values_list("slug", "name", "state", "thread")
    return {
        slug: Entry(name, str(STATES[State(state)]), STATE_TONES[State(state)], "projects:detail", slug, thread)
        for slug, name, state, thread in rows
    }

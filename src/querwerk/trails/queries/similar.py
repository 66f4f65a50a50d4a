"""Paper trails that are alike: published ones, those the house shares, and one's own drafts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import Entry

from ..labels import STATE_TONES, STATES
from ..lifecycle import State
from ..rules import visible_to
from .trails import document

KINDS = ("trail",)


def own(actor: Actor) -> list[Doc]:
    """The drafts of the reader."""
    if not actor.account:
        return []
    drafts = visible_to(actor).filter(state=State.DRAFT, authorship__account=actor.account)
    return [document(trail) for trail in drafts.prefetch_related("stations")]


def shown(kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    """The trails of some addresses, as the reader may see them."""
    rows = visible_to(actor).filter(slug__in=slugs).values_list("slug", "title", "state", "thread")
    return {
        slug: Entry(title, str(STATES[State(state)]), STATE_TONES[State(state)], "trails:trail", slug, thread)
        for slug, title, state, thread in rows
    }

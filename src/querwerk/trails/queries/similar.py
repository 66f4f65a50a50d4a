"""Paper trails and absurdities that are alike: what is published, what the house shares, and one's own drafts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import Entry

from ..labels import SHOWINGS, STATE_TONES, STATES
from ..lifecycle import Showing, State
from ..rules import visible_to
from .absurdities import published
from .trails import document

KINDS = ("trail", "absurdity")


def own(actor: Actor) -> list[Doc]:
    """The drafts of the reader."""
    if not actor.account:
        return []
    drafts = visible_to(actor).filter(state=State.DRAFT, authorship__account=actor.account)
    return [document(trail) for trail in drafts.prefetch_related("stations")]


def shown(kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    """The trails or absurdities at some addresses, as the reader may see them."""
    return _trails(slugs, actor) if kind == "trail" else _absurdities(slugs)


def _trails(slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    rows = visible_to(actor).filter(slug__in=slugs).values_list("slug", "title", "state", "thread")
    return {
        slug: Entry(title, str(STATES[State(state)]), STATE_TONES[State(state)], "trails:trail", slug, thread)
        for slug, title, state, thread in rows
    }


def _absurdities(slugs: Collection[str]) -> Mapping[str, Entry]:
    """Those that everybody may smile about."""
    shown, mended = (str(SHOWINGS[Showing.PUBLISHED]), "info"), (_("mended"), "success")
    rows = published().filter(slug__in=slugs).values_list("slug", "sentence", "mended_on", "finding__thread")
    return {
        slug: Entry(sentence, *(mended if mended_on else shown), "trails:absurdity", slug, thread)
        for slug, sentence, mended_on, thread in rows
    }

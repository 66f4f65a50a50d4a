"""Paper trails and absurdities that are alike: what is published, what the house shares, and one's own drafts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import PIECE, Entry, Pieces

from ..labels import SHOWINGS, STATE_TONES, STATES
from ..lifecycle import Showing, State
from ..rules import visible_to
from .absurdities import published

KINDS = ("trail", "absurdity")


def own(actor: Actor) -> list[Doc | Pieces]:
    """The drafts of the reader, and the names of their stations."""
    if not actor.account:
        return []
    drafts = visible_to(actor).filter(state=State.DRAFT, authorship__account=actor.account)
    drafts = drafts.annotate(doc_kind=Value("trail"), doc_slug=F("slug"), doc_title=F("title"))
    texts = drafts.annotate(nth=Value(-1), piece=Concat("purpose", Value("\n"), "paper", output_field=TextField()))
    names = drafts.filter(stations__position__isnull=False)
    names = names.annotate(nth=F("stations__position"), piece=F("stations__name"))
    return [texts.values_list(*PIECE), names.values_list(*PIECE)]


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

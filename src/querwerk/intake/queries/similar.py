"""Inquiries, what came of them, and campaigns that are alike.

An inquiry belongs to whoever asked: it is compared for them alone, on no shelf. What was asked in confidence is left
out: whoever follows an entry gets mails with its title.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import PIECE, Entry, Pieces
from querwerk.tables import whole_number

from ..labels import STATES, TONES, WINDOW_TONES, WINDOWS
from ..lifecycle import Secrecy, State, Window
from ..models import Campaign
from ..rules import campaigns_visible_to, may_put_forward, results_visible_to, visible_to
from .campaigns import window_of

KINDS = ("inquiry", "result", "campaign")
_OPEN = ~Q(secrecy=Secrecy.CONFIDENTIAL.value)


def own(actor: Actor) -> list[Doc | Pieces]:
    """What the reader has asked before; what they are still writing is not like itself."""
    if not actor.account:
        return []
    asked = visible_to(actor).filter(_OPEN, asker__account=actor.account).exclude(state=State.DRAFT)
    rows = asked.annotate(
        doc_kind=Value("inquiry"), doc_slug=Cast("pk", TextField()), doc_title=F("title"), nth=Value(0),
        piece=Concat("concern", Value("\n"), "outcome", output_field=TextField()),
    )  # fmt: skip
    return [rows.values_list(*PIECE)]


def shown(kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    """The inquiries, results or campaigns at some addresses, as the reader may see them."""
    if kind == "campaign":
        return {row.slug: _campaign(row, actor) for row in campaigns_visible_to(actor).filter(slug__in=slugs)}
    numbers = [whole_number(slug) for slug in slugs]
    return _inquiries(numbers, actor) if kind == "inquiry" else _results(numbers, actor)


def _inquiries(numbers: Collection[int], actor: Actor) -> Mapping[str, Entry]:
    rows = visible_to(actor).filter(_OPEN, pk__in=numbers).values_list("pk", "title", "state")
    return {
        str(pk): Entry(title, str(STATES[State(state)]), TONES[State(state)], "intake:inquiry", pk)
        for pk, title, state in rows
    }


def _results(numbers: Collection[int], actor: Actor) -> Mapping[str, Entry]:
    """Nothing of them leads back to whoever asked; nothing moves any more."""
    state, tone = str(STATES[State.PUBLISHED]), TONES[State.PUBLISHED]
    rows = results_visible_to(actor).filter(pk__in=numbers).values_list("pk", "headline")
    return {str(pk): Entry(headline, state, tone, "intake:result", pk) for pk, headline in rows}


def _campaign(campaign: Campaign, actor: Actor) -> Entry:
    now, join = window_of(campaign, on=timezone.localdate()), ""
    if now is Window.OPEN:
        form = "intake:own_idea" if may_put_forward(actor) else "intake:idea"
        join = f"{reverse(form)}?aktion={campaign.slug}"
    return Entry(
        campaign.title, str(WINDOWS[now]), WINDOW_TONES[now], "intake:campaign", campaign.slug, join=join
    )  # fmt: skip

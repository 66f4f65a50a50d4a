"""Inquiries that are alike. An inquiry belongs to whoever asked: it is compared for them alone, on no shelf.

What was asked in confidence is left out: whoever follows an entry gets mails with its title.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from querwerk.journal.actions import Actor
from querwerk.search.actions import Doc
from querwerk.search.entries import Entry

from ..labels import STATES, TONES
from ..lifecycle import Secrecy, State
from ..rules import visible_to

KINDS = ("inquiry",)
_OPEN = ~Q(secrecy=Secrecy.CONFIDENTIAL.value)


def own(actor: Actor) -> list[Doc]:
    """What the reader has asked before; what they are still writing is not like itself."""
    if not actor.account:
        return []
    asked = visible_to(actor).filter(_OPEN, asker__account=actor.account).exclude(state=State.DRAFT)
    rows = asked.values_list("pk", "title", "concern", "outcome")
    return [Doc("inquiry", str(pk), title, texts=(concern, outcome)) for pk, title, concern, outcome in rows]


def shown(kind: str, slugs: Collection[str], actor: Actor) -> Mapping[str, Entry]:
    """The inquiries of some numbers, as the reader may see them."""
    rows = visible_to(actor).filter(_OPEN, pk__in=[slug for slug in slugs if slug.isdecimal() and len(slug) < 16])
    return {
        str(pk): Entry(title, str(STATES[State(state)]), TONES[State(state)], "intake:inquiry", pk, thread)
        for pk, title, state, thread in rows.values_list("pk", "title", "state", "thread")
    }

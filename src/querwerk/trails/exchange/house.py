"""The papers of the house itself, from its journal into a log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused
from querwerk.privacy.queries.switches import is_on

from ..actions.imports import Found, keep_log
from ..actions.trails import open_trail
from ..insights.journal import TooFew, house_events
from ..insights.packed import to_bytes
from ..lifecycle import OWN_PAPERS, Source
from ..models import Log


def count_own_papers(*, title: str, by: Actor, at: datetime) -> Log:
    """Begins a trail of the house's own papers with what its journal says of them."""
    if not is_on(OWN_PAPERS):
        raise Refused(_("Counting the papers of the house is switched off."))
    try:
        events, skipped = house_events()
    except TooFew:
        raise Refused(
            _("There are fewer than ten papers: their figures would speak of the few who wrote them.")
        ) from None
    found = Found(
        source=Source.JOURNAL, cases=events["case"].n_unique(), events=events.height, packed=to_bytes(events),
        skipped=skipped,
    )  # fmt: skip
    with transaction.atomic():
        return keep_log(open_trail(title=title, by=by, at=at), title, found, {}, by=by, at=at)

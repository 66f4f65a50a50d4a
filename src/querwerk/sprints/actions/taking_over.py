"""What lies on a board becomes an idea of the sprint: nobody types it twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..models import Card, Sprint
from .ideas import note_idea
from .steps import moving, raise_version, refuse_gone, remembered

#: As long as the title of an idea may be.
_TITLE = 200


def take_over(sprint: Sprint, *, card: int | None = None, group: int | None = None, by: Actor, at: datetime) -> int:
    """A card, or a group with all its cards, becomes an idea of the sprint; gives the key of the idea.

    The sprint is held before its board, as whoever closes it does: two who wait for each other would wait for ever.
    """
    with transaction.atomic():
        Sprint.objects.select_for_update().filter(pk=sprint.pk).first()
        return _taken_over(sprint, card, group, by=by, at=at)


def _taken_over(sprint: Sprint, card: int | None, group: int | None, *, by: Actor, at: datetime) -> int:
    with moving(sprint, by=by, at=at) as moves:
        thing = moves.card(card) if card else moves.group(group or 0)
        if thing.idea_id:
            raise Refused(_("This has been taken over as an idea already."))
        if isinstance(thing, Card):
            refuse_gone(thing)
            title, text = _title(thing.text), thing.text if len(thing.text) > _TITLE else ""
        else:
            lines = Card.objects.filter(group=thing, deleted=False, hidden=False).order_by("rank", "pk")
            title, text = thing.title, "\n".join(f"- {line}" for line in lines.values_list("text", flat=True))
        idea = note_idea(moves.board.sprint, title=title, text=text, by=by, at=at)
        before, thing.idea = remembered(thing), idea
        raise_version(thing)
        moves.changed(thing, before, own=False)
    return idea.pk


def _title(text: str) -> str:
    """The first line of a card, as the title of an idea."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"

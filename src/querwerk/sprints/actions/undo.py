"""Taking back one's own last step, as long as nobody else built on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Overtaken, Refused

from ..lifecycle import Step
from ..models import Card, Change, Group, Sprint
from .steps import moving, raise_version, remembered


def take_back(sprint: Sprint, *, number: int, by: Actor, at: datetime) -> Card | Group:
    """The own last step (its number, as it was shown) is undone: what it changed is again what it was."""
    with moving(sprint, by=by, at=at) as moves:
        last = Change.objects.filter(board=moves.board, account=by.account).order_by("-number").first()
        if last is None or last.number != number:
            raise Refused(_("This step is taken back already, or it is not your last one any more."))
        Change.objects.filter(pk=last.pk).update(account="")
        model: Any = Card if last.about == Step.CARD else Group
        held: Card | Group = model.objects.get(board=moves.board, pk=last.row)
        before = remembered(held)
        gone_on = _but_version(before) != _but_version(last.after or {})
        if not gone_on:
            _restore(held, last.before)
            moves.changed(held, before, own=False)
    if gone_on:
        raise Overtaken(_("Somebody has gone on with it meanwhile, so this step stays."))
    return held


def _restore(held: Card | Group, earlier: dict[str, Any] | None) -> None:
    """What was before; before it was written, it was not there."""
    if earlier is None:
        held.deleted = True
    elif isinstance(held, Group):
        held.title, held.rank, held.deleted = earlier["title"], earlier["rank"], earlier["deleted"]
    else:
        held.group_id, held.rank = earlier["group"], earlier["rank"]
        held.text, held.deleted = earlier["text"], earlier["deleted"]
    raise_version(held, words=True, place=True)


def _but_version(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "version"}

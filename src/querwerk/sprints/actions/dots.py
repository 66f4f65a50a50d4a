"""Dots on cards, until the bell. Nobody sees whose they are, and how many there are only afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Refused

from ..lifecycle import Phase, voting_is_open
from ..models import Card, Sprint, Vote
from .steps import moving, refuse_gone


def give_dots(sprint: Sprint, *, card: int, dots: int, by: Actor, at: datetime) -> int:
    """So many of one's own dots lie on a card from now on; gives how many are left. No change: nobody else sees it."""
    with moving(sprint, by=by, at=at) as moves:
        board = moves.board
        held = moves.card(card)
        refuse_gone(held)
        _refuse_out_of_time(board.phase, board.ends_at, at)
        if held.hidden:
            raise Refused(_("This card is still covered."))
        mine = list(Vote.objects.filter(board=board, account=by.account))
        here = [vote for vote in mine if vote.card_id == held.pk]
        elsewhere = len(mine) - len(here)
        if dots > 1 and not board.several:
            raise Refused(_("Only one dot for each card, please."))
        if not 0 <= dots <= board.dots - elsewhere:
            raise Refused(_("You have %(dots)s dots, and all are given. Take one back first.") % {"dots": board.dots})
        for vote in here[dots:]:
            vote.delete()
        free = sorted(set(range(1, board.dots + 1)) - {vote.number for vote in mine})
        wanted = free[: max(0, dots - len(here))]
        Vote.objects.bulk_create(Vote(board=board, card=held, account=by.account, number=number) for number in wanted)
        Card.objects.filter(pk=held.pk).update(votes=F("votes") + dots - len(here))
    return board.dots - elsewhere - dots


def forget_rung(at: datetime) -> None:
    """A bell that was set has rung by itself: whose dots they were is forgotten, as when somebody rings it."""
    Vote.objects.filter(board__phase=Phase.VOTING.value, board__ends_at__lte=at).delete()


def _refuse_out_of_time(phase: str, ends_at: datetime | None, at: datetime) -> None:
    if voting_is_open(phase, ends_at, at):
        return
    if phase == Phase.VOTING:
        raise Refused(_("The bell has rung: this dot came too late and does not count. Those before it do."))
    raise Refused(_("No votes are taken now. Whoever leads through the sprint opens them."))

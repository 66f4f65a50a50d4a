"""Putting a board away: the sprint is closing, and what its board knew of people is forgotten."""

from __future__ import annotations

from ..lifecycle import Phase, Step
from ..models import Board, Change, Sprint, Vote
from .steps import uncover


def put_away(sprint: Sprint) -> None:
    """The sprint is closing: what the board knows of people is forgotten. Called in the transaction that closes it."""
    board = Board.objects.select_for_update(of=("self",)).filter(sprint=sprint).first()
    if board is None:
        return
    uncover(board)
    Vote.objects.filter(board=board).delete()
    Change.objects.filter(board=board).exclude(account="").update(account="")
    Board.objects.filter(pk=board.pk).update(phase=Phase.OPEN.value, ends_at=None, version=board.version + 1)
    Change.objects.create(board=board, number=board.version + 1, about=Step.STAGE.value)

"""The board as a whole: opened, covered and uncovered, votes and bell. Each of it stands in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Event, Facts, Refused, remembered

from ..lifecycle import MOST_DOTS, Phase, State, Step
from ..models import Board, Card, Sprint, Vote
from ..rules import may_moderate
from .steps import Moves, held_board, keep, moving
from .steps import uncover as uncover_all

_LONGEST_TIMER = 240


def open_board(sprint: Sprint, *, by: Actor, at: datetime) -> Board:
    """The board of a running sprint; one that is open stays as it is."""
    with remembered(Event("sprints.board_opened", sprint.thread), by=by, at=at):
        held = Sprint.objects.select_for_update(of=("self",)).get(pk=sprint.pk)
        _refuse(held, by)
        if Board.objects.filter(sprint=held).exists():
            raise Refused(_("The board is open already."))
        return Board.objects.create(sprint=held)


def cover(sprint: Sprint, *, by: Actor, at: datetime) -> None:
    """From now on everybody writes for themselves: new cards are covered."""
    with _staging(sprint, "board_covered", by=by, at=at) as (moves, _facts):
        if moves.board.phase == Phase.VOTING:
            raise Refused(_("Votes are open. Please ring the bell first."))
        _enter(moves.board, Phase.WRITING)


def uncover(sprint: Sprint, *, by: Actor, at: datetime) -> None:
    """All covered cards are turned over at once."""
    with _staging(sprint, "board_uncovered", by=by, at=at) as (moves, facts):
        facts["cards"] = [None, str(uncover_all(moves.board))]
        _enter(moves.board, Phase.OPEN)


def open_voting(
    sprint: Sprint, *, dots: int, several: bool, minutes: int | None = None, by: Actor, at: datetime
) -> None:
    """A round of votes: everybody has so many dots. What was counted before begins anew."""
    with _staging(sprint, "voting_opened", by=by, at=at) as (moves, facts):
        board = moves.board
        if board.phase == Phase.WRITING:
            raise Refused(_("Some cards are covered. Please uncover them first, so that all can vote on them."))
        if not 1 <= dots <= MOST_DOTS:
            raise Refused(_("Between 1 and %(most)s dots.") % {"most": MOST_DOTS}, field="dots")
        Vote.objects.filter(board=board).delete()
        Card.objects.filter(board=board).update(votes=0)
        board.dots, board.several, board.rounds = dots, several, board.rounds + 1
        _enter(board, Phase.VOTING)
        board.ends_at = _end(at, minutes)
        facts["dots"] = [None, str(dots)]


def ring(sprint: Sprint, *, by: Actor, at: datetime) -> None:
    """The bell: no dot counts any more, all see the result, and nobody knows whose dots they were."""
    with _staging(sprint, "voting_ended", by=by, at=at) as (moves, _facts):
        if moves.board.phase != Phase.VOTING:
            raise Refused(_("No votes are taken now."))
        Vote.objects.filter(board=moves.board).delete()
        _enter(moves.board, Phase.OPEN)


def set_timer(sprint: Sprint, *, minutes: int | None, by: Actor, at: datetime) -> None:
    """When the time is up; None stops the clock. A kitchen timer: nothing the journal should remember."""
    with moving(sprint, by=by, at=at) as moves:
        if not may_moderate(by, moves.board.sprint):
            raise Refused(_("Only who leads through the sprint does this."))
        if moves.board.phase == Phase.VOTING and moves.board.ends_at and moves.board.ends_at <= at:
            raise Refused(_("The bell has rung. Whoever wants more votes opens a new round."))
        moves.board.ends_at = _end(at, minutes)
        _staged(moves)


@contextmanager
def _staging(sprint: Sprint, event: str, *, by: Actor, at: datetime) -> Iterator[tuple[Moves, Facts]]:
    """A verb of who leads through the sprint: one entry in the journal, one change that all see."""
    with remembered(Event(f"sprints.{event}", sprint.thread), by=by, at=at) as facts:
        board = held_board(sprint)
        _refuse(board.sprint, by)
        moves = Moves(board, by, at)
        yield moves, facts
        _staged(moves)
        keep(moves)


def _refuse(sprint: Sprint, by: Actor) -> None:
    if not may_moderate(by, sprint):
        raise Refused(_("Only who leads through the sprint does this."))
    if sprint.state != State.RUNNING:
        raise Refused(_("The board is open while the sprint is running."))


def _staged(moves: Moves) -> None:
    """The stage as it is now; all who look on read it anew."""
    moves.board.save(update_fields=["phase", "ends_at", "dots", "several", "rounds"])
    moves.note(Step.STAGE)


def _enter(board: Board, phase: Phase) -> None:
    board.phase, board.ends_at = phase.value, None


def _end(at: datetime, minutes: int | None) -> datetime | None:
    if minutes is None:
        return None
    if not 1 <= minutes <= _LONGEST_TIMER:
        raise Refused(_("Between 1 and %(most)s minutes.") % {"most": _LONGEST_TIMER}, field="minutes")
    return at + timedelta(minutes=minutes)

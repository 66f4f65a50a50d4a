"""What all moves at a board share: whoever writes holds its row, and every change gets the next number.

A board is its own memory: a card moved is a row of :class:`Change`, no entry in the journal (ADR 0019).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Overtaken, Refused

from ..lifecycle import STEPS_KEPT, Phase, State, Step
from ..models import Board, Card, Change, Group, Sprint
from ..rules import takes_part

Remembered = dict[str, Any]


class Gone(Refused):
    """The card was taken away meanwhile; it can be brought back, with the words somebody just wrote."""


@dataclass
class Moves:
    """One press: the board, held by this transaction, and what has changed so far."""

    board: Board
    by: Actor
    at: datetime
    changes: list[Change] = field(default_factory=list)

    def card(self, pk: int) -> Card:
        """A card of this board as it is now, if the actor may see it."""
        found = Card.objects.filter(board=self.board, pk=pk).first()
        if found is None or (found.hidden and found.writer != self.by.account):
            raise Refused(_("This card is not on this board."))
        return found

    def group(self, pk: int) -> Group:
        """A group of this board that is there."""
        found = Group.objects.filter(board=self.board, pk=pk).first()
        if found is None or found.deleted:
            raise Refused(_("This group was taken away meanwhile. Please choose another one."), field="group")
        return found

    def changed(self, thing: Card | Group, before: Remembered | None, *, own: bool = True) -> None:
        """Remembers what a card or group was and is; ``own`` steps can be taken back by who made them."""
        about = Step.CARD if isinstance(thing, Card) else Step.GROUP
        self.note(about, row=thing.pk, before=before, after=remembered(thing), own=own)

    def note(self, about: Step, *, own: bool = False, **said: Any) -> None:
        """Remembers a change under the next number."""
        self.board.version += 1
        account = self.by.account if own else ""
        self.changes.append(
            Change(board=self.board, number=self.board.version, about=about.value, account=account, **said)
        )


@contextmanager
def moving(sprint: Sprint, *, by: Actor, at: datetime) -> Iterator[Moves]:
    """A press at the board of a running sprint, by somebody who takes part: all or nothing."""
    with transaction.atomic():
        board = held_board(sprint)
        if not takes_part(by, board.sprint):
            raise Refused(_("Only those who take part in the sprint write on its board."))
        if board.sprint.state != State.RUNNING:
            raise Refused(_("The sprint is not running: its board is only read."))
        moves = Moves(board, by, at)
        yield moves
        keep(moves)


def held_board(sprint: Sprint) -> Board:
    """The board, held by this transaction: everybody else who writes waits.

    Its sprint is read afterwards: who waited for a sprint that was closing meets it closed.
    """
    found = Board.objects.select_for_update().filter(sprint=sprint).first()
    if found is None:
        raise Refused(_("This sprint has no board yet."))
    return found


def keep(moves: Moves) -> None:
    """Writes what has changed, in its order, and forgets who made the steps that nobody takes back any more."""
    if not moves.changes:
        return
    Change.objects.bulk_create(moves.changes)
    Board.objects.filter(pk=moves.board.pk).update(version=moves.board.version)
    if any(change.account for change in moves.changes):
        mine = Change.objects.filter(board=moves.board, account=moves.by.account)
        older = list(mine.order_by("-number").values_list("number", flat=True)[STEPS_KEPT : STEPS_KEPT + 1])
        if older:
            mine.filter(number__lte=older[0]).update(account="")


def remembered(thing: Card | Group) -> Remembered:
    """What a card or group is, as a change remembers it."""
    if isinstance(thing, Group):
        return {"title": thing.title, "rank": thing.rank, "deleted": thing.deleted, "version": thing.version}
    return {
        "group": thing.group_id,
        "rank": thing.rank,
        "text": thing.text,
        "hidden": thing.hidden,
        "deleted": thing.deleted,
        "version": thing.version,
        "idea": thing.idea_id is not None,
    }


def raise_version(thing: Card | Group, *, words: bool = False, place: bool = False) -> None:
    """Writes a card or group under its next version."""
    thing.version += 1
    if isinstance(thing, Card):
        thing.worded = thing.version if words else thing.worded
        thing.placed = thing.version if place else thing.placed
    thing.save()


def refuse_other_place(card: Card, seen: int) -> None:
    """Two people moved the same card: the second one looks again."""
    refuse_gone(card)
    if card.placed > seen:
        raise Overtaken(_("Somebody has just moved this card. It stays where it is now; please look again."))


def refuse_gone(card: Card) -> None:
    """Who works on a card that somebody took away is told so."""
    if card.deleted:
        raise Gone(_("Somebody has taken this card away meanwhile. You can bring it back."))


def covers_new_cards(board: Board) -> bool:
    """Whether everybody writes for themselves now."""
    return board.phase == Phase.WRITING


def uncover(board: Board) -> int:
    """Shows all covered cards; from now on nobody knows who wrote them."""
    covered = Card.objects.filter(board=board, hidden=True)
    return covered.update(hidden=False, writer="", version=F("version") + 1)

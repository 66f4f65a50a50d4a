"""The board of a sprint as one person sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from querwerk.journal.actions import Actor

from ..lifecycle import State, voting_is_open
from ..models import Board, Card, Change, Group, Sprint, Vote
from ..rules import may_moderate, takes_part


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card. ``votes`` is None while nobody may know; ``mine`` are one's own dots on it."""

    pk: int
    text: str
    rank: int
    version: int
    votes: int | None = None
    mine: int = 0
    hidden: bool = False
    idea: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A group with its cards from top to bottom; the first one holds what has no group."""

    pk: int
    title: str
    version: int
    cards: tuple[CardLine, ...]
    idea: bool = False
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """What the people at the board are doing, and until when."""

    phase: str
    voting: bool
    rung: bool
    ends_at: datetime | None
    dots: int
    several: bool
    left: int
    rounds: int
    version: int


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The whole board for one person. ``undo`` is the number of the step they may take back, ``gone`` counts the cards
    that were taken away."""

    stage: Stage
    columns: tuple[Column, ...]
    undo: int | None
    gone: int
    writes: bool
    moderates: bool

    @property
    def groups(self) -> list[tuple[int, str]]:
        """Key and title of each group."""
        return [(column.pk, column.title) for column in self.columns if column.pk]


def board_of(sprint: Sprint) -> Board | None:
    """The board of a sprint, once it was opened."""
    return Board.objects.filter(sprint=sprint).first()


def board_page(board: Board, sprint: Sprint, actor: Actor, *, at: datetime) -> BoardPage:
    """The board with its columns: first the cards without a group, then the groups from left to right."""
    running = sprint.state == State.RUNNING
    moderates = running and may_moderate(actor, sprint)
    writes = running and (moderates or takes_part(actor, sprint))
    seen = Card.objects.filter(Q(hidden=False) | Q(hidden=True, writer=actor.account), board=board)
    cards = list(seen.order_by("rank", "pk"))
    mine = Counter(Vote.objects.filter(board=board, account=actor.account).values_list("card", flat=True))
    stage = stage_of(board, left=board.dots - mine.total(), at=at)
    return BoardPage(
        stage=stage,
        columns=_columns(board, [card for card in cards if not card.deleted], mine, stage),
        undo=last_own_step(board, actor) if writes else None,
        gone=sum(card.deleted for card in cards),
        writes=writes,
        moderates=moderates,
    )


def stage_of(board: Board, *, left: int, at: datetime) -> Stage:
    """The phase, as it is at a moment: a bell that was set has rung by itself."""
    return Stage(
        phase=board.phase,
        voting=voting_is_open(board.phase, board.ends_at, at),
        rung=board.ends_at is not None and board.ends_at <= at,
        ends_at=board.ends_at,
        dots=board.dots,
        several=board.several,
        left=left,
        rounds=board.rounds,
        version=board.version,
    )


def last_own_step(board: Board, actor: Actor) -> int | None:
    """The number of the own last step that can be taken back."""
    own = Change.objects.filter(board=board, account=actor.account).exclude(account="")
    return own.order_by("-number").values_list("number", flat=True).first()


def cards_gone(board: Board, actor: Actor) -> list[Card]:
    """Cards that were taken away, the last one first."""
    seen = Card.objects.filter(Q(hidden=False) | Q(hidden=True, writer=actor.account))
    return list(seen.filter(board=board, deleted=True).order_by("-version", "-pk"))


def groups_of(board: Board) -> list[Group]:
    """The groups from left to right."""
    return list(Group.objects.filter(board=board, deleted=False).order_by("rank", "pk"))


def _columns(board: Board, cards: list[Card], mine: Mapping[int, int], stage: Stage) -> tuple[Column, ...]:
    groups = groups_of(board)
    shown = stage.rounds > 0 and not stage.voting
    lying: dict[int, list[CardLine]] = {0: [], **{group.pk: [] for group in groups}}
    for card in cards:
        column = lying.get(card.group_id or 0, lying[0])
        votes = card.votes if shown else None
        column.append(
            CardLine(
                card.pk, card.text, card.rank, card.version, votes, mine.get(card.pk, 0), card.hidden,
                card.idea_id is not None,
            )
        )  # fmt: skip
    return (
        Column(0, "", 0, tuple(lying[0])),
        *(
            Column(group.pk, group.title, group.version, tuple(lying[group.pk]), group.idea_id is not None,
                   sum(card.votes or 0 for card in lying[group.pk]) if shown else None)
            for group in groups
        ),
    )  # fmt: skip

"""Cards: written, reworded, moved, taken away, brought back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Overtaken, Refused

from ..lifecycle import MOST_CARDS, RANK_STEP, Step, Way, rank_between
from ..models import Card, Group, Sprint
from .steps import (
    Moves,
    covers_new_cards,
    moving,
    raise_version,
    refuse_gone,
    refuse_other_place,
    remembered,
)


def write_card(sprint: Sprint, *, text: str, group: int | None = None, by: Actor, at: datetime) -> Card:
    """A new card at the end of a group, covered while everybody writes for themselves."""
    with moving(sprint, by=by, at=at) as moves:
        return put_down(moves, [text], moves.group(group) if group else None)[0]


def put_down(moves: Moves, texts: Sequence[str], group: Group | None) -> list[Card]:
    """New cards one under the other at the end of a group."""
    board = moves.board
    lying = Card.objects.filter(board=board, deleted=False).count()
    if lying + len(texts) > MOST_CARDS:
        raise Refused(_("A board holds at most %(most)s cards; it has %(now)s.") % {"most": MOST_CARDS, "now": lying})
    last = Card.objects.filter(board=board, group=group).aggregate(last=Max("rank"))["last"] or 0
    hidden = covers_new_cards(board)
    writer = moves.by.account if hidden else ""
    cards = Card.objects.bulk_create(
        Card(board=board, group=group, rank=last + nth * RANK_STEP, text=text, hidden=hidden, writer=writer)
        for nth, text in enumerate(texts, 1)
    )
    for card in cards:
        moves.changed(card, None)
    return cards


def reword(sprint: Sprint, *, card: int, text: str, version: int, by: Actor, at: datetime) -> Card:
    """A card in other words. If somebody else was faster, their words stay and ours are offered again."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.card(card)
        refuse_gone(held)
        if held.text == text:
            return held
        if held.worded > version:
            raise Overtaken(_("Somebody else has just worded this card anew. Their words stand now; yours are below."))
        before, held.text = remembered(held), text
        raise_version(held, words=True)
        moves.changed(held, before)
    return held


def move(sprint: Sprint, *, card: int, way: Way, version: int, by: Actor, at: datetime) -> Card:
    """One place up or down, or to the end of the group beside."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.card(card)
        refuse_other_place(held, version)
        if way in (Way.LEFT, Way.RIGHT):
            return _place(moves, held, _beside(moves, held, 1 if way is Way.RIGHT else -1))
        row = list(_row(moves, held.group_id))
        at_now = next(place for place, other in enumerate(row) if other.pk == held.pk)
        goal = at_now + (1 if way is Way.DOWN else -1)
        if not 0 <= goal < len(row):
            return held
        others = [other for other in row if other.pk != held.pk]
        return _between(moves, held, others, goal)


def move_into(sprint: Sprint, *, card: int, group: int | None, version: int, by: Actor, at: datetime) -> Card:
    """To the end of any group, or out of all of them."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.card(card)
        refuse_other_place(held, version)
        return _place(moves, held, moves.group(group) if group else None)


def take_away(sprint: Sprint, *, card: int, version: int, by: Actor, at: datetime) -> Card:
    """A card is gone from the board, and can be brought back."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.card(card)
        if held.deleted:
            return held
        if held.worded > version:
            raise Overtaken(_("Somebody has just worded this card anew. Please read it before you take it away."))
        before, held.deleted = remembered(held), True
        raise_version(held)
        moves.changed(held, before)
    return held


def bring_back(sprint: Sprint, *, card: int, text: str = "", by: Actor, at: datetime) -> Card:
    """A card that was taken away lies where it lay, with the words somebody was just writing on it."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.card(card)
        if not held.deleted:
            raise Refused(_("This card lies on the board already."))
        before, held.deleted, held.text = remembered(held), False, text or held.text
        raise_version(held, words=bool(text))
        moves.changed(held, before)
    return held


def _place(moves: Moves, held: Card, group: Group | None) -> Card:
    """To the end of a group; where it lies already, nothing happens."""
    if held.group_id == (group.pk if group else None):
        return held
    before = remembered(held)
    last = Card.objects.filter(board=moves.board, group=group).aggregate(last=Max("rank"))["last"] or 0
    held.group, held.rank = group, last + RANK_STEP
    raise_version(held, place=True)
    moves.changed(held, before)
    return held


def _between(moves: Moves, held: Card, others: list[Card], goal: int) -> Card:
    """Between two cards of its row; where no room is left between their ranks, all get new ones."""
    before = remembered(held)
    above = others[goal - 1].rank if goal else None
    below = others[goal].rank if goal < len(others) else None
    rank = rank_between(above, below)
    if rank is None:
        _give_ranks_anew(moves, others)
        rank = rank_between(others[goal - 1].rank if goal else None, others[goal].rank)
    held.rank = rank or 0
    raise_version(held, place=True)
    moves.changed(held, before)
    return held


def _give_ranks_anew(moves: Moves, cards: Iterable[Card]) -> None:
    cards = list(cards)
    for nth, card in enumerate(cards, 1):
        card.rank = nth * RANK_STEP
    Card.objects.bulk_update(cards, ["rank"])
    moves.note(Step.ORDER, after={str(card.pk): card.rank for card in cards})


def _row(moves: Moves, group: int | None) -> Iterable[Card]:
    """The cards of a group as the actor sees them."""
    seen = Q(hidden=False) | Q(writer=moves.by.account)
    if group is not None:
        return Card.objects.filter(seen, board=moves.board, group=group, deleted=False).order_by("rank", "pk")
    loose = Q(group=None) | Q(group__deleted=True)
    return Card.objects.filter(seen & loose, board=moves.board, deleted=False).order_by("rank", "pk")


def _beside(moves: Moves, held: Card, step: int) -> Group | None:
    """The group on the left or right; cards without a group lie on the far left."""
    groups = [None, *Group.objects.filter(board=moves.board, deleted=False).order_by("rank", "pk")]
    now = next((nth for nth, group in enumerate(groups) if group and group.pk == held.group_id), 0)
    return groups[min(max(now + step, 0), len(groups) - 1)]

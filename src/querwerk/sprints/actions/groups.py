"""Groups of a board: named, moved, taken away; and cards from a list on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import Max
from django.utils.translation import gettext as _

from querwerk.journal.actions import Actor, Overtaken, Refused

from ..lifecycle import MOST_GROUPS, MOST_LINES, RANK_STEP, Way, rank_between
from ..models import Card, Group, Sprint
from .cards import put_down
from .steps import Moves, moving, raise_version, remembered


def name_group(sprint: Sprint, *, title: str, by: Actor, at: datetime) -> Group:
    """A new group on the far right."""
    with moving(sprint, by=by, at=at) as moves:
        return _new(moves, title)


def rename_group(sprint: Sprint, *, group: int, title: str, version: int, by: Actor, at: datetime) -> Group:
    """A group under another name."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.group(group)
        if held.title == title:
            return held
        if held.version > version:
            raise Overtaken(_("Somebody else has just changed this group. Please look at it again."))
        before, held.title = remembered(held), title
        raise_version(held)
        moves.changed(held, before)
    return held


def move_group(sprint: Sprint, *, group: int, way: Way, by: Actor, at: datetime) -> Group:
    """A group one place to the left or right."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.group(group)
        row = list(Group.objects.filter(board=moves.board, deleted=False).order_by("rank", "pk"))
        goal = row.index(held) + (1 if way is Way.RIGHT else -1)
        if not 0 <= goal < len(row):
            return held
        others = [other for other in row if other != held]
        before = remembered(held)
        above, below = others[goal - 1].rank if goal else None, others[goal].rank if goal < len(others) else None
        rank = rank_between(above, below)
        if rank is None:
            for nth, other in enumerate(others, 1):
                other.rank = nth * RANK_STEP
            Group.objects.bulk_update(others, ["rank"])
            rank = rank_between(others[goal - 1].rank, others[goal].rank)
        held.rank = rank or 0
        raise_version(held)
        moves.changed(held, before)
    return held


def take_group_away(sprint: Sprint, *, group: int, by: Actor, at: datetime) -> Group:
    """A group is gone; its cards lie without a group."""
    with moving(sprint, by=by, at=at) as moves:
        held = moves.group(group)
        before, held.deleted = remembered(held), True
        raise_version(held)
        moves.changed(held, before)
    return held


def lay_out(sprint: Sprint, *, lines: Sequence[tuple[str, str]], by: Actor, at: datetime) -> list[Card]:
    """Cards from a list: (group, text); groups that there are not yet are made."""
    if len(lines) > MOST_LINES:
        raise Refused(
            _("At most %(most)s cards at once; these are %(now)s.") % {"most": MOST_LINES, "now": len(lines)},
            field="text",
        )
    with moving(sprint, by=by, at=at) as moves:
        there = {group.title: group for group in Group.objects.filter(board=moves.board, deleted=False)}
        written: list[Card] = []
        for title, part in groupby(lines, key=lambda line: line[0]):
            group = (there.get(title) or _new(moves, title)) if title else None
            if group:
                there[title] = group
            written += put_down(moves, [text for _title, text in part], group)
    return written


def _new(moves: Moves, title: str) -> Group:
    lying = Group.objects.filter(board=moves.board, deleted=False)
    if len(lying) >= MOST_GROUPS:
        raise Refused(_("A board holds at most %(most)s groups.") % {"most": MOST_GROUPS}, field="title")
    last = Group.objects.filter(board=moves.board).aggregate(last=Max("rank"))["last"] or 0
    group = Group.objects.create(board=moves.board, title=title, rank=last + RANK_STEP)
    moves.changed(group, None)
    return group

"""What is told of the changes of a board to those who look on: by number, so nothing is lost and nothing comes twice.

A covered card is not told at all. What changes more than one card (a group, the phase) is told as a word alone; the
page is then read anew, in part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from querwerk.streams import Message, written

from ..lifecycle import Step
from ..models import Board, Card, Change

#: Who missed more than this reads the board anew.
MOST_MISSED = 300
_FIELDS = ("board_id", "number", "about", "row", "before", "after")


def told(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """One change as a browser needs it, or None: nothing that others may know."""
    about, before, after = row["about"], row["before"], row["after"]
    if about == Step.CARD:
        return None if after["hidden"] else {"id": row["row"], "what": _what(before, after), **after}
    if about == Step.ORDER:
        return {"ranks": after}
    return {}


def card_as_told(card: Card) -> dict[str, Any]:
    """A card that somebody has just changed, for themselves: covered or not."""
    return {
        "id": card.pk, "what": "own", "group": card.group_id, "rank": card.rank, "text": card.text,
        "hidden": card.hidden, "deleted": card.deleted, "version": card.version, "idea": card.idea_id is not None,
    }  # fmt: skip


def changes_after(board: int, number: int) -> list[tuple[int, str, str]] | None:
    """(number, what it is about, JSON) of all that was told since, in order; None: too much was missed."""
    rows = list(
        Change.objects.filter(board=board, number__gt=number).order_by("number").values(*_FIELDS)[: MOST_MISSED + 1]
    )
    if len(rows) > MOST_MISSED:
        return None
    return [(row["number"], row["about"], json.dumps(said)) for row in rows if (said := told(row)) is not None]


def version_of(board: int) -> int:
    """The number of the last change of a board."""
    return Board.objects.filter(pk=board).values_list("version", flat=True).first() or 0


class BoardNews:
    """The changes of all boards that somebody watches in this process, for :class:`querwerk.streams.Pump`."""

    def after(self, channel: int, number: int) -> list[Message]:
        found = changes_after(channel, number)
        if found is None:
            return [(latest := version_of(channel), written(latest, Step.STAGE, "{}"))]
        return [(at, written(at, about, said)) for at, about, said in found]

    def moved(self, known: Mapping[int, int]) -> Mapping[int, tuple[int, list[Message]]]:
        versions = Board.objects.filter(pk__in=list(known)).values_list("pk", "version")
        found = {}
        for board, version in versions:
            if version > known[board]:
                messages = self.after(board, known[board])
                found[board] = (max(version, messages[-1][0] if messages else 0), messages)
        return found

    def rest(self) -> None:
        connection.close()


def _what(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """What happened to a card, in one word that the page has a sentence for."""
    if before is None or (before["hidden"] and not after["hidden"]):
        return "new"
    if after["deleted"] != before["deleted"]:
        return "gone" if after["deleted"] else "back"
    if after["text"] != before["text"]:
        return "worded"
    if after["idea"] != before["idea"]:
        return "idea"
    return "moved"

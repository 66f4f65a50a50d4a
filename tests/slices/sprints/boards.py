"""A board for tests, and the people at it."""

from __future__ import annotations

from querwerk.journal.actions import Actor
from querwerk.sprints.actions import board as stage
from querwerk.sprints.models import Board, Sprint
from querwerk.sprints.queries.board import board_page
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.slices.delivery.people import as_actor, holder

from .conftest import NOW as AT


def open_board(facilitator: Actor, slug: str = "") -> Sprint:
    """The board of the one sprint that runs."""
    sprint = Sprint.objects.get(state="running")
    stage.open_board(sprint, by=facilitator, at=AT)
    return sprint


def accounts() -> dict[str, Account]:
    """Ayşe, who leads through a running sprint; Bilge and Dilan, a resident, with a seat in it; Gerda without."""
    known = {name: holder(name, "employee", "Sachbearbeitung")[0] for name in ("ayse", "bilge", "gerda")}
    known["dilan"] = Account.objects.create_user("dilan", kind=Account.Kind.RESIDENT, email="dilan@post.example")
    sprint = make_sprint("Gute Wege", state="running", in_days=0)
    make_seat(sprint, known["ayse"], part="facilitator")
    for name in ("bilge", "dilan"):
        make_seat(sprint, known[name])
    return known


def actors() -> dict[str, Actor]:
    """The same, as those they act as."""
    return {name: as_actor(account) for name, account in accounts().items()}


def seen(sprint: Sprint, by: Actor) -> dict[str, list[str]]:
    """The board as somebody sees it: group -> texts from top to bottom."""
    page = board_page(Board.objects.get(sprint=sprint), sprint, by, at=AT)
    return {column.title: [card.text for card in column.cards] for column in page.columns}


__all__ = ["AT", "accounts", "actors", "open_board", "seen"]

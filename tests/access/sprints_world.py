"""Sprints of the house that is swept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from querwerk.sprints.models import Block, Board, Card, Change, Day, Group, Idea, MethodCard, Result, Seat, Sprint

from .planting import START, TOLD

if TYPE_CHECKING:
    from .world import World

#: name of a sprint -> its state, who may join, who has a seat in it. The facilitator leads through those *inside*.
SPRINTS = {
    "in-planned": ("planned", "house", ()),
    "out-planned": ("planned", "everybody", ()),
    "in-invited": ("announced", "invited", ("employee", "resident", "office_head")),
    "out-house": ("announced", "house", ("employee",)),
    "in-open": ("running", "everybody", ("external", "employee")),
    "out-closed": ("closed", "invited", ()),
    "out-shown": ("published", "invited", ()),
    "in-public": ("published", "invited", ()),
}
#: name of a sprint that is over -> to whom its result is shown, and what its rows are about
OVER = {"out-closed": ("kept", ""), "out-shown": ("house", "house-result"), "in-public": ("everybody", TOLD)}


def lay_sprints(world: World) -> None:
    """Sprints in each state, with people in them."""
    plant, now = world.planting.row, timezone.now()
    card = plant(MethodCard, TOLD, slug="karte", key="", purpose="begin")
    for name, (state, joining, seated) in SPRINTS.items():
        about = _about(name)
        sprint = plant(
            Sprint, about, slug=f"sprint-{name}", state=state, joining=joining, unit=None, starts_at=now,
            ends_at=now.replace(year=now.year + 1), cancelled_because="",
        )  # fmt: skip
        day = Day.objects.create(sprint=sprint, number=1, on=timezone.localdate(now), begins=now.time())
        world.blocks[name] = plant(Block, about, day=day, position=1, minutes=30, method=card, brought="", effect="")
        world.sprints[name] = sprint
        for number, who in enumerate(seated, 1):
            _seat(world, name, who, number=number)
        if name.startswith("in"):
            _seat(world, name, "facilitator", part="facilitator")
        if state == "running":
            _lay_board(world, name)
        if name in OVER:
            _end(world, name)


def _seat(world: World, name: str, who: str, **more: object) -> None:
    Seat.objects.create(sprint=world.sprints[name], account=world.accounts[who], state="taken", **more)  # type: ignore[misc]
    world.seated.setdefault(name, set()).add(who)


def _lay_board(world: World, name: str) -> None:
    """A board with a group, a card that all at the board see, and a covered one, which nobody does."""
    plant, board = world.planting.row, Board.objects.create(sprint=world.sprints[name], version=1)
    group = plant(Group, f"board {name}", board=board, rank=1)
    card = plant(Card, f"board {name}", board=board, group=group, rank=1, writer="", hidden=False)
    covered = plant(Card, "covered", board=board, rank=2, writer="niemand", hidden=True)
    after = {
        "group": None,
        "rank": 2,
        "text": covered.text,
        "hidden": True,
        "deleted": False,
        "version": 1,
        "idea": False,
    }
    Change.objects.create(board=board, number=1, about="card", row=covered.pk, after=after)
    world.on_board[name] = {"card": card.pk, "group": group.pk}


def _end(world: World, name: str) -> None:
    """What is left of a sprint that is over: an idea that nobody took up, and a result."""
    plant, sprint, (showing, _told) = world.planting.row, world.sprints[name], OVER[name]
    world.parked[name] = plant(
        Idea, _about(name), sprint=sprint, way_out="parked", first_step="", first_step_on=None, noted_on=START
    )
    released_on = None if showing == "kept" else START
    plant(Result, _about(name), sprint=sprint, showing=showing, released_on=released_on)


def _about(name: str) -> str:
    """What the rows of a sprint are about: who may read them follows from state, joining and what is shown of it."""
    state, joining, _seated = SPRINTS[name]
    shown = OVER.get(name, ("", ""))[1]
    if TOLD in (shown, TOLD if (state, joining) == ("running", "everybody") else None):
        return TOLD
    kind = shown or ("planned-sprint" if state == "planned" else f"{joining}-sprint")
    return f"{kind} {name}"

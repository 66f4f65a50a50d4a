"""Sprints of the house that is swept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from querwerk.sprints.models import Day, Seat, Sprint

from .planting import TOLD

if TYPE_CHECKING:
    from .world import World

#: name of a sprint -> its state, who may join, who has a seat in it. The facilitator leads through those *inside*.
SPRINTS = {
    "in-planned": ("planned", "house", ()),
    "out-planned": ("planned", "everybody", ()),
    "in-invited": ("announced", "invited", ("employee", "resident", "office_head")),
    "out-house": ("announced", "house", ("employee",)),
    "in-open": ("running", "everybody", ("external", "employee")),
}


def lay_sprints(world: World) -> None:
    """Sprints in each state, with people in them."""
    plant, now = world.planting.row, timezone.now()
    for name, (state, joining, seated) in SPRINTS.items():
        about = TOLD if (state, joining) == ("running", "everybody") else f"{_kind(name)} {name}"
        sprint = plant(
            Sprint, about, slug=f"sprint-{name}", state=state, joining=joining, unit=None, starts_at=now,
            ends_at=now.replace(year=now.year + 1), cancelled_because="",
        )  # fmt: skip
        Day.objects.create(sprint=sprint, number=1, on=timezone.localdate(now), begins=now.time())
        world.sprints[name] = sprint
        for number, who in enumerate(seated, 1):
            _seat(world, name, who, number=number)
        if name.startswith("in"):
            _seat(world, name, "facilitator", part="facilitator")


def _seat(world: World, name: str, who: str, **more: object) -> None:
    Seat.objects.create(sprint=world.sprints[name], account=world.accounts[who], state="taken", **more)  # type: ignore[misc]
    world.seated.setdefault(name, set()).add(who)


def _kind(name: str) -> str:
    """First word of what a row of a sprint is about: who may read it follows from state and joining."""
    state, joining, _seated = SPRINTS[name]
    return "planned-sprint" if state == "planned" else f"{joining}-sprint"

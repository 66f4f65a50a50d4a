"""What the addresses of sprints are asked about."""

from __future__ import annotations

from collections.abc import Callable

from querwerk.access import Thing
from querwerk.sprints.access import ASKED_SPRINT, HOUSE_SPRINT, PARTICIPANTS, PLANNING

from . import twin
from .rows import Also, Row
from .sprints_world import SPRINTS
from .world import World


def seen(name: str) -> Also:
    """Whether a sprint is the actor's to see."""
    state, joining, _seated = SPRINTS[name]

    def also(world: World, actor: str) -> bool:
        roles, within = world.roles(actor), world.within(actor, name)
        announced = state != "planned" and (
            joining == "everybody"
            or (joining == "house" and twin.may(HOUSE_SPRINT, roles, "R", within))
            or twin.may(ASKED_SPRINT, roles, "R", within)
        )
        return announced or twin.may(PLANNING, roles, "R", within)

    return also


def sit_together(world: World, actor: str, other: str) -> bool:
    """Whether somebody reads the name of somebody in the list of a sprint."""
    return any(
        other in people and twin.may(PARTICIPANTS, world.roles(actor), "R", world.within(actor, name))
        for name, people in world.seated.items()
    )


def sprint_rows(world: World) -> dict[str, list[Row]]:
    """Of the pages of sprints."""

    def rows_of(also: Callable[[str], Also] = seen, **more: object) -> list[Row]:
        found = [
            Row(name, {"slug": sprint.slug, **more}, name, also=also(name)) for name, sprint in world.sprints.items()
        ]
        return [*found, Row("none", {"slug": "gibt-es-nicht", **more}, exists=False)]

    pages = ("sprint", "edit", "announce", "cancel", "participants", "invite", "facilitator", "codes")
    return {
        **{f"sprints:{name}": rows_of() for name in pages},
        "sprints:join": rows_of(),
        "sprints:give_up": rows_of(),
        "sprints:consent": rows_of(about="photo"),
    }


#: First word of what a canary is about -> the rights that let somebody read it.
OF: dict[str, tuple[tuple[Thing, str], ...]] = {
    "planned-sprint": ((PLANNING, "R"),),
    "invited-sprint": ((PLANNING, "R"), (ASKED_SPRINT, "R")),
    "house-sprint": ((PLANNING, "R"), (ASKED_SPRINT, "R"), (HOUSE_SPRINT, "R")),
}

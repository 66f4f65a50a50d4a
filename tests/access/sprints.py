"""What the addresses of sprints are asked about."""

from __future__ import annotations

from collections.abc import Callable

from querwerk.access import Thing
from querwerk.sprints.access import (
    ASKED_SPRINT,
    BOARD,
    HOUSE_RESULT,
    HOUSE_SPRINT,
    IDEA,
    PARTICIPANTS,
    PLANNING,
    RESULT,
    RESULT_RELEASE,
)

from . import twin
from .rows import Also, Row
from .sprints_world import OVER, SPRINTS
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


def told(name: str) -> Also:
    """Whether the result of a sprint that is over is the actor's to read."""
    rights = {"everybody": [(RESULT, "R")], "house": [(HOUSE_RESULT, "R")], "kept": []}[OVER[name][0]]
    rights += [(IDEA, "R"), (RESULT_RELEASE, "B")]
    return lambda world, actor: any(
        twin.may(thing, world.roles(actor), right, world.within(actor, name)) for thing, right in rights
    )


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

    def blocks() -> list[Row]:
        found = [
            Row(name, {"slug": sprint.slug, "pk": world.blocks[name].pk}, name, also=seen(name))
            for name, sprint in world.sprints.items()
        ]
        strange = {"slug": world.sprints["in-open"].slug, "pk": world.blocks["out-house"].pk}
        return [*found, Row("another's", strange, exists=False)]

    pages = ("sprint", "edit", "announce", "start", "cancel", "participants", "invite", "facilitator", "codes",
             "agenda", "poster", "sheet", "calendar", "today", "days", "add_block")  # fmt: skip
    return {
        "sprints:block": blocks(),
        **{f"sprints:{name}": blocks()[:-1] for name in ("move_block", "remove_block", "effect")},  # POST alone
        **{f"sprints:{name}": rows_of() for name in pages},
        "sprints:join": rows_of(),
        "sprints:give_up": rows_of(),
        "sprints:consent": rows_of(about="photo"),
        "teams:result": result_rows(world),
        "teams:outlook": [Row(row.label, row.parts, row.about, row.exists) for row in result_rows(world)],
        "delivery:result_file": result_rows(world, kept=True, form="docx"),
        **{f"sprints:board{name}": board_rows(world, **more) for name, more in BOARD_PAGES.items()},
    }


def result_rows(world: World, *, kept: bool = False, **more: str) -> list[Row]:
    """The result of each sprint that is over; ``kept``: as a file, for whoever may keep one."""

    def also(name: str) -> Also:
        thing = RESULT if OVER[name][0] == "everybody" else HOUSE_RESULT
        read = told(name)
        return lambda world, actor: (
            read(world, actor) and (not kept or twin.may(thing, world.roles(actor), "X", world.within(actor, name)))
        )

    found = [Row(name, {"slug": world.sprints[name].slug, **more}, name, also=also(name)) for name in OVER]
    running = Row("in-open", {"slug": world.sprints["in-open"].slug, **more}, "in-open", exists=False)
    return [*found, running, Row("none", {"slug": "gibt-es-nicht", **more}, exists=False)]


#: The addresses of a board, with what they name beside the sprint.
BOARD_PAGES: dict[str, dict[str, str]] = {
    "": {}, "_open": {}, "_lead": {}, "_press": {}, "_write": {}, "_gone": {}, "_name": {}, "_paste": {}, "_idea": {},
    "_stream": {}, "_news": {}, "_export": {"form": "csv"}, "_card": {"card": ""}, "_group": {"group": ""},
}  # fmt: skip


def board_rows(world: World, **more: str) -> list[Row]:
    """The board of each sprint; most have none yet, which only those are told who would be let in."""
    found = []
    for name, sprint in world.sprints.items():
        known = world.on_board.get(name, {})
        parts = {part: value or known.get(part, 1) for part, value in more.items()}
        found.append(Row(name, {"slug": sprint.slug, **parts}, name, exists=None))
    parts = {part: value or 1 for part, value in more.items()}
    return [*found, Row("none", {"slug": "gibt-es-nicht", **parts}, exists=False)]


#: First word of what a canary is about -> the rights that let somebody read it.
OF: dict[str, tuple[tuple[Thing, str], ...]] = {
    "planned-sprint": ((PLANNING, "R"),),
    "house-result": ((HOUSE_RESULT, "R"), (PLANNING, "R")),
    "invited-sprint": ((PLANNING, "R"), (ASKED_SPRINT, "R")),
    "board": ((BOARD, "R"),),
    "covered": (),  # its writer alone
    "house-sprint": ((PLANNING, "R"), (ASKED_SPRINT, "R"), (HOUSE_SPRINT, "R")),
}

"""Stations of the golden thread: the page of the whole way is asked about each, and knows each by its own rules."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from querwerk.intake.access import INQUIRY
from querwerk.teams.access import TEAM
from querwerk.teams.models import Team
from querwerk.trails.access import OWN_TRAIL, SHARED_TRAIL

from . import twin
from .rows import Also, Row
from .sprints import seen as sprint
from .sprints import told
from .world import World


def way_rows(world: World, seen: Callable[[str], Also]) -> dict[str, list[Row]]:
    """Every station there is, of the actor, of somebody else and of nobody."""
    found = [Row(name, {"thread": project.thread}, name, also=seen(name)) for name, project in world.projects.items()]
    found += [Row(name, {"thread": trail.thread}, name, also=_trail(name)) for name, trail in world.trails.items()]
    found += [Row(name, {"thread": one.thread}, name, also=_inquiry(name)) for name, one in world.inquiries.items()]
    found += [Row(name, {"thread": one.thread}, name, also=sprint(name)) for name, one in world.sprints.items()]
    found += [
        Row(f"idea of {name}", {"thread": one.thread}, name, also=told(name)) for name, one in world.parked.items()
    ]
    team = Team.objects.get(slug="in-team")
    found += [Row("team in-team", {"thread": team.thread}, "in-team", also=_team)]
    return {"whole_way": [*found, Row("none", {"thread": UUID(int=0)}, exists=False)]}


def _trail(name: str) -> Also:
    state = name.partition("-")[0]

    def also(world: World, actor: str) -> bool:
        own = twin.may(OWN_TRAIL, world.roles(actor), "R", world.within(actor, name))
        shared = state == "shared" and twin.may(SHARED_TRAIL, world.roles(actor), "R", "")
        return state == "published" or own or shared

    return also


def _team(world: World, actor: str) -> bool:
    return twin.may(TEAM, world.roles(actor), "R", world.within(actor, "in-team"))


def _inquiry(name: str) -> Also:
    """A draft has not been asked yet: it is on no way."""
    return lambda world, actor: (
        world.inquiries[name].state != "draft" and twin.may(INQUIRY, world.roles(actor), "R", world.within(actor, name))
    )

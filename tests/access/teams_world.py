"""A team of the house that is swept: led by an employee, with somebody who asks to join, and releases asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querwerk.sprints.models import Idea
from querwerk.teams.models import Membership, Opening, Partner, Release, Team

from .planting import LATER, START

if TYPE_CHECKING:
    from .world import World

_SPELL = {"asked_share": 20, "asked_from": START, "asked_until": LATER, "asked_on": START}
_GIVEN = {
    "answer": "yes", "share": 20, "begins_on": START, "ends_on": LATER, "unbound": True, "answered_on": START,
    "answered_post": "Amtsleitung",
}  # fmt: skip


def lay_teams(world: World) -> None:
    """An idea of a sprint that runs, its team, and two questions to the head of the office."""
    plant, accounts = world.planting.row, world.accounts
    idea = plant(
        Idea, "idea in-open", sprint=world.sprints["in-open"], noted_on=START, parked_because="", first_step=""
    )
    team = plant(Team, "team in-open", slug="in-team", idea=idea, origin=idea.thread, formed_on=START)
    plant(Opening, "team in-open", team=team)
    plant(Partner, "team in-open", team=team)
    lead = Membership.objects.create(
        team=team,
        account=accounts["employee"],
        part="lead",
        standing="released",
        number=1,
        post=world.posts["employee"],
    )
    Membership.objects.create(team=team, account=accounts["ally"], standing="requested")
    asked = {"membership": lead, "superior": world.posts["office_head"]}
    Release.objects.create(**asked, **_SPELL, **_GIVEN)
    Release.objects.create(**asked, **_SPELL)
    world.seated |= {"in-team": {"employee"}, "in-led": {"employee"}}
    _grown(world)


def _grown(world: World) -> None:
    """Another idea has become a candidate of the theme *inside*; its title stands with the candidate, too."""
    candidate, sprint = world.projects["in-candidate"], world.sprints["in-open"]
    idea = Idea.objects.create(sprint=sprint, title="Dachgarten", noted_on=START)
    candidate.origin = idea.thread
    candidate.save(update_fields=["origin"])
    team = world.planting.row(Team, "team in-open", slug="in-grown", idea=idea, origin=idea.thread, formed_on=START)
    lead = {"part": "lead", "standing": "released", "number": 1}
    Membership.objects.create(team=team, account=world.accounts["employee"], post=world.posts["employee"], **lead)
    world.seated["in-grown"] = {"employee"}
    world.grown.add("in-grown")

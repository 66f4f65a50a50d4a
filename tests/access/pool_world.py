"""The expertise pool of the house that is swept: somebody everybody sees, somebody nobody sees, somebody outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from querwerk.teams.models import Asking, Membership, Offer, Profile, Skill, Spoken, Team, Term

from .planting import LATER

if TYPE_CHECKING:
    from .world import World

#: Whose profile nobody finds by name, not even their superiors and the staff unit.
HIDDEN = "project_lead"


def lay_pool(world: World) -> None:
    """Two profiles of people who work here, one of an outsider, a question between two people, a team with a lead."""
    plant, accounts = world.planting.row, world.accounts
    skill = plant(Skill, "skill employee", uri="", names=[])
    skill.terms.add(plant(Term, "skill employee", text="imkerei", stem="imkerei"))
    for owner, shown in (("employee", "house"), (HIDDEN, "asked"), ("resident", "asked")):
        profile = plant(
            Profile, owner, account=accounts[owner], organisation="", address="", shown=shown,
            consent_on=LATER,
        )  # fmt: skip
        Offer.objects.create(profile=profile, skill=skill)
        Spoken.objects.create(profile=profile, language="de")
        world.profiles[owner] = profile
    world.profiles["outsider"] = plant(Profile, "outsider", account=None, shown="house", consent_on=LATER)
    Offer.objects.create(profile=world.profiles["outsider"], skill=skill)
    plant(Asking, "employee", profile=world.profiles["employee"], asked_by=accounts["outsider"], asked_on=LATER)
    team = Team.objects.create(slug="in-bienen", name="Bienen", formed_on=LATER)
    Membership.objects.create(team=team, account=accounts["employee"], part="lead", standing="agreed", number=1)

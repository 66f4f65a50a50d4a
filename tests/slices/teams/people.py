"""A sprint with an idea, led by Farid; Ayşe and Gül work in an office that Gerda heads, under a department."""

from __future__ import annotations

from datetime import UTC, date, datetime

from querwerk.journal.actions import Actor
from querwerk.sprints.actions.ideas import note_idea
from querwerk.sprints.models import Idea, Sprint
from querwerk.structure.models import Account, Assignment, Person, Placement, Post, Unit
from querwerk.teams.actions import forming
from querwerk.teams.lifecycle import Part
from querwerk.teams.models import Membership, Team
from tests.factories import make_unit
from tests.slices.delivery.people import SINCE, as_actor, holder, leaves, staff
from tests.slices.sprints.people import a_sprint, facilitating, seated

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NEXT_WEEK = date(2026, 11, 30)
SPRING = date(2027, 3, 31)


def office(name: str = "Bürgeramt", *, under: Unit | None = None, kind: str = Unit.Kind.OFFICE) -> Unit:
    """A unit of the line."""
    unit = make_unit(name, kind=kind)
    if under is not None:
        Placement.objects.create(unit=unit, parent=under, valid_from=SINCE)
    return unit


def works(username: str, unit: Unit, role: str = Post.Role.EMPLOYEE) -> Account:
    """Somebody who has held a post in a unit for years."""
    post = Post.objects.create(unit=unit, slug=f"{username}-post", title=f"Posten {username}", role=role)
    person = Person.objects.create(name=username.title())
    Assignment.objects.create(post=post, person=person, valid_from=SINCE)
    return Account.objects.create(username=username, email=f"{username}@stadt.example", person=person)


def post_of(account: Account) -> Post:
    """The post somebody holds."""
    return Post.objects.get(assignments__person=account.person)


def an_idea(title: str = "Ein Schalter für alles", sprint: Sprint | None = None) -> tuple[Idea, Actor]:
    """An idea of a sprint that runs, and who leads through it."""
    sprint = sprint or a_sprint()
    known = Account.objects.filter(username="farid").first() or holder("farid", "employee")[0]
    farid = facilitating(sprint, known)
    return note_idea(sprint, title=title, text="Niemand wird weitergeschickt.", by=farid, at=AT), farid


def a_team(idea: Idea, by: Actor, lead: Account, *members: Account, agreed: bool = True, name: str = "") -> Team:
    """A team whose people have said yes."""
    team = forming.form_team(idea, name=name or f"Team {idea.pk}", lead=lead, members=members, by=by, at=AT)
    if agreed:
        for place in team.memberships.select_related("account"):
            forming.agree(place, by=as_actor(place.account), at=AT)
    return Team.objects.get(pk=team.pk)


def place_of(team: Team, account: Account) -> Membership:
    """Somebody's place in a team."""
    return Membership.objects.select_related("account").get(team=team, account=account)


__all__ = [
    "AT", "NEXT_WEEK", "SPRING", "TODAY", "Part", "a_sprint", "a_team", "an_idea", "as_actor", "facilitating", "holder",
    "leaves", "office", "place_of", "post_of", "seated", "staff", "works",
]  # fmt: skip

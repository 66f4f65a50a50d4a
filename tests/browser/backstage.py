"""What others do meanwhile, by the same actions as on the screens: ``python -m tests.browser.backstage VERB ...``."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django
from django.utils import timezone

TITLE = "Pausen an der frischen Luft"
SLUG = "pausen-an-der-frischen-luft"


def plan(number: str) -> dict[str, str]:
    """The staff unit plans a sprint for an inquiry and begins it; Ayşe joins, somebody gets a guest code."""
    from querwerk.sprints.actions import board, guests, planning, seats
    from querwerk.sprints.lifecycle import Joining

    at, carla = timezone.now(), who("carla")
    details = planning.Details(
        title=TITLE, question="Wo lässt sich im Freien reden?", seats=6, joining=Joining.EVERYBODY.value
    )
    day = timezone.localdate(at) + timedelta(1)
    sprint = planning.plan(details, on=day, inquiries=[int(number)], by=carla, at=at)
    carla = who("carla")  # who plans it leads through it from now on
    planning.announce(SLUG, version=sprint.version, by=carla, at=at)
    (code,) = guests.issue_codes(SLUG, count=1, by=carla, at=at)
    seats.join(SLUG, by=who("ayse"), at=at)
    sprint.refresh_from_db()
    board.open_board(planning.start(SLUG, version=sprint.version, by=carla, at=at), by=carla, at=at)
    return {"code": code}


def vote() -> dict[str, str]:
    """Whoever leads through the sprint opens the votes."""
    from querwerk.sprints.actions import board

    board.open_voting(sprint(), dots=3, several=True, by=who("carla"), at=timezone.now())
    return {}


def ring() -> dict[str, str]:
    """The bell, before anybody goes home."""
    from querwerk.sprints.actions import board

    board.ring(sprint(), by=who("carla"), at=timezone.now())
    return {}


def leave(card: str) -> dict[str, str]:
    """The card becomes an idea, the idea finds its team and leaves the sprint; another pair of eyes publishes it."""
    from querwerk.projects.actions.candidates import close_with_candidates
    from querwerk.sprints.actions.result import publish_result
    from querwerk.sprints.actions.taking_over import take_over
    from querwerk.sprints.lifecycle import Showing
    from querwerk.sprints.models import Card, Idea
    from querwerk.structure.models import Account, Theme
    from querwerk.teams.actions import forming
    from querwerk.teams.models import Membership, Team

    at, carla = timezone.now(), who("carla")
    idea = Idea.objects.get(pk=take_over(sprint(), card=Card.objects.get(text=card).pk, by=carla, at=at))
    ayse, frida = (Account.objects.get(username=name) for name in ("ayse", "frida"))
    team = forming.form_team(idea, name="Bank und Baum", lead=ayse, members=[frida], by=carla, at=at)
    for place in Membership.objects.filter(team=team).select_related("account"):
        forming.agree(place, by=who(place.account.username), at=at)
    step, day = "Drei Plätze ausmessen", timezone.localdate(at) + timedelta(10)
    forming.take_first_step(Team.objects.get(pk=team.pk), first_step=step, first_step_on=day, by=who("carla"), at=at)
    close_with_candidates(sprint(), themes={idea.pk: Theme.objects.get(slug="gruene-stadt")}, by=who("carla"), at=at)
    publish_result(sprint(), showing=Showing.EVERYBODY, version=0, by=who("clara"), at=at)
    return {"day": f"{day:%d.%m.%Y}"}


def sprint() -> Any:
    from querwerk.sprints.models import Sprint

    return Sprint.objects.get(slug=SLUG)


def who(name: str) -> Any:
    """Somebody of the packaged city, as what they are now."""
    from querwerk.structure.models import Account
    from querwerk.web.acting import acting

    account = Account.objects.select_related("person").get(username=name)
    return acting(account, on=timezone.localdate(), second_factor=True)


if __name__ == "__main__":
    django.setup()
    verb, *said = sys.argv[1:]
    print(json.dumps({"plan": plan, "vote": vote, "ring": ring, "leave": leave}[verb](*said)))

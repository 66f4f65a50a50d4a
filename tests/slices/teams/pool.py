"""An invented pool: who offers what, where they work, and who sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from querwerk.privacy.actions.switches import switch
from querwerk.structure.models import Account
from querwerk.teams.actions.pool import Outsider, Said, add_skill, keep_outsider, offer
from querwerk.teams.lifecycle import PROPOSAL, Shown
from querwerk.teams.models import Profile
from tests.slices.delivery.people import as_actor, holder, staff

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def listed(
    username: str, *skills: str, shown: Shown = Shown.HOUSE, role: str = "employee", share: int = 20, **said: Any
) -> Account:
    """Somebody who has joined the pool by themself."""
    account = Account.objects.filter(username=username).first() or holder(username, role, f"Posten {username}")[0]
    by = as_actor(account)
    profile = offer(Said(share, shown, **said), consents=True, version=0, by=by, at=NOW)
    for skill in skills:
        add_skill(profile, word=skill, by=by, at=NOW)
    return account


def profile_of(account: Account) -> Profile:
    return Profile.objects.get(account=account)


def from_outside(name: str, *skills: str, by: Account, shown: Shown = Shown.HOUSE) -> Profile:
    """An outside expert, kept by the staff unit."""
    who = Outsider(name, "Hochschule", "emma@hochschule.example", NOW.date())
    profile = keep_outsider(None, who, Said(10, shown), version=0, by=as_actor(by), at=NOW)
    for skill in skills:
        add_skill(profile, word=skill, by=as_actor(by), at=NOW)
    return profile


def switched_on(carla: Account | None = None) -> None:
    """The staff council has agreed to proposals."""
    by = as_actor(carla or Account.objects.filter(username="carla").first() or staff())
    switch(PROPOSAL, on=True, consent_on=NOW.date(), by=by, at=NOW)

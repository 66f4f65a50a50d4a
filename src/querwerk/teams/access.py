"""Who may do what to profiles of the expertise pool, to questions to its people, and to proposals of teams."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Scope, Verb, thing

from .lifecycle import BELONGS, Part
from .models import Asking, Profile, Team

# -- the expertise pool

#: Who is in it has said so; how far they are seen is theirs to say (:mod:`.rules`).
POOL = thing(_("profile in the expertise pool, shown in the house"), staff="LR")
POOL_FOR_TEAMS = thing(
    _("profile in the expertise pool, shown to those who put teams together"),
    staff_unit="LR",
    facilitator="LR",
)
OWN_PROFILE = thing(
    _("own profile in the expertise pool"),
    model="teams.Profile",
    paths={Scope.OWN: "account__username"},
    staff="C RED_o",
    resident="C RED_o",
)
#: Outside experts without a log-in, kept with the day of their consent.
OUTSIDER = thing(_("profile of an outside expert"), model="teams.Profile", staff_unit="LRCED")
#: Read by who was asked and who asked, by nobody else.
QUESTION = thing(
    _("question to somebody of the expertise pool"),
    model="teams.Asking",
    paths={Scope.OWN: "profile__account__username"},
    staff="LC A_o",
    resident="L A_o",
)
#: A team is proposed for those who put teams together, and completed for whoever leads it.
PROPOSAL = thing(
    _("proposal of a team"),
    model="teams.Team",
    paths={
        Scope.OWN: (
            "memberships__account__username",
            Q(memberships__part=Part.LEAD, memberships__standing__in=sorted(BELONGS)),
        )
    },
    staff="E_o",
    staff_unit="CE",
    facilitator="C E_o",
)


def outsider(key: UUID, **_: Any) -> QuerySet[Profile]:
    """The profile of an outside expert that an address names."""
    return Profile.objects.filter(key=key, account=None)


def question(key: UUID, **_: Any) -> QuerySet[Asking]:
    """The question that an address names."""
    return Asking.objects.filter(key=key)


def led_team(slug: str, **_: Any) -> QuerySet[Team]:
    """The team that an address names."""
    return Team.objects.filter(slug=slug)


DOORS: dict[str, Door] = {
    # -- the expertise pool
    "teams:pool": Door(POOL, Verb.LIST),
    "teams:expert": Door(POOL, Verb.READ),
    "teams:profile": Door(OWN_PROFILE, Verb.CREATE),
    "teams:profile_skills": Door(OWN_PROFILE, Verb.EDIT),
    "teams:profile_withdraw": Door(OWN_PROFILE, Verb.WITHDRAW),
    "teams:outsiders": Door(OUTSIDER, Verb.LIST),
    "teams:outsider_new": Door(OUTSIDER, Verb.CREATE),
    "teams:outsider": Door(OUTSIDER, Verb.EDIT, outsider, hidden=True),
    "teams:outsider_skills": Door(OUTSIDER, Verb.EDIT, outsider, hidden=True),
    "teams:outsider_withdraw": Door(OUTSIDER, Verb.WITHDRAW, outsider, hidden=True),
    "teams:questions": Door(QUESTION, Verb.LIST),
    "teams:ask": Door(QUESTION, Verb.CREATE),
    "teams:answer": Door(QUESTION, Verb.APPROVE, question, hidden=True),
    "teams:propose": Door(PROPOSAL, Verb.CREATE),
    "teams:propose_for": Door(PROPOSAL, Verb.EDIT, led_team, hidden=True),
}

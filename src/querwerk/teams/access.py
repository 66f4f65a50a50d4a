"""Who may do what in teams, and who releases whom.

No row lists who did not join, and none counts: a superior reads what they are asked to release, nothing more.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Path, Scope, Verb, thing
from querwerk.sprints.access import RESULT, RESULT_RELEASE, sprint
from querwerk.structure.queries import valid_on

from .lifecycle import BELONGS, Part, Standing
from .models import Asking, Membership, Profile, Release, Team

_BELONGING = sorted(standing.value for standing in BELONGS)
#: Who belongs, and who is asked or asks: they read who else is there.
NEAR = sorted({*_BELONGING, Standing.ASKED.value})
_OF_SPRINT: dict[Scope, Path] = {Scope.TEAM: "idea__sprint__thread"}

#: What a team is about and whom it still needs, without its people: whoever wants to join has to find it.
TEAM = thing(
    _("team: purpose and open positions"),
    model="teams.Team",
    paths={Scope.OWN: ("memberships__account__username", Q(memberships__standing__in=NEAR))},
    resident="LR_o",
    staff="LR",
)
#: Who works in it is read by those who do, by whoever leads through its sprint, by the officer of the theme of
#: which its idea is a candidate, and by the staff unit.
PEOPLE = thing(
    _("team: who belongs to it"),
    model="teams.Team",
    paths=_OF_SPRINT
    | {
        Scope.OWN: ("memberships__account__username", Q(memberships__standing__in=NEAR)),
        Scope.THEME: "origin",
    },
    resident="R_o",
    staff="R_o",
    facilitator="R_o R_t",
    theme_officer="R_o R_c",
    staff_unit="R",
)
#: Its lead leads it; facilitators of its sprint and the staff unit step in, so that no team hangs on one person.
LEADING = thing(
    _("team: leading it"),
    model="teams.Team",
    paths=_OF_SPRINT
    | {
        Scope.OWN: (
            "memberships__account__username",
            Q(memberships__part=Part.LEAD.value, memberships__standing__in=_BELONGING),
        )
    },
    staff="E_o",
    facilitator="E_t E_o",
    staff_unit="E",
)
FORMING = thing(
    _("team: forming one for an idea"),
    model="sprints.Sprint",
    paths={Scope.TEAM: "thread"},
    facilitator="C_t",
    staff_unit="C",
)
#: Nobody is put in a team without their own word, and everybody may leave.
PLACE = thing(
    _("team: one's own place"),
    model="teams.Membership",
    paths={Scope.OWN: "account__username"},
    resident="ED_o",
    staff="C ED_o",
)
#: The line superior of today, or who acts for them: whoever holds the post that is asked.
RELEASE = thing(
    _("release for a team"),
    model="teams.Release",
    paths={Scope.OWN: ("superior__assignments__person__account__username", valid_on(Now(), "superior__assignments__"))},
    staff="LRA_o",
    councillor="",
)
#: The person it is about prints the same sheet.
RELEASE_SHEET = thing(
    _("release for a team: one's own sheet"),
    model="teams.Release",
    paths={Scope.OWN: "membership__account__username"},
    staff="X_o",
)
#: A superior says who acts for them while they are away.
STANDIN = thing(_("who acts for a superior"), office_head="C", deputy_mayor="C", mayor="C")


def team(slug: str, **_: Any) -> QuerySet[Team]:
    """The team that an address names."""
    return Team.objects.filter(slug=slug)


def place(pk: int, **_: Any) -> QuerySet[Membership]:
    """The place in a team that an address names."""
    return Membership.objects.filter(pk=pk)


def release(pk: int, **_: Any) -> QuerySet[Release]:
    """The release that an address names."""
    return Release.objects.filter(pk=pk)


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
    "teams:list": Door(TEAM, Verb.LIST),
    "teams:team": Door(TEAM, Verb.READ, team),
    "teams:join": Door(PLACE, Verb.CREATE),
    "teams:lead": Door(LEADING, Verb.EDIT, team, hidden=True),
    "teams:lead_about": Door(LEADING, Verb.EDIT, team, hidden=True),
    "teams:place": Door(PLACE, Verb.EDIT, place, hidden=True),
    "teams:leave": Door(PLACE, Verb.WITHDRAW, place, hidden=True),
    "teams:form": Door(FORMING, Verb.CREATE, sprint, hidden=True),
    "teams:result": Door(RESULT, Verb.READ),
    "teams:outlook": Door(RESULT_RELEASE, Verb.EDIT, sprint, hidden=True),
    "teams:publish_result": Door(RESULT_RELEASE, Verb.PUBLISH),
    "teams:take_result_back": Door(RESULT_RELEASE, Verb.PUBLISH),
    "teams:releases": Door(RELEASE, Verb.LIST),
    "teams:release": Door(RELEASE, Verb.READ, release, hidden=True),
    "teams:answer_release": Door(RELEASE, Verb.APPROVE, release, hidden=True),
    "teams:release_sheet": Door(RELEASE, Verb.READ, release, hidden=True),
    "teams:own_sheet": Door(RELEASE_SHEET, Verb.EXPORT, release, hidden=True),
    "teams:standin": Door(STANDIN, Verb.CREATE),
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

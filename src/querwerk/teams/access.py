"""Who may do what in teams, and who releases whom.

No row lists who did not join, and none counts: a superior reads what they are asked to release, nothing more.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Path, Scope, Verb, thing
from querwerk.sprints.access import RESULT, RESULT_RELEASE, sprint
from querwerk.structure.queries import valid_on

from .lifecycle import BELONGS, Part, Standing
from .models import Membership, Release, Team

_BELONGING = sorted(standing.value for standing in BELONGS)
#: Who belongs, and who is asked or asks: they read who else is there.
_NEAR = sorted({*_BELONGING, Standing.ASKED.value})
_OF_SPRINT: dict[Scope, Path] = {Scope.TEAM: "idea__sprint__thread"}

#: What a team is about and whom it still needs, without its people: whoever wants to join has to find it.
TEAM = thing(
    _("team: purpose and open positions"),
    model="teams.Team",
    paths={Scope.OWN: ("memberships__account__username", Q(memberships__standing__in=_NEAR))},
    resident="LR_o",
    staff="LR",
)
#: Who works in it is read by those who do, by whoever leads through its sprint, and by the staff unit.
PEOPLE = thing(
    _("team: who belongs to it"),
    model="teams.Team",
    paths=_OF_SPRINT | {Scope.OWN: ("memberships__account__username", Q(memberships__standing__in=_NEAR))},
    resident="R_o",
    staff="R_o",
    facilitator="R_o R_t",
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


DOORS = {
    "teams:list": Door(TEAM, Verb.LIST),
    "teams:team": Door(TEAM, Verb.READ, team),
    "teams:join": Door(PLACE, Verb.CREATE),
    "teams:lead": Door(LEADING, Verb.EDIT, team, hidden=True),
    "teams:lead_about": Door(LEADING, Verb.EDIT, team, hidden=True),
    "teams:place": Door(PLACE, Verb.EDIT, place, hidden=True),
    "teams:leave": Door(PLACE, Verb.WITHDRAW, place, hidden=True),
    "teams:form": Door(FORMING, Verb.CREATE, sprint, hidden=True),
    "teams:result": Door(RESULT, Verb.READ),
    "teams:outlook": Door(RESULT, Verb.READ),
    "teams:publish_result": Door(RESULT_RELEASE, Verb.PUBLISH),
    "teams:take_result_back": Door(RESULT_RELEASE, Verb.PUBLISH),
    "teams:releases": Door(RELEASE, Verb.LIST),
    "teams:release": Door(RELEASE, Verb.READ, release, hidden=True),
    "teams:answer": Door(RELEASE, Verb.APPROVE, release, hidden=True),
    "teams:release_sheet": Door(RELEASE, Verb.READ, release, hidden=True),
    "teams:own_sheet": Door(RELEASE_SHEET, Verb.EXPORT, release, hidden=True),
    "teams:standin": Door(STANDIN, Verb.CREATE),
}

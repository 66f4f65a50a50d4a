"""Who may do what to sprints and workshops: whoever leads through one plans it, whoever sits in one works in it.

Nobody above the people who sit in a sprint gets a list of who does.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from querwerk.access import Door, Path, Role, Scope, Verb, thing
from querwerk.structure.models import Account, Assignment
from querwerk.structure.queries import valid_on

from .lifecycle import Part, Place
from .models import Seat, Sprint

_TAKEN = Q(seated__state=Place.TAKEN.value)
_ASKED = Q(seated__state__in=[Place.INVITED.value, Place.TAKEN.value, Place.WAITING.value])
#: Own is a sprint in which one has a seat; the team's is the one that one leads through.
OF_SPRINT: dict[Scope, Path] = {Scope.OWN: ("seated__account__username", _TAKEN), Scope.TEAM: "thread"}

#: What everybody may join is everybody's to read.
SPRINT = thing(_("sprint or workshop, open to everybody"), everybody="LRX")
#: What is announced in the house is read in the house.
HOUSE_SPRINT = thing(_("sprint or workshop, announced in the house"), model="sprints.Sprint", staff="LR")
#: Whoever is asked, sits in it or waits reads it, wherever they work.
ASKED_SPRINT = thing(
    _("sprint or workshop to which one is invited"),
    model="sprints.Sprint",
    paths={Scope.OWN: ("seated__account__username", _ASKED)},
    signed_in="R_o",
    administrator="",
    partner="",
    system="",
)
#: Until it is announced, it is the business of those who plan it.
PLANNING = thing(
    _("sprint or workshop being planned"),
    model="sprints.Sprint",
    paths=OF_SPRINT,
    facilitator="LRE_t",
    staff_unit="LRCE",
)
#: Everybody joins for themselves, and gives up their own seat alone.
SEAT = thing(
    _("seat in a sprint"),
    model="sprints.Seat",
    paths={Scope.OWN: "account__username"},
    signed_in="C D_o",
    administrator="",
    partner="",
    system="",
    auditor="",
)
#: Whoever holds the code is the guest; who that is, the house does not ask.
GUEST = thing(_("seat of a guest, by the code of the invitation"), everybody="R")
PARTICIPANTS = thing(
    _("participant list of a sprint"),
    model="sprints.Sprint",
    paths=OF_SPRINT,
    signed_in="R_o",
    facilitator="R_o R_t",
    office_head="",
    deputy_mayor="",
    mayor="",
    councillor="",
    staff_unit="R",
    administrator="",
    partner="",
    system="",
    auditor="",
)
BOARD = thing(
    _("board of a sprint"),
    model="sprints.Sprint",
    paths=OF_SPRINT,
    signed_in="REX_o",
    facilitator="REX_o REMX_t",
    staff_unit="RX E_o",
    administrator="",
    partner="",
    system="",
    auditor="",
)
IDEA = thing(
    _("idea in a sprint"),
    model="sprints.Sprint",
    paths=OF_SPRINT,
    signed_in="R_o",
    staff="RC_o",
    facilitator="RC_o RCE_t",
    staff_unit="R C_o",
    administrator="",
    partner="",
    system="",
    auditor="",
)
#: One release shows the result in the house or to everybody; it is taken back in the same way.
RESULT = thing(_("result of a sprint, published"), everybody="RX")
HOUSE_RESULT = thing(_("result of a sprint, published in the house"), staff="RX")
#: Whoever led through it says what happens next. Nobody releases for everybody what they closed themselves.
RESULT_RELEASE = thing(
    _("result of a sprint: what happens next, and publishing it"),
    model="sprints.Sprint",
    paths=OF_SPRINT,
    facilitator="E_t",
    staff_unit="EB",
)


#: What worked elsewhere is everybody's to read; whoever works with it writes it.
METHOD = thing(_("method cards and formats of sprints"), everybody="LRX", facilitator="LRXCE", staff_unit="LRXCE")


def held_by(person: Any, *, on: Any) -> list[QuerySet[Any, Any]]:
    """Role and thread of each sprint somebody leads through. Only who holds a post on the day: the role opens the
    house, and a guest who moderates stays a guest."""
    nothing = Value("", CharField())
    held = Assignment.objects.filter(valid_on(on), person=person)
    led = Seat.objects.filter(
        part=Part.FACILITATOR.value, state=Place.TAKEN.value, account__person=person,
        account__kind=Account.Kind.EMPLOYEE, account__person__in=held.values("person"),
    )  # fmt: skip
    role = Value(Role.FACILITATOR.value, CharField())
    return [led.order_by().values_list(role, nothing, nothing, "sprint__thread")]


def seat(slug: str, **_: Any) -> QuerySet[Seat]:
    """The seats of the sprint that an address names; one's own is among them or not."""
    return Seat.objects.filter(sprint__slug=slug).exclude(state=Place.GIVEN_UP.value)


def sprint(slug: str, **_: Any) -> QuerySet[Sprint]:
    """The sprint that an address names."""
    return Sprint.objects.filter(slug=slug)


DOORS: dict[str, Door] = {
    "sprints:list": Door(SPRINT, Verb.LIST),
    "sprints:list_file": Door(SPRINT, Verb.EXPORT),
    "sprints:sprint": Door(SPRINT, Verb.READ),
    "sprints:plan": Door(PLANNING, Verb.CREATE),
    "sprints:edit": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:announce": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:cancel": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:start": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    # -- agenda
    "sprints:agenda": Door(SPRINT, Verb.READ),
    "sprints:poster": Door(SPRINT, Verb.EXPORT),
    "sprints:add_block": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:block": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:move_block": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:remove_block": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:effect": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:days": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:today": Door(BOARD, Verb.READ, sprint, hidden=True),
    "sprints:sheet": Door(SPRINT, Verb.READ),
    "sprints:calendar": Door(SPRINT, Verb.EXPORT),
    # -- library
    "sprints:methods": Door(METHOD, Verb.LIST),
    "sprints:method": Door(METHOD, Verb.READ),
    "sprints:method_card": Door(METHOD, Verb.EXPORT),
    "sprints:write_method": Door(METHOD, Verb.CREATE),
    "sprints:edit_method": Door(METHOD, Verb.EDIT),
    "sprints:put_aside_method": Door(METHOD, Verb.EDIT),
    "sprints:formats": Door(METHOD, Verb.LIST),
    "sprints:write_format": Door(METHOD, Verb.CREATE),
    "sprints:edit_format": Door(METHOD, Verb.EDIT),
    "sprints:put_aside_format": Door(METHOD, Verb.EDIT),
    "sprints:bring_in": Door(METHOD, Verb.CREATE),
    # -- ideas
    "sprints:ideas": Door(IDEA, Verb.READ, sprint, hidden=True),
    "sprints:note": Door(IDEA, Verb.CREATE, sprint, hidden=True),
    "sprints:idea": Door(IDEA, Verb.READ, sprint, hidden=True),
    "sprints:change_idea": Door(IDEA, Verb.EDIT, sprint, hidden=True),
    "sprints:park": Door(IDEA, Verb.EDIT, sprint, hidden=True),
    "sprints:take_up": Door(IDEA, Verb.EDIT, sprint, hidden=True),
    # -- seats
    "sprints:join": Door(SEAT, Verb.CREATE),
    "sprints:give_up": Door(SEAT, Verb.WITHDRAW, seat, hidden=True),
    "sprints:participants": Door(PARTICIPANTS, Verb.READ, sprint, hidden=True),
    "sprints:consent": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:consent_texts": Door(PLANNING, Verb.CREATE),
    "sprints:invite": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:facilitator": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:codes": Door(PLANNING, Verb.EDIT, sprint, hidden=True),
    "sprints:guest": Door(GUEST, Verb.READ),
    "sprints:guest_code": Door(GUEST, Verb.READ),
    # -- the board
    "sprints:board": Door(BOARD, Verb.READ, sprint, hidden=True),
    "sprints:board_open": Door(BOARD, Verb.MODERATE, sprint, hidden=True),
    "sprints:board_lead": Door(BOARD, Verb.MODERATE, sprint, hidden=True),
    "sprints:board_press": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_write": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_card": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_gone": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_name": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_group": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_paste": Door(BOARD, Verb.EDIT, sprint, hidden=True),
    "sprints:board_idea": Door(IDEA, Verb.CREATE, sprint, hidden=True),
    "sprints:board_stream": Door(BOARD, Verb.READ, sprint, hidden=True),
    "sprints:board_news": Door(BOARD, Verb.READ, sprint, hidden=True),
    "sprints:board_export": Door(BOARD, Verb.EXPORT, sprint, hidden=True),
}

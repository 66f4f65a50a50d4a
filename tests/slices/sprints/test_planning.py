"""Sprints are planned by the staff unit, announced to those they are for, and cancelled with a reason."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.sprints.actions.planning import Details, announce, cancel, describe, plan
from querwerk.sprints.lifecycle import workdays
from querwerk.sprints.models import Seat, Sprint
from querwerk.sprints.queries.sprints import Wanted, sprint_list
from querwerk.sprints.rules import may_facilitate, takes_part, visible_to
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, leaves

from .conftest import NOW

pytestmark = pytest.mark.django_db
SAID = Details(title="Reiseantrag", question="Wie kommt ein Reiseantrag mit zwei Händen aus?")
DAY = date(2026, 12, 1)


def planned(account: Account, **said: Any) -> Sprint:
    return plan(SAID, on=said.pop("on", DAY), begins=time(9), by=as_actor(account), at=NOW, **said)


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


def seen(actor: Actor) -> list[str]:
    return list(visible_to(actor).order_by("title").values_list("title", flat=True))


def test_the_staff_unit_plans_and_leads_through_what_it_planned(planner: Account) -> None:
    sprint = planned(planner)
    assert (sprint.slug, sprint.state, sprint.version) == ("reiseantrag", "planned", 1)
    assert list(Seat.objects.values_list("account", "part", "state", "number")) == [
        (planner.pk, "facilitator", "taken", None)
    ]
    assert ("facilitator", sprint.thread) in as_actor(planner).reach
    assert list(Entry.objects.values_list("event", "facts")) == [
        ("sprints.planned", {"state": [None, "planned"], "starts_on": [None, "2026-12-01"], "seats": [None, 20]})
    ]


def test_whoever_works_elsewhere_asks_the_staff_unit_for_a_sprint(ayse: Account, dilan: Account) -> None:
    wanted = ("Die Stabsstelle plant Sprints. Sie können sie um einen bitten.", "")
    assert refusal(planned, ayse) == wanted
    assert refusal(planned, dilan) == wanted


def test_a_sprint_needs_a_title_a_question_and_a_day_that_is_to_come(planner: Account) -> None:
    by = as_actor(planner)
    assert [
        refusal(plan, Details(title="  ", question="Wie?"), on=DAY, begins=time(9), by=by, at=NOW)[1],
        refusal(plan, Details(title="X", question=" "), on=DAY, begins=time(9), by=by, at=NOW)[1],
        refusal(plan, Details(title="X", question="Wie?", seats=0), on=DAY, begins=time(9), by=by, at=NOW)[1],
        refusal(planned, planner, on=date(2026, 11, 21))[1],
    ] == ["title", "question", "seats", "on"]


def test_nobody_sees_a_sprint_that_is_being_planned_but_who_plans_it(planner: Account, ayse: Account) -> None:
    sprint = planned(planner)
    assert (seen(as_actor(planner)), seen(as_actor(ayse)), seen(NOBODY)) == (["Reiseantrag"], [], [])
    announce(sprint.slug, version=1, by=as_actor(planner), at=NOW)
    assert (seen(as_actor(ayse)), seen(NOBODY)) == (["Reiseantrag"], [])


def test_who_may_join_decides_who_reads_what_is_announced(ayse: Account, dilan: Account) -> None:
    for joining in ("invited", "house", "everybody"):
        make_sprint(joining, joining=joining)
    assert (seen(as_actor(ayse)), seen(as_actor(dilan)), seen(NOBODY)) == (
        ["everybody", "house"], ["everybody"], ["everybody"],
    )  # fmt: skip
    make_seat(Sprint.objects.get(title="invited"), dilan, "invited")
    assert seen(as_actor(dilan)) == ["everybody", "invited"]
    Seat.objects.update(state="given_up")
    assert seen(as_actor(dilan)) == ["everybody"]


def test_who_leads_through_a_sprint_leads_through_that_one_alone_and_as_long_as_they_work_here(ayse: Account) -> None:
    mine, other = make_sprint("Meiner"), make_sprint("Anderer")
    make_seat(mine, ayse, part="facilitator")
    actor = as_actor(ayse)
    assert (may_facilitate(actor, mine), may_facilitate(actor, other)) == (True, False)
    assert actor.roles == {"employee", "facilitator"}
    leaves(ayse, DAY)
    assert as_actor(ayse, on=DAY).roles == {"resident"}


def test_a_guest_who_moderates_opens_no_door_of_the_house(dilan: Account) -> None:
    sprint = make_sprint(joining="everybody")
    make_seat(sprint, dilan, part="facilitator")
    assert (as_actor(dilan).roles, may_facilitate(as_actor(dilan), sprint)) == ({"resident"}, False)


def test_who_has_a_seat_takes_part_and_nobody_else(ayse: Account, dilan: Account, head: Account) -> None:
    sprint = make_sprint(joining="everybody")
    make_seat(sprint, ayse)
    make_seat(sprint, dilan, "waiting")
    assert [takes_part(as_actor(one), sprint) for one in (ayse, dilan, head)] == [True, False, False]
    assert takes_part(NOBODY, sprint) is False


def test_a_form_that_saw_an_older_sprint_changes_nothing(planner: Account) -> None:
    sprint, by = planned(planner), as_actor(planner)
    describe(sprint.slug, Details(title="Anders", question="Wie?"), version=1, by=by, at=NOW)
    with pytest.raises(Overtaken):
        announce(sprint.slug, version=1, by=by, at=NOW)
    assert Sprint.objects.values_list("title", "state", "version").get() == ("Anders", "planned", 2)


def test_a_sprint_is_cancelled_for_a_reason_and_stays_cancelled(planner: Account) -> None:
    sprint, by = planned(planner), as_actor(planner)
    assert refusal(cancel, sprint.slug, reason=" ", version=1, by=by, at=NOW)[1] == "reason"
    cancel(sprint.slug, reason="Der Raum steht unter Wasser.", version=1, by=by, at=NOW)
    assert refusal(announce, sprint.slug, version=2, by=by, at=NOW) == (
        "Dieser Schritt passt nicht zum jetzigen Stand des Sprints.", "",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Sprint.objects.update(cancelled_because="")


def test_the_list_shows_what_is_to_come_apart_from_what_is_over(ayse: Account) -> None:
    make_sprint("Bald")
    make_sprint("War", in_days=-7)
    Sprint.objects.filter(pk=make_sprint("Früh fertig").pk).update(state="closed")
    at, actor = make_sprint("Heute", in_days=1).starts_at, as_actor(ayse)
    coming, past = (sprint_list(actor, Wanted(past=past, sort="tag"), at=at) for past in (False, True))
    assert [line.title for line in coming.lines] == ["Heute", "Bald"]
    assert [line.title for line in past.lines] == ["War", "Früh fertig"]


def test_days_follow_one_another_without_weekends_and_holidays() -> None:
    friday, maundy_thursday = date(2026, 11, 27), date(2027, 3, 25)
    assert workdays(friday, 3, "BW") == [friday, date(2026, 11, 30), date(2026, 12, 1)]
    assert workdays(date(2026, 11, 28), 2, "BW") == [date(2026, 11, 28), date(2026, 11, 30)]
    assert workdays(maundy_thursday, 2, "BW") == [maundy_thursday, date(2027, 3, 30)]  # Easter lies between


def test_a_sprint_is_planned_and_announced_in_the_browser(client: Client, planner: Account, ayse: Account) -> None:
    sign_in(client, planner)
    said = {"title": "Reiseantrag", "question": "Wie?", "on": "2099-03-02", "begins": "10:00", "seats": "12",
            "joining": "house"}  # fmt: skip
    assert client.post("/sprints/neu/", {**said, "question": ""}).status_code == 422
    assert client.post("/sprints/neu/", said)["Location"] == "/sprints/reiseantrag/"
    assert client.post("/sprints/reiseantrag/ankuendigen/", {"version": "1"})["Location"] == "/sprints/reiseantrag/"
    sign_in(client, ayse)
    page = client.get("/sprints/reiseantrag/").content.decode()
    assert "02.03.2099, 10:00 bis 13:00 Uhr" in page
    assert "12 von 12 frei" in page
    assert "Angaben ändern" not in page
    assert "Reiseantrag" in client.get("/sprints/").content.decode()

"""What two do at the same moment: one code pressed twice, a card for a sprint that is closing, an idea taken over then.

On PostgreSQL the second one really waits in the middle of what it does; on SQLite it waits before it begins.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import transaction
from django.utils import timezone

from querwerk.intake.actions import answering
from querwerk.intake.lifecycle import State
from querwerk.intake.models import Inquiry
from querwerk.journal.actions import Actor
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.sprints.actions import board as stage
from querwerk.sprints.actions import cards, dots, ideas, result
from querwerk.sprints.actions.guests import issue_codes, redeem
from querwerk.sprints.actions.taking_over import take_over
from querwerk.sprints.lifecycle import Showing
from querwerk.sprints.models import Card, Change, GuestCode, Idea, Seat, Sprint, Subject, Vote
from querwerk.structure.models import Account
from tests.at_once import ends, in_between, together
from tests.factories import make_seat, make_sprint
from tests.slices.delivery.people import as_actor, staff
from tests.slices.intake.asking import inquiry

from .boards import AT, accounts, open_board

pytestmark = pytest.mark.django_db(transaction=True)
GUESTS = 4
OVER = "Der Sprint läuft gerade nicht: Seine Tafel wird nur gelesen."


def while_closing(sprint: Sprint, by: Actor, deed: Callable[[], object], *, closed: bool) -> str:
    """Somebody holds the sprint to close it, or has closed it already; meanwhile somebody else begins a deed."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():  # first the transaction ends, then the pool
        Sprint.objects.select_for_update().get(pk=sprint.pk)
        if closed:
            ideas.close_sprint(sprint, by=by, at=AT)
        other = pool.submit(ends, deed)
        time.sleep(0.5)  # long enough to stand in line
        if not closed:
            ideas.close_sprint(sprint, by=by, at=AT)
    return other.result()


def test_one_code_pressed_by_several_at_once_is_one_guest_on_one_seat() -> None:
    planner = staff()
    sprint = make_sprint("Reiseantrag", joining="invited", seats=GUESTS)
    make_seat(sprint, planner, part="facilitator")
    code, gate = issue_codes(sprint.slug, count=1, by=as_actor(planner), at=AT)[0], Barrier(GUESTS)

    def come() -> None:
        gate.wait()
        redeem(code, name="Dilan", at=AT)

    with ThreadPoolExecutor(GUESTS) as pool:
        assert list(pool.map(lambda _nth: ends(come), range(GUESTS))) == ["done"] * GUESTS
    guest = Account.objects.get(kind="external")
    assert list(Seat.objects.filter(part="participant").values_list("account", "state")) == [(guest.pk, "taken")]
    assert GuestCode.objects.get().account == guest


def test_guests_with_codes_of_their_own_who_come_while_more_are_invited_wait_for_nobody_in_a_circle() -> None:
    """Nobody does a guest's form again: who comes in without a log-in must not be the one that is taken back."""
    planner = staff()
    by = as_actor(planner)
    for turn in range(3):
        sprint = make_sprint(f"Reiseantrag {turn}", joining="invited", seats=GUESTS)
        make_seat(sprint, planner, part="facilitator")
        codes = issue_codes(sprint.slug, count=GUESTS, by=by, at=AT)
        deeds = [partial(redeem, code, name="Dilan", at=AT) for code in codes]
        assert together(*deeds, partial(issue_codes, sprint.slug, count=1, by=by, at=AT)) == ["done"] * (GUESTS + 1)
        taken = Seat.objects.filter(sprint=sprint, part="participant", state="taken")
        assert sorted(taken.values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("nth", [0, 1], ids=["card", "dot"])
def test_nothing_comes_on_a_board_after_its_sprint_has_closed_and_nobody_s_step_is_kept(nth: int) -> None:
    who = {name: as_actor(account) for name, account in accounts().items()}
    sprint = open_board(who["ayse"])
    card = cards.write_card(sprint, text="Ein Schalter", by=who["bilge"], at=AT)
    stage.open_voting(sprint, dots=3, several=True, by=who["ayse"], at=AT)
    late: list[Callable[[], object]] = [
        lambda: cards.write_card(sprint, text="Zu spät", by=who["bilge"], at=AT),
        lambda: dots.give_dots(sprint, card=card.pk, dots=1, by=who["dilan"], at=AT),
    ]
    assert while_closing(sprint, who["ayse"], late[nth], closed=True) == OVER
    assert (Card.objects.count(), Vote.objects.count(), Change.objects.exclude(account="").count()) == (1, 0, 0)


def test_who_takes_over_an_idea_while_the_sprint_closes_is_told_so_and_waits_for_nobody_in_a_circle() -> None:
    who = {name: as_actor(account) for name, account in accounts().items()}
    sprint = open_board(who["ayse"])
    card = cards.write_card(sprint, text="Ein Schalter", by=who["bilge"], at=AT)
    taking = while_closing(
        sprint, who["ayse"], lambda: take_over(sprint, card=card.pk, by=who["bilge"], at=AT), closed=False
    )
    assert taking == OVER
    assert (Idea.objects.count(), Sprint.objects.get(pk=sprint.pk).state) == (0, "closed")


def test_of_two_who_close_a_sprint_at_once_one_does() -> None:
    who = accounts()
    sprint = open_board(as_actor(who["ayse"]))
    make_seat(sprint, who["gerda"], part="facilitator")
    gate = Barrier(2)

    def close(username: str) -> str:
        by = as_actor(who[username])
        gate.wait()
        return ends(lambda: ideas.close_sprint(sprint, by=by, at=AT))

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(close, ("ayse", "gerda")))
    assert told == ["Nur ein laufender Sprint kann abgeschlossen werden.", "done"]
    assert Entry.objects.filter(event="sprints.closed").count() == 1


def test_of_two_who_answer_an_inquiry_at_once_one_does_and_one_mail_goes() -> None:
    found, gate = inquiry(), Barrier(2)
    both = [as_actor(staff()), as_actor(staff("clara"))]

    def answer(by: Actor) -> str:
        gate.wait()
        return ends(lambda: answering.close(found.pk, answer=f"Von {by.account}.", version=1, by=by, at=AT))

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(answer, both))
    assert told == ["Jemand war schneller: Die Anfrage steht nicht mehr, wo sie stand.", "done"]
    assert (Entry.objects.filter(event="intake.inquiry_closed").count(), Mail.objects.count()) == (1, 1)


@pytest.mark.parametrize("publishing", [False, True], ids=["closed", "published"])
def test_an_inquiry_is_answered_while_its_sprint_closes_or_its_result_is_shown(publishing: bool) -> None:
    account, clara = staff(), as_actor(staff("clara"))
    sprint = make_sprint("Reiseantrag", state="running", in_days=0)
    make_seat(sprint, account, part="facilitator")
    carla = as_actor(account)
    asked = inquiry(State.PLANNED)
    Subject.objects.create(sprint=sprint, inquiry=asked)
    if publishing:
        Sprint.objects.update(state="closed")
    deeds = [
        lambda: ideas.close_sprint(sprint, by=carla, at=AT),
        lambda: result.publish_result(sprint, showing=Showing.HOUSE, version=0, by=carla, at=AT),
    ]
    on = timezone.localdate(AT)
    told = in_between(
        Inquiry.objects.filter(pk=asked.pk),
        lambda: answering.hold(asked.pk, held_on=on, by=clara, at=AT),
        deeds[publishing],
    )
    assert told == "done"
    assert Entry.objects.filter(event="intake.inquiry_held").count() == 1
    assert Inquiry.objects.get().state == (State.PUBLISHED if publishing else State.HELD)

"""Seats are few: nobody gets more than one, nobody sits on another's, who waits moves up in the order of coming."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client

from querwerk.journal.actions import NOBODY, Refused
from querwerk.journal.models import Entry
from querwerk.outbox.kinds import written
from querwerk.outbox.models import Mail
from querwerk.sprints.actions.planning import Details, cancel, describe
from querwerk.sprints.actions.seats import give_up, invite, join, name_facilitator
from querwerk.sprints.mails import KINDS
from querwerk.sprints.models import Seat, Sprint
from querwerk.sprints.queries.seats import own_seat, participants
from querwerk.sprints.queries.sprints import SprintPage, sprint_page
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.logins import sign_in
from tests.quality import figure
from tests.slices.delivery.people import as_actor, holder

from .conftest import NOW

pytestmark = pytest.mark.django_db


def residents(count: int) -> list[Account]:
    return [Account.objects.create_user(f"r{n}", kind="resident", email=f"r{n}@post.example") for n in range(count)]


def seats() -> list[tuple[str, str, int | None, int | None]]:
    return list(Seat.objects.order_by("pk").values_list("account__username", "state", "number", "position"))


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


def page_of(sprint: Sprint, account: Account) -> SprintPage:
    page = sprint_page(sprint.slug, as_actor(account))
    assert page is not None
    return page


def test_seats_are_taken_in_order_and_then_waited_for() -> None:
    sprint = make_sprint(seats=2, joining="everybody")
    for account in residents(4):
        join(sprint.slug, by=as_actor(account), at=NOW)
    assert seats() == [
        ("r0", "taken", 1, None), ("r1", "taken", 2, None), ("r2", "waiting", None, 1), ("r3", "waiting", None, 2),
    ]  # fmt: skip


def test_joining_twice_changes_nothing(ayse: Account) -> None:
    sprint = make_sprint()
    for _again in range(2):
        join(sprint.slug, by=as_actor(ayse), at=NOW)
    assert seats() == [("ayse", "taken", 1, None)]
    assert Entry.objects.filter(event="sprints.seat_taken").count() == 1


def test_who_waited_longest_moves_up_and_is_told_by_mail() -> None:
    sprint = make_sprint(seats=1, joining="everybody", title="Reiseantrag")
    first, second, third = residents(3)
    for account in (first, second, third):
        join(sprint.slug, by=as_actor(account), at=NOW)
    assert own_seat(page_of(sprint, third), as_actor(third)).ahead == 1
    give_up(sprint.slug, by=as_actor(first), at=NOW)
    assert seats() == [("r0", "given_up", None, None), ("r1", "taken", 1, None), ("r2", "waiting", None, 2)]
    mail = Mail.objects.get()
    assert (mail.kind, mail.to) == ("sprints.moved_up", second)
    letter = written(KINDS[mail.kind], mail.words)
    assert letter.subject == "Ihr Platz in einem Sprint"
    assert "ein Platz ist frei geworden, und er gehört Ihnen:" in letter.text
    assert KINDS[mail.kind].may_receive(second, mail.words) is True
    give_up(sprint.slug, by=as_actor(second), at=NOW)
    assert KINDS[mail.kind].may_receive(second, mail.words) is False


def test_who_gave_up_a_seat_comes_back_at_the_end_of_the_queue() -> None:
    sprint = make_sprint(seats=1, joining="everybody")
    first, second = residents(2)
    join(sprint.slug, by=as_actor(first), at=NOW)
    join(sprint.slug, by=as_actor(second), at=NOW)
    give_up(sprint.slug, by=as_actor(first), at=NOW)
    join(sprint.slug, by=as_actor(first), at=NOW)
    assert seats() == [("r0", "waiting", None, 1), ("r1", "taken", 1, None)]


def test_nobody_joins_uninvited_where_people_are_invited(planner: Account, ayse: Account) -> None:
    sprint = make_sprint(joining="invited")
    make_seat(sprint, planner, part="facilitator")
    assert refusal(join, sprint.slug, by=as_actor(ayse), at=NOW)[0] == "Unter dieser Adresse gibt es keinen Sprint."
    assert invite(sprint.slug, accounts=[ayse, planner], by=as_actor(planner), at=NOW) == 1
    assert list(Mail.objects.values_list("kind", "to__username")) == [("sprints.invited", "ayse")]
    assert join(sprint.slug, by=as_actor(ayse), at=NOW).state == "taken"
    assert invite(sprint.slug, accounts=[ayse], by=as_actor(planner), at=NOW) == 0


def test_an_invitation_can_be_declined_and_keeps_no_seat(planner: Account, ayse: Account) -> None:
    sprint = make_sprint(seats=1)
    make_seat(sprint, planner, part="facilitator")
    invite(sprint.slug, accounts=[ayse], by=as_actor(planner), at=NOW)
    assert page_of(sprint, ayse).free == 1
    give_up(sprint.slug, by=as_actor(ayse), at=NOW)
    assert seats()[1] == ("ayse", "given_up", None, None)
    assert Entry.objects.filter(event="sprints.declined").count() == 1


def test_nobody_joins_what_is_planned_over_or_cancelled(ayse: Account, planner: Account) -> None:
    for state in ("closed", "published"):
        sprint = make_sprint(state, state=state)
        assert refusal(join, sprint.slug, by=as_actor(ayse), at=NOW)[0] == "Diesem Sprint kann niemand mehr beitreten."
    sprint = make_sprint("planned", state="planned")
    assert refusal(join, sprint.slug, by=as_actor(ayse), at=NOW)[0] == "Unter dieser Adresse gibt es keinen Sprint."
    open_ = make_sprint("open", joining="everybody")
    assert refusal(join, open_.slug, by=NOBODY, at=NOW)[0] == "Bitte melden Sie sich an, um einen Platz zu nehmen."
    assert refusal(give_up, open_.slug, by=NOBODY, at=NOW)[0] == "Sie haben keinen Platz in diesem Sprint."


def test_a_larger_room_lets_people_move_up_and_a_smaller_one_takes_no_seat(planner: Account) -> None:
    sprint = make_sprint("Raum", seats=1, joining="everybody")
    make_seat(sprint, planner, part="facilitator")
    first, second = residents(2)
    for account in (first, second):
        join(sprint.slug, by=as_actor(account), at=NOW)
    said = {"title": "Raum", "question": "Wie?", "joining": "everybody"}
    by = as_actor(planner)
    describe(sprint.slug, Details(**said, seats=3), version=1, by=by, at=NOW)
    assert seats()[1:] == [("r0", "taken", 1, None), ("r1", "taken", 2, None)]
    small = Details(**said, seats=1)
    assert refusal(describe, sprint.slug, small, version=2, by=by, at=NOW) == (
        "2 Plätze sind schon vergeben.", "seats",
    )  # fmt: skip
    give_up(sprint.slug, by=as_actor(first), at=NOW)
    describe(sprint.slug, small, version=2, by=by, at=NOW)
    assert seats()[2] == ("r1", "taken", 1, None)


def test_facilitators_stand_and_at_least_one_of_them_stays(planner: Account, ayse: Account, dilan: Account) -> None:
    sprint = make_sprint(seats=1, joining="everybody")
    make_seat(sprint, planner, part="facilitator")
    make_seat(sprint, ayse)
    make_seat(sprint, dilan, "waiting")
    assert refusal(give_up, sprint.slug, by=as_actor(planner), at=NOW)[0] == (
        "Jemand muss durch den Sprint führen: Bitte benennen Sie zuerst jemand anderen."
    )
    assert refusal(name_facilitator, sprint.slug, account=dilan, by=as_actor(planner), at=NOW)[1] == "address"
    name_facilitator(sprint.slug, account=ayse, by=as_actor(planner), at=NOW)
    assert seats() == [("carla", "taken", None, None), ("ayse", "taken", None, None), ("dilan", "taken", 1, None)]
    give_up(sprint.slug, by=as_actor(planner), at=NOW)
    assert ("facilitator", sprint.thread) not in as_actor(planner).reach


def test_two_people_never_sit_on_one_seat(ayse: Account, dilan: Account) -> None:
    sprint = make_sprint()
    make_seat(sprint, ayse)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(sprint=sprint, account=dilan, state="taken", number=1)


def test_everybody_who_was_asked_is_told_why_it_does_not_take_place(planner: Account, ayse: Account) -> None:
    sprint = make_sprint()
    make_seat(sprint, planner, part="facilitator")
    make_seat(sprint, ayse, "waiting")
    cancel(sprint.slug, reason="Der Raum steht unter Wasser.", version=1, by=as_actor(planner), at=NOW)
    mails = list(Mail.objects.order_by("to__username"))
    assert [(mail.to.username, mail.kind) for mail in mails] == [
        ("ayse", "sprints.cancelled"), ("carla", "sprints.cancelled"),
    ]  # fmt: skip
    assert "Der Raum steht unter Wasser." in written(KINDS[mails[0].kind], mails[0].words).text
    assert KINDS[mails[0].kind].may_receive(ayse, mails[0].words) is True


def test_the_people_of_a_sprint_see_one_another_and_no_superior_does(
    client: Client, planner: Account, ayse: Account, head: Account, dilan: Account
) -> None:
    sprint = make_sprint(joining="everybody")
    make_seat(sprint, planner, part="facilitator")
    make_seat(sprint, ayse)
    make_seat(sprint, dilan, "invited")
    assert [(one.name, one.state) for one in participants(page_of(sprint, ayse))] == [
        ("Carla", "taken"), ("Ayse", "taken"),
    ]  # fmt: skip
    assert [one.name for one in participants(page_of(sprint, planner))] == ["Carla", "", "Ayse"]
    path = f"/sprints/{sprint.slug}/teilnehmende/"
    found = {}
    for account in (planner, ayse, head, dilan):
        sign_in(client, account)
        found[account.username] = client.get(path).status_code
    make_seat(sprint, head)
    sign_in(client, head)
    assert (found, client.get(path).status_code) == ({"carla": 200, "ayse": 200, "gerda": 404, "dilan": 404}, 404)


def test_the_journal_keeps_that_seats_are_taken_not_by_which_post(ayse: Account) -> None:
    sprint = make_sprint()
    join(sprint.slug, by=as_actor(ayse), at=NOW)
    give_up(sprint.slug, by=as_actor(ayse), at=NOW)
    assert list(Entry.objects.order_by("seq").values_list("event", "post", "unit", "facts")) == [
        ("sprints.seat_taken", "", "", {}), ("sprints.seat_given_up", "", "", {}),
    ]  # fmt: skip


def test_a_seat_is_taken_and_given_up_in_the_browser(client: Client, ayse: Account) -> None:
    sprint = make_sprint(seats=1)
    sign_in(client, ayse)
    path = f"/sprints/{sprint.slug}/"
    assert "Ein Platz ist frei." in client.get(path).content.decode()
    assert client.post(f"{path}mitmachen/", follow=True).content.decode().count("Sie haben einen Platz.") == 2
    other = holder("ute", "employee")[0]
    sign_in(client, other)
    assert "Alle Plätze sind vergeben." in client.get(path).content.decode()
    client.post(f"{path}mitmachen/")
    assert "Sie sind die Nächste oder der Nächste." in client.get(path).content.decode()
    sign_in(client, ayse)
    assert client.post(f"{path}abgeben/")["Location"] == "/sprints/"
    assert [seat[:2] for seat in seats()] == [("ayse", "given_up"), ("ute", "taken")]


# -- T4


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for anybody any more."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())


def rush(sprint: Sprint, people: list[Account], doing: Callable[[Account], Any]) -> list[str]:
    """Everybody at the same moment, each with a connection of their own."""
    actors = Barrier(len(people))

    def come(account: Account) -> str:
        actors.wait()
        try:
            return str(doing(account).state)
        except IntegrityError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(come, people))


@pytest.mark.django_db(transaction=True)
def test_t4_twenty_people_at_once_on_the_last_seat_one_gets_it_the_others_wait_in_order() -> None:
    people, rounds = residents(20), 5
    for turn in range(rounds):
        sprint = make_sprint(f"Runde {turn}", seats=1, joining="everybody")
        found = rush(sprint, people, lambda one, slug=sprint.slug: join(slug, by=as_actor(one), at=NOW))
        assert found == ["taken"] + ["waiting"] * 19
        waiting = Seat.objects.filter(sprint=sprint, state="waiting").order_by("position")
        assert list(waiting.values_list("position", flat=True)) == list(range(1, 20))
    figure(
        "T4s",
        f"{rounds} sprints with one seat left, 20 people at the same moment ({connection.vendor})",
        result=f"{rounds} of {rounds} times one seat taken, 19 in the queue in order",
        control="without constraint and lock two people sit on one seat, see the test beside it",
    )


@pytest.mark.django_db(transaction=True)
def test_t4_without_constraint_and_lock_two_people_sit_on_one_seat(unlocked: None) -> None:
    """The negative control: what the test above would see if the house had neither."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write after the other anyhow")
    sprint, people = make_sprint(seats=1, joining="everybody"), residents(20)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sprints_seat DROP CONSTRAINT seat_one_number")
    try:
        found = rush(sprint, people, lambda one: join(sprint.slug, by=as_actor(one), at=NOW))
        assert found.count("taken") > 1
    finally:
        Seat.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE sprints_seat ADD CONSTRAINT seat_one_number UNIQUE (sprint_id, number)")

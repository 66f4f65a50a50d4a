"""Working days, reminders before an answer is due and word of what is overdue: once each, to posts, nobody named."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from querwerk.intake.actions import answering, asking, deadlines
from querwerk.intake.actions.desk import be_contact
from querwerk.intake.lifecycle import ESCALATION, State
from querwerk.intake.mails import KINDS
from querwerk.intake.models import Inquiry, NamedPost
from querwerk.intake.queries.deadlines import answering_accounts
from querwerk.outbox.kinds import written
from querwerk.outbox.models import Mail
from querwerk.structure.actions.house import set_house_rule
from querwerk.structure.models import Account, Post
from querwerk.workdays import is_workday, workdays_after, workdays_between
from tests.slices.delivery.people import as_actor, holder, leaves, staff

from .asking import NOW, ayse, inquiry, switch_on

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "lands"),
    [
        (date(2026, 1, 6), {"BW", "BY", "ST"}),
        (date(2026, 6, 4), {"BW", "BY", "HE", "NW", "RP", "SL"}),
        (date(2025, 10, 31), {"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}),
        (date(2026, 11, 18), {"SN"}),
    ],
)
def test_each_land_has_its_own_holidays(day: date, lands: set[str]) -> None:
    from querwerk.workdays import LANDS

    assert {land for land in LANDS if not is_workday(day, land)} == lands


def test_weekends_and_holidays_do_not_count() -> None:
    assert workdays_after(date(2026, 12, 23), 1, "BW") == date(2026, 12, 24)
    assert workdays_after(date(2026, 12, 23), 2, "BW") == date(2026, 12, 28)
    assert workdays_after(MONDAY, 5, "BW") == date(2026, 11, 30)
    assert workdays_after(date(2026, 11, 16), 5, "SN") == date(2026, 11, 24)  # the day of repentance
    assert workdays_after(MONDAY, 0, "BW") == MONDAY


@pytest.mark.parametrize("count", [1, 2, 7, 20, 63])
def test_counting_back_gives_what_was_counted_forth(count: int) -> None:
    last = workdays_after(MONDAY, count, "BW")
    assert (workdays_between(MONDAY, last, "BW"), workdays_between(last, MONDAY, "BW")) == (count, -count)


def test_a_land_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such Land"):
        is_workday(MONDAY, "XX")


# -- what is owed


def sent() -> Inquiry:
    return asking.ask(title="Elf Hände", concern="Jede Reise.", kind="advice", by=as_actor(ayse()), at=NOW)


@pytest.mark.django_db
def test_the_first_word_is_due_after_five_the_decision_after_twenty_working_days() -> None:
    found, carla = sent(), as_actor(staff())
    due = [found.due_on]
    answering.acknowledge(found.pk, by=carla, at=NOW + timedelta(days=1))
    due.append(Inquiry.objects.get().due_on)
    answering.clarify(found.pk, by=carla, at=NOW + timedelta(days=2))
    due.append(Inquiry.objects.get().due_on)
    answering.close(found.pk, answer="So ist es.", by=carla, at=NOW + timedelta(days=3))
    due.append(Inquiry.objects.get().due_on)
    assert due == [date(2026, 11, 30), date(2026, 12, 21), date(2026, 12, 21), None]


@pytest.mark.django_db
def test_the_house_agrees_on_other_numbers_from_a_day_on() -> None:
    carla = as_actor(staff())
    rule = {"key": "inquiry_first_word_days", "value": 2, "by": carla, "at": NOW}
    set_house_rule(**rule, starts_on=date(2026, 11, 24))
    assert sent().due_on == date(2026, 11, 30)  # the day before
    later = asking.ask(title="x", concern="x", kind="advice", by=as_actor(ayse()), at=NOW + timedelta(days=1))
    assert later.due_on == date(2026, 11, 26)


def told(kind: str) -> list[str]:
    return sorted(mail.to.username for mail in Mail.objects.filter(kind=kind) if mail.to)


@pytest.mark.django_db
def test_the_staff_unit_is_reminded_two_working_days_before_and_once() -> None:
    staff(), staff("cem"), sent()
    seen = []
    for days in (0, 2, 3, 3, 4, 9):
        deadlines.remind(NOW + timedelta(days=days))
        seen.append((days, told("intake.answer_due")))
    both = ["carla", "cem"]
    assert seen == [(0, []), (2, []), (3, both), (3, both), (4, both), (9, both)]


@pytest.mark.django_db
def test_only_the_contact_is_reminded_where_there_is_one_and_nobody_of_their_own() -> None:
    from querwerk.intake.actions.desk import be_contact

    carla, cem = staff(), staff("cem")
    be_contact(sent().pk, by=as_actor(carla), at=NOW)
    inquiry(of=cem, due_on=date(2026, 11, 24))
    deadlines.remind(NOW + timedelta(days=4))
    assert told("intake.answer_due") == ["carla", "carla"]


@pytest.mark.django_db
def test_while_whoever_asked_is_asked_something_nobody_is_reminded() -> None:
    found, carla = sent(), as_actor(staff())
    answering.ask_back(found.pk, question="Wie viele?", by=carla, at=NOW)
    deadlines.remind(NOW + timedelta(days=9))
    assert told("intake.answer_due") == []
    found.remarks.create(side="asker", text="Elf.", said_on=MONDAY)
    deadlines.remind(NOW + timedelta(days=9))
    assert told("intake.answer_due") == ["carla"]  # control: then it is the house's turn again


# -- overdue


def named_for_overdue() -> Account:
    account, post = holder("bernd", "deputy_mayor", "Bürgermeister")
    NamedPost.objects.create(task=NamedPost.Task.OVERDUE, place=1, post=post)
    return account


@pytest.mark.django_db
def test_what_is_overdue_is_told_only_with_the_consent_of_the_staff_council_and_once() -> None:
    named_for_overdue(), staff(), sent()  # due on 30 November
    deadlines.remind(NOW + timedelta(days=11))
    assert told("intake.answer_overdue") == []
    switch_on(ESCALATION)
    seen = []
    for days in (9, 10, 10, 14):
        deadlines.remind(NOW + timedelta(days=days))
        seen.append((days, told("intake.answer_overdue")))
    assert seen == [(9, []), (10, ["bernd"]), (10, ["bernd"]), (14, ["bernd"])]


@pytest.mark.django_db
def test_the_mail_about_it_says_neither_what_nor_who(carla: object) -> None:
    bernd = named_for_overdue()
    staff()
    found = sent()
    switch_on(ESCALATION)
    deadlines.remind(NOW + timedelta(days=14))
    mail = Mail.objects.get(kind="intake.answer_overdue")
    text = written(KINDS[mail.kind], mail.words).text
    assert "seit dem 30.11.2026" in text
    assert [word for word in (found.title, "carla", "Carla", "ayse", f"/{found.pk}/") if word in text] == []
    assert KINDS[mail.kind].may_receive(bernd, mail.words)
    Inquiry.objects.update(state=State.CLOSED, answer="Ja.", answered_at=NOW)
    assert not KINDS[mail.kind].may_receive(bernd, mail.words)


@pytest.mark.django_db
def test_a_reminder_is_still_for_whoever_answers_when_it_is_sent() -> None:
    carla = staff()
    found = sent()
    deadlines.remind(NOW + timedelta(days=4))
    mail = Mail.objects.get(kind="intake.answer_due")
    may = KINDS[mail.kind].may_receive
    assert [may(who, mail.words) for who in (carla, ayse(), None)] == [True, False, False]
    Post.objects.filter(slug="carla-post").update(role="employee")
    assert not may(carla, mail.words)
    Post.objects.filter(slug="carla-post").update(role="staff_unit")
    answering.acknowledge(found.pk, by=as_actor(carla), at=NOW)
    assert not may(carla, mail.words)  # the day that was promised is another one now


@pytest.mark.django_db
def test_where_nobody_holds_the_post_of_the_contact_any_more_the_others_are_reminded() -> None:
    carla, other = staff(), staff("clara")
    found = sent()
    be_contact(found.pk, by=as_actor(carla), at=NOW)
    assert list(answering_accounts(found, on=MONDAY)) == [carla]
    leaves(carla, MONDAY)
    assert list(answering_accounts(found, on=MONDAY)) == [other]


@pytest.mark.django_db(transaction=True)
def test_workers_that_remind_at_the_same_moment_and_one_that_dies_over_it_write_each_mail_once() -> None:
    staff()
    first, second = inquiry(State.HELD), inquiry(due_on=MONDAY)
    late = NOW + timedelta(days=40)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        deadlines.remind(late)
        raise KeyboardInterrupt
    assert not Mail.objects.exists()

    def work(_worker: int) -> None:
        try:
            deadlines.remind(late)
            deadlines.ask_again(late)
        finally:
            connection.close()

    for _round in range(2):
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(work, range(3)))
    assert sorted(Mail.objects.values_list("kind", "about")) == [
        ("intake.answer_due", second.thread), ("intake.inquiry_followed_up", first.thread),
    ]  # fmt: skip

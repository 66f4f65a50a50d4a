"""Mails about rounds: to those who hold the post today, each once, none to whoever has answered, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from querwerk.delivery.actions.answers import confirm_unchanged
from querwerk.delivery.actions.reminders import remind
from querwerk.delivery.actions.rounds import close_round, remind_now, start_round, start_round_before
from querwerk.delivery.lifecycle import ESCALATION
from querwerk.delivery.models import Round
from querwerk.journal.actions import Actor, Refused
from querwerk.outbox.exchange.round import deliver
from querwerk.outbox.kinds import written
from querwerk.outbox.models import Mail
from querwerk.privacy.actions.switches import switch
from querwerk.projects.models import Project
from querwerk.structure.models import Account, Body, HouseRule, Theme, ThemeBody
from querwerk.web.jobs import JOBS, run_due
from querwerk.web.mails import KINDS
from tests.factories import make_project, make_theme
from tests.slices.outbox.postoffice import PostOffice, opened

from .people import SINCE, as_actor, holder, lead_of, leaves, officer_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DUE = date(2026, 12, 8)
SEEN = date(2026, 1, 10)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def theme() -> Theme:
    return make_theme("Grüne Stadt")


@pytest.fixture
def baeume(theme: Theme) -> Project:
    return make_project("Bäume", theme=theme, states=[(SEEN, "running")])


@pytest.fixture
def ayse(baeume: Project) -> Account:
    return lead_of(baeume)


@pytest.fixture
def found(ayse: Account, carla: Actor) -> Round:
    return start_round(title="Herbstrunde", due_on=DUE, by=carla, at=morning(TODAY))


def kinds() -> list[str]:
    return [kind.removeprefix("delivery.round_") for kind in Mail.objects.order_by("pk").values_list("kind", flat=True)]


def test_the_calendar_says_each_thing_once_however_often_it_looks(found: Round, ayse: Account) -> None:
    day = TODAY
    while day <= DUE + timedelta(days=10):
        for hour in (0, 6, 23):
            remind(morning(day) + timedelta(hours=hour - 9))
        day += timedelta(days=1)
    assert kinds() == ["opened", "week_before", "due_today", "overdue", "overdue"]
    assert set(Mail.objects.values_list("to__username", flat=True)) == {"ayse"}


def test_what_is_written_at_night_waits_for_the_morning(found: Round) -> None:
    remind(datetime(2026, 12, 7, 23, 30, tzinfo=UTC))  # half past midnight on the day it is due
    mail = Mail.objects.get(kind="delivery.round_due_today")
    assert mail.due_at == datetime(2026, 12, 8, 6, 0, tzinfo=UTC)


def test_who_has_answered_gets_no_mail_any_more(found: Round, baeume: Project, carla: Actor) -> None:
    confirm_unchanged(baeume, version=baeume.version, by=carla, at=morning(TODAY))
    remind(morning(DUE))
    assert kinds() == ["opened"]


def test_a_closed_round_and_a_project_that_has_ended_ask_nobody(found: Round, baeume: Project, carla: Actor) -> None:
    Project.objects.filter(pk=baeume.pk).update(state="completed", slot=None)
    remind(morning(DUE))
    assert kinds() == ["opened"]
    Project.objects.filter(pk=baeume.pk).update(state="running", slot=1)
    close_round(found, by=carla, at=morning(TODAY))
    remind(morning(DUE))
    assert kinds() == ["opened"]


def test_the_mail_goes_to_whoever_holds_the_post_on_that_day(found: Round, ayse: Account, baeume: Project) -> None:
    leaves(ayse, TODAY + timedelta(days=1))
    lead_of(baeume, username="emil")
    remind(morning(DUE))
    assert list(Mail.objects.order_by("pk").values_list("kind", "to__username")) == [
        ("delivery.round_opened", "ayse"),
        ("delivery.round_due_today", "emil"),
    ]


def test_a_disabled_log_in_is_written_nothing(found: Round, ayse: Account) -> None:
    Account.objects.filter(pk=ayse.pk).update(is_active=False)
    remind(morning(DUE))
    assert kinds() == ["opened"]


# -- by hand


def test_the_staff_unit_reminds_once_a_day(found: Round, carla: Actor) -> None:
    assert remind_now(found, by=carla, at=morning(TODAY)) == 1
    with pytest.raises(Refused) as refused:
        remind_now(found, by=carla, at=morning(TODAY))
    assert refused.value.sentence == "Heute sind schon alle erinnert worden, die noch fehlen."
    assert remind_now(found, by=carla, at=morning(TODAY + timedelta(days=1))) == 1
    assert kinds() == ["opened", "reminded", "reminded"]


# -- the officer of the theme


@pytest.fixture
def agreed(carla: Actor) -> None:
    """The staff council has agreed that officers are told."""
    switch(ESCALATION, on=True, consent_on=TODAY, by=carla, at=morning(TODAY))


def test_the_officer_is_told_nothing_as_long_as_the_staff_council_has_not_agreed(found: Round, theme: Theme) -> None:
    officer_of(theme)
    remind(morning(DUE + timedelta(days=60)))
    assert Mail.objects.filter(kind="delivery.round_escalated").count() == 0


def test_the_officer_is_told_once_when_the_days_of_the_house_are_over(found: Round, theme: Theme, agreed: None) -> None:
    officer_of(theme)
    HouseRule.objects.create(key="round_escalation_days", value=5, valid_from=SINCE)
    for days in (4, 5, 6):
        remind(morning(DUE + timedelta(days=days)))
    told = Mail.objects.filter(kind="delivery.round_escalated")
    assert list(told.values_list("to__username", "created_at__date")) == [("frida", DUE + timedelta(days=5))]


def test_the_officer_of_another_theme_is_told_nothing(found: Round, agreed: None) -> None:
    officer_of(make_theme("Soziale Stadt"))
    remind(morning(DUE + timedelta(days=60)))
    assert Mail.objects.filter(kind="delivery.round_escalated").count() == 0


# -- authorised again when it is sent, by a real mail server


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    with opened(office) as address:
        settings.MAIL_URL, settings.MAIL_FROM = address, "Querwerk <querwerk@stadt.example>"
        yield office


def sent_on(day: date, time_machine: Any) -> None:
    time_machine.move_to(morning(day))
    deliver(clock=lambda: morning(day))


def test_the_mail_says_which_project_and_leads_to_its_page(found: Round, office: PostOffice, time_machine: Any) -> None:
    sent_on(TODAY, time_machine)
    (message,) = office.messages
    assert message["Subject"] == "Wie steht es um „Bäume“?"
    text = message.get_content()
    assert "Bitte sehen Sie das Blatt von „Bäume“ durch (Herbstrunde)." in text
    assert "Wenn sich nichts geändert hat, genügt ein Klick." in text
    assert "/aktualisierung/baume/" in text
    assert "Bitte bis zum 08.12.2026." in text
    assert office.recipients == ["ayse@stadt.example"]


def test_a_round_before_a_body_says_which_and_when(
    ayse: Account, theme: Theme, carla: Actor, office: PostOffice, time_machine: Any
) -> None:
    body = Body.objects.create(slug="aug", short="AUG", name="Umweltausschuss")
    ThemeBody.objects.create(theme=theme, body=body, valid_from=SEEN, stated_on=SEEN)
    start_round_before(body, date(2026, 12, 15), by=carla, at=morning(TODAY))
    sent_on(TODAY, time_machine)
    text = office.messages[0].get_content()
    assert "Am 15.12.2026 tagt: Umweltausschuss. Bitte sehen Sie vorher das Blatt von „Bäume“ durch." in text


def test_who_answered_or_left_between_writing_and_sending_gets_nothing(
    found: Round, ayse: Account, baeume: Project, office: PostOffice, time_machine: Any
) -> None:
    remind(morning(DUE))
    leaves(ayse, DUE)
    sent_on(DUE, time_machine)
    assert office.messages == []
    assert set(Mail.objects.values_list("reason", flat=True)) == {"not_entitled"}


def test_an_answer_between_writing_and_sending_stops_the_mail(
    found: Round, ayse: Account, baeume: Project, office: PostOffice, time_machine: Any
) -> None:
    confirm_unchanged(baeume, version=baeume.version, by=as_actor(ayse), at=morning(TODAY))
    sent_on(TODAY, time_machine)
    assert office.messages == []


def test_every_kind_of_mail_can_be_written(found: Round) -> None:
    words = Mail.objects.get().words
    subjects = {kind: written(KINDS[kind], words).subject for kind in KINDS if kind.startswith("delivery.")}
    assert subjects == {
        "delivery.round_opened": "Wie steht es um „Bäume“?",
        "delivery.round_week_before": "Noch eine Woche: Wie steht es um „Bäume“?",
        "delivery.round_due_today": "Heute fällig: Wie steht es um „Bäume“?",
        "delivery.round_overdue": "Es fehlt noch: Wie steht es um „Bäume“?",
        "delivery.round_reminded": "Zur Erinnerung: Wie steht es um „Bäume“?",
        "delivery.round_escalated": "Noch keine Aktualisierung von „Bäume“",
    }


def test_the_worker_knows_the_calendar(found: Round, carla: Actor) -> None:
    of_rounds = [job for job in JOBS if job.name.startswith("delivery.")]
    assert run_due(of_rounds, clock=lambda: morning(DUE)) == ["delivery.start_rounds", "delivery.remind"]
    assert kinds() == ["opened", "due_today"]


def test_two_leads_of_one_project_are_both_asked_and_one_answer_is_enough(
    found: Round, baeume: Project, carla: Actor
) -> None:
    second = lead_of(baeume, username="emil")
    remind(morning(DUE))
    assert sorted(Mail.objects.filter(kind="delivery.round_due_today").values_list("to__username", flat=True)) == [
        "ayse",
        "emil",
    ]
    confirm_unchanged(baeume, version=baeume.version, by=as_actor(second), at=morning(DUE))
    remind(morning(DUE + timedelta(days=1)))
    assert "overdue" not in kinds()


def test_a_post_that_leads_nothing_is_asked_nothing(found: Round) -> None:
    holder("emil", "project_lead", "Projektleitung")
    remind(morning(DUE))
    assert set(Mail.objects.values_list("to__username", flat=True)) == {"ayse"}

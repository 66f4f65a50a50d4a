"""Texts on their way: who is told by mail, and what the list says to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from querwerk.outbox.kinds import written as letter
from querwerk.outbox.models import Mail
from querwerk.projects.actions import drafts
from querwerk.projects.mails import KINDS
from querwerk.projects.models import SheetText
from querwerk.projects.queries.drafts import worklist
from tests.slices.projects.house_of_four import NOW, House, said, submitted, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def recipients(kind: str) -> list[str]:
    return sorted(Mail.objects.filter(kind=f"projects.{kind}").values_list("to__username", flat=True))


def test_a_mail_goes_to_those_for_whom_the_text_waits_never_to_its_writers(house: House) -> None:
    draft = submitted(house)
    assert recipients("text_waits") == ["frida"]
    said(draft, drafts.approve, house.officer.actor)
    assert recipients("text_waits") == ["carla", "clara", "frida"]
    said(draft, drafts.release, house.carla.actor)
    assert recipients("text_appeared") == ["ayse"]


def test_who_waits_only_because_others_changed_the_text_is_told_and_nobody_twice(house: House) -> None:
    draft = submitted(house)
    words = {"field": "outlook", "base": 0, "at": NOW}
    draft = drafts.write("stadtgrun", text="Eins.", version=draft.version, by=house.ayse.actor, **words)
    assert recipients("text_waits") == ["frida"]
    draft = said(draft, drafts.approve, house.officer.actor)
    assert recipients("text_waits") == ["carla", "clara", "frida"]
    drafts.write("stadtgrun", text="Zwei.", version=draft.version, by=house.clara.actor, **words)
    assert recipients("text_waits") == ["carla", "clara", "frida", "frida"]


def test_an_officer_s_own_words_wait_for_the_staff_unit_which_is_told(house: House) -> None:
    draft = submitted(house)
    words = {"field": "outlook", "base": 0, "at": NOW}
    drafts.write("stadtgrun", text="Eins.", version=draft.version, by=house.officer.actor, **words)
    assert recipients("text_waits") == ["carla", "clara", "frida"]


def test_a_text_of_the_staff_unit_is_announced_to_its_others(house: House) -> None:
    draft = submitted(house, by=house.carla.actor)
    said(draft, drafts.approve, house.officer.actor)
    assert recipients("text_waits") == ["clara", "frida"]


def test_who_left_the_post_before_the_mail_went_out_does_not_receive_it(house: House) -> None:
    submitted(house)
    mail, kind = Mail.objects.get(), KINDS["projects.text_waits"]
    assert kind.may_receive(mail.to, mail.words)  # negative control
    house.officer.post.assignments.update(valid_to=timezone.localdate())
    assert not kind.may_receive(mail.to, mail.words)


def test_a_mail_names_no_project_in_its_subject_and_all_letters_can_be_written(house: House) -> None:
    words = {"thread": str(submitted(house).thread), "project": "Geheim", "slug": "geheim", "field": "Ausblick"}
    letters = [letter(kind, words) for kind in KINDS.values()]
    assert ["Geheim" in one.subject for one in letters] == [False] * 4
    assert ["Geheim" in one.text for one in letters] == [True] * 4


# -- the list


def test_the_list_says_what_waits_for_whom(house: House) -> None:
    submitted(house)
    today = timezone.localdate()
    todo = {
        name: [line.todo for line in worklist(getattr(house, name).actor, on=today).waiting]
        for name in ("ayse", "officer", "carla", "head", "employee")
    }
    assert todo == {"ayse": [], "officer": ["check"], "carla": [], "head": [], "employee": []}
    assert [line.field for line in worklist(house.ayse.actor, on=today).under_way] == ["outlook"]


def test_nobody_lists_what_others_are_only_writing(house: House) -> None:
    written(house)
    today = timezone.localdate()
    seen = {
        name: len(worklist(getattr(house, name).actor, on=today).under_way) for name in ("ayse", "officer", "carla")
    }
    assert seen == {"ayse": 1, "officer": 0, "carla": 0}


def test_the_list_costs_the_same_with_one_text_and_with_eight(house: House, django_assert_num_queries: Any) -> None:
    submitted(house)
    actor, today = house.carla.actor, timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        worklist(actor, on=today)
    for field in SheetText.Field.values:
        if field != "outlook":
            submitted(house, field=field)
    assert len(queries) <= 8
    with django_assert_num_queries(len(queries)):
        assert len(worklist(actor, on=today).under_way) == 8

"""Inquiries: asked without being named, answered by the staff unit, read by nobody else."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.intake.actions import answering as answers
from querwerk.intake.actions import asking
from querwerk.intake.lifecycle import usual_days
from querwerk.intake.mails import KINDS
from querwerk.intake.models import Asker, Inquiry
from querwerk.intake.queries.lines import Wanted, answering, inquiry_list
from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.journal.models import Person as Behind
from querwerk.outbox.kinds import written as letter
from querwerk.outbox.models import Mail
from querwerk.privacy.actions.erase import leave
from querwerk.structure.models import Account
from tests.factories import make_unit
from tests.logins import sign_in
from tests.people import traces_in_database
from tests.slices.delivery.people import as_actor, holder, staff

from .forms import inquiry as form

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EVERYTHING = Wanted.read({}, on=NOW.date())
FIRST: dict[str, Any] = {"next_step": "Ein Gespräch mit allen elf", "next_on": date(2027, 1, 15)}
SAID = {"title": "Ein Antrag geht durch 11 Hände", "concern": "Jede Dienstreise braucht elf Unterschriften."}


@pytest.fixture
def ayse() -> Account:
    return holder("ayse", "employee", "Sachbearbeitung")[0]


@pytest.fixture
def head() -> Account:
    """Ayşe's superior."""
    return holder("gerda", "office_head", "Amtsleitung")[0]


def asked(account: Account, at: datetime = NOW, **said: Any) -> Inquiry:
    return asking.ask(**{**SAID, **said}, by=as_actor(account), at=at)


def events() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("seq").values_list("event", "post"))


def refusal(action: Any, *about: Any, **said: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence, refused.value.field


# -- asking and answering


def test_somebody_asks_and_the_staff_unit_answers(ayse: Account, carla: Actor) -> None:
    inquiry = asked(ayse, unit=make_unit("Hauptamt"))
    answers.accept(inquiry.pk, **FIRST, by=carla, at=NOW)
    answers.close(inquiry.pk, answer="Seit heute reicht eine Unterschrift.", by=carla, at=NOW + timedelta(days=9))
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.answer, inquiry.answered_at) == (
        "closed", "Seit heute reicht eine Unterschrift.", NOW + timedelta(days=9),
    )  # fmt: skip
    assert events() == [
        ("intake.inquiry_received", ""),
        ("intake.inquiry_accepted", "Stabsstelle"),
        ("intake.inquiry_closed", "Stabsstelle"),
    ]


def test_the_journal_says_that_it_was_asked_not_as_which_post(ayse: Account) -> None:
    asked(ayse)
    entry = Entry.objects.get()
    assert (entry.post, entry.unit, set(entry.facts)) == ("", "", {"number", "state"})
    assert list(Behind.objects.values_list("account", flat=True)) == ["ayse"]  # in its erasable row alone


def test_saying_no_or_closing_needs_a_sentence(ayse: Account, carla: Actor) -> None:
    inquiry = asked(ayse)
    assert refusal(answers.decline, inquiry.pk, answer=" ", by=carla, at=NOW)[1] == "answer"
    answers.accept(inquiry.pk, **FIRST, by=carla, at=NOW)
    assert refusal(answers.close, inquiry.pk, answer="", by=carla, at=NOW)[1] == "answer"
    answers.decline(inquiry.pk, answer="Das Gesetz verlangt es.", by=carla, at=NOW)
    assert Entry.objects.count() == 3


def test_the_database_keeps_state_answer_and_time_together(ayse: Account) -> None:
    inquiry = asked(ayse)
    for wrong in (
        {"state": "closed"},
        {"answer": "Ja."},
        {"answered_at": NOW},
        {"state": "declined", "answer": "Nein."},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inquiry.objects.filter(pk=inquiry.pk).update(**wrong)
    Inquiry.objects.filter(pk=inquiry.pk).update(state="closed", answer="Ja.", answered_at=NOW)  # control


def test_an_empty_question_is_refused(ayse: Account) -> None:
    by = {"by": as_actor(ayse), "at": NOW}
    assert refusal(asking.ask, title=" ", concern="x", **by)[1] == "title"
    assert refusal(asking.ask, title="x", concern=" ", **by)[1] == "concern"
    assert (Inquiry.objects.count(), Entry.objects.count()) == (0, 0)


def test_only_those_who_work_in_the_house_ask_and_only_the_staff_unit_answers(ayse: Account, head: Account) -> None:
    for stranger in (NOBODY, Actor(post="", account="dilan", roles=frozenset({"resident"}))):
        assert refusal(asking.ask, **SAID, by=stranger, at=NOW)[1] == ""
    inquiry = asked(ayse)
    for other in (ayse, head):
        for action, said in (
            (answers.accept, FIRST),
            (answers.close, {"answer": "x"}),
            (answers.decline, {"answer": "x"}),
        ):
            assert refusal(action, inquiry.pk, **said, by=as_actor(other), at=NOW) == (
                "Das darf nur die Stabsstelle.", ""
            )  # fmt: skip
    assert Entry.objects.count() == 1


def test_of_two_answers_the_second_is_refused(ayse: Account, carla: Actor) -> None:
    inquiry = asked(ayse)
    answers.decline(inquiry.pk, answer="Nein.", by=carla, at=NOW)
    assert refusal(answers.accept, inquiry.pk, **FIRST, by=carla, at=NOW)[0].startswith("Jemand war schneller")
    assert refusal(answers.decline, inquiry.pk, answer="Doch nicht.", by=carla, at=NOW)[0].startswith("Jemand war")
    assert (Inquiry.objects.get().answer, Mail.objects.count()) == ("Nein.", 1)


def test_it_is_taken_back_by_whoever_asked_until_it_is_taken_up(ayse: Account, head: Account, carla: Actor) -> None:
    first, second = asked(ayse), asked(ayse)
    for other in (as_actor(head), carla):
        assert refusal(asking.withdraw, first.pk, by=other, at=NOW)[0].startswith("Eine Anfrage zurücknehmen darf nur")
    asking.withdraw(first.pk, by=as_actor(ayse), at=NOW)
    assert refusal(asking.withdraw, first.pk, by=as_actor(ayse), at=NOW)[0] == "Diese Anfrage gibt es nicht mehr."
    answers.accept(second.pk, **FIRST, by=carla, at=NOW)
    assert refusal(asking.withdraw, second.pk, by=as_actor(ayse), at=NOW)[0].startswith("Die Stabsstelle hat sie")
    assert list(Inquiry.objects.values_list("pk", flat=True)) == [second.pk]


def test_of_what_is_taken_back_no_word_stays_in_a_mail(ayse: Account, carla: Actor) -> None:
    plain, gone = asked(ayse), asked(ayse)
    words = [f"drosselgasse {number}" for number in (1, 2)]
    for number, found in enumerate((plain, gone)):
        answers.ask_back(found.pk, question=words[number], by=carla, at=NOW)
        answers.acknowledge(found.pk, by=carla, at=NOW)
    Mail.objects.filter(kind="intake.inquiry_asked_back").update(sent_at=NOW, next_try_at=None)
    asking.withdraw(gone.pk, by=as_actor(ayse), at=NOW)
    assert traces_in_database([words[1]]) == []
    assert traces_in_database([words[0]]) == ["intake_remark.text", "outbox_mail.words"]  # control
    assert sorted(Mail.objects.filter(about=None).values_list("kind", "reason")) == [
        ("intake.inquiry_acknowledged", "not_entitled"), ("intake.inquiry_asked_back", ""),
    ]  # fmt: skip


# -- the answer goes to whoever asked, and to nobody else


def test_the_answer_goes_by_mail_to_whoever_asked(ayse: Account, carla: Actor) -> None:
    inquiry = asked(ayse)
    answers.accept(inquiry.pk, **FIRST, by=carla, at=NOW)
    answers.close(inquiry.pk, answer="Seit heute reicht eine.", by=carla, at=NOW)
    mails = list(Mail.objects.order_by("pk"))
    assert [(mail.kind, mail.to) for mail in mails] == [
        ("intake.inquiry_accepted", ayse), ("intake.inquiry_answered", ayse),
    ]  # fmt: skip
    written = letter(KINDS[mails[1].kind], mails[1].words)
    assert written.subject == "Die Stabsstelle antwortet Ihnen"
    assert "Seit heute reicht eine." in written.text


def test_a_mail_is_still_for_whoever_asked_when_it_is_sent(ayse: Account, head: Account, carla: Actor) -> None:
    inquiry = asked(ayse)
    answers.accept(inquiry.pk, **FIRST, by=carla, at=NOW)
    mail, kind = Mail.objects.get(), KINDS["intake.inquiry_accepted"]
    assert [kind.may_receive(who, mail.words) for who in (ayse, head, None)] == [True, False, False]
    Inquiry.objects.all().delete()
    assert not kind.may_receive(ayse, mail.words)


def test_whoever_leaves_stays_nameless_behind_the_inquiry(ayse: Account, carla: Actor) -> None:
    inquiry = asked(ayse)
    leave(by=as_actor(ayse), at=NOW)
    inquiry.refresh_from_db()
    assert (Asker.objects.count(), inquiry.title, inquiry.concern) == (0, SAID["title"], SAID["concern"])
    answers.decline(inquiry.pk, answer="Nein.", by=carla, at=NOW)
    assert not Mail.objects.filter(kind__startswith="intake.").exists()


# -- who reads what


def test_everybody_sees_their_own_the_staff_unit_sees_all(ayse: Account, head: Account, carla: Actor) -> None:
    mine, another = asked(ayse), asked(head)
    seen = {
        name: [(line.number, line.own) for line in inquiry_list(actor, EVERYTHING).lines]
        for name, actor in (("ayse", as_actor(ayse)), ("gerda", as_actor(head)), ("carla", carla), ("dilan", NOBODY))
    }
    assert seen == {
        "ayse": [(mine.pk, True)],
        "gerda": [(another.pk, True)],
        "carla": [(another.pk, False), (mine.pk, False)],
        "dilan": [],
    }


def test_no_page_and_no_file_says_who_asked(client: Client, ayse: Account, head: Account) -> None:
    inquiry = asked(ayse)
    sign_in(client, staff())
    pages = [
        "/anfragen/",
        f"/anfragen/{inquiry.pk}/",
        "/protokoll/",
        *(f"/anfragen/export.{f}" for f in ("csv", "json")),
    ]
    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200] * 5
    for answer in answers:
        text = re.sub(r"<option.*?</option>", "", answer.content.decode())  # every unit of the house can be chosen
        assert [word for word in ("ayse", "Ayse", "Sachbearbeitung", "Amt ayse") if word in text] == []
    assert "Anfrage eingegangen" in answers[2].content.decode()  # control: the entry is there
    sign_in(client, head)
    assert [client.get(page).status_code for page in pages[1:]] == [404] * 4
    assert SAID["title"] not in client.get("/anfragen/").content.decode()


def test_the_staff_unit_s_entry_would_show_its_post(client: Client, ayse: Account, carla: Actor) -> None:
    inquiry = asked(ayse)
    answers.accept(inquiry.pk, **FIRST, by=carla, at=NOW)
    text = sign_in(client, ayse).get(f"/anfragen/{inquiry.pk}/").content.decode()
    assert "Anfrage angenommen – Stabsstelle (VME)" in text


def test_asking_over_the_page(client: Client, ayse: Account) -> None:
    sign_in(client, ayse)
    assert client.post("/anfragen/neu/", form(title="", concern="")).status_code == 422
    answer = client.post("/anfragen/neu/", form())
    inquiry = Inquiry.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/anfragen/{inquiry.pk}/")
    page = client.get(f"/anfragen/{inquiry.pk}/").content.decode()
    assert "Zurücknehmen" in page
    assert "Annehmen" not in page
    assert client.post(f"/anfragen/{inquiry.pk}/annehmen/").status_code == 404
    assert client.post(f"/anfragen/{inquiry.pk}/zuruecknehmen/").status_code == 302
    assert Inquiry.objects.count() == 0


def test_a_double_click_asks_once(client: Client, ayse: Account) -> None:
    sign_in(client, ayse)
    said = {**form(), "once": "c0ffee00-0000-4000-8000-000000000001"}
    first, second = client.post("/anfragen/neu/", said), client.post("/anfragen/neu/", said)
    assert (first.headers["Location"], Inquiry.objects.count()) == (second.headers["Location"], 1)


def test_answering_over_the_page(client: Client, ayse: Account) -> None:
    inquiry = asked(ayse)
    sign_in(client, staff())
    address = f"/anfragen/{inquiry.pk}/"
    assert client.post(address + "ablehnen/", {"answer": "", "version": 1}).status_code == 422
    assert client.post(address + "gibt-es-nicht/").status_code == 404
    assert client.get(address + "ablehnen/").status_code == 302
    said = {**FIRST, "version": 1}
    assert client.post(address + "annehmen/", said).status_code == 302
    assert client.post(address + "annehmen/", said).status_code == 422  # somebody was faster
    assert client.post(address + "beantworten/", {"answer": "Ja.", "version": 2}).status_code == 302
    assert "Was Sie tun können" not in client.get(address).content.decode()
    assert client.post(address + "zuruecknehmen/").status_code == 404


def test_the_list_filters_sorts_and_exports(client: Client, ayse: Account, carla: Actor) -> None:
    first, second = asked(ayse, title="Erste"), asked(ayse, at=NOW + timedelta(days=1), title="Zweite")
    answers.accept(second.pk, **FIRST, by=carla, at=NOW)
    sign_in(client, staff())
    listed = {
        query: [row["number"] for row in json.loads(client.get(f"/anfragen/export.json{query}").content)["inquiries"]]
        for query in ("", "?stand=accepted", "?sortierung=alt", "?stand=unsinn&sortierung=unsinn&seite=-1")
    }
    assert listed == {
        "": [second.pk, first.pk],
        "?stand=accepted": [second.pk],
        "?sortierung=alt": [first.pk, second.pk],
        "?stand=unsinn&sortierung=unsinn&seite=-1": [second.pk, first.pk],
    }
    assert client.get("/anfragen/export.exe").status_code == 404
    assert "Erste" not in client.get("/anfragen/?stand=accepted").content.decode()


def test_three_inquiries_cost_as_many_statements_as_one(client: Client, ayse: Account) -> None:
    sign_in(client, staff()).get("/anfragen/")  # words of the house are read once
    counted = []
    for more in (1, 2):
        for _ in range(more):
            asked(ayse)
        with CaptureQueriesContext(connection) as statements:
            client.get("/anfragen/")
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert counted[0] <= 10


# -- how long answers take: matters, not people


def test_the_staff_unit_sees_how_long_answers_take(ayse: Account, carla: Actor) -> None:
    for days in (1, 3, 20):
        inquiry = asked(ayse, origin=None)
        answers.decline(inquiry.pk, answer="x", by=carla, at=NOW + timedelta(days=days))
    asked(ayse, origin=inquiry.thread)
    found = answering(carla)
    assert found is not None
    assert (found.asked, found.from_findings, found.answered, found.usual_days) == (4, 1, 3, 3.0)
    assert answering(as_actor(ayse)) is None


def test_without_an_answer_there_is_no_usual_time() -> None:
    assert usual_days([]) is None
    assert usual_days([(NOW, NOW + timedelta(days=2)), (NOW, NOW + timedelta(days=3))]) == 2.5

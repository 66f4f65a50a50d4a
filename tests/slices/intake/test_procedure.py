"""Idea management by rule: off by default; order of receipt, opinions, the council's word, notice, control, thanks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from querwerk.intake.actions import answering, procedure
from querwerk.intake.lifecycle import PROCEDURE, State
from querwerk.intake.models import CouncilSaying, Criterion, Inquiry, Notice, Opinion, Score
from querwerk.intake.queries.procedure import procedure_of
from querwerk.journal.actions import Actor, Refused
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account, Post
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff

from .asking import NOW, SOON, ayse, inquiry, switch_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def switched_on() -> None:
    switch_on(PROCEDURE)


@pytest.fixture
def expert() -> tuple[Account, Post]:
    return holder("emil", "employee", "Sachverständige Stelle")


@pytest.fixture
def council() -> Actor:
    return as_actor(holder("greta", "auditor", "Personalrat")[0])


def an_idea(**said: Any) -> Inquiry:
    return inquiry(kind="idea", title="Ein Formular statt drei", **said)


def refusal(action: Any, *about: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        action(*about, **said)
    return refused.value.sentence


def test_nothing_of_it_shows_or_happens_while_it_is_off(client: Client, carla: Actor) -> None:
    idea = an_idea()
    by = {"by": carla, "at": NOW}
    assert procedure_of(idea.pk) is None
    for action, said in (
        (procedure.give_notice, {"decision": "not", "reason": "x"}),
        (procedure.control, {"carried": "done"}),
        (procedure.name_equal, {"earlier": 1}),
        (procedure.recognize, {"kind": "word", "given_on": SOON}),
    ):
        assert "nicht eingeschaltet" in refusal(action, idea.pk, **said, **by)
    sign_in(client, staff("cem"))
    pages = [f"/anfragen/{idea.pk}/verfahren/", "/anfragen/kriterien/", "/anfragen/gutachten/"]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert "Ideenmanagement" not in client.get(f"/anfragen/{idea.pk}/").content.decode()
    assert "Gutachten" not in client.get("/mein-bereich/").content.decode()
    answering.accept(idea.pk, next_step="Gespräch", next_on=SOON, **by)  # control: the plain way is open


def test_switched_on_an_idea_is_decided_by_notice_alone(client: Client, switched_on: None, carla: Actor) -> None:
    idea = an_idea()
    by = {"by": carla, "at": NOW}
    assert "durch Bescheid" in refusal(answering.accept, idea.pk, next_step="x", next_on=SOON, **by)
    assert "durch Bescheid" in refusal(answering.decline, idea.pk, answer="x", **by)
    answering.accept(inquiry().pk, next_step="x", next_on=SOON, **by)  # control: no idea
    page = sign_in(client, staff("cem")).get(f"/anfragen/{idea.pk}/").content.decode()
    assert ("Ideenmanagement" in page, "Ablehnen, mit Begründung" in page) == (True, False)


def test_the_whole_way_of_an_idea(
    switched_on: None, expert: tuple[Account, Post], council: Actor, carla: Actor
) -> None:
    idea, by = an_idea(), {"by": carla, "at": NOW}
    procedure.name_criterion(name="Nutzen", scale=5, **by)
    procedure.ask_opinion(idea.pk, post=expert[1], due_on=SOON, **by)
    asked, useful = Opinion.objects.get(), Criterion.objects.get()
    assert [mail.kind for mail in Mail.objects.all()] == ["intake.opinion_asked"]
    emil = as_actor(expert[0])
    assert refusal(procedure.give_opinion, asked.pk, text="Gut.", points={useful.pk: 6}, by=emil, at=NOW)
    assert refusal(procedure.give_opinion, asked.pk, text="Gut.", points={useful.pk: 5}, by=carla, at=NOW)
    procedure.give_opinion(asked.pk, text="Gut.", points={useful.pk: 5}, by=emil, at=NOW)
    assert Score.objects.get().points == 5
    assert refusal(procedure.say_as_council, idea.pk, word="objection", by=council, at=NOW) == "Bitte sagen Sie, warum."
    procedure.say_as_council(idea.pk, word="objection", reason="Mehr Arbeit im Amt.", by=council, at=NOW)
    notice = {"decision": "carry_out", "reason": "Das spart Wege.", "carry_out_by": SOON}
    assert refusal(procedure.give_notice, idea.pk, **notice, **by).startswith("Der Personalrat widerspricht")
    procedure.give_notice(idea.pk, **notice, on_objection="Eine Stelle mehr.", **by)
    idea.refresh_from_db()
    assert (idea.state, idea.due_on) == ("accepted", SOON)
    assert refusal(procedure.say_as_council, idea.pk, word="consent", by=council, at=NOW) == "Es ist schon entschieden."
    assert refusal(procedure.control, idea.pk, carried="not_done", **by) == "Bitte sagen Sie, warum."
    procedure.control(idea.pk, carried="done", **by)
    procedure.recognize(idea.pk, kind="certificate", given_on=SOON, **by)
    found = procedure_of(idea.pk)
    assert found is not None and found.notice is not None
    assert (found.place, found.notice.carried, found.recognitions) == (1, "done", (("certificate", SOON),))
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == [
        "intake.criterion_named", "intake.opinion_asked", "intake.opinion_given", "intake.council_said",
        "intake.inquiry_accepted", "intake.idea_controlled", "intake.idea_recognized",
    ]  # fmt: skip


def test_turning_an_idea_down_needs_a_reason_that_whoever_asked_reads(switched_on: None, carla: Actor) -> None:
    idea = an_idea()
    assert refusal(procedure.give_notice, idea.pk, decision="not", reason=" ", by=carla, at=NOW)
    procedure.give_notice(idea.pk, decision="not", reason="Das Gesetz verlangt drei.", by=carla, at=NOW)
    idea.refresh_from_db()
    assert (idea.state, idea.answer) == ("declined", "Das Gesetz verlangt drei.")
    for wrong in ({"reason": ""}, {"carry_out_by": SOON}, {"carried": "done", "carried_on": SOON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.update(**wrong)


def test_of_equal_ideas_the_earlier_counts(switched_on: None, carla: Actor) -> None:
    first, second = an_idea(), an_idea(received_at=NOW + timedelta(hours=1))
    assert "zählt die frühere" in refusal(procedure.name_equal, first.pk, earlier=second.pk, by=carla, at=NOW)
    assert "gibt es nicht" in refusal(procedure.name_equal, second.pk, earlier=inquiry().pk, by=carla, at=NOW)
    procedure.name_equal(second.pk, earlier=first.pk, by=carla, at=NOW)
    places = [(found.place, found.same_as) for one in (first, second) if (found := procedure_of(one.pk))]
    assert places == [(1, None), (2, first.pk)]


def test_nobody_judges_or_decides_about_their_own_idea(switched_on: None, expert: tuple[Account, Post]) -> None:
    carla = staff()
    of_carla, of_emil = an_idea(of=carla), an_idea(of=expert[0])
    said = {"decision": "not", "reason": "x"}
    assert "eigene Anfrage" in refusal(procedure.give_notice, of_carla.pk, **said, by=as_actor(carla), at=NOW)
    procedure.ask_opinion(of_emil.pk, post=expert[1], due_on=SOON, by=as_actor(carla), at=NOW)
    given = {"text": "Sehr gut.", "points": {}, "by": as_actor(expert[0]), "at": NOW}
    assert "eigene Idee" in refusal(procedure.give_opinion, Opinion.objects.get().pk, **given)


def test_an_expert_reads_the_one_idea_and_a_former_holder_nothing(
    client: Client, switched_on: None, expert: tuple[Account, Post], carla: Actor
) -> None:
    idea = an_idea()
    procedure.ask_opinion(idea.pk, post=expert[1], due_on=SOON, by=carla, at=NOW)
    address = f"/anfragen/gutachten/{Opinion.objects.get().pk}/"
    page = sign_in(client, expert[0]).get(address)
    assert (page.status_code, idea.title in page.content.decode()) == (200, True)
    assert client.get(f"/anfragen/{idea.pk}/").status_code == 404
    sign_in(client, ayse())
    assert client.get(address).status_code == 404
    expert[1].assignments.update(valid_to=date(2026, 11, 1))
    assert sign_in(client, expert[0]).get(address).status_code == 404


def test_the_staff_council_reads_what_waits_for_a_decision_and_says_its_word(
    client: Client, switched_on: None, carla: Actor
) -> None:
    idea, secret = an_idea(), inquiry(kind="idea", title="Geheim", secrecy="confidential")
    sign_in(client, holder("greta", "auditor", "Personalrat")[0])
    page = client.get("/anfragen/personalrat/").content.decode()
    assert (idea.title in page, secret.title in page) == (True, False)
    assert client.post(f"/anfragen/personalrat/{idea.pk}/", {"word": "objection"}).status_code == 422
    assert client.post(f"/anfragen/personalrat/{idea.pk}/", {"word": "consent"}).status_code == 302
    assert CouncilSaying.objects.get().word == "consent"
    assert client.post(f"/anfragen/personalrat/{secret.pk}/", {"word": "consent"}).status_code == 422
    assert sign_in(client, staff("cem")).get("/anfragen/personalrat/").status_code == 404


def test_the_staff_unit_does_it_all_over_the_page(client: Client, switched_on: None) -> None:
    idea = an_idea(state=State.ACKNOWLEDGED)
    post = holder("emil", "employee", "Sachverständige Stelle")[1]
    sign_in(client, staff("cem"))
    address = f"/anfragen/{idea.pk}/verfahren/"
    assert client.post("/anfragen/kriterien/", {"name": "Nutzen", "scale": "5"}).status_code == 302
    assert client.post(address + "gutachten/", {"post": post.pk, "due_on": "2027-01-10"}).status_code == 302
    assert client.post(address + "gutachten/", {"post": post.pk, "due_on": "2027-01-10"}).status_code == 422
    said = {"decision": "partly", "reason": "Zwei von drei.", "carry_out_by": "2027-02-01", "version": "1"}
    assert client.post(address + "bescheid/", {**said, "carry_out_by": ""}).status_code == 422
    assert client.post(address + "bescheid/", said).status_code == 302
    page = client.get(address).content.decode()
    assert [word in page for word in ("wird teilweise umgesetzt", "Zwei von drei.", "01.02.2027")] == [True] * 3
    assert client.post(address + "unsinn/").status_code == 404

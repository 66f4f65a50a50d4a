"""The verbs of the staff unit: every one in every state, once, by nobody who asked, with one entry and one mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from querwerk.intake.actions import answering, deadlines, desk, referring
from querwerk.intake.lifecycle import State, Step
from querwerk.intake.models import FollowUp, Handling, Inquiry, Referral, Remark
from querwerk.intake.queries.standing import standing_of
from querwerk.journal.actions import Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.outbox.models import Mail
from querwerk.structure.models import Unit
from tests.factories import make_unit
from tests.slices.delivery.people import as_actor, holder, staff

from .asking import NOW, SOON, ayse, inquiry

pytestmark = pytest.mark.django_db


def _refer(number: int, **said: Any) -> None:
    answering.ask_consent(number, unit=Unit.objects.filter(slug="hauptamt").first() or make_unit("Hauptamt"), **said)


#: verb -> how it is said, and the states in which it may be said (written down a second time, by hand).
WALK: dict[Step, tuple[Callable[..., None], dict[str, Any], str]] = {
    Step.ACKNOWLEDGE: (answering.acknowledge, {}, "submitted"),
    Step.ASK_BACK: (
        answering.ask_back, {"question": "Wie viele?"},
        "submitted acknowledged clarified accepted referred planned held published followed_up",
    ),
    Step.CLARIFY: (answering.clarify, {}, "acknowledged"),
    Step.ACCEPT: (
        answering.accept, {"next_step": "Gespräch", "next_on": SOON},
        "submitted acknowledged clarified referred planned",
    ),
    Step.REFER: (_refer, {}, "submitted acknowledged clarified accepted"),
    Step.DECLINE: (answering.decline, {"answer": "Nein."}, "submitted acknowledged clarified accepted"),
    Step.PLAN: (answering.plan, {"planned_on": SOON}, "accepted"),
    Step.HOLD: (answering.hold, {"held_on": date(2026, 11, 20)}, "planned"),
    Step.PUBLISH: (answering.publish, {"headline": "Fünf Hände", "result": "Es geht.", "shown": "house"}, "held"),
    Step.CLOSE: (
        answering.close, {"answer": "Erledigt."},
        "submitted acknowledged clarified accepted referred planned held published followed_up",
    ),
}  # fmt: skip
LEADS_TO = {
    Step.ACKNOWLEDGE: "acknowledged", Step.CLARIFY: "clarified", Step.ACCEPT: "accepted", Step.DECLINE: "declined",
    Step.PLAN: "planned", Step.HOLD: "held", Step.PUBLISH: "published", Step.CLOSE: "closed",
}  # fmt: skip


def everything() -> list[Any]:
    """All that a verb could change."""
    tables = (Inquiry, Handling, Referral, FollowUp, Remark, Entry, Mail)
    return [sorted(map(repr, table._default_manager.values_list())) for table in tables]


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)
@pytest.mark.parametrize("step", list(WALK), ids=lambda step: step.value)
def test_every_verb_in_every_state_moves_it_or_changes_nothing(step: Step, state: State, carla: Actor) -> None:
    action, said, states = WALK[step]
    found, before = inquiry(state), everything()
    if state.value not in states.split():
        with pytest.raises(Refused):
            action(found.pk, **said, by=carla, at=NOW)
        found.refresh_from_db()
        assert (everything(), found.state) == (before, state.value)
        return
    action(found.pk, **said, by=carla, at=NOW)
    found.refresh_from_db()
    assert (found.state, found.version) == (LEADS_TO.get(step, state.value), 2)
    assert [entry.facts["state"] for entry in Entry.objects.all()] == [[state.value, found.state]]
    silent = step is Step.CLARIFY
    assert [mail.to.username for mail in Mail.objects.all() if mail.to] == ([] if silent else ["ayse"])


@pytest.mark.parametrize("step", list(WALK), ids=lambda step: step.value)
def test_nobody_answers_what_they_asked_themselves(step: Step) -> None:
    action, said, states = WALK[step]
    carla = staff()
    found = inquiry(State(states.split()[0]), of=carla)
    before = everything()
    with pytest.raises(Refused, match="Niemand beantwortet die eigene Anfrage"):
        action(found.pk, **said, by=as_actor(carla), at=NOW)
    assert everything() == before
    action(found.pk, **said, by=as_actor(staff("cem")), at=NOW)  # control: a colleague may


@pytest.mark.parametrize("step", list(WALK), ids=lambda step: step.value)
def test_of_two_at_once_the_second_is_told_and_changes_nothing(step: Step, carla: Actor) -> None:
    action, said, states = WALK[step]
    found = inquiry(State(states.split()[-1]))
    answering.ask_back(found.pk, question="Seit wann?", version=1, by=carla, at=NOW)
    before = everything()
    with pytest.raises(Overtaken):
        action(found.pk, **said, version=1, by=carla, at=NOW)
    assert everything() == before
    action(found.pk, **said, version=2, by=carla, at=NOW)


def test_declining_without_a_reason_is_refused_by_the_verb_and_by_the_database(carla: Actor) -> None:
    found = inquiry()
    with pytest.raises(Refused) as refused:
        answering.decline(found.pk, answer=" \n", by=carla, at=NOW)
    assert refused.value.field == "answer"
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=found.pk).update(state="declined")
    Inquiry.objects.filter(pk=found.pk).update(state="declined", answer="Nein.", answered_at=NOW)  # control


def test_what_comes_next_needs_a_step_and_a_day_that_lies_ahead(carla: Actor) -> None:
    found = inquiry()
    for said, field in (
        ({"next_step": " ", "next_on": SOON}, "next_step"),
        ({"next_step": "Gespräch", "next_on": date(2026, 11, 20)}, "next_on"),
    ):
        with pytest.raises(Refused) as refused:
            answering.accept(found.pk, **said, by=carla, at=NOW)
        assert refused.value.field == field
    answering.accept(found.pk, next_step="Gespräch", next_on=SOON, by=carla, at=NOW)
    found.refresh_from_db()
    assert found.due_on == SOON
    with pytest.raises(IntegrityError), transaction.atomic():
        Handling.objects.update(next_on=None)


# -- referring needs consent


def asked_for_consent(carla: Actor) -> Referral:
    _refer(inquiry(State.ACCEPTED).pk, by=carla, at=NOW)
    return Referral.objects.get()


def test_a_unit_reads_nothing_before_whoever_asked_has_consented(carla: Actor) -> None:
    head = holder("gerda", "office_head", "Amtsleitung")
    referral = asked_for_consent(carla)
    Referral.objects.update(unit=head[1].unit)
    gerda = as_actor(head[0])
    with pytest.raises(Refused, match="gibt es nicht mehr"):
        referring.answer_referral(referral.pk, answer="Ja.", by=gerda, at=NOW)
    referring.say_consent(referral.inquiry_id, consented=True, by=as_actor(ayse()), at=NOW)
    found = Inquiry.objects.get()
    assert (found.state, found.due_on) == ("referred", date(2026, 12, 21))
    referring.answer_referral(referral.pk, answer="Wir ändern es.", by=gerda, at=NOW)
    found.refresh_from_db()
    assert (found.state, found.answer) == ("closed", "Wir ändern es.")


def test_a_no_is_kept_with_the_words_that_were_shown_and_moves_nothing(carla: Actor) -> None:
    referral = asked_for_consent(carla)
    assert referral.wording.startswith("Darf die Stabsstelle Ihre Anfrage an „Hauptamt“ weitergeben?")
    referring.say_consent(referral.inquiry_id, consented=False, by=as_actor(ayse()), at=NOW)
    referral.refresh_from_db()
    assert (referral.consented, referral.said_at, Inquiry.objects.get().state) == (False, NOW, "accepted")
    with pytest.raises(Overtaken):
        referring.say_consent(referral.inquiry_id, consented=True, by=as_actor(ayse()), at=NOW)


def test_only_whoever_asked_consents_and_is_asked_once_at_a_time(carla: Actor) -> None:
    referral = asked_for_consent(carla)
    for other in (carla, as_actor(holder("gerda", "office_head")[0])):
        with pytest.raises(Refused, match="Das darf nur sagen, wer gefragt hat"):
            referring.say_consent(referral.inquiry_id, consented=True, by=other, at=NOW)
    with pytest.raises(Refused, match="hat noch nicht gesagt"):
        answering.ask_consent(referral.inquiry_id, unit=make_unit("Tiefbauamt"), by=carla, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(inquiry=referral.inquiry, unit=referral.unit, wording="x", asked_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(answer="Ja.", answered_at=NOW)  # no answer without consent


# -- asked again


def test_whoever_asked_is_asked_after_thirty_and_ninety_days_once_each(carla: Actor) -> None:
    found = inquiry(State.PLANNED)
    answering.hold(found.pk, held_on=date(2026, 11, 20), by=carla, at=NOW)
    states = []
    for days in (0, 26, 27, 27, 87, 87):
        deadlines.ask_again(NOW + timedelta(days=days))
        found.refresh_from_db()
        states.append((days, found.state, Mail.objects.filter(kind="intake.inquiry_followed_up").count()))
    assert states == [
        (0, "held", 0), (26, "held", 0), (27, "followed_up", 1), (27, "followed_up", 1),
        (87, "followed_up", 2), (87, "followed_up", 2),
    ]  # fmt: skip


def test_what_whoever_asked_says_then_is_said_once(carla: Actor) -> None:
    found = inquiry(State.HELD)
    by = {"by": as_actor(ayse()), "at": NOW}
    with pytest.raises(Refused, match="Danach fragt niemand"):
        referring.answer_follow_up(found.pk, days=30, helped="yes", **by)
    deadlines.ask_again(NOW + timedelta(days=30))
    with pytest.raises(Refused):
        referring.answer_follow_up(found.pk, days=30, helped="sehr", **by)
    referring.answer_follow_up(found.pk, days=30, helped="partly", said="Eine Hand weniger.", **by)
    with pytest.raises(Overtaken):
        referring.answer_follow_up(found.pk, days=30, helped="no", **by)
    assert list(FollowUp.objects.order_by("days").values_list("days", "helped")) == [(30, "partly"), (90, "")]


# -- the contact is a post


def test_a_colleague_becomes_the_contact_as_a_post() -> None:
    found, carla = inquiry(), staff()
    desk.be_contact(found.pk, by=as_actor(carla), at=NOW)
    assert Handling.objects.get().contact == carla.person.assignments.get().post  # type: ignore[union-attr]
    assert Entry.objects.get().facts["contact"] == [None, "Stabsstelle"]
    with pytest.raises(Refused, match="Das darf nur die Stabsstelle"):
        desk.be_contact(found.pk, by=as_actor(ayse()), at=NOW)


def test_once_a_day_is_named_nobody_is_asked_any_more_whether_it_may_be_referred(carla: Actor) -> None:
    found, unit = inquiry(State.ACCEPTED), holder("gerda", "office_head", "Amtsleitung")[1].unit
    answering.ask_consent(found.pk, unit=unit, by=carla, at=NOW)
    assert standing_of(found.pk).open_referral is not None
    answering.plan(found.pk, planned_on=SOON, by=carla, at=NOW)
    assert standing_of(found.pk).open_referral is None
    with pytest.raises(Refused, match="Danach fragt niemand"):
        referring.say_consent(found.pk, consented=True, by=as_actor(ayse()), at=NOW)
    assert Inquiry.objects.get().state == "planned"

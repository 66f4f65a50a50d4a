"""Texts on their way: who writes, who checks, who releases; nobody checks what they wrote; nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from querwerk.journal.actions import Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.projects.actions import drafts
from querwerk.projects.actions.withdraw import withdraw
from querwerk.projects.lifecycle import DRAFT_STEPS, OPEN_DRAFTS, DraftState, DraftStep, draft_after
from querwerk.projects.models import Draft, SheetText
from querwerk.protection import NAMELESS
from tests.factories import make_project
from tests.slices.projects.house_of_four import NOW, House, holder, leads, said, submitted, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def refusal(act: Callable[[], Any]) -> str:
    before = (Entry.objects.count(), list(Draft.objects.values()), SheetText.objects.count())
    with pytest.raises(Refused) as refused:
        act()
    assert (Entry.objects.count(), list(Draft.objects.values()), SheetText.objects.count()) == before
    return refused.value.sentence


OWN = "Sie haben an diesem Text selbst geschrieben: Jemand anderes prüft ihn und gibt ihn frei."
NO_RIGHT = "Mit Ihrer Funktion können Sie das mit dem Text in diesem Stand nicht tun."


def test_a_text_goes_from_the_lead_over_the_officer_to_the_staff_unit_and_onto_the_sheet(house: House) -> None:
    draft = submitted(house)
    said(draft, drafts.approve, house.officer.actor)
    assert SheetText.objects.count() == 0
    said(draft, drafts.release, house.carla.actor)
    text, draft = SheetText.objects.get(), Draft.objects.get()
    assert (text.text, text.field, text.stated_on, text.sources) == (
        "Vierzig Bäume.",
        "outlook",
        date(2026, 11, 22),
        [],
    )
    assert (draft.state, draft.author, draft.approver, draft.releaser) == ("released", "ayse", "frida", "carla")


def test_the_journal_names_posts_and_keeps_no_word_before_the_release(house: House) -> None:
    draft = submitted(house)
    said(draft, drafts.approve, house.officer.actor)
    steps = list(Entry.objects.order_by("seq").values_list("event", "thread", "facts"))
    assert [(event, thread) for event, thread, _ in steps] == [
        ("projects.draft_written", draft.thread),
        ("projects.draft_submitted", draft.thread),
        ("projects.draft_approved", draft.thread),
    ]
    assert "Vierzig" not in str(steps)
    said(draft, drafts.release, house.carla.actor)
    entry = Entry.objects.get(event="projects.text_released")
    assert (entry.thread, entry.post) == (house.project.thread, "Stabsstelle")
    assert entry.facts == {
        "outlook": [None, "Vierzig Bäume."],
        "written_by": [None, "Projektleitung"],
        "approved_by": [None, "Zukunftsbeauftragte:r"],
        "released_by": [None, "Stabsstelle"],
    }


def test_a_theme_without_an_officer_hands_straight_to_the_staff_unit() -> None:
    house = House(officer=False)
    draft = submitted(house)
    assert (
        refusal(lambda: said(draft, drafts.approve, house.officer.actor)) == "Unter dieser Adresse gibt es keinen Text."
    )
    assert said(draft, drafts.release, house.carla.actor).state == "released"


def test_while_there_is_an_officer_the_staff_unit_waits(house: House) -> None:
    draft = submitted(house)
    assert refusal(lambda: said(draft, drafts.release, house.carla.actor)) == NO_RIGHT


def test_nobody_checks_or_releases_what_they_wrote(house: House) -> None:
    draft = submitted(house, by=house.carla.actor)
    said(draft, drafts.approve, house.officer.actor)
    assert refusal(lambda: said(draft, drafts.release, house.carla.actor)) == OWN
    assert said(draft, drafts.release, house.clara.actor).releaser == "clara"


def test_an_officer_who_changes_a_text_no_longer_checks_it_and_the_staff_unit_does(house: House) -> None:
    draft = submitted(house)
    words = {"field": "outlook", "text": "Vierzig Linden.", "base": 0, "version": draft.version}
    drafts.write(house.project.slug, **words, by=house.officer.actor, at=NOW)
    assert refusal(lambda: said(draft, drafts.approve, house.officer.actor)) == OWN
    draft = said(draft, drafts.release, house.carla.actor)
    assert (draft.editor, draft.approver, draft.releaser) == ("frida", "", "carla")


def test_words_that_change_after_a_check_are_checked_again(house: House) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    words = {"field": "outlook", "text": "Fünfzig Bäume.", "base": 0, "version": draft.version}
    draft = drafts.write(house.project.slug, **words, by=house.clara.actor, at=NOW)
    assert (draft.state, draft.approver, draft.editor) == ("submitted", "", "clara")
    assert refusal(lambda: said(draft, drafts.release, house.carla.actor)) == NO_RIGHT
    said(draft, drafts.approve, house.officer.actor)
    assert refusal(lambda: said(draft, drafts.release, house.clara.actor)) == OWN


def test_a_third_writer_sends_the_text_back_instead(house: House) -> None:
    draft = submitted(house)
    words = {"field": "outlook", "base": 0}
    draft = drafts.write(house.project.slug, text="Eins.", version=draft.version, by=house.clara.actor, at=NOW, **words)
    third = {"text": "Zwei.", "version": draft.version, "by": house.carla.actor, "at": NOW}
    assert refusal(lambda: drafts.write(house.project.slug, **words, **third)) == (
        "An diesem Text haben schon zwei Personen geschrieben. Bitte geben Sie ihn mit einem Kommentar zurück."
    )


@pytest.mark.parametrize("who", ["approver", "releaser"])
@pytest.mark.parametrize("writer", ["author", "editor"])
def test_four_eyes_stand_in_the_database_too(house: House, who: str, writer: str) -> None:
    draft = submitted(house)
    marks = {"editor": "frida", "editor_post": "x", "approver": "a", "approver_post": "x", "approved_at": NOW}
    marks |= {"releaser": "r", "releaser_post": "x", "released_at": NOW, "state": "released"}
    Draft.objects.filter(pk=draft.pk).update(**marks)  # negative control: other eyes pass
    same = {"author": "ayse", "editor": "frida"}[writer]
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**{who: same})


def test_several_who_were_erased_are_not_the_same_person(house: House) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    draft = said(draft, drafts.release, house.carla.actor)
    Draft.objects.update(author=NAMELESS, approver=NAMELESS, releaser=NAMELESS)
    assert Draft.objects.get().approver_post == "Zukunftsbeauftragte:r"


@pytest.mark.parametrize(
    "half",
    [
        {"approver_post": "x"}, {"approved_at": NOW}, {"releaser_post": "x"}, {"released_at": NOW},
        {"state": "approved"}, {"state": "released"}, {"state": "returned"},
    ],
)  # fmt: skip
def test_who_and_when_stand_together_or_not_at_all(house: House, half: dict[str, Any]) -> None:
    draft = written(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**half)


def test_of_a_text_there_is_one_draft_under_way(house: House) -> None:
    written(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(project=house.project, field="outlook", author="x", author_post="x", changed_at=NOW)
    assert written(house, field="phase").field == "phase"


def test_sent_back_with_a_comment_rewritten_and_handed_on_again(house: House) -> None:
    draft = submitted(house)
    assert refusal(lambda: said(draft, drafts.send_back, house.officer.actor, comment=" ")) == (
        "Bitte sagen Sie, was geändert werden soll."
    )
    draft = said(draft, drafts.send_back, house.officer.actor, comment="Welche Bäume?")
    assert (draft.state, draft.comment) == ("returned", "Welche Bäume?")
    words = {"field": "outlook", "text": "Vierzig Linden.", "base": 0, "version": draft.version}
    draft = drafts.write(house.project.slug, **words, by=house.ayse.actor, at=NOW)
    draft = drafts.submit(draft.thread, version=draft.version, by=house.ayse.actor, at=NOW)
    assert (draft.state, draft.comment, draft.text) == ("submitted", "", "Vierzig Linden.")


def test_the_staff_unit_sends_back_too_and_the_check_is_gone(house: House) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    draft = said(draft, drafts.send_back, house.carla.actor, comment="Kürzer, bitte.")
    assert (draft.state, draft.approver, draft.approved_at) == ("returned", "", None)


@pytest.mark.parametrize("state", sorted(OPEN_DRAFTS))
def test_a_draft_is_withdrawn_from_wherever_it_is_and_leaves_room_for_another(house: House, state: str) -> None:
    draft = written(house)
    for step in {"submitted": "s", "returned": "sb", "approved": "sa", "scheduled": "sar"}.get(state, ""):
        if step == "s":
            said(draft, drafts.submit, house.ayse.actor)
        elif step == "a":
            said(draft, drafts.approve, house.officer.actor)
        elif step == "b":
            said(draft, drafts.send_back, house.officer.actor, comment="Nein")
        else:
            said(draft, drafts.release, house.carla.actor, publish_on=date(2026, 12, 1))
    draft.refresh_from_db()
    assert draft.state == state
    assert said(draft, drafts.withdraw_draft, house.ayse.actor).state == "withdrawn"
    assert (SheetText.objects.count(), written(house, "Neu.").state) == (0, "written")


def test_a_release_for_a_day_appears_when_it_begins_and_moves_the_journal(house: House) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    said(draft, drafts.release, house.carla.actor, publish_on=date(2026, 12, 1))
    last_minute = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
    assert (drafts.publish_due(last_minute), SheetText.objects.count()) == (0, 0)
    before = Entry.objects.count()
    assert drafts.publish_due(last_minute + timedelta(minutes=1)) == 1
    assert drafts.publish_due(last_minute + timedelta(minutes=2)) == 0
    text, entry = SheetText.objects.get(), Entry.objects.order_by("-seq")[0]
    assert (text.stated_on, Entry.objects.count()) == (date(2026, 12, 1), before + 1)
    assert (entry.event, entry.thread, entry.post) == ("projects.text_released", house.project.thread, "Querwerk")
    assert entry.facts["released_by"] == [None, "Stabsstelle"]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_of_release_lies_ahead_and_within_a_year(house: House, days: int) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    day = NOW.date() + timedelta(days=days)
    assert refusal(lambda: said(draft, drafts.release, house.carla.actor, publish_on=day)) == (
        "Der Tag muss zwischen heute und heute in einem Jahr liegen."
    )


def test_another_may_not_let_appear_what_was_scheduled(house: House) -> None:
    assert (
        refusal(lambda: drafts.publish_due(NOW, by=house.ayse.actor))
        == "Mit Ihrer Funktion können Sie keine Texte freigeben."
    )


def test_a_text_that_appeared_meanwhile_is_noticed_before_any_check(house: House) -> None:
    draft = submitted(house)
    SheetText.objects.create(project=house.project, field="outlook", text="Aus dem Bericht.", stated_on=NOW.date())
    words = "Inzwischen ist eine andere Fassung dieses Textes auf dem Steckbrief erschienen. Bitte vergleichen Sie."
    assert refusal(lambda: said(draft, drafts.approve, house.officer.actor)) == words
    newest = SheetText.objects.get()
    assert said(draft, drafts.approve, house.officer.actor, base=newest.pk).base == newest


def test_what_was_scheduled_is_held_when_the_sheet_has_changed(house: House) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    said(draft, drafts.release, house.carla.actor, publish_on=date(2026, 12, 1))
    SheetText.objects.create(project=house.project, field="outlook", text="Aus dem Bericht.", stated_on=NOW.date())
    assert drafts.publish_due(datetime(2026, 12, 1, 1, tzinfo=UTC)) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.releaser, draft.publish_on, SheetText.objects.count()) == ("submitted", "", None, 1)


def test_a_double_click_has_one_effect_and_is_no_error(house: House) -> None:
    ayse, officer, carla = house.ayse.actor, house.officer.actor, house.carla.actor
    words = {"field": "outlook", "text": "Vierzig Bäume.", "base": 0, "version": 0, "by": ayse, "at": NOW}
    first, second = (drafts.write(house.project.slug, **words) for _ in range(2))
    assert first.pk == second.pk
    for verb, who, more in (
        (drafts.submit, ayse, {}),
        (drafts.approve, officer, {"base": 0}),
        (drafts.release, carla, {"base": 0}),
    ):
        version = Draft.objects.get().version
        for _ in range(2):
            verb(first.thread, version=version, by=who, at=NOW, **more)
    assert (Entry.objects.count(), SheetText.objects.count(), Draft.objects.get().version) == (4, 1, 4)


def test_who_acts_on_an_older_state_is_told(house: House) -> None:
    draft = submitted(house)
    with pytest.raises(Overtaken):
        drafts.send_back(draft.thread, comment="Nein", version=draft.version - 1, by=house.officer.actor, at=NOW)


def test_an_unchanged_text_and_a_text_that_stands_there_are_refused(house: House) -> None:
    SheetText.objects.create(project=house.project, field="outlook", text="Vierzig Bäume.", stated_on=NOW.date())
    SheetText.objects.create(project=house.project, field="results", text="12 Bäume", stated_on=NOW.date())
    assert refusal(lambda: written(house)) == "Der Text ist unverändert."
    assert refusal(lambda: written(house, "12 Bäume", field="results")) == "Das steht schon auf dem Steckbrief."
    assert refusal(lambda: written(house, "", field="results")) == "Der Text ist unverändert."


def test_an_empty_text_takes_the_words_from_the_sheet(house: House) -> None:
    SheetText.objects.create(project=house.project, field="outlook", text="Alt.", stated_on=NOW.date())
    draft = said(submitted(house, ""), drafts.approve, house.officer.actor)
    said(draft, drafts.release, house.carla.actor)
    assert list(SheetText.objects.order_by("pk").values_list("text", flat=True)) == ["Alt.", ""]


def test_a_release_by_mistake_is_taken_back_by_the_staff_unit(house: House) -> None:
    draft = said(submitted(house), drafts.approve, house.officer.actor)
    said(draft, drafts.release, house.carla.actor)
    house.project.refresh_from_db()
    text, version = SheetText.objects.get(), house.project.version
    words = {"kind": "text", "reason": "Falsches Projekt", "version": version, "at": NOW}
    with pytest.raises(Refused):
        withdraw(house.project.slug, text.pk, by=house.ayse.actor, **words)
    withdraw(house.project.slug, text.pk, by=house.carla.actor, **words)
    assert SheetText.objects.count() == 0


def test_a_lead_of_another_project_begins_no_text_here(house: House) -> None:
    stranger = holder("strange", "Andere Leitung", "project_lead", house.ayse.post.unit)
    leads(make_project("Anderes", theme=house.theme), stranger)
    assert refusal(lambda: written(house, by=stranger.actor)) == NO_RIGHT


# -- the way as values


def test_every_step_leads_where_the_table_says_and_nowhere_else() -> None:
    for step, (possible, after) in DRAFT_STEPS.items():
        for state in DraftState:
            expected = after if state in possible else None
            if step is DraftStep.WRITE and state in (DraftState.SUBMITTED, DraftState.APPROVED):
                expected = DraftState.SUBMITTED
            assert draft_after(state, step) == expected
    assert all(draft_after(end, step) is None for end in set(DraftState) - OPEN_DRAFTS for step in DraftStep)

"""Idea campaigns: a question for a time, a grace for whoever is writing, and what became of the ideas."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from querwerk.intake.actions import campaigns as actions
from querwerk.intake.forms.asking import opened
from querwerk.intake.lifecycle import Window
from querwerk.intake.models import Campaign, Inquiry
from querwerk.intake.queries.campaigns import campaign_page, campaigns, grace_until, window_of
from querwerk.journal.actions import NOBODY, Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.structure.models import Account
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff

from .forms import by_code, code_in, idea

pytestmark = pytest.mark.django_db

#: A Wednesday; the campaign ends on the Friday before Whit Monday 2027, a public holiday.
NOW = datetime(2027, 5, 12, 10, 0, tzinfo=UTC)
FRIDAY, TUESDAY = date(2027, 5, 14), date(2027, 5, 18)


@pytest.fixture
def ayse() -> Account:
    return holder("ayse", "employee", "Sachbearbeitung")[0]


def campaign(carla: Actor, **said: Any) -> Campaign:
    about = {"title": "Weniger Papier", "question": "Wo drucken wir umsonst?", "public": True,
             "opens_on": date(2027, 5, 1), "closes_on": FRIDAY}  # fmt: skip
    return actions.open_campaign(**{**about, **said}, by=carla, at=NOW)


def at(day: date, hour: int = 12) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=UTC), tick=False)


def handed_in(client: Client, slug: str, *, begun: date, **said: Any) -> Any:
    began = datetime(begun.year, begun.month, begun.day, 9, tzinfo=UTC)
    return client.post("/ideen/neu/", idea(campaign=slug, opened=opened(began), **said))


# -- opening, changing, ending


def test_the_staff_unit_opens_a_campaign_and_others_do_not(carla: Actor, ayse: Account) -> None:
    found = campaign(carla)
    assert (found.slug, Entry.objects.get().event) == ("weniger-papier", "intake.campaign_opened")
    assert campaign(carla).slug == "weniger-papier-2"
    assert campaign(carla, title="Neu").slug == "neu-2"  # an address of the house
    for stranger in (NOBODY, as_actor(ayse)):
        with pytest.raises(Refused):
            campaign(stranger)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"title": " "}, "title"), ({"question": ""}, "question"), ({"closes_on": date(2027, 4, 1)}, "closes_on"),
     ({"opens_on": date(2027, 4, 1), "closes_on": date(2027, 5, 11)}, "closes_on")],
)  # fmt: skip
def test_a_campaign_without_sense_is_refused(carla: Actor, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        campaign(carla, **said)
    assert (refused.value.field, Campaign.objects.count(), Entry.objects.count()) == (field, 0, 0)


def test_the_database_knows_that_it_ends_after_it_begins(carla: Actor) -> None:
    found = campaign(carla)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=found.pk).update(closes_on=date(2027, 1, 1))


def test_a_change_says_what_was_and_what_is(carla: Actor) -> None:
    found = campaign(carla)
    said = {"title": "Weniger Papier", "question": "Wo?", "public": True, "opens_on": found.opens_on,
            "closes_on": found.closes_on}  # fmt: skip
    actions.change_campaign(found.slug, version=1, **said, by=carla, at=NOW)
    assert Entry.objects.latest("seq").facts == {"question": ["Wo drucken wir umsonst?", "Wo?"]}
    with pytest.raises(Overtaken):
        actions.change_campaign(found.slug, version=1, **{**said, "question": "Wie?"}, by=carla, at=NOW)


def test_it_ends_today_when_the_staff_unit_says_so(client: Client, carla: Actor) -> None:
    found = campaign(carla)
    with at(date(2027, 5, 12)):
        sign_in(client, staff()).post(f"/ideen/aktionen/{found.slug}/beenden/")
    found.refresh_from_db()
    assert (found.closes_on, Entry.objects.latest("seq").event) == (date(2027, 5, 12), "intake.campaign_ended")
    with pytest.raises(Refused):
        actions.end_campaign(found.slug, by=carla, at=NOW)


def test_opening_and_changing_over_the_page(client: Client) -> None:
    form = {"title": "Weniger Papier", "question": "Wo?", "public": "haus", "opens_on": "2027-05-01",
            "closes_on": "2027-05-14"}  # fmt: skip
    with at(date(2027, 5, 1)):
        sign_in(client, staff())
        assert client.post("/ideen/aktionen/neu/", {**form, "closes_on": "2027-04-01"}).status_code == 422
        assert client.post("/ideen/aktionen/neu/", form).headers["Location"] == "/ideen/aktionen/weniger-papier/"
        changed = {**form, "public": "alle", "version": "1"}
        assert client.post("/ideen/aktionen/weniger-papier/aendern/", changed).status_code == 302
        assert client.post("/ideen/aktionen/weniger-papier/aendern/", {**changed, "title": "X"}).status_code == 422
    assert Campaign.objects.get().public is True


# -- who sees it


def test_a_campaign_of_the_house_is_seen_in_the_house(client: Client, carla: Actor, ayse: Account) -> None:
    campaign(carla, title="Im Haus", public=False)
    campaign(carla, title="Für alle")
    with at(date(2027, 5, 12)):
        for path in ("/ideen/", "/ideen/neu/"):
            text = client.get(path).content.decode()
            assert ("Im Haus" in text, "Für alle" in text) == (False, True)
        assert client.get("/ideen/aktionen/im-haus/").status_code == 404
        assert handed_in(client, "im-haus", begun=date(2027, 5, 12)).status_code == 422
        sign_in(client, ayse)
        assert client.get("/ideen/aktionen/im-haus/").status_code == 200
        assert "Im Haus" in client.get("/ideen/").content.decode()
        assert handed_in(client, "im-haus", begun=date(2027, 5, 12)).status_code == 200  # without a name, from inside
    assert Inquiry.objects.get().asker.account == ""


def test_the_list_says_how_many_days_are_left(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(date(2027, 5, 12)):
        assert "noch 3 Tage" in client.get("/ideen/aktionen/weniger-papier/").content.decode()
    with at(FRIDAY):
        assert "noch 1 Tag" in client.get("/ideen/").content.decode()
    found = {day: [len(part) for part in (seen.now, seen.coming, seen.past)]
             for day in (date(2027, 4, 30), FRIDAY, TUESDAY, date(2027, 6, 1))
             for seen in [campaigns(NOBODY, on=day)]}  # fmt: skip
    assert list(found.values()) == [[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 1]]


# -- the end, and the grace


def test_the_grace_ends_with_the_next_working_day(carla: Actor) -> None:
    found = campaign(carla)
    assert grace_until(FRIDAY) == TUESDAY  # weekend and Whit Monday between
    days = {day: window_of(found, on=day) for day in (FRIDAY, FRIDAY + timedelta(days=1), TUESDAY, date(2027, 5, 19))}
    assert list(days.values()) == [Window.OPEN, Window.GRACE, Window.GRACE, Window.OVER]


def test_who_was_writing_when_it_ended_still_hands_in(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(TUESDAY):
        assert handed_in(client, "weniger-papier", begun=FRIDAY).status_code == 200
    assert Inquiry.objects.get().campaign is not None


def test_who_began_later_hears_a_clear_word_and_loses_nothing(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(TUESDAY):
        answer = handed_in(client, "weniger-papier", begun=TUESDAY)
    text = answer.content.decode()
    assert (answer.status_code, Inquiry.objects.count()) == (422, 0)
    assert "am 14.05.2027 zu Ende gegangen" in text
    assert "Jede Dienstreise braucht elf" in text
    with at(TUESDAY):
        assert handed_in(client, "", begun=TUESDAY).status_code == 200  # the permanent box takes it


def test_after_the_grace_nothing_is_taken_however_early_one_began(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(date(2027, 5, 19)):
        answer = handed_in(client, "weniger-papier", begun=FRIDAY)
    assert (answer.status_code, "zu Ende gegangen" in answer.content.decode()) == (422, True)


def test_before_its_time_it_takes_nothing(client: Client, carla: Actor) -> None:
    campaign(carla, opens_on=date(2027, 5, 13))
    with at(date(2027, 5, 12)):
        assert handed_in(client, "weniger-papier", begun=date(2027, 5, 12)).status_code == 422
    assert Inquiry.objects.count() == 0


def draft(client: Client, slug: str, **said: Any) -> str:
    """The code of an idea that is kept and not yet sent."""
    return code_in(client.post("/ideen/neu/", idea(campaign=slug, tun="merken", **said)).content.decode())


def test_a_draft_that_was_begun_in_time_is_handed_in_during_the_grace(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(FRIDAY):
        code, other = draft(client, "weniger-papier"), draft(client, "", title="Eine andere")
    with at(TUESDAY):
        by_code(client, code, "schreiben", version="1", **idea(campaign="weniger-papier", tun="merken"))
        sent = by_code(client, code, "schreiben", version="2", **idea(campaign="weniger-papier"))
        late = by_code(client, other, "schreiben", version="1", **idea(campaign="weniger-papier"))
    assert (sent.status_code, late.status_code, "zu Ende gegangen" in late.content.decode()) == (200, 422, True)
    assert sorted(Inquiry.objects.values_list("state", "campaign__slug")) == [
        ("draft", None), ("submitted", "weniger-papier"),
    ]  # fmt: skip


def test_a_draft_for_a_campaign_that_is_over_goes_into_the_permanent_box(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(FRIDAY):
        code = draft(client, "weniger-papier")
    with at(date(2027, 5, 25)):
        refused = by_code(client, code, "schreiben", version="1", **idea(campaign="weniger-papier"))
        assert (refused.status_code, "Wählen Sie „zu keiner Kampagne“" in refused.content.decode()) == (422, True)
        assert by_code(client, code, "schreiben", version="1", **idea(campaign="")).status_code == 200
    assert list(Inquiry.objects.values_list("state", "campaign")) == [("submitted", None)]


def test_no_draft_slips_into_a_campaign_that_is_over(client: Client, carla: Actor) -> None:
    campaign(carla)
    with at(date(2027, 5, 25)):
        code = draft(client, "")
        answer = by_code(client, code, "schreiben", version="1", **idea(campaign="weniger-papier"))
    assert (answer.status_code, list(Inquiry.objects.values_list("state", "campaign"))) == (422, [("draft", None)])


# -- what became of the ideas


def test_the_page_counts_ideas_by_where_they_stand_and_no_people(client: Client, carla: Actor) -> None:
    found = campaign(carla)
    with at(date(2027, 5, 12)):
        for number in range(3):
            handed_in(client, found.slug, begun=date(2027, 5, 12), title=f"Idee {number}")
        client.post("/ideen/neu/", idea(campaign=found.slug, opened=opened(NOW - timedelta(hours=1)), tun="merken"))
    first = Inquiry.objects.order_by("pk").first()
    assert first is not None
    Inquiry.objects.filter(pk=first.pk).update(state="closed", answer="Ja.", answered_at=NOW)
    page = campaign_page(found.slug, NOBODY, on=FRIDAY)
    assert page is not None
    assert (page.line.ideas, [(state.value, count) for state, count in page.states]) == (
        3, [("submitted", 2), ("closed", 1)],
    )  # fmt: skip
    with at(FRIDAY):
        text = client.get(f"/ideen/aktionen/{found.slug}/").content.decode()
    assert ("Bisher sind 3 Ideen eingegangen." in text, "Idee 1" in text) == (True, False)

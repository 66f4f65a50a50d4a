"""The desk of the staff unit: what waits at a glance, lists, standard answers, room, results; nobody is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from querwerk.intake.actions import answering, desk
from querwerk.intake.lifecycle import State
from querwerk.intake.models import Campaign, Handling, Inquiry, Room, StandardAnswer
from querwerk.intake.queries.desk import stand
from querwerk.intake.queries.results import results
from querwerk.journal.actions import NOBODY, Actor, Overtaken, Refused
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, holder, staff

from .asking import NOW, SOON, ayse, inquiry

pytestmark = pytest.mark.django_db


def test_each_inquiry_waits_in_the_most_urgent_line_it_belongs_to(carla: Actor) -> None:
    for title, days in (("gestern", -1), ("heute", 0), ("bald", 6), ("später", 7)):
        inquiry(State.ACKNOWLEDGED, title=title, due_on=NOW.date() + timedelta(days=days))
    for title, days in (("neu, gestern", -1), ("neu, bald", 6), ("neu, später", 7)):
        inquiry(title=title, due_on=NOW.date() + timedelta(days=days))
    inquiry(title="neu"), inquiry(State.CLOSED, title="fertig")
    found = stand(carla, now=NOW)
    assert {
        "overdue": [line.title for line in found.overdue], "week": [line.title for line in found.this_week],
        "new": sorted(line.title for line in found.new), "later": found.later, "total": found.total,
    } == {
        "overdue": ["gestern", "neu, gestern"], "week": ["heute", "bald", "neu, bald"], "new": ["neu", "neu, später"],
        "later": 2, "total": 8,
    }  # fmt: skip


def test_the_desk_shows_the_most_urgent_and_leads_to_the_rest(client: Client) -> None:
    today = timezone.localdate()
    sign_in(client, staff())
    assert "Nichts drängt" in client.get("/anfragen/stand/").content.decode()
    for days in (*range(-8, -1), *range(4)):
        inquiry(title=f"Tag {days}", due_on=today + timedelta(days=days))
    page = client.get("/anfragen/stand/").content.decode()
    shown = [days for days in range(-8, 4) if f">Tag {days}</a>" in page]
    more = [f'{asked}&amp;sortierung=faellig">{count} weitere<' in page
            for asked, count in (("frist=ueberfaellig", 2), ("frist=woche", 1))]  # fmt: skip
    assert (shown, more, "Nichts drängt" in page) == ([-8, -7, -6, -5, -4, 0, 1, 2], [True, True], False)


@pytest.mark.parametrize("address", ["/anfragen/stand/", "/anfragen/?frist=woche&sortierung=faellig",
                                     "/anfragen/weitergegeben/", "/anfragen/ergebnisse/"])  # fmt: skip
def test_three_inquiries_cost_as_many_statements_as_one(client: Client, address: str) -> None:
    sign_in(client, holder("gerda", "office_head")[0] if "weiter" in address else staff()).get(address)
    counted = []
    for more in (1, 2):
        for _ in range(more):
            found = inquiry(State.PUBLISHED, due_on=timezone.localdate())
            Handling.objects.filter(inquiry=found).update(headline="x", result="x", shown="public", shown_at=NOW)
        client.get(address)  # words of the house are read once
        with CaptureQueriesContext(connection) as statements:
            client.get(address)
        counted.append(len(statements))
    assert counted == [counted[1]] * 2 and counted[1] <= 10, counted


def test_the_list_is_narrowed_by_kind_state_day_and_campaign(client: Client) -> None:
    today = timezone.localdate()
    campaign = Campaign.objects.create(slug="papier", title="Papier", question="?", opens_on=today, closes_on=today)
    inquiry(title="A", kind="idea", campaign=campaign, due_on=today - timedelta(days=1))
    inquiry(State.ACCEPTED, title="B", kind="sprint", due_on=today + timedelta(days=30))
    sign_in(client, staff())
    seen = {
        query: [title for title in ("A", "B") if f">{title}</a>" in client.get(f"/anfragen/?{query}").content.decode()]
        for query in ("", "art=sprint", "stand=submitted", "frist=ueberfaellig", "frist=spaeter", "aktion=papier",
                      "art=unsinn&frist=unsinn", "aktion=gibt-es-nicht")
    }  # fmt: skip
    assert seen == {
        "": ["A", "B"], "art=sprint": ["B"], "stand=submitted": ["A"], "frist=ueberfaellig": ["A"],
        "frist=spaeter": ["B"], "aktion=papier": ["A"], "art=unsinn&frist=unsinn": ["A", "B"],
        "aktion=gibt-es-nicht": [],
    }  # fmt: skip


# -- standard answers


def test_a_standard_answer_is_inserted_below_what_was_typed_and_nothing_is_sent(client: Client, carla: Actor) -> None:
    kept = desk.keep_answer(title="Danke", text="Danke für Nr. {number} „{title}“.", by=carla, at=NOW)
    found = inquiry()
    sign_in(client, staff("cem"))
    said = {"answer": "Guten Tag!", "standard": kept.pk, "version": 1, "einfuegen": "1"}
    page = client.post(f"/anfragen/{found.pk}/beantworten/", said)
    assert page.status_code == 200
    assert f"Guten Tag!\n\nDanke für Nr. {found.pk} „Elf Hände“." in page.content.decode()
    found.refresh_from_db()
    assert found.state == "submitted"


def test_standard_answers_are_changed_by_one_at_a_time_and_archived(carla: Actor) -> None:
    kept = desk.keep_answer(title="Danke", text="Danke.", by=carla, at=NOW)
    desk.keep_answer(kept.pk, title="Dank", text="Vielen Dank.", version=1, by=carla, at=NOW)
    with pytest.raises(Overtaken):
        desk.keep_answer(kept.pk, title="Anders", text="x", version=1, by=carla, at=NOW)
    with pytest.raises(Refused):
        desk.keep_answer(title="Dank", text="Noch einmal.", by=carla, at=NOW)
    desk.archive_answer(kept.pk, by=carla, at=NOW)
    desk.keep_answer(title="Dank", text="Neu.", by=carla, at=NOW)  # control: the title is free again
    assert list(StandardAnswer.objects.order_by("pk").values_list("title", "archived_on")) == [
        ("Dank", NOW.date()), ("Dank", None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="nur die Stabsstelle"):
        desk.keep_answer(title="x", text="x", by=as_actor(ayse()), at=NOW)


# -- room


def test_room_is_what_somebody_says_of_themselves_until_a_day(carla: Actor) -> None:
    one, other = as_actor(staff()), as_actor(staff("cem"))
    desk.say_room(days=2, until=SOON, note="gern", by=one, at=NOW)
    desk.say_room(days=3, until=SOON, by=one, at=NOW)
    desk.say_room(days=1, until=NOW.date(), by=other, at=NOW)
    assert [(room.days, room.own) for room in stand(one, now=NOW).rooms] == [(1, False), (3, True)]
    assert [room.days for room in stand(one, now=NOW + timedelta(days=1)).rooms] == [3]
    desk.take_back_room(by=one, at=NOW)
    assert Room.objects.count() == 1
    with pytest.raises(Refused):
        desk.say_room(days=1, until=date(2026, 11, 1), by=one, at=NOW)
    with pytest.raises(Refused, match="nur die Stabsstelle"):
        desk.say_room(days=1, until=SOON, by=as_actor(ayse()), at=NOW)


def test_room_over_the_page(client: Client) -> None:
    sign_in(client, staff())
    said = {"days": "2", "until": str(timezone.localdate() + timedelta(days=9)), "note": "gern"}
    assert client.post("/anfragen/stand/platz/", {**said, "until": "2020-01-01"}).status_code == 422
    assert client.post("/anfragen/stand/platz/", said).status_code == 302
    assert "2 Tage in der Woche" in client.get("/anfragen/stand/").content.decode()
    assert client.post("/anfragen/stand/platz/", {"zuruecknehmen": "1"}).status_code == 302
    assert Room.objects.count() == 0


# -- results


def test_results_are_read_by_those_they_are_for_and_name_nobody(client: Client, carla: Actor) -> None:
    for title, shown in (("Für alle", "public"), ("Im Haus", "house")):
        found = inquiry(State.HELD, title="Eine Frage von mir")
        answering.publish(found.pk, headline=title, result="Es geht.", shown=shown, by=carla, at=NOW)
    inside = as_actor(ayse())
    heads = {
        who: [line.headline for line in results(actor, "").lines] for who, actor in (("in", inside), ("out", NOBODY))
    }
    assert heads == {"in": ["Im Haus", "Für alle"], "out": ["Für alle"]}
    page = client.get("/anfragen/ergebnisse/").content.decode()
    assert ("Für alle" in page, "Eine Frage von mir" in page, "Im Haus" in page) == (True, False, False)
    found = inquiry(State.HELD)
    answering.publish(found.pk, headline="Noch eines", result="Es geht.", shown="public", by=carla, at=NOW)
    assert "Noch eines" in client.get("/anfragen/ergebnisse/").content.decode()  # no page of yesterday is kept


def test_whoever_asked_consents_and_answers_over_the_page(client: Client, carla: Actor) -> None:
    gerda, post = holder("gerda", "office_head", "Amtsleitung")
    found = inquiry()
    answering.ask_consent(found.pk, unit=post.unit, by=carla, at=NOW)
    sign_in(client, ayse())
    assert "Darf die Stabsstelle Ihre Anfrage" in client.get(f"/anfragen/{found.pk}/").content.decode()
    address = f"/anfragen/{found.pk}/ergaenzen/einwilligung/"
    assert client.post(address, {"consented": "ja"}).status_code == 302
    sign_in(client, gerda)
    referral = found.referrals.get()
    assert found.title in client.get("/anfragen/weitergegeben/").content.decode()
    page = f"/anfragen/weitergegeben/{referral.pk}/"
    assert client.post(page, {"answer": ""}).status_code == 422
    assert client.post(page, {"answer": "Wir ändern es."}).status_code == 302
    assert Inquiry.objects.get().state == "closed"

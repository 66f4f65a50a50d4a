"""The agenda: a format fills it, blocks move by a press, times follow by themselves; the day itself reads the clock."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from querwerk.intake.models import Asker, Inquiry, NamedPost
from querwerk.journal.actions import Overtaken, Refused
from querwerk.outbox.models import Mail
from querwerk.sprints.actions import agenda as actions
from querwerk.sprints.actions.planning import Details, plan
from querwerk.sprints.exchange.calendar import calendar_file
from querwerk.sprints.exchange.library import bring_in
from querwerk.sprints.exchange.posters import as_card, as_poster
from querwerk.sprints.lifecycle import Effect
from querwerk.sprints.models import Block, Format, MethodCard, Sprint, Subject
from querwerk.sprints.queries.agenda import agenda, now
from querwerk.sprints.queries.library import WantedCards, card_page, cards
from querwerk.sprints.queries.sprints import SprintPage, sprint_page
from querwerk.sprints.queries.subjects import prefilled
from querwerk.structure.models import Account, Post
from tests.factories import make_seat, make_sprint
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff

from .conftest import NOW

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 1)


@pytest.fixture
def library(planner: Account) -> int:
    return bring_in(by=as_actor(planner), at=NOW)


@pytest.fixture
def sprint(planner: Account, library: int) -> Sprint:
    knack = Format.objects.get(key="knack")
    details = Details(title="Reiseantrag", question="Wie geht es mit zwei Händen?")
    return plan(details, on=TUESDAY, format=knack, by=as_actor(planner), at=NOW)


def page_of(sprint: Sprint, account: Account) -> SprintPage:
    page = sprint_page(sprint.slug, as_actor(account))
    assert page is not None
    return page


def written(sprint: Sprint, account: Account) -> list[tuple[str, str]]:
    blocks = agenda(page_of(sprint, account)).blocks
    return [(f"{timezone.localtime(block.begins_at):%d. %H:%M}", block.title) for block in blocks]


def version(sprint: Sprint) -> int:
    return Sprint.objects.values_list("version", flat=True).get(pk=sprint.pk)


def test_a_format_fills_the_agenda_and_says_when_it_ends(sprint: Sprint, planner: Account) -> None:
    assert written(sprint, planner)[:3] == [
        ("01. 09:00", "Ankommen"), ("01. 09:15", "Darf hier jemand entscheiden?"),
        ("01. 09:25", "Durch wie viele Hände?"),
    ]  # fmt: skip
    found = agenda(page_of(sprint, planner))
    assert (found.minutes, found.usual, sprint.format) == (195, 195, "Kniff am halben Tag")
    assert f"{timezone.localtime(sprint.ends_at):%H:%M}" == "12:15"


def test_a_long_format_takes_working_days(planner: Account, library: int) -> None:
    week = Format.objects.get(key="week")
    made = plan(
        Details(title="Woche", question="Wie?"), on=date(2026, 12, 3), format=week, by=as_actor(planner), at=NOW
    )
    assert [day.on.day for day in made.days.order_by("number")] == [3, 4, 7, 8, 9]


def test_blocks_move_by_a_press_and_times_follow(sprint: Sprint, planner: Account) -> None:
    second, by = Block.objects.order_by("position")[1], as_actor(planner)
    actions.move_block(sprint.slug, second.pk, down=False, version=version(sprint), by=by, at=NOW)
    assert written(sprint, planner)[:2] == [
        ("01. 09:00", "Darf hier jemand entscheiden?"), ("01. 09:10", "Ankommen"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        actions.move_block(sprint.slug, second.pk, down=False, version=version(sprint), by=by, at=NOW)
    assert refused.value.sentence == "Weiter nach oben oder unten geht es nicht."


def test_a_block_moves_over_the_edge_of_a_day(planner: Account, library: int) -> None:
    two, by = Format.objects.get(key="study"), as_actor(planner)
    made = plan(Details(title="Studie", question="Wie?"), on=TUESDAY, format=two, by=by, at=NOW)
    last = Block.objects.filter(day__number=1).order_by("-position")[0]
    actions.move_block(made.slug, last.pk, down=True, version=version(made), by=by, at=NOW)
    first_of_two = agenda(page_of(made, planner)).days[1].blocks[0]
    assert (first_of_two.pk, Block.objects.get(pk=last.pk).day.number) == (last.pk, 2)


def test_blocks_are_added_changed_and_removed(sprint: Sprint, planner: Account) -> None:
    by = as_actor(planner)
    hands = MethodCard.objects.get(key="hands")
    added = actions.add_block(
        sprint.slug, day=1, minutes=20, title="", method=hands, version=version(sprint), by=by, at=NOW
    )
    assert written(sprint, planner)[-1] == ("01. 12:15", "Durch wie viele Hände?")
    actions.change_block(sprint.slug, added.pk, minutes=40, title="Noch einmal", version=version(sprint), by=by, at=NOW)
    assert f"{timezone.localtime(Sprint.objects.get(pk=sprint.pk).ends_at):%H:%M}" == "12:55"
    actions.remove_block(sprint.slug, added.pk, version=version(sprint), by=by, at=NOW)
    assert len(written(sprint, planner)) == 9
    with pytest.raises(Overtaken):
        actions.add_block(sprint.slug, day=1, minutes=5, title="X", version=1, by=by, at=NOW)


def test_another_day_is_told_to_everybody_who_was_asked(planner: Account, ayse: Account) -> None:
    sprint, by = make_sprint("Bald", in_days=30), as_actor(planner)
    make_seat(sprint, ayse)
    later = timezone.localdate(sprint.starts_at) + timedelta(days=1)
    actions.set_day(sprint.slug, number=1, on=later, begins=time(10), version=1, by=by, at=NOW)
    assert timezone.localdate(Sprint.objects.get(pk=sprint.pk).starts_at) == later
    assert list(Mail.objects.values_list("kind", "to__username")) == [("sprints.moved", "ayse")]


def test_nobody_but_who_leads_through_it_writes_the_agenda(sprint: Sprint, ayse: Account) -> None:
    Sprint.objects.update(state="announced")
    block = Block.objects.order_by("position")[0]
    with pytest.raises(Refused) as refused:
        actions.remove_block(sprint.slug, block.pk, version=1, by=as_actor(ayse), at=NOW)
    assert refused.value.sentence == "Das können nur die, die durch diesen Sprint führen, und die Stabsstelle."


def test_the_day_itself_knows_what_is_on_and_for_how_long(sprint: Sprint, planner: Account) -> None:
    found = agenda(page_of(sprint, planner))
    begins = found.blocks[0].begins_at
    at = now(found, at=begins + timedelta(minutes=12, seconds=30))
    assert at.current is not None and at.following is not None
    assert (at.current.title, at.minutes_left, at.following.title) == ("Ankommen", 3, "Darf hier jemand entscheiden?")
    assert now(found, at=begins - timedelta(minutes=1)).current is None
    assert now(found, at=found.blocks[-1].ends_at).over is True


def test_a_method_shows_what_it_brought_and_names_nobody(sprint: Sprint, planner: Account) -> None:
    Sprint.objects.update(state="running")
    block = Block.objects.get(method__key="hands")
    block.day.on = timezone.localdate()
    block.day.save()
    actions.note_effect(
        sprint.slug, block.pk, effect=Effect.WORKED, brought="Zwei Stationen fielen weg.", by=as_actor(planner), at=NOW
    )
    page = card_page("durch-wie-viele-haende", as_actor(planner))
    assert page is not None
    assert [(use.effect, use.brought) for use in page.uses] == [("worked", "Zwei Stationen fielen weg.")]


def test_cards_are_found_by_purpose_duration_and_size(library: int, ayse: Account) -> None:
    assert library == 19
    by = as_actor(ayse)
    assert [card.key for card in cards(by, WantedCards(purpose="begin", duration="15"))] == ["arrive", "may-decide"]
    assert len(cards(by, WantedCards(size="30"))) == 6
    MethodCard.objects.filter(key="arrive").update(put_aside=True)
    assert [card.key for card in cards(by, WantedCards(purpose="begin"))] == ["may-decide"]


def test_what_comes_along_is_brought_in_once(library: int, planner: Account) -> None:
    MethodCard.objects.filter(key="hands").update(title="Unser Name dafür")
    assert bring_in(by=as_actor(planner), at=NOW) == 0
    assert MethodCard.objects.get(key="hands").title == "Unser Name dafür"


def test_a_sprint_takes_up_inquiries_and_they_count_as_planned(planner: Account, ayse: Account) -> None:
    inquiry = Inquiry.objects.create(title="Elf Hände", concern="Zu viele.", state="accepted", received_at=NOW)
    Asker.objects.create(inquiry=inquiry, account="ayse")
    details = Details(title="Reiseantrag", question="Wie?")
    made = plan(details, on=TUESDAY, inquiries=[inquiry.pk], by=as_actor(planner), at=NOW)
    assert list(Subject.objects.values_list("sprint", "inquiry")) == [(made.pk, inquiry.pk)]
    inquiry.refresh_from_db()
    assert inquiry.state == "planned"
    with pytest.raises(Refused):
        plan(details, on=TUESDAY, inquiries=[inquiry.pk], by=as_actor(planner), at=NOW)
    assert Sprint.objects.count() == 1


def test_nothing_is_typed_twice_when_a_sprint_begins_with_an_inquiry(client: Client, planner: Account) -> None:
    inquiry = Inquiry.objects.create(title="Elf Hände", concern="Zu viele.", state="accepted", received_at=NOW)
    sign_in(client, planner)
    page = client.get(f"/sprints/neu/?anfrage={inquiry.pk}").content.decode()
    assert ('value="Elf Hände"' in page, "Zu viele." in page, "checked" in page) == (True, True, True)
    for nonsense in ("quatsch", "9" * 25, "9" * 5000, "²"):
        assert client.get(f"/sprints/neu/?anfrage={nonsense}").status_code == 200


def test_what_was_asked_in_confidence_lends_a_sprint_no_words(client: Client, planner: Account) -> None:
    """A sprint is announced with its title and its question."""
    other = staff("clara")
    for place, post in enumerate(Post.objects.filter(role="staff_unit"), 1):
        NamedPost.objects.create(task=NamedPost.Task.CONFIDENTIAL, place=place, post=post)
    said = {"title": "Elf Hände", "concern": "Zu viele.", "state": "accepted", "received_at": NOW}
    inquiry = Inquiry.objects.create(**said, secrecy="confidential")
    assert {planner.pk, other.pk} == {one.pk for one in (planner, other) if prefilled(str(inquiry.pk), as_actor(one))}
    assert prefilled(str(inquiry.pk), as_actor(planner)) == {"inquiries": [inquiry.pk]}


def test_the_calendar_file_holds_each_day_and_nobody(sprint: Sprint, planner: Account) -> None:
    Sprint.objects.update(place="Raum 3; Hof, links")
    page = page_of(sprint, planner)
    lines = calendar_file(page, agenda(page), address="https://stadt.example/sprints/x/", at=NOW).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert [line for line in lines if line[:2] in ("DT", "LO")] == [
        "DTSTAMP:20261122T090000Z", "DTSTART:20261201T080000Z", "DTEND:20261201T111500Z",
        "LOCATION:Raum 3\\; Hof\\, links",
    ]  # fmt: skip
    assert max(len(line.encode()) for line in lines) <= 75


def test_poster_and_card_are_pdf_files(sprint: Sprint, planner: Account) -> None:
    page = page_of(sprint, planner)
    assert as_poster(page, agenda(page), language="de")[:5] == b"%PDF-"
    assert as_card(MethodCard.objects.get(key="hands"), paper="a5", language="en")[:5] == b"%PDF-"


def test_every_page_of_a_sprint_opens(client: Client, sprint: Sprint, planner: Account) -> None:
    Sprint.objects.update(state="running")
    sign_in(client, planner)
    block = Block.objects.filter(method__isnull=False).order_by("pk")[0].pk
    whole: dict[str, Any] = {
        name: client.get(f"/sprints/{name}").status_code
        for name in (
            "", "neu/", "methoden/", "methoden/neu/", "methoden/fuenfmal-warum/", "methoden/fuenfmal-warum/bearbeiten/",
            "methoden/fuenfmal-warum/karte-a5.pdf", "formate/", "formate/neu/", "formate/tandem/bearbeiten/",
            "einwilligungen/", "reiseantrag/", "reiseantrag/ablauf/", "reiseantrag/ablauf.pdf",
            "reiseantrag/ablauf/neu/",
            "reiseantrag/ablauf/tage/", f"reiseantrag/ablauf/{block}/", "reiseantrag/heute/", "reiseantrag/blatt/",
            "reiseantrag/termin.ics", "reiseantrag/teilnehmende/",
        )
    }  # fmt: skip
    assert {name: state for name, state in whole.items() if state != 200} == {}
    dates = client.get("/sprints/reiseantrag/termin.ics").content.decode().replace("\r\n ", "")
    assert f"URL:{settings.PUBLIC_URL}/sprints/reiseantrag/\r\n" in dates  # the house's own, whatever host was asked


def test_a_format_is_written_as_lines(client: Client, planner: Account, library: int) -> None:
    sign_in(client, planner)
    said = {"title": "Unser Format", "summary": "Kurz.", "begins": "10:00",
            "agenda": "15 Ankommen\n20 Fünfmal warum\nTag 2\n30 Erster Schritt"}  # fmt: skip
    assert client.post("/sprints/formate/neu/", said)["Location"] == "/sprints/formate/"
    made = Format.objects.get(title="Unser Format")
    assert (made.days, list(made.blocks.order_by("pk").values_list("day", "minutes", "method__key"))) == (
        2, [(1, 15, None), (1, 20, "five-whys"), (2, 30, "first-step")],
    )  # fmt: skip
    wrong = client.post("/sprints/formate/neu/", {**said, "agenda": "lange reden"})
    assert (wrong.status_code, "Wir verstehen „lange reden“ nicht." in wrong.content.decode()) == (422, True)
    page = client.get("/sprints/formate/unser-format/bearbeiten/").content.decode()
    assert "15 Ankommen\n20 Fünfmal warum\nTag 2\n30 Erster Schritt" in page


def test_a_format_with_another_summary_keeps_its_cards(client: Client, planner: Account, library: int) -> None:
    """Blocks that are not called like a card have one all the same."""
    sign_in(client, planner)
    sprint = Format.objects.get(key="idea-sprint")
    before = list(sprint.blocks.order_by("position").values_list("day", "minutes", "title", "method__key"))
    assert [block for block in before if block[2] == "Ankommen"] == [
        (1, 30, "Ankommen", "arrive"),
        (2, 15, "Ankommen", None),
    ]
    path = f"/sprints/formate/{sprint.slug}/bearbeiten/"
    said = re.findall(
        r'<textarea[^>]*name="agenda"[^>]*>(.*?)</textarea>', client.get(path).content.decode(), re.DOTALL
    )
    words = {"title": sprint.title, "summary": "Kurz.", "begins": "09:00", "agenda": unescape(said[0]), "version": 1}
    assert client.post(path, words)["Location"] == "/sprints/formate/"
    after = list(sprint.blocks.order_by("position").values_list("day", "minutes", "title", "method__key"))
    assert (after, Format.objects.get(key="idea-sprint").summary) == (before, "Kurz.")


def test_days_are_moved_added_and_taken_out(client: Client, sprint: Sprint, planner: Account) -> None:
    sign_in(client, planner)
    path = "/sprints/reiseantrag/ablauf/tage/"
    later = {"on": "2099-12-04", "begins": "10:00"}
    assert client.post(path, {"number": "1", "version": version(sprint), **later})["Location"] == path
    assert client.post(path, {"number": "0", "version": version(sprint), **later})["Location"] == path
    wrong = client.post(path, {"number": "2", "version": version(sprint), "on": "2099-12-01", "begins": "9:00"})
    assert (wrong.status_code, "Die Tage eines Sprints folgen aufeinander." in wrong.content.decode()) == (422, True)
    assert client.post(path, {"number": "2", "version": version(sprint), "remove": "1", **later})["Location"] == path
    assert sprint.days.count() == 1

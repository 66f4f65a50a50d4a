"""What comes with Querwerk is read in English by who reads English, until a house changes its words."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override

from querwerk.sprints.actions.agenda import add_block
from querwerk.sprints.actions.planning import Details, plan
from querwerk.sprints.exchange.library import bring_in
from querwerk.sprints.exchange.posters import as_card
from querwerk.sprints.labels.library import card_words, format_words, shipped
from querwerk.sprints.models import Block, Format, FormatBlock, MethodCard, Sprint
from querwerk.sprints.queries.agenda import agenda
from querwerk.sprints.queries.sprints import sprint_page
from querwerk.structure.models import Account
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor

from .conftest import NOW

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 1)
HANDS = "/sprints/methoden/durch-wie-viele-haende/"


@pytest.fixture(autouse=True)
def library(planner: Account) -> int:
    with override("en"):  # whoever brings it in, the house holds the German words
        return bring_in(by=as_actor(planner), at=NOW)


def heads(client: Client, path: str) -> list[str]:
    """The headings of a page."""
    page = client.get(path).content.decode()
    return [re.sub(r"<[^>]+>|\s+", " ", unescape(found)).strip() for found in re.findall(r"<h[12]\b.*?</h[12]>", page)]


def posted(card: MethodCard, **changed: str) -> dict[str, object]:
    """What the form of a card sends, with the line ends of a browser."""
    names = ("title", "purpose", "when_to_use", "minutes_from", "minutes_to", "people_from", "people_to", "material",
             "steps", "yields", "version")  # fmt: skip
    said = {name: getattr(card, name) for name in names} | changed
    return {name: text.replace("\n", "\r\n") if isinstance(text, str) else text for name, text in said.items()}


def test_an_english_reader_sees_the_english_card_and_a_german_one_the_german(client: Client) -> None:
    said = shipped("methods")["card"][0]
    for path, words in ((HANDS, said), (f"/en{HANDS}", said["en"])):
        page = unescape(client.get(path).content.decode())
        steps = [line.partition(". ")[2] for line in words["steps"].splitlines()]
        texts = [words["title"], words["when_to_use"], words["material"], words["yields"], *steps]
        assert [text for text in texts if text not in page] == []
    assert heads(client, HANDS)[0] == "Durch wie viele Hände?"
    assert heads(client, f"/en{HANDS}")[0] == "Through how many hands?"


def test_every_card_and_format_is_read_in_both_languages() -> None:
    for language, at in (("de", lambda said: said), ("en", lambda said: said["en"])):
        with override(language):
            cards = {card.key: card_words(card)._asdict() for card in MethodCard.objects.all()}
            formats = {one.key: format_words(one, one.blocks.order_by("pk")) for one in Format.objects.all()}
        names = ("title", "when_to_use", "material", "steps", "yields")
        assert cards == {said["key"]: {name: at(said)[name] for name in names} for said in shipped("methods")["card"]}
        place = 1 if language == "de" else 2
        assert formats == {
            said["key"]: (
                at(said)["title"], at(said)["summary"], tuple(block[place] for day in said["days"] for block in day)
            )
            for said in shipped("formats")["format"]
        }  # fmt: skip


def test_lists_are_sorted_as_they_are_read(client: Client) -> None:
    assert heads(client, "/sprints/methoden/?zweck=understand")[1:] == [
        "Durch wie viele Hände?", "Fünfmal warum", "Reise am Papier", "Rollentausch",
    ]  # fmt: skip
    assert heads(client, "/en/sprints/methoden/?zweck=understand")[1:] == [
        "Five whys", "Journey on paper", "Swap roles", "Through how many hands?",
    ]  # fmt: skip
    formats = ["Pop-up", "Half-day knack", "Study with hand-back", "Tandem", "Two-day idea sprint", "Sprint week"]
    assert sorted(heads(client, "/en/sprints/formate/")[1:]) == sorted(formats)


def test_the_print_card_has_the_words_of_its_language() -> None:
    card = MethodCard.objects.get(key="hands")
    german, english = as_card(card, paper="a5", language="de"), as_card(card, paper="a5", language="en")
    assert (b"Through how many hands?</rdf:li>" in english, b"Through how many hands?" in german) == (True, False)
    for name, words in shipped("methods")["card"][0]["en"].items():
        setattr(card, name, words)
    assert as_card(card, paper="a5", language="en") == english  # the same as if the house had written it in English


def test_the_words_of_a_house_stand_in_both_languages(client: Client, planner: Account) -> None:
    sign_in(client, planner)
    card = MethodCard.objects.get(key="hands")
    before = as_card(card, paper="a4", language="en")
    mine = posted(card, yields="Eine Zahl, die hängen bleibt.")
    assert client.post(f"{HANDS}bearbeiten/", mine)["Location"] == HANDS
    for path in (HANDS, f"/en{HANDS}"):
        page = unescape(client.get(path).content.decode())
        assert ("Eine Zahl, die hängen bleibt." in page, "Haftzettel" in page, "sticky notes" in page) == (
            True, True, False,
        )  # fmt: skip
        assert heads(client, path)[0] == "Durch wie viele Hände?"
    card.refresh_from_db()
    after = as_card(card, paper="a4", language="en")
    assert (b"Through how many hands?" in before, b"Through how many hands?" in after) == (True, False)


def test_a_card_saved_as_it_stood_or_with_other_numbers_keeps_its_english(client: Client, planner: Account) -> None:
    """The form shows what the house holds, also to who reads English."""
    sign_in(client, planner)
    form = unescape(client.get(f"/en{HANDS}bearbeiten/").content.decode())
    assert ('value="Durch wie viele Hände?"' in form, "until you change one of these" in form) == (True, True)
    card = MethodCard.objects.get(key="hands")
    assert client.post(f"/en{HANDS}bearbeiten/", posted(card, minutes_to="90"))["Location"] == f"/en{HANDS}"
    card.refresh_from_db()
    assert (card.minutes_to, card.version, heads(client, f"/en{HANDS}")[0]) == (90, 2, "Through how many hands?")


def test_one_changed_block_makes_a_format_the_words_of_the_house(client: Client, planner: Account) -> None:
    sign_in(client, planner)
    texts = ("Two people from two offices", "Get to know each other", "Zwei Menschen aus zwei Ämtern", "Kaffee")
    page = unescape(client.get("/en/sprints/formate/").content.decode())
    assert [text in page for text in texts] == [True, True, False, False]
    tandem = Format.objects.get(key="tandem")
    rows = list(tandem.blocks.order_by("position").values_list("minutes", "title"))
    assert rows[0] == (15, "Kennenlernen")
    agenda = "\r\n".join(f"{minutes} {title}" for minutes, title in [(15, "Kaffee"), *rows[1:]])
    said = {"title": tandem.title, "summary": tandem.summary, "begins": "08:30", "agenda": agenda, "version": 1}
    assert client.post("/en/sprints/formate/tandem/bearbeiten/", said)["Location"] == "/en/sprints/formate/"
    for path in ("/sprints/formate/", "/en/sprints/formate/"):
        page = unescape(client.get(path).content.decode())
        assert [text in page for text in texts] == [False, False, True, True]
    assert "A table where people are anyway" in page  # the others stay English


def planned(planner: Account, language: str, title: str) -> Sprint:
    with override(language):
        knack = Format.objects.get(key="knack")
        return plan(Details(title=title, question="?"), on=TUESDAY, format=knack, by=as_actor(planner), at=NOW)


def test_an_agenda_stands_in_the_words_of_who_planned_it(client: Client, planner: Account) -> None:
    sign_in(client, planner)
    found = {}
    for language, title in (("de", "Eins"), ("en", "Two")):
        sprint = planned(planner, language, title)
        for reader in ("de", "en"):
            with override(reader):
                page = sprint_page(sprint.slug, as_actor(planner))
                assert page is not None
                read = agenda(page)
                second = read.blocks[1]
            found[language, reader] = (page.format, read.usual, second.title, second.method)
    german, english = ("Kniff am halben Tag", 195), ("Half-day knack", 195)
    asked = ("Darf hier jemand entscheiden?", "May anybody here decide?")
    assert found == {
        ("de", "de"): (*german, asked[0], asked[0]), ("de", "en"): (*german, asked[0], asked[1]),
        ("en", "de"): (*english, asked[1], asked[0]), ("en", "en"): (*english, asked[1], asked[1]),
    }  # fmt: skip


def test_cards_and_formats_are_chosen_by_the_name_one_reads(client: Client, planner: Account) -> None:
    sign_in(client, planner)
    sprint = planned(planner, "en", "Two")
    options = {
        path: re.findall(r"<option[^>]*>\s*([^<]+?)\s*</option>", unescape(client.get(path).content.decode()))
        for path in ("/sprints/neu/", "/en/sprints/neu/", f"/en/sprints/{sprint.slug}/ablauf/neu/")
    }
    names = ["Half-day knack", "Pop-up", "Sprint week", "Study with hand-back", "Tandem", "Two-day idea sprint"]
    assert [word for word in options["/en/sprints/neu/"] if word in names] == names
    names = [
        "Ideensprint über zwei Tage",
        "Kniff am halben Tag",
        "Pop-up",
        "Sprintwoche",
        "Studie mit Rückgabe",
        "Tandem",
    ]
    assert [word for word in options["/sprints/neu/"] if word in names] == names
    assert options[f"/en/sprints/{sprint.slug}/ablauf/neu/"][:4] == [
        "none",
        "1-2-4-all",
        "Arrive with a question",
        "Dot vote",
    ]
    with override("en"):
        dots, version = MethodCard.objects.get(key="dots"), Sprint.objects.get(pk=sprint.pk).version
        block = add_block(
            sprint.slug, day=1, minutes=5, title="", method=dots, version=version, by=as_actor(planner), at=NOW
        )
    assert Block.objects.get(pk=block.pk).title == "Dot vote"


def test_a_line_of_a_format_finds_its_card_by_either_name(client: Client, planner: Account) -> None:
    sign_in(client, planner)
    said = {
        "title": "Ours",
        "summary": "Short.",
        "begins": "10:00",
        "agenda": "15 Five whys\n20 Erster Schritt\n5 Coffee",
    }
    assert client.post("/en/sprints/formate/neu/", said)["Location"] == "/en/sprints/formate/"
    blocks = FormatBlock.objects.filter(format__title="Ours").order_by("position")
    assert list(blocks.values_list("title", "method__key")) == [
        ("Five whys", "five-whys"), ("Erster Schritt", "first-step"), ("Coffee", None),
    ]  # fmt: skip

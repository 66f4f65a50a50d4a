"""The pages of a board without a script: forms, ways back to the card one was at, sentences when something is wrong."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.sprints.actions import board as stage
from querwerk.sprints.actions import cards, groups
from querwerk.sprints.actions.ideas import note_idea
from querwerk.sprints.lifecycle import MOST_LINES
from querwerk.sprints.models import Board, Card, Group, Idea, Sprint
from querwerk.structure.models import Account
from tests.factories import make_seat, make_sprint
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor
from tests.slices.sprints.boards import AT, accounts, open_board, seen

pytestmark = pytest.mark.django_db
BOARD = "/sprints/gute-wege/tafel/"
DATA = {"accept": "application/json"}


@pytest.fixture
def people() -> dict[str, Account]:
    return accounts()


@pytest.fixture
def sprint(people: dict[str, Account]) -> Sprint:
    return open_board(as_actor(people["ayse"]))


@pytest.fixture
def ayse(people: dict[str, Account]) -> Client:
    return sign_in(Client(), people["ayse"])


@pytest.fixture
def bilge(people: dict[str, Account]) -> Client:
    return sign_in(Client(), people["bilge"])


def card_of(sprint: Sprint, people: dict[str, Account], text: str = "Bänke") -> Card:
    return cards.write_card(sprint, text=text, by=as_actor(people["bilge"]), at=AT)


def test_the_board_is_opened_by_who_leads_through_the_sprint(
    people: dict[str, Account], ayse: Client, bilge: Client
) -> None:
    assert "noch nicht geöffnet" in bilge.get(BOARD).content.decode()
    assert bilge.post(f"{BOARD}oeffnen/").status_code == 404
    assert ayse.post(f"{BOARD}oeffnen/").status_code == 302
    assert "Alle arbeiten gemeinsam" in bilge.get(BOARD).content.decode()


@pytest.mark.parametrize("address", ["", "strom", "neues", "export.csv", "karte/1/", "einlesen/", "weggenommen/"])
def test_who_has_no_seat_finds_no_board(address: str, sprint: Sprint, people: dict[str, Account]) -> None:
    assert sign_in(Client(), people["gerda"]).get(f"{BOARD}{address}").status_code == 404
    assert Client().get(f"{BOARD}{address}").status_code == 404


def test_writing_leads_back_to_the_form_and_pressing_to_the_card(sprint: Sprint, bilge: Client) -> None:
    said = bilge.post(f"{BOARD}karte/", {"text": "Bänke"})
    assert said["Location"] == f"{BOARD}?geschrieben=1#neue-karte"
    card = Card.objects.get()
    said = bilge.post(f"{BOARD}zug/?ansicht=liste", {"zug": f"down.{card.pk}.1"})
    assert said["Location"] == f"{BOARD}?ansicht=liste&offen=down-{card.pk}#karte-{card.pk}"


def test_the_button_that_was_pressed_has_the_focus_again(
    sprint: Sprint, people: dict[str, Account], bilge: Client
) -> None:
    card = card_of(sprint, people)
    page = bilge.get(f"{BOARD}?offen=up-{card.pk}").content.decode()
    assert f'value="up.{card.pk}.1" autofocus' in page
    assert page.count("autofocus") == 1


def test_a_script_on_a_card_is_a_text_and_nothing_else(sprint: Sprint, bilge: Client) -> None:
    bilge.post(f"{BOARD}karte/", {"text": "<script>alert(1)</script><b>Bänke</b> & Tische"})
    assert Card.objects.get().text == "Bänke & Tische"
    assert "alert(1)" not in bilge.get(BOARD).content.decode()


def test_two_who_word_a_card_anew_see_both_words(sprint: Sprint, people: dict[str, Account], bilge: Client) -> None:
    card = card_of(sprint, people)
    cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=as_actor(people["dilan"]), at=AT)
    said = bilge.post(f"{BOARD}karte/{card.pk}/", {"text": "Bänke im Schatten", "version": "1"})
    page = said.content.decode()
    assert (said.status_code, "Bänke mit Lehne" in page, "Bänke im Schatten" in page) == (422, True, True)
    said = bilge.post(f"{BOARD}karte/{card.pk}/", {"text": "Bänke im Schatten", "version": "2"})
    assert (said.status_code, Card.objects.get().text) == (302, "Bänke im Schatten")


def test_a_card_taken_away_meanwhile_is_brought_back_with_the_new_words(
    sprint: Sprint, people: dict[str, Account], bilge: Client
) -> None:
    card = card_of(sprint, people)
    cards.take_away(sprint, card=card.pk, version=1, by=as_actor(people["dilan"]), at=AT)
    said = bilge.post(f"{BOARD}zug/", {"zug": f"up.{card.pk}.1"}, follow=True)
    assert said.redirect_chain == [(f"{BOARD}karte/{card.pk}/", 302)]
    assert "weggenommen" in said.content.decode()
    said = bilge.post(f"{BOARD}karte/{card.pk}/", {"text": "Bänke mit Lehne", "version": "1"})
    assert (said.status_code, 'name="zurueck"' in said.content.decode()) == (422, True)
    bilge.post(f"{BOARD}karte/{card.pk}/", {"text": "Bänke mit Lehne", "version": "1", "zurueck": "1"})
    assert seen(sprint, as_actor(people["ayse"])) == {"": ["Bänke mit Lehne"]}


def test_a_dot_after_the_bell_is_refused_with_a_sentence(
    sprint: Sprint, people: dict[str, Account], ayse: Client, bilge: Client
) -> None:
    card = card_of(sprint, people)
    ayse.post(f"{BOARD}leitung/", {"was": "vote", "dots": "3", "several": "on"})
    bilge.post(f"{BOARD}zug/", {"zug": f"dot.{card.pk}.2"})
    assert "Sie haben noch einen Punkt" in bilge.get(BOARD).content.decode()
    Board.objects.update(ends_at=AT.replace(year=2020))
    said = bilge.post(f"{BOARD}zug/", {"zug": f"dot.{card.pk}.3"}, follow=True)
    assert "kam zu spät und zählt nicht" in said.content.decode()
    assert "2 Punkte" in bilge.get(BOARD).content.decode()


def test_the_script_gets_data_for_its_press(sprint: Sprint, people: dict[str, Account], bilge: Client) -> None:
    said = bilge.post(f"{BOARD}karte/", {"text": "Bänke"}, headers=DATA).json()
    pk = Card.objects.get().pk
    assert said == {
        "card": {"id": pk, "what": "own", "group": None, "rank": said["card"]["rank"], "text": "Bänke", "hidden": False,
                 "deleted": False, "version": 1, "idea": False},
        "left": None, "undo": 1,
    }  # fmt: skip
    assert bilge.post(f"{BOARD}zug/", {"zug": f"up.{pk}.0"}, headers=DATA).status_code == 409


def test_news_are_told_once_and_in_order(sprint: Sprint, people: dict[str, Account], bilge: Client) -> None:
    card = card_of(sprint, people)
    cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=as_actor(people["dilan"]), at=AT)
    said = bilge.get(f"{BOARD}neues?seit=0")
    assert [(one["number"], one["said"]["what"]) for one in said.json()["news"]] == [(1, "new"), (2, "worded")]
    assert [one["number"] for one in bilge.get(f"{BOARD}neues?seit=1").json()["news"]] == [2]
    same = bilge.get(f"{BOARD}neues?seit=2", headers={"If-None-Match": said["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert bilge.get(f"{BOARD}neues?seit=999999").json() == {"number": 2, "news": []}


def test_nobody_is_told_of_covered_cards(sprint: Sprint, people: dict[str, Account], ayse: Client) -> None:
    stage.cover(sprint, by=as_actor(people["ayse"]), at=AT)
    card_of(sprint, people, "heimlich")
    for address in ("neues?seit=0", "", "export.csv", "?ansicht=liste", "weggenommen/"):
        assert "heimlich" not in ayse.get(f"{BOARD}{address}").content.decode()
    stage.uncover(sprint, by=as_actor(people["ayse"]), at=AT)
    assert "heimlich" in ayse.get(BOARD).content.decode()


def test_a_house_without_streams_says_so(sprint: Sprint, bilge: Client) -> None:
    assert bilge.get(f"{BOARD}strom").status_code == 204


LIST = "Bänke\n\n# Weg\n- Zebrastreifen\n2. Licht\n# Rad\n• Luftpumpe\n"


def test_a_list_is_shown_before_it_becomes_cards(sprint: Sprint, people: dict[str, Account], bilge: Client) -> None:
    page = bilge.post(f"{BOARD}einlesen/", {"text": LIST}).content.decode()
    assert ("Diese 4 Karten an die Tafel hängen" in page, Card.objects.count()) == (True, 0)
    bilge.post(f"{BOARD}einlesen/", {"text": LIST, "uebernehmen": "1"})
    assert seen(sprint, as_actor(people["ayse"])) == {
        "": ["Bänke"], "Weg": ["Zebrastreifen", "Licht"], "Rad": ["Luftpumpe"],
    }  # fmt: skip


@pytest.mark.parametrize(("lines", "status"), [(MOST_LINES, 200), (MOST_LINES + 1, 422), (10_000, 422)])
def test_a_list_that_is_too_long_is_refused_with_its_length(
    lines: int, status: int, sprint: Sprint, bilge: Client
) -> None:
    said = bilge.post(f"{BOARD}einlesen/", {"text": "Karte\n" * lines})
    assert said.status_code == status
    if status == 422:
        assert f"Ihre Liste hat {lines} Zeilen" in said.content.decode()


def test_a_paste_of_five_megabytes_is_refused_with_a_sentence(sprint: Sprint, bilge: Client) -> None:
    said = bilge.post(f"{BOARD}karte/", {"text": "x" * 5_000_000})
    assert (said.status_code, "mehr, als ein Formular" in said.content.decode()) == (400, True)
    assert Card.objects.count() == 0


@pytest.mark.parametrize(
    "zug", ["", "up", "up.x.y", "fly.1.1", "up.99999999999999999999.1", "dot.1.-1", "undo.0.99999999999"]
)
def test_a_press_that_nobody_can_make_changes_nothing(
    zug: str, sprint: Sprint, people: dict[str, Account], bilge: Client
) -> None:
    card_of(sprint, people)
    before = seen(sprint, as_actor(people["bilge"]))
    assert bilge.post(f"{BOARD}zug/", {"zug": zug}).status_code in (302, 404)
    assert seen(sprint, as_actor(people["bilge"])) == before


def test_a_group_is_renamed_moved_and_taken_away(sprint: Sprint, people: dict[str, Account], bilge: Client) -> None:
    bilge.post(f"{BOARD}gruppe/", {"title": "Weg"})
    bilge.post(f"{BOARD}gruppe/", {"title": "Rad"})
    weg, rad = Group.objects.order_by("pk")
    bilge.post(f"{BOARD}gruppe/{rad.pk}/", {"wohin": "left"})
    bilge.post(f"{BOARD}gruppe/{weg.pk}/", {"title": "Zu Fuß", "version": "1"})
    assert list(seen(sprint, as_actor(people["ayse"]))) == ["", "Rad", "Zu Fuß"]
    said = bilge.post(f"{BOARD}gruppe/{weg.pk}/", {"title": "Gehen", "version": "1"})
    assert said.status_code == 422
    bilge.post(f"{BOARD}gruppe/{weg.pk}/", {"weg": "1"})
    assert list(seen(sprint, as_actor(people["ayse"]))) == ["", "Rad"]


@pytest.mark.parametrize("form", ["csv", "pdf", "docx"])
def test_the_board_is_taken_along_with_groups_cards_and_dots(
    form: str, sprint: Sprint, people: dict[str, Account], ayse: Client
) -> None:
    groups.lay_out(sprint, lines=[("Weg", "=1+1"), ("", "Bänke\nmit Lehne")], by=as_actor(people["bilge"]), at=AT)
    Board.objects.update(rounds=1)
    Card.objects.filter(text="=1+1").update(votes=3)
    content = ayse.get(f"{BOARD}export.{form}").content
    if form == "csv":
        assert content.decode("utf-8-sig").splitlines() == [
            "Gruppe;Karte;Punkte;Idee", ';"Bänke', 'mit Lehne";0;', "Weg;'=1+1;3;",
        ]  # fmt: skip
    elif form == "docx":
        text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert [words in text for words in ("Weg", "=1+1 (3 Punkte)", "Ohne Gruppe")] == [True] * 3
    else:
        assert content[:5] == b"%PDF-"


def test_the_board_asks_as_often_with_two_hundred_cards_as_with_two(
    sprint: Sprint, people: dict[str, Account], bilge: Client
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            bilge.get(BOARD)
        return len(asked)

    groups.lay_out(sprint, lines=[("Weg", "a"), ("Rad", "b")], by=as_actor(people["bilge"]), at=AT)
    statements()  # what is read once for all pages
    few = statements()
    groups.lay_out(sprint, lines=[(f"G{nth % 8}", "x") for nth in range(200)], by=as_actor(people["bilge"]), at=AT)
    assert statements() == few


def test_a_double_click_writes_one_card(sprint: Sprint, people: dict[str, Account]) -> None:
    client: Any = sign_in(Client(), people["bilge"])
    for _turn in range(2):
        client.post(f"{BOARD}karte/", {"text": "Bänke", "once": "0b3a9a5e-1f43-4b0c-8d43-0c5a4a6b7c8d"})
    assert Card.objects.count() == 1


def test_who_leads_one_sprint_reaches_nothing_of_another_by_its_numbers(
    sprint: Sprint, people: dict[str, Account], ayse: Client
) -> None:
    """Ayşe leads this sprint; the other one is Gerda's. Each press names the own sprint and a row of the other."""
    other = make_sprint("Fremde Wege", state="running", in_days=0)
    make_seat(other, people["gerda"], part="facilitator")
    gerda = as_actor(people["gerda"])
    stage.open_board(other, by=gerda, at=AT)
    card, group = (
        cards.write_card(other, text="Fremd", by=gerda, at=AT), groups.name_group(other, title="Dort", by=gerda, at=AT),
    )  # fmt: skip
    idea = note_idea(other, title="Fremde Idee", by=gerda, at=AT)
    before = Board.objects.get(sprint=other).version
    presses = [f"{word}.{card.pk}.9" for word in ("up", "down", "left", "right", "away", "back", "dot")]
    told = {press: ayse.post(f"{BOARD}zug/", {"zug": press}, headers=DATA).status_code for press in presses}
    assert set(told.values()) == {409}
    for kind, pk in (("karte", card.pk), ("gruppe", group.pk)):
        ayse.post(f"{BOARD}idee/", {"was": f"{kind}.{pk}"})
        assert ayse.get(f"{BOARD}{kind}/{pk}/").status_code == 404
        assert ayse.post(f"{BOARD}{kind}/{pk}/", {"text": "X", "title": "X", "version": "9"}).status_code == 404
    ayse.post(f"{BOARD}karte/", {"text": "Eigene", "group": str(group.pk)})
    own = "/sprints/gute-wege/ideen"
    said = {"title": "X", "text": "X", "version": "1", "reason": "X"}
    pages = [ayse.post(f"{own}/{idea.pk}/{verb}", said).status_code for verb in ("aendern/", "parken/", "aufgreifen/")]
    assert (ayse.get(f"{own}/{idea.pk}/").status_code, pages) == (404, [404, 404, 404])
    theirs = "/sprints/fremde-wege/"
    for page in ("tafel/", "tafel/neues", "tafel/strom", "tafel/export.csv", "ideen/", "teilnehmende/", "bearbeiten/"):
        assert (page, ayse.get(f"{theirs}{page}").status_code) == (page, 404)
    assert (Board.objects.get(sprint=other).version, Idea.objects.get().way_out) == (before, "open")
    assert list(Card.objects.filter(group=group)) == []
    assert ayse.post(f"{BOARD}karte/", {"text": "Eigene"}).status_code == 302  # control: the way itself is open


def test_what_happened_on_the_board_stands_in_words_in_the_history(
    sprint: Sprint, people: dict[str, Account], ayse: Client
) -> None:
    leads = as_actor(people["ayse"])
    stage.cover(sprint, by=leads, at=AT)
    stage.uncover(sprint, by=leads, at=AT)
    stage.open_voting(sprint, dots=3, several=False, by=leads, at=AT)
    stage.ring(sprint, by=leads, at=AT)
    page = ayse.get("/sprints/gute-wege/").content.decode()
    words = (
        "Abstimmung beendet",
        "Abstimmung eröffnet",
        "Karten aufgedeckt",
        "Alle schreiben verdeckt",
        "Tafel geöffnet",
    )
    assert [word for word in words if word not in page] == []
    assert "sprints." not in page.split('class="qw-events"')[1].split("</ol>")[0]

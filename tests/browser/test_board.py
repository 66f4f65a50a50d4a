"""The board in a real browser: by keyboard alone, two people at once, read out, and without JavaScript."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import House, Serious, Watch, sideways

BOARD = "/sprints/gute-wege/tafel/"
_COLUMN = """
  - region "{name} 0 Karten":
    - heading "{name} 0 Karten" [level=3]
    - paragraph:
      - link "Gruppe ändern – {name}"
      - link "Karte schreiben – {name}"
    - list"""
_BOARD = (
    """\
- region "Karten":
  - region "Ohne Gruppe 1 Karte":
    - heading "Ohne Gruppe 1 Karte" [level=3]
    - paragraph:
      - link "Karte schreiben – Ohne Gruppe"
    - list:
      - listitem:
        - paragraph: Bänke"""
    + "{card}"
    + _COLUMN.format(name="Zu Fuß")
    + _COLUMN.format(name="Mit dem Rad")
)
PRESSES = ("Nach oben", "Nach unten", "Gruppe links", "Gruppe rechts", "Text, andere Gruppe", "Wegnehmen")
COLUMNS = _BOARD.format(card="\n        - group: Bewegen oder ändern – Bänke")
#: The list has every press of a card at hand.
LIST = _BOARD.format(
    card="".join(f'\n        - {"link" if "," in press else "button"} "{press} – Bänke"' for press in PRESSES)
)
_SEED = """
import django, json, sys
django.setup()
from datetime import timedelta
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from querwerk.sprints.models import Board, Card, Change, Group, Seat, Sprint
from querwerk.structure.models import Account
now = timezone.now()
sprint, new = Sprint.objects.get_or_create(slug="gute-wege", defaults={
    "title": "Gute Wege", "question": "Wie kommen alle durch?", "state": "running",
    "starts_at": now, "ends_at": now + timedelta(hours=8)})
board, _made = Board.objects.get_or_create(sprint=sprint)
for model in (Change, Card, Group):
    model.objects.filter(board=board).delete()
for rank, title in enumerate(("Zu Fuß", "Mit dem Rad"), 1):
    Group.objects.create(board=board, title=title, rank=rank * 65536)
sessions = {}
for number, name in enumerate(("bilge", "dilan2"), 1):
    account, _made = Account.objects.get_or_create(username=name, kind="external", email=f"{name}@post.example")
    Seat.objects.get_or_create(sprint=sprint, account=account, defaults={"state": "taken", "number": number})
    store = SessionStore()
    store["_auth_user_id"], store["_auth_user_backend"] = str(account.pk), settings.AUTHENTICATION_BACKENDS[0]
    store["_auth_user_hash"] = account.get_session_auth_hash()
    store.create()
    sessions[name] = store.session_key
print(json.dumps([settings.SESSION_COOKIE_NAME, sessions]))
"""


@pytest.fixture
def sessions(house: House) -> dict[str, dict[str, str]]:
    """Two people with a seat, at a board with two groups and no card: their cookies."""
    told = subprocess.run(
        [sys.executable, "-c", _SEED], env={**house.environment, "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    name, keys = json.loads(told.stdout)
    return {who: {"name": name, "value": key, "url": house.address} for who, key in keys.items()}


@pytest.fixture
def bilge(page: Page, sessions: dict[str, dict[str, str]]) -> Page:
    page.context.add_cookies([sessions["bilge"]])  # type: ignore[list-item]
    page.goto(BOARD)
    return page


@pytest.fixture
def dilan(browser: Browser, house: House, sessions: dict[str, dict[str, str]], watch: Watch) -> Iterator[Page]:
    context = browser.new_context(base_url=house.address, locale="de-DE")
    context.add_cookies([sessions["dilan2"]])  # type: ignore[list-item]
    page = context.new_page()
    watch.look_at(page)
    page.goto(BOARD)
    yield page
    context.close()


def write(page: Page, text: str) -> None:
    page.get_by_label("Ihre Karte").fill(text)
    page.get_by_role("button", name="An die Tafel hängen").click()


def hears_nothing(page: Page) -> None:
    """From now on a page hears nothing of the others, as if the network were slow."""
    page.route("**/tafel/neues*", lambda route: route.fulfill(json={"number": 0, "news": []}))
    page.route("**/tafel/strom*", lambda route: route.fulfill(status=204))
    page.reload()


def new_group(page: Page, title: str, *, read_slowly_by: Page) -> Route:
    """One makes a group; another one's reading of the board with that group is held back."""
    reads: list[Route] = []
    read_slowly_by.route(f"**{BOARD}", lambda route: reads.append(route), times=1)
    page.get_by_text("Neue Gruppe").click()
    page.get_by_label("Name der Gruppe").fill(title)
    page.get_by_role("button", name="Gruppe anlegen").click()
    while not reads:
        read_slowly_by.wait_for_timeout(50)
    return reads[0]


def move_right(page: Page, text: str, *groups: str) -> None:
    page.locator("details").filter(has_text="Bewegen oder ändern").evaluate("(card) => card.open = true")
    for group in groups:
        page.get_by_role("button", name=f"Gruppe rechts – {text}").click()
        expect(page.get_by_role("region", name=f"{group} 1 Karte")).to_be_visible()


def answer_gets_lost(route: Route) -> None:
    route.fetch()
    route.abort()


def tree_of(page: Page) -> str:
    """What a screen reader is told of the cards, without addresses."""
    tree = page.get_by_role("region", name="Karten", exact=True).aria_snapshot()
    return re.sub(r"(:?)\n +- /url: .*", "", tree)


def go_to(page: Page, name: str) -> None:
    """Walks with the tab key until the focus is on what has this name."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.innerText || '').replace(/\\s+/g, ' ').trim()") == name:
            return
    pytest.fail(f"the keyboard does not get to “{name}”")


def test_a_card_is_written_moved_and_taken_back_by_keyboard_alone(bilge: Page, dilan: Page) -> None:
    for _ in range(60):
        bilge.keyboard.press("Tab")
        if bilge.evaluate("document.activeElement.name") == "text":
            break
    bilge.keyboard.type("Bänke")
    bilge.keyboard.press("Tab")
    bilge.keyboard.press("Tab")
    bilge.keyboard.press("Enter")
    expect(bilge.locator("[data-group='0'] .qw-sticky__text")).to_have_text("Bänke")
    assert bilge.evaluate("document.activeElement.name") == "text"  # ready for the next card
    expect(dilan.locator("[data-group='0'] .qw-sticky__text")).to_have_text("Bänke")
    expect(dilan.locator("#ansage")).to_have_text("Neue Karte in „Ohne Gruppe“: Bänke")
    go_to(bilge, "Bewegen oder ändern – Bänke")
    bilge.keyboard.press("Enter")
    go_to(bilge, "Gruppe rechts – Bänke")
    bilge.keyboard.press("Enter")
    expect(bilge.locator("section", has_text="Zu Fuß").locator(".qw-sticky__text")).to_have_text("Bänke")
    focused = "(document.activeElement.innerText || '').replace(/\\s+/g, ' ').trim()"
    assert bilge.evaluate(focused) == "Gruppe rechts – Bänke"  # the focus went along
    expect(dilan.locator("#ansage")).to_have_text("Karte jetzt in „Zu Fuß“: Bänke")
    bilge.get_by_role("button", name="Meinen letzten Schritt zurücknehmen").focus()
    bilge.keyboard.press("Enter")
    expect(bilge.locator("[data-group='0'] .qw-sticky__text")).to_have_text("Bänke")
    expect(dilan.locator("[data-group='0'] .qw-sticky__text")).to_have_text("Bänke")


def test_a_screen_reader_hears_groups_as_headings_and_every_button_with_its_card(bilge: Page, serious: Serious) -> None:
    bilge.get_by_label("Ihre Karte").fill("Bänke")
    bilge.get_by_role("button", name="An die Tafel hängen").click()
    bilge.get_by_role("listitem").filter(has_text="Bänke").wait_for()
    assert bilge.get_by_role("heading", level=1).inner_text() == "Gute Wege"
    headings = bilge.get_by_role("region", name="Karten", exact=True).get_by_role("heading", level=3)
    assert [re.sub(r"\s+", " ", words) for words in headings.all_inner_texts()] == [
        "Ohne Gruppe 1 Karte", "Zu Fuß 0 Karten", "Mit dem Rad 0 Karten",
    ]  # fmt: skip
    assert tree_of(bilge) == COLUMNS
    bilge.goto(f"{BOARD}?ansicht=liste")
    assert tree_of(bilge) == LIST
    assert bilge.get_by_role("status").count() == 1
    assert serious(bilge) == []


def test_two_people_at_once_lose_no_card_and_are_told_what_happened(bilge: Page, dilan: Page, watch: Watch) -> None:
    write(bilge, "Bänke")
    card = dilan.locator(".qw-sticky__text")
    expect(card).to_have_text("Bänke")  # without loading the page again
    hears_nothing(dilan)
    dilan.get_by_text("Bewegen oder ändern").click()
    bilge.get_by_text("Bewegen oder ändern").click()
    bilge.get_by_role("button", name="Wegnehmen – Bänke").click()
    expect(bilge.locator(".qw-sticky")).to_have_count(0)
    dilan.get_by_role("button", name="Gruppe rechts – Bänke").click()
    sentence = "Jemand hat diese Karte inzwischen weggenommen. Sie können sie zurückholen."
    expect(dilan.get_by_text(sentence)).to_be_visible()
    expect(dilan.get_by_label("Text der Karte")).to_have_value("Bänke")
    dilan.get_by_role("button", name="Mit diesem Text zurückholen").click()
    expect(card).to_have_text("Bänke")
    expect(bilge.locator(".qw-sticky__text")).to_have_text("Bänke")
    assert [line for line in watch.complaints if "409" not in line] == []
    watch.complaints.clear()  # the console reports the refused press itself


def test_a_card_in_a_group_that_the_others_have_not_read_yet_is_told_of_where_it_is(bilge: Page, dilan: Page) -> None:
    write(bilge, "Bänke")
    expect(dilan.locator(".qw-sticky__text")).to_have_text("Bänke")
    read = new_group(bilge, "Zu Wasser", read_slowly_by=dilan)
    move_right(bilge, "Bänke", "Zu Fuß", "Mit dem Rad")
    expect(dilan.locator("#ansage")).to_contain_text(re.compile("„Mit dem Rad“|Änderungen"))
    move_right(bilge, "Bänke", "Zu Wasser")
    dilan.wait_for_timeout(500)  # heard, and not read
    read.continue_()
    expect(dilan.get_by_role("region", name="Zu Wasser 1 Karte").locator(".qw-sticky__text")).to_have_text("Bänke")
    expect(dilan.locator("#ansage")).to_contain_text("Karte jetzt in „Zu Wasser“: Bänke")


def test_what_is_heard_while_the_board_is_read_anew_is_not_undone_by_what_was_read(bilge: Page, dilan: Page) -> None:
    write(bilge, "Bänke")
    expect(dilan.locator(".qw-sticky__text")).to_have_text("Bänke")
    read = new_group(bilge, "Zu Wasser", read_slowly_by=dilan)
    before = read.fetch()
    move_right(bilge, "Bänke", "Zu Fuß")
    there = dilan.get_by_role("region", name="Zu Fuß 1 Karte").locator(".qw-sticky__text")
    expect(there).to_have_text("Bänke")
    read.fulfill(response=before)
    expect(dilan.get_by_role("region", name="Zu Wasser 0 Karten")).to_be_visible()
    expect(there).to_have_text("Bänke")


def test_a_card_without_a_connection_keeps_its_words_and_hangs_there_once_in_the_end(
    bilge: Page, dilan: Page, watch: Watch
) -> None:
    told = bilge.locator("#netz")
    expect(told).to_be_hidden()
    bilge.context.set_offline(True)
    expect(told).to_have_text("Keine Verbindung. Was andere tun, erscheint, sobald sie wieder da ist.")
    write(bilge, "Bänke")
    expect(told).to_contain_text("Das ist nicht angekommen. Ihre Worte stehen noch da")
    expect(bilge.locator("#ansage")).to_contain_text("Das ist nicht angekommen.")
    expect(bilge.get_by_label("Ihre Karte")).to_have_value("Bänke")
    bilge.context.set_offline(False)
    expect(told).to_be_hidden()
    bilge.route("**/tafel/karte/", answer_gets_lost)  # the card arrives, the answer does not
    bilge.get_by_role("button", name="An die Tafel hängen").click()
    expect(told).to_be_visible()
    expect(dilan.locator(".qw-sticky__text")).to_have_text("Bänke")
    expect(bilge.get_by_label("Ihre Karte")).to_have_value("Bänke")
    bilge.unroute("**/tafel/karte/")
    bilge.get_by_role("button", name="An die Tafel hängen").click()
    expect(bilge.get_by_label("Ihre Karte")).to_have_value("")
    write(bilge, "Schatten")
    for page in (bilge, dilan):
        expect(page.locator(".qw-sticky__text")).to_have_text(["Bänke", "Schatten"])
    assert [line for line in watch.complaints if "net::ERR_" not in line] == []
    watch.complaints.clear()  # the console reports the lost connection itself


@pytest.mark.parametrize("view", ["", "?ansicht=liste"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_board_fits_and_has_no_serious_fault(view: str, width: int, bilge: Page, serious: Serious) -> None:
    bilge.set_viewport_size({"width": width, "height": 800})
    bilge.get_by_label("Ihre Karte").fill("Eine sehr langeZusammenhängendeKarteOhneEinEinzigesLeerzeichenImText")
    bilge.get_by_role("button", name="An die Tafel hängen").click()
    bilge.goto(f"{BOARD}{view}")
    assert (sideways(bilge), serious(bilge)) == (0, [])


def test_without_javascript_every_press_leads_back_to_its_card(
    unscripted: Page, sessions: dict[str, dict[str, str]]
) -> None:
    unscripted.context.add_cookies([sessions["bilge"]])  # type: ignore[list-item]
    unscripted.goto(BOARD)
    unscripted.get_by_label("Ihre Karte").fill("Bänke")
    unscripted.get_by_role("button", name="An die Tafel hängen").click()
    unscripted.locator("summary", has_text="Bewegen oder ändern").click()
    unscripted.get_by_role("button", name="Gruppe rechts – Bänke").click()
    unscripted.wait_for_url(re.compile(r"offen=right-\d+#karte-\d+$"))
    assert unscripted.get_by_role("button", name="Gruppe rechts – Bänke").is_visible()
    assert "Bänke" in unscripted.locator("section", has_text="Zu Fuß").inner_text()

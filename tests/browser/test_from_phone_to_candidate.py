"""Somebody who never saw the software asks on a phone and without a name, reads the answer, works in a sprint with a
keyboard and nothing else, and finds what came of it: a candidate with a team and a first date."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .backstage import SLUG, TITLE
from .conftest import SOURCE, House, Watch, sideways

CONCERN = "Alle Besprechungen finden in Räumen ohne Fenster statt."
ANSWER = "Das geht vielen so, deshalb laden wir zu einem Sprint ein."
CARD = "Bänke zum Ausruhen"
#: What the focused part of a page is called.
_NAME = """(() => {
    const at = document.activeElement;
    return ((at.labels?.[0] ?? at).innerText || "").replace(/\\s+/g, " ").trim();
})()"""
#: A form that comes back within three seconds is taken for that of a machine.
_LOOKED_AT = """new Promise((done) => {
    setTimeout(done, performance.getEntriesByType("navigation")[0].responseEnd + 3100 - performance.now());
})"""


class Keys:
    """Somebody with a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str) -> None:
        """Walks until the focus is on what has this name."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_NAME) == name:
                return
        pytest.fail(f"the keyboard does not get to “{name}”")

    def press(self, name: str) -> None:
        self.to(name)
        self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        """A press that leads to another page."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.type(text)

    def hear(self, sentence: str) -> None:
        """What a screen reader says by itself."""
        expect(self.page.locator("#ansage")).to_have_text(sentence)


@pytest.fixture
def meanwhile(house: House) -> Callable[..., dict[str, str]]:
    """What others do, who are not part of this story."""

    def done(*verb: str) -> dict[str, str]:
        told = subprocess.run(
            [sys.executable, "-m", "tests.browser.backstage", *verb],
            env={**house.environment, "DJANGO_SETTINGS_MODULE": "querwerk.web.settings", "PYTHONPATH": str(SOURCE)},
            cwd=Path(SOURCE).parent, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        return dict(json.loads(told.stdout))

    return done


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """A phone that nobody is logged in on."""
    pocket = browser.new_context(
        base_url=house.address, locale="de-DE", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield pocket.new_page()
    assert pocket.cookies() == []
    pocket.close()


@pytest.fixture
def guest(browser: Browser, house: House, watch: Watch) -> Iterator[Keys]:
    """Somebody at a computer who does not touch the mouse."""
    desk = browser.new_context(base_url=house.address, locale="de-DE")
    page = desk.new_page()
    watch.look_at(page)
    yield Keys(page)
    desk.close()


def test_from_a_question_on_a_phone_to_a_candidate_with_a_team_and_a_date(
    phone: Page, page: Page, guest: Keys, house: House, meanwhile: Callable[..., dict[str, str]]
) -> None:
    code, number = ask(phone)
    house.log_in(page)
    answer(page, number)
    come_back(phone, code)
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    expect(phone.locator(".qw-steps [aria-current]")).to_contain_text("aufgegriffen")

    seat = meanwhile("plan", number)["code"]
    come_in(guest, seat)
    write_and_move(guest, page, house)
    meanwhile("vote")
    give_dots(guest)
    meanwhile("ring")
    expect(cards(guest.page).filter(has_text=CARD)).to_contain_text("2 Punkte")
    day = meanwhile("leave", CARD)["day"]

    find_it_by_keyboard(guest, day)
    come_back(phone, code)
    grown = phone.get_by_role("region", name="Wie es weiterging")
    expect(grown.get_by_role("link")).to_have_text([TITLE, CARD])
    expect(grown).to_contain_text(f"Drei Plätze ausmessen, bis {day}")
    assert sideways(phone) == 0
    grown.get_by_role("link", name=CARD).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(phone.locator(".qw-idea[data-way=team]")).to_contain_text("Bank und Baum")


def ask(phone: Page) -> tuple[str, str]:
    """By touch; the connection breaks just as all is written."""
    phone.goto("/")
    phone.get_by_text("Menü").tap()
    phone.get_by_role("link", name="Ideen", exact=True).tap()
    phone.get_by_role("link", name="Ohne Namen anfragen").tap()
    phone.get_by_label("Einen Sprint").tap()
    phone.get_by_label("In einem Satz: Worum geht es?").fill("Besprechungen ohne Luft und Licht")
    phone.get_by_label("Was ist los?").fill(CONCERN)
    phone.get_by_label("Ich arbeite in dieser Verwaltung.").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Anfragen", exact=True).tap()
    expect(phone.get_by_role("alert").filter(visible=True)).to_contain_text("Ihre Worte stehen noch da")
    expect(phone.get_by_label("Was ist los?")).to_have_value(CONCERN)
    phone.context.set_offline(False)
    expect(phone.get_by_text("Ihre Worte stehen noch da")).to_be_hidden()
    phone.evaluate(_LOOKED_AT)
    phone.get_by_role("button", name="Anfragen", exact=True).tap()
    code = phone.locator(".qw-code").inner_text()
    number = re.search(r"\d+", phone.locator(".qw-over").first.inner_text())
    assert number is not None
    assert sideways(phone) == 0
    return code, number[0]


def answer(page: Page, number: str) -> None:
    """Carla sees it waiting and says what comes next, with a day."""
    page.goto("/anfragen/")
    page.get_by_role("link", name="Besprechungen ohne Luft und Licht").click()
    page.get_by_text("Annehmen").first.click()
    form = page.locator(f"form[action='/anfragen/{number}/annehmen/']")
    form.locator("[name=next_step]").fill(ANSWER)
    day = page.evaluate("new Date(Date.now() + 5 * 864e5).toISOString().slice(0, 10)")
    form.locator("[name=next_on]").fill(day)
    form.get_by_role("button").first.click()
    expect(page.get_by_text(ANSWER).first).to_be_visible()


def come_back(phone: Page, code: str) -> None:
    phone.goto("/rueckweg/")
    phone.get_by_label("Ihr Rückkehrcode").fill(code)
    phone.get_by_role("button", name="Anzeigen").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Besprechungen ohne Luft und Licht")


def come_in(guest: Keys, code: str) -> None:
    """From the first page to a seat, with a code on a slip of paper and no account."""
    guest.page.goto("/")
    guest.follow("Sprints")
    guest.follow(TITLE)
    guest.follow("Ich habe einen Gastcode")
    guest.write("Ihr Code", code)
    with guest.page.expect_navigation():
        guest.page.keyboard.press("Enter")
    guest.write("Wie dürfen die anderen Sie nennen?", "Bilge")
    guest.follow("Platz nehmen")
    expect(guest.page.get_by_text("Sie haben einen Platz.")).to_be_visible()
    guest.follow("Zur Tafel")
    guest.follow("Liste")


def write_and_move(guest: Keys, page: Page, house: House) -> None:
    """Cards, a group, and somebody else who writes at the same time."""
    for text in (CARD, "Schatten"):
        guest.write("Ihre Karte", text)
        guest.press("An die Tafel hängen")
        expect(cards(guest.page).filter(has_text=text)).to_be_visible()
    guest.press("Nach oben – Schatten")
    expect(words(guest.page)).to_have_text(["Schatten", CARD])
    page.get_by_role("button", name="Abmelden").click()
    house.log_in(page, "ayse")
    page.goto(f"/sprints/{SLUG}/tafel/")
    page.get_by_label("Ihre Karte").fill("Ein Zelt")
    page.get_by_role("button", name="An die Tafel hängen").click()
    guest.hear("Neue Karte in „Ohne Gruppe“: Ein Zelt")
    expect(words(guest.page)).to_have_text(["Schatten", CARD, "Ein Zelt"])
    guest.press("Neue Gruppe")
    guest.write("Name der Gruppe", "Sofort möglich")
    guest.follow("Gruppe anlegen")
    guest.press(f"Gruppe rechts – {CARD}")
    group = guest.page.get_by_role("region", name="Sofort möglich 1 Karte")
    expect(words(group)).to_have_text(CARD)
    expect(page.get_by_role("region", name="Sofort möglich 1 Karte").locator("[data-words]")).to_have_text(CARD)
    expect(page.locator("#ansage")).to_contain_text(f"Karte jetzt in „Sofort möglich“: {CARD}")


def give_dots(guest: Keys) -> None:
    """Votes, and what is left is said."""
    card = cards(guest.page).filter(has_text=CARD)
    expect(card.get_by_role("button", name=f"Einer mehr – {CARD}")).to_be_visible()
    for left in ("Noch 2 Punkte übrig.", "Noch ein Punkt übrig."):
        guest.press(f"Einer mehr – {CARD}")
        guest.hear(left)


def cards(page: Page) -> Locator:
    return page.locator(".qw-sticky")


def words(at: Page | Locator) -> Locator:
    return at.locator("[data-words]")


def find_it_by_keyboard(guest: Keys, day: str) -> None:
    """The guest looks again some days later."""
    guest.page.goto("/sprints/?zeit=vorbei")
    guest.follow(TITLE)
    guest.follow("Zum Ergebnis")
    idea = guest.page.locator(".qw-idea[data-way=team]")
    expect(idea.get_by_role("heading")).to_have_text(CARD)
    expect(idea).to_contain_text(f"Drei Plätze ausmessen, {day}")
    expect(idea).to_contain_text("Bank und Baum")
    expect(idea).to_contain_text("Sie ist Kandidat für die Leitprojekte des Hauses.")

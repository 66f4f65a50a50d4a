"""Ayşe opens a slip at her desk; stations mark it on a phone: with a script, without one, and without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import House, Serious, Watch, sideways

PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def code(browser: Browser, house: House) -> str:
    """The code on a slip that Ayşe has just printed."""
    desk = browser.new_context(base_url=house.address, locale="de-DE")
    page = desk.new_page()
    house.log_in(page, "ayse")
    page.goto("/laufwege/neu/")
    page.get_by_label("Titel").fill("Bauantrag im Umlauf")
    page.locator("textarea[name=stations]").fill("Poststelle\nBauordnungsamt\nAmtsleitung")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/laufwege/bauantrag-im-umlauf/"))
    page.get_by_role("link", name="Laufzettel eröffnen").click()
    page.get_by_role("button", name="Eröffnen und drucken").click()
    found = page.locator(".qw-slip__address strong").inner_text().replace("-", "")
    desk.close()
    return found


@pytest.fixture
def phone(browser: Browser, house: House, watch: Watch) -> Iterator[Page]:
    """A phone that nobody is logged in on."""
    pocket: BrowserContext = browser.new_context(base_url=house.address, locale="de-DE", viewport=PHONE)
    page = pocket.new_page()
    page.on("request", watch._requested)
    yield page
    assert watch.foreign == []
    assert pocket.cookies() == []
    pocket.close()


def press(page: Page, station: str, button: str) -> None:
    page.get_by_label(station, exact=True).check()
    page.get_by_role("button", name=button, exact=True).click()


def test_two_touches_mark_a_paper_and_one_takes_it_back(phone: Page, code: str, serious: Serious) -> None:
    phone.goto(f"/zettel/{code}/")
    assert (sideways(phone), serious(phone)) == (0, [])
    press(phone, "Poststelle", "Angekommen")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vermerkt")
    assert (sideways(phone), serious(phone)) == (0, [])
    phone.get_by_role("button", name="Das war falsch: zurücknehmen").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Zurückgenommen")
    phone.goto(f"/zettel/{code}/")
    expect(phone.locator("main")).not_to_contain_text("Zuletzt:")


def test_everything_works_without_a_script_and_by_keyboard(unscripted: Page, code: str) -> None:
    unscripted.goto(f"/zettel/{code}/")
    unscripted.get_by_label("Poststelle", exact=True).focus()
    unscripted.keyboard.press("Space")
    unscripted.get_by_role("button", name="Angekommen").focus()
    unscripted.keyboard.press("Enter")
    expect(unscripted.get_by_role("heading", level=1)).to_have_text("Vermerkt")
    unscripted.goto(f"/zettel/{code}/")
    unscripted.get_by_text("Es war schon früher").click()
    unscripted.get_by_label("Tag", exact=False).fill(str(timezone.localdate() - timedelta(days=1)))
    unscripted.get_by_label("Uhrzeit").fill("14:00")
    press(unscripted, "Poststelle", "Erledigt, geht weiter")
    expect(unscripted.get_by_text("Bitte prüfen Sie Ihre Eingabe")).to_be_visible()  # the slip is younger than that


def test_a_press_without_a_network_is_handed_in_once_there_is_one(phone: Page, code: str) -> None:
    phone.goto(f"/zettel/{code}/")
    phone.context.set_offline(True)
    press(phone, "Bauordnungsamt", "Angekommen")
    told = phone.get_by_role("status")
    expect(told).to_contain_text("wird nachgereicht")
    press(phone, "Bauordnungsamt", "Erledigt, geht weiter")
    kept = "JSON.parse(localStorage.getItem('querwerk-zettel') || '[]').length"
    phone.wait_for_function(f"{kept} === 2")
    phone.context.set_offline(False)
    expect(told).to_contain_text("jetzt nachgereicht")
    assert phone.evaluate(kept) == 0
    phone.goto(f"/zettel/{code}/")
    expect(phone.locator("main")).to_contain_text("Zuletzt: Bauordnungsamt: erledigt")


def test_what_waited_is_handed_in_when_the_page_is_opened_again(phone: Page, code: str) -> None:
    phone.goto(f"/zettel/{code}/")
    phone.context.set_offline(True)
    press(phone, "Amtsleitung", "Angekommen")
    expect(phone.get_by_role("status")).to_contain_text("wird nachgereicht")
    phone.close()
    phone.context.set_offline(False)
    again = phone.context.new_page()
    again.goto(f"/zettel/{code}/")
    expect(again.get_by_role("status")).to_contain_text("jetzt nachgereicht")
    assert again.evaluate("localStorage.length") == 0


def test_what_a_slip_no_longer_takes_is_said_and_forgotten(phone: Page, code: str) -> None:
    phone.goto(f"/zettel/{code}/")
    phone.evaluate(
        "localStorage.setItem('querwerk-zettel', JSON.stringify([{to: '/zettel/00000000000000000000000000/',"
        " said: {key: 'a key of a press', station: '1', mark: 'done'}}]))"
    )
    phone.reload()
    expect(phone.get_by_role("status")).to_contain_text("konnte nicht nachgereicht werden")
    assert phone.evaluate("localStorage.length") == 0


def test_the_sheet_of_paper_carries_the_code_and_boxes(browser: Browser, house: House, serious: Serious) -> None:
    desk = browser.new_context(base_url=house.address, locale="de-DE")
    page = desk.new_page()
    house.log_in(page, "ayse")
    page.goto("/laufwege/bauantrag-im-umlauf/zettel/neu/")
    page.get_by_label("Wie viele Papiere?").fill("3")
    page.get_by_role("button", name="Eröffnen und drucken").click()
    expect(page.locator(".qw-slip")).to_have_count(3)
    page.set_viewport_size(PHONE)
    assert (sideways(page), serious(page)) == (0, [])
    # the whole picture lies within its frame: a code that is cut off cannot be scanned
    whole = "svg => { const b = svg.getBBox(), v = svg.viewBox.baseVal; return b.width <= v.width - 8 && v.width > 30 }"
    assert page.locator(".qw-slip__code svg").first.evaluate(whole)
    page.emulate_media(media="print")
    shown = [page.locator(part).locator("visible=true").count() for part in (".qw-head", ".qw-foot", ".qw-noprint")]
    assert shown == [0, 0, 0]
    expect(page.get_by_role("rowheader", name="Bauordnungsamt")).to_have_count(3)
    for path in ("/laufwege/bauantrag-im-umlauf/zettel/", "/laufwege/bauantrag-im-umlauf/zettel/1/"):
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(path)
        assert (sideways(page), serious(page)) == (0, [])
    desk.close()


def test_a_newcomer_gets_from_a_title_to_the_poster_and_the_slip_as_the_tutorial_says(
    page: Page, browser: Browser, house: House
) -> None:
    house.log_in(page, "ayse")
    page.get_by_role("link", name="Laufwege", exact=True).first.click()
    page.get_by_role("link", name="Laufweg beginnen").first.click()
    page.get_by_label("Titel").fill("Antrag auf Dienstreise")
    page.get_by_label("Stationen, eine je Zeile").fill(
        "Antrag stellen\nGeschäftszimmer\nAmtsleitung\nPersonalamt\nKasse\nGeschäftszimmer"
    )
    page.get_by_role("button", name="Laufweg beginnen").click()
    expect(page.get_by_text("Durch 5 Hände, 5 Übergaben")).to_be_visible()
    page.get_by_role("link", name="Stationen ändern").click()
    for box, number in ((page.get_by_label("Minuten Arbeit"), "10"), (page.get_by_label("Liegezeit in Tagen"), "2")):
        for field in box.all()[:6]:  # a last card is empty
            field.fill(number)
    page.get_by_label("Medienbruch").first.check()
    page.get_by_role("button", name="Stationen speichern").click()
    expect(page.get_by_text("Flussanteil").first).to_be_visible()
    with page.expect_download() as poster:
        page.get_by_role("link", name="Plakat (PDF)").click()
    assert poster.value.path().read_bytes()[:5] == b"%PDF-"
    page.get_by_role("link", name="Laufzettel eröffnen").click()
    page.get_by_role("button", name="Eröffnen und drucken").click()
    code = page.locator(".qw-slip__address strong").inner_text()
    page.get_by_role("link", name="Ich habe gedruckt").click()
    pocket = browser.new_context(base_url=house.address, locale="de-DE", viewport=PHONE)
    phone = pocket.new_page()
    phone.goto("/zettel/")
    phone.get_by_label("Code auf dem Laufzettel").fill(code)
    phone.get_by_role("button", name="Weiter").click()
    press(phone, "Antrag stellen", "Erledigt, geht weiter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vermerkt")
    pocket.close()
    page.get_by_role("link", name="Antrag auf Dienstreise").click()
    expect(page.locator("#zettel")).to_contain_text("Antrag stellen: erledigt")
    page.get_by_role("link", name="Laufzettel 1").click()
    page.get_by_role("button", name="Laufzettel beenden").click()
    page.get_by_role("link", name="Antrag auf Dienstreise").click()
    expect(page.locator("#gezaehlt")).to_contain_text("Gezählt: 1 Vorgang")

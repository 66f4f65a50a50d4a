"""What people come for: a stranger without scripts, Dilan at the keyboard, Carla who logs in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import House, Serious, Watch

FOCUSED = "document.activeElement.textContent.trim()"


@pytest.mark.browser
def test_without_scripts_a_stranger_finds_what_was_replaced_and_takes_the_report_along(unscripted: Page) -> None:
    page = unscripted
    page.goto("/")
    page.get_by_role("link", name="Grüne Stadt", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grüne Stadt")
    page.locator("main").get_by_role("link", name="Mein Freiraum").first.click()
    expect(page.locator("main")).to_contain_text("Ersetzt")
    page.get_by_role("link", name="Berichte", exact=True).first.click()
    page.locator("main").get_by_role("link", name="2025").first.click()
    with page.expect_download() as caught:
        page.locator("main a[href$='.pdf']").first.click()
    path = caught.value.path()
    assert path.read_bytes()[:5] == b"%PDF-"


@pytest.mark.browser
def test_without_scripts_the_phone_menu_opens(unscripted: Page) -> None:
    unscripted.set_viewport_size({"width": 375, "height": 700})
    unscripted.goto("/")
    expect(unscripted.get_by_role("link", name="Matrix")).to_be_hidden()
    unscripted.locator("summary", has_text="Menü").click()
    unscripted.get_by_role("link", name="Matrix").click()
    expect(unscripted).to_have_url(re.compile(r"/matrix/$"))


def test_dilan_finds_a_project_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"
    page.goto("/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "suche":
            break
    page.keyboard.type("Klimawandel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/?q=Klimawandel")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith("Stadt im Klimawandel"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stadt im Klimawandel")


def test_the_focus_is_always_seen(page: Page) -> None:
    page.goto("/")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => [document.activeElement, null, "::after"].some((part, index, all) => {
                const style = getComputedStyle(all[0], index ? part : null);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            })"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_links_and_buttons_of_the_frame_are_large_enough_to_hit(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("header a, header button, summary, .qw-town a, footer a")]
            .map(part => [part.textContent.trim(), part.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([words]) => words)"""
    )
    assert small == []


def test_the_language_switch_keeps_page_and_query(page: Page) -> None:
    page.goto("/suche/?q=Klimawandel")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/suche/?q=Klimawandel")
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url(lambda url: url.endswith("/suche/?q=Klimawandel") and "/en/" not in url)


def test_an_unknown_address_answers_in_the_frame_and_axe_agrees(page: Page, watch: Watch, serious: Serious) -> None:
    answer = page.goto("/gibt-es-nicht/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Seite nicht gefunden")
    assert serious(page) == []
    watch.complaints.clear()  # the console reports the 404 itself


def test_the_log_in_does_not_tell_whether_a_name_exists(page: Page, house: House, watch: Watch) -> None:
    told = []
    for name in ("carla", "niemand"):
        page.goto("/anmelden/")
        page.get_by_label("Benutzername").fill(name)
        page.get_by_label("Passwort").fill("falsch-falsch")
        page.get_by_role("button", name="Anmelden").click()
        told.append(page.get_by_role("alert").inner_text())
    assert told[0] == told[1]
    assert "passen nicht zusammen" in told[0]
    watch.complaints.clear()  # the console reports the 422 itself


def test_carla_logs_in_and_out(page: Page, house: House, serious: Serious) -> None:
    house.log_in(page)
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("link", name="Anmelden").first).to_be_visible()


def test_nobody_gets_a_cookie_for_reading(page: Page) -> None:
    for address in ("/", "/leitprojekte/", "/suche/?q=Stadt", "/datenschutz/"):
        page.goto(address)
    assert page.context.cookies() == []
    page.goto("/anmelden/")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]

"""Somebody who never saw the house puts an idea forward on a phone, without a name and without a script, and reads the
answer; the staff unit asks back and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import House, Serious, sideways

PHONE = {"width": 360, "height": 740}
IDEA = "Fahrradständer vor dem Bürgerbüro"


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """A phone that nobody is logged in on and that runs no JavaScript."""
    pocket = browser.new_context(
        base_url=house.address, locale="de-DE", viewport=PHONE, java_script_enabled=False, has_touch=True
    )
    yield pocket.new_page()
    assert pocket.cookies() == []
    pocket.close()


def come_back(page: Page, code: str) -> None:
    page.goto("/rueckweg/")
    page.get_by_label("Ihr Rückkehrcode").fill(code)
    page.get_by_role("button", name="Anzeigen").click()


def test_an_idea_on_a_phone_without_a_name_gets_an_answer(
    phone: Page, page: Page, house: House, serious: Serious
) -> None:
    phone.goto("/")
    phone.get_by_text("Menü").click()
    phone.get_by_role("link", name="Ideen", exact=True).click()
    phone.get_by_role("link", name="Kurze Wege im Rathaus").click()
    phone.get_by_role("link", name="Eine Idee einreichen").click()
    phone.get_by_label("Ihre Idee in einem Satz").fill(IDEA)
    phone.get_by_role("button", name="Einreichen", exact=True).click()
    expect(phone.get_by_role("heading", name="Bitte prüfen Sie Ihre Eingabe")).to_be_visible()
    expect(phone.get_by_label("Ihre Idee in einem Satz")).to_have_value(IDEA)
    phone.get_by_label("Worum geht es, und wie könnte es gehen?").fill("Vor der Tür ist Platz für zehn Räder.")
    phone.wait_for_timeout(3_000)
    phone.get_by_role("button", name="Einreichen", exact=True).click()
    code = phone.locator(".qw-code").inner_text()
    assert (sideways(phone), bool(re.fullmatch("([a-z0-9]{4}-){6}[a-z0-9]{2}", code))) == (0, True)

    house.log_in(page)
    page.goto("/anfragen/")
    page.get_by_role("link", name=IDEA).click()
    assert serious(page) == []
    page.get_by_text("Rückfrage stellen").first.click()
    form = page.locator("form[action$='/rueckfragen/']")
    form.locator("textarea").first.fill("Auch für Lastenräder?")
    form.get_by_role("button").first.click()

    come_back(phone, code)
    expect(phone.get_by_text("Die Stabsstelle hat Sie etwas gefragt")).to_be_visible()
    phone.get_by_label("Ihre Worte an die Stabsstelle").fill("Zwei davon, ja.")
    phone.get_by_role("button", name="Absenden").click()

    page.reload()
    expect(page.get_by_text("Zwei davon, ja.")).to_be_visible()
    page.get_by_text("Ablehnen, mit Begründung").first.click()
    form = page.locator("form[action$='/ablehnen/']")
    form.locator("textarea").first.fill("Der Platz ist Rettungsweg; am Seiteneingang stehen ab Mai zehn Ständer.")
    form.get_by_role("button").first.click()

    come_back(phone, code)
    expect(phone.get_by_text("am Seiteneingang stehen ab Mai zehn Ständer")).to_be_visible()
    expect(phone.locator(".qw-steps [aria-current]")).to_contain_text("abgelehnt")
    assert sideways(phone) == 0


def test_the_pages_of_asking_are_fit_for_everybody(page: Page, serious: Serious) -> None:
    page.set_viewport_size(PHONE)
    for path in ("/ideen/", "/ideen/neu/", "/anfragen/ohne-namen/", "/rueckweg/",
                 "/ideen/aktionen/kurze-wege-im-rathaus/"):  # fmt: skip
        page.goto(path)
        assert (path, serious(page), sideways(page)) == (path, [], 0)

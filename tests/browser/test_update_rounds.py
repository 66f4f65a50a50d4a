"""Ayşe confirms her project in a real browser with one click, and everybody sees the day."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from .conftest import House, Serious, sideways

SHEET = "/leitprojekte/karlsruhe-digital/"


@pytest.fixture
def desk(page: Page, house: House) -> Page:
    """A page with Ayşe logged in: her post leads karlsruhe.digital."""
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill("ayse")
    page.get_by_label("Passwort").fill(house.passwords["ayse"])
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url(lambda address: "/anmelden/" not in address)
    return page


def test_one_click_says_that_nothing_has_changed_and_the_public_page_shows_the_day(
    desk: Page, browser: Browser, house: House
) -> None:
    desk.goto("/aktualisierung/")
    desk.get_by_role("button", name=re.compile("Nichts hat sich geändert.*karlsruhe.digital")).focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Der Stand von „karlsruhe.digital“ ist bestätigt.")).to_be_visible()
    stranger = browser.new_context(base_url=house.address, locale="de-DE")
    public = stranger.new_page()
    public.goto(SHEET)
    expect(public.get_by_text(f"Stand bestätigt am {timezone.localdate():%d.%m.%Y}")).to_be_visible()
    stranger.close()


def test_a_milestone_is_moved_on_the_same_page_with_its_reason(desk: Page) -> None:
    desk.goto("/aktualisierung/karlsruhe-digital/")
    group = desk.get_by_role("group", name=re.compile("InnovationFestival"))
    group.get_by_label("neuer Termin").check()
    moves = desk.locator(".qw-moves", has=group)
    moves.get_by_label("Datum").fill("Herbst 2027")
    moves.get_by_label("Grund oder Bemerkung").fill("Die Vergabe dauert länger")
    desk.get_by_role("button", name="Aktualisierung abgeben").click()
    expect(desk.get_by_text("Ihre Aktualisierung ist gespeichert.")).to_be_visible()
    desk.goto(SHEET)
    expect(desk.locator("main")).to_contain_text("Die Vergabe dauert länger")


@pytest.mark.parametrize("path", ["/aktualisierung/", "/aktualisierung/karlsruhe-digital/"])
def test_the_pages_of_a_lead_fit_a_phone_and_axe_finds_nothing_serious(desk: Page, serious: Serious, path: str) -> None:
    desk.set_viewport_size({"width": 320, "height": 700})
    desk.goto(path)
    assert (sideways(desk), serious(desk)) == (0, [])

"""Carla edits a sheet in a real browser: by keyboard, on a small phone, in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import House
from .test_every_page import Serious

EDIT = "/leitprojekte/urbanes-gruen/bearbeiten/"
PAGES = [
    EDIT,
    *(f"{EDIT}{verb}/" for verb in ("zurueckstellen", "ersetzen", "themen", "mittel-planen", "beschreibung")),
    *(f"{EDIT}{verb}/" for verb in ("methode-nutzen", "strategie-zuordnen", "herkunft-verknuepfen")),
    "/leitprojekte/neu/", "/vokabular/", "/hausregeln/", "/einheiten/verwalten/", "/themen/verwalten/", "/posten/",
]  # fmt: skip


@pytest.fixture
def desk(page: Page, house: House) -> Page:
    """A page with Carla logged in."""
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill("carla")
    page.get_by_label("Passwort").fill(house.passwords["carla"])
    page.get_by_role("button", name="Anmelden").click()
    return page


def test_the_pages_of_the_staff_unit_satisfy_axe_and_fit_a_small_phone(desk: Page, serious: Serious) -> None:
    found: dict[str, object] = {}
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        desk.set_viewport_size({"width": 320, "height": 800})
        for address in PAGES:
            desk.goto(address)
            assert desk.locator("h1").count() == 1
            wider = desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if serious(desk) or wider:
                found[f"{address} {scheme}"] = (serious(desk), wider)
    assert found == {}


def test_carla_plans_a_milestone_by_keyboard_alone(desk: Page) -> None:
    desk.goto(EDIT)
    desk.get_by_role("link", name="Meilenstein planen").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Meilenstein", exact=True).focus()
    desk.keyboard.type("Baumfest")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Herbst 2027")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Der Meilenstein ist geplant.")).to_be_visible()
    expect(desk.get_by_text("Baumfest: Herbst 2027 geplant")).to_be_visible()

"""Ayşe models a route in a real browser: by keyboard alone, and without scripts on a phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import House, Serious, sideways


def test_a_route_is_modelled_by_keyboard_alone(page: Page, house: House, serious: Serious) -> None:
    house.log_in(page, "ayse")
    page.goto("/laufwege/neu/")
    page.get_by_label("Titel").focus()
    page.keyboard.type("Antrag auf Telearbeit")
    page.keyboard.press("Tab")
    page.keyboard.type("Antrag stellen")
    page.keyboard.press("Enter")
    page.keyboard.type("Personal- und Organisationsamt")
    page.get_by_role("button", name="Beginnen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Durch 2 Hände, eine Übergabe.")).to_be_visible()
    page.get_by_role("link", name="Stationen ändern").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Stationen", level=1)).to_be_visible()
    assert serious(page) == []
    first = page.get_by_role("group", name="Station 1", exact=True)
    first.get_by_label("Wo: Amt oder Ort").focus()
    for typed in ("Wirtschaftsförderung", "bearb", "15"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    second = page.get_by_role("group", name="Station 2", exact=True)
    second.get_by_label("Liegetage").focus()
    page.keyboard.type("1,5")
    page.get_by_role("button", name="Station 2 nach oben").focus()
    page.keyboard.press("Enter")
    expect(first.get_by_label("Liegetage")).to_have_value("1,5")
    expect(first).to_be_focused()  # the card that moved, not the top of the page
    page.get_by_role("button", name="Station 1 nach unten").focus()
    page.keyboard.press("Enter")
    expect(second.get_by_label("Liegetage")).to_have_value("1,5")
    second.get_by_label("Liegetage").focus()
    page.keyboard.press("Enter")  # stores, as Enter in a form does
    expect(page.get_by_text("Die Stationen sind gespeichert.")).to_be_visible()
    expect(page.get_by_text("davon 1 über Amtsgrenzen; 15 Minuten Bearbeitung in 1,5 Tagen")).to_be_visible()


def test_cards_fit_a_small_phone(page: Page, house: House, serious: Serious) -> None:
    house.log_in(page, "ayse")
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    for path in ("bearbeiten/", "einfuegen/", "beschreibung/"):
        page.goto(f"/laufwege/beschaffung-eines-notebooks/{path}")
        assert (page.locator("h1").count(), sideways(page)) == (1, 0)
        assert serious(page, "color-contrast") == []

"""From an event log to its picture, without a script, by keyboard or pointer, on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import House, Serious, sideways

LOG = """Vorgang;Amt;Sachbearbeiter;Zeit
A-1;Hauptamt;Petra Planted;2025-03-03 08:00
A-1;Bauamt;Klaus Kanari;2025-03-05 10:00
A-2;Hauptamt;Petra Planted;2025-03-03 09:00
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bauantraege.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def columns_of(page: Page, file: Path) -> None:
    """Hands a file in and waits until its columns are known."""
    page.goto("/laufwege/einlesen/")
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Datei ansehen").click()
    expect(page.get_by_role("heading", name="Was bedeuten die Spalten?")).to_be_visible(timeout=30_000)


def test_a_log_becomes_a_picture_without_a_script(house: House, unscripted: Page, file: Path) -> None:
    house.log_in(unscripted, "ayse")
    columns_of(unscripted, file)
    assert "Planted" not in unscripted.content()
    unscripted.get_by_role("button", name="Einlesen", exact=True).click()
    expect(unscripted.get_by_role("heading", name="2 Vorgänge, 3 Ereignisse")).to_be_visible(timeout=30_000)
    expect(unscripted.locator("figure svg").first).to_be_visible()


def test_names_become_roles_on_a_phone(house: House, page: Page, file: Path, serious: Serious) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    house.log_in(page, "ayse")
    columns_of(page, file)
    assert (sideways(page), serious(page)) == (0, [])
    page.get_by_label("Amt", exact=True).select_option(label="weglassen")
    page.get_by_text("weitere Spalte").first.click()
    page.get_by_label("Sachbearbeiter", exact=True).select_option(label="Station, als Rolle oder Einheit")
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_role("heading", name="Rollen statt Namen")).to_be_visible()
    assert (sideways(page), serious(page)) == (0, [])
    page.get_by_label("Petra Planted").fill("Amtsleitung")
    page.get_by_label("Klaus Kanari").fill("Fachstelle")
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_role("heading", name="2 Vorgänge, 3 Ereignisse")).to_be_visible(timeout=30_000)
    assert (sideways(page), serious(page)) == (0, [])
    assert "Planted" not in page.content()


def test_the_page_for_the_file_works_by_keyboard(house: House, page: Page, serious: Serious) -> None:
    house.log_in(page, "ayse")
    page.goto("/laufwege/einlesen/")
    assert serious(page) == []
    page.locator("#id_file").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Datei ansehen")).to_be_focused()

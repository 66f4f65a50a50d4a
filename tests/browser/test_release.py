"""A text takes the way of four eyes in a real browser; at each step a resident looks and sees nothing until the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import House, Serious, Watch, sideways

SHEET = "/leitprojekte/karlsruhe-digital/"
WORDS = "Im Rathaus steht jetzt ein Lesesessel für alle."
Sits = Callable[[str], Page]


@pytest.fixture
def sits(browser: Browser, house: House, watch: Watch) -> Iterator[Sits]:
    """Somebody at a browser of their own, logged in; nobody is Dilan, who only looks."""
    contexts = []

    def sit(name: str) -> Page:
        contexts.append(browser.new_context(base_url=house.address, locale="de-DE"))
        page = contexts[-1].new_page()
        watch.look_at(page)
        if name:
            house.log_in(page, name)
        return page

    yield sit
    for context in contexts:
        context.close()
    assert watch.foreign == []


def test_ayse_writes_frida_checks_carla_changes_and_clara_releases(sits: Sits, serious: Serious) -> None:
    ayse, dilan = sits("ayse"), sits("")

    def dilan_sees(times: int) -> None:
        dilan.goto(SHEET)
        expect(dilan.locator("main").get_by_text(WORDS)).to_have_count(times)

    # Ayşe writes by keyboard and hands on.
    ayse.goto(f"{SHEET}texte/phase/")
    ayse.get_by_label("Text").focus()
    ayse.keyboard.type(WORDS)
    ayse.keyboard.press("Tab")
    ayse.keyboard.press("Tab")
    expect(ayse.get_by_role("button", name="Speichern und zur Prüfung geben")).to_be_focused()
    ayse.keyboard.press("Enter")
    expect(ayse.get_by_text("In Prüfung")).to_be_visible()
    draft = ayse.url
    dilan_sees(0)
    answer = dilan.goto(draft)
    assert answer is not None
    assert answer.status == 404

    # Frida finds it on her list and agrees.
    frida = sits("frida")
    frida.goto("/freigaben/")
    frida.get_by_role("link", name="Phase").first.click()
    assert (serious(frida), sideways(frida)) == ([], 0)
    frida.get_by_role("button", name="Zustimmen und an die Stabsstelle geben").click()
    expect(frida.get_by_text("Der Text liegt jetzt bei der Stabsstelle.")).to_be_visible()
    dilan_sees(0)

    # Carla changes a word: now it is hers too, and she cannot release it; Frida looks again.
    carla = sits("carla")
    carla.goto(draft)
    carla.get_by_role("link", name="Text ändern").click()
    carla.get_by_label("Text").fill(WORDS.replace("Rathaus", "Bürgerbüro"))
    carla.get_by_role("button", name="Entwurf speichern").click()
    expect(carla.get_by_text("Sie haben an diesem Text selbst geschrieben")).to_be_visible()
    expect(carla.get_by_role("button", name="Text freigeben")).to_have_count(0)
    frida.goto(draft)
    frida.get_by_role("button", name="Zustimmen und an die Stabsstelle geben").click()
    dilan_sees(0)

    # Clara releases: now everybody reads it.
    clara = sits("clara")
    clara.goto(draft)
    clara.set_viewport_size({"width": 320, "height": 640})
    assert (serious(clara), sideways(clara)) == ([], 0)
    clara.get_by_role("button", name="Text freigeben").click()
    expect(clara.get_by_text("Der Text ist freigegeben.")).to_be_visible()
    dilan.goto(SHEET)
    expect(
        dilan.locator("main").get_by_text("Im Bürgerbüro steht jetzt ein Lesesessel für alle.").first
    ).to_be_visible()

"""One's own account in a real browser: passkeys under the strict policy, the second factor without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import House, Serious, Watch, sideways


def with_authenticator(page: Page) -> None:
    """A device that makes passkeys and says yes."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    yes = {"isUserVerified": True, "automaticPresenceSimulation": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **yes}})


def test_carla_makes_a_passkey_and_comes_in_with_it(page: Page, house: House, watch: Watch) -> None:
    place = house.address.replace("127.0.0.1", "localhost")
    watch.own = place.removeprefix("http://")
    with_authenticator(page)
    page.goto(f"{place}/anmelden/")
    page.get_by_label("Benutzername").fill("carla")
    page.get_by_label("Passwort").fill(house.passwords["carla"])
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_label("Code").fill(house.code("carla"))
    page.get_by_role("button", name="Anmelden").click()
    page.goto(f"{place}/konto/passkey/")
    page.get_by_label("Name des Passkeys").fill("Diensthandy")
    page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(page.get_by_text("Passkey: Diensthandy")).to_be_visible()
    page.get_by_role("button", name=re.compile("Abmelden")).click()
    page.goto(f"{place}/anmelden/?next=/konto/")
    page.get_by_label("Benutzername").fill("carla")
    page.get_by_label("Passwort").fill(house.passwords["carla"])
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("button", name="Passkey zeigen").click()
    expect(page.get_by_text("Passkey: Diensthandy")).to_be_visible()
    page.get_by_role("button", name=re.compile("Entfernen")).click()
    expect(page.get_by_text("Der zweite Faktor ist entfernt.")).to_be_visible()
    house.codes.clear()  # with the last factor the codes beside it are gone


def test_a_code_lets_in_without_javascript(unscripted: Page, house: House) -> None:
    house.log_in(unscripted, "frida")
    unscripted.goto("/konto/app/")
    expect(unscripted.get_by_role("img", name=re.compile("QR-Code"))).to_be_visible()


def test_ones_own_pages_are_for_everybody(page: Page, house: House, serious: Serious) -> None:
    house.log_in(page, "anton")
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/konto/", "/konto/app/", "/konto/passkey/", "/konto/codes/", "/konto/passwort/",
                    "/verwaltung/konten/", "/verwaltung/konten/konto/ayse/"):  # fmt: skip
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert sideways(page) == 0, address
        assert serious(page) == [], address

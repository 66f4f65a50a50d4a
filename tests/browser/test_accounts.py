"""One's own account in a real browser: passkeys under the strict policy, the second factor without JavaScript."""

from __future__ import annotations

import re
import subprocess
import sys

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


_A_LINK = """
import django; django.setup()
from django.urls import reverse
from django.utils import timezone
from querwerk.accounts.actions.links import ask_to_register
from querwerk.accounts.models import MailLink
from querwerk.accounts.rules import proof_of
ask_to_register(address="neu@example.org", at=timezone.now())
link = MailLink.objects.latest("pk")
print(reverse("accounts:link", args=(link.purpose, f"{link.key}.{proof_of(link.purpose, link.key)}")))
"""


def test_a_mailed_link_is_followed_to_its_end_and_its_address_goes_nowhere(page: Page, house: House) -> None:
    surroundings = {**house.environment, "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"}
    told = subprocess.run([sys.executable, "-c", _A_LINK], env=surroundings, capture_output=True, text=True, check=True)
    referrers: list[str] = []
    page.on("request", lambda request: referrers.append(request.all_headers().get("referer", "")))
    page.goto(told.stdout.strip())
    for field in page.locator("main input[type=password]").all():
        field.fill("vier-kurze-alte-worte")
    page.get_by_role("button", name="Konto eröffnen").click()
    expect(page.get_by_text("Ihr Konto ist offen")).to_be_visible()
    assert [referrer for referrer in referrers if "/link/" in referrer] == []
    assert f"{house.address}/" in referrers  # negative control: the page is told

"""What only the staff unit sees is held to the same rules: accessible, silent, at home on a small phone."""

from __future__ import annotations

import re

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

from querwerk.access import Role, Verb
from querwerk.web.access import TABLE

from .conftest import House, Serious, sideways

#: Pressed and never opened; or there only once a house wants ideas managed by rule, which it does not by itself.
NOT_OPENED = {"sprints:bring_in", "teams:profile_skills", "intake:criteria", "intake:opinions"}
SHEET = "/leitprojekte/urbanes-gruen/bearbeiten/"
#: A form for a row (milestone 7, this office) looks like the one for the next row.
ROW = re.compile(r"/\d+/(?=$|beenden/)|(?<=/verwalten/)([^/]+)/[^/]+/$")


def kind(link: str) -> str:
    return ROW.sub(lambda row: f"/{row[1] or 0}/", link)


def entrances() -> list[str]:
    """The pages of the staff unit that need nothing to be told, and the editing page of one sheet."""
    found = [SHEET]
    for name, door in sorted(TABLE.items()):
        if (
            name not in NOT_OPENED
            and not door.public
            and door.verb not in (Verb.EXPORT, Verb.WITHDRAW)
            and door.verb in door.thing.rights.get(Role.STAFF_UNIT, {})
        ):
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    return found


def doors(page: Page) -> list[str]:
    """The further forms an inner page leads to, one of each kind."""
    links = page.eval_on_selector_all("main a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
    inner = [str(link).partition("#")[0] for link in links if re.search(r"/(bearbeiten|verwalten|posten)/.", str(link))]
    return list({kind(link): link for link in inner}.values())


@pytest.mark.parametrize("address", entrances())
def test_every_form_of_the_staff_unit_is_for_everybody(
    page: Page, house: House, serious: Serious, address: str
) -> None:
    house.log_in(page)
    page.set_viewport_size({"width": 320, "height": 640})
    waiting, seen = [address], set[str]()
    while waiting:
        at = waiting.pop()
        if kind(at) in seen:
            continue
        seen.add(kind(at))
        answer = page.goto(at)
        assert answer is not None
        assert answer.status == 200, at
        assert page.locator("h1").count() == 1, at
        assert sideways(page) == 0, at
        assert serious(page) == [], at
        if address == at:
            waiting += doors(page)

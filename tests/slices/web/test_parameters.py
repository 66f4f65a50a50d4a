"""Whatever stands in the address line, a public page answers: it shows what it can, and never breaks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from querwerk.access import Verb
from querwerk.web.access import TABLE

pytestmark = pytest.mark.django_db
PARAMETERS = "q name art kind jahr thema einheit stand ende zeige seite spalten sort sortierung seit bis next"
VALUES = ["%00", "a%00b", "%ED%A0%80", "-1", "9" * 30, "x" * 9000, "2019-13-40", "__class__", "%E2%80%AE"]


def pages() -> list[str]:
    """The public addresses that need no argument."""
    found = []
    for name, door in TABLE.items():
        if door.public and door.verb in (Verb.LIST, Verb.READ, Verb.EXPORT):
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
    return found


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("address", pages())
def test_odd_values_of_all_parameters_are_no_error(client: Client, address: str, value: str) -> None:
    asked = "&".join(f"{name}={value}" for name in PARAMETERS.split())
    assert client.get(f"{address}?{asked}").status_code in {200, 302, 400, 404, 422}

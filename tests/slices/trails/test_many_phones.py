"""Many phones at one slip at the same moment, over real HTTP, on both databases: one event, one station."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from django.utils import timezone

from querwerk.structure.models import Account
from querwerk.trails.models import Slip, Stamp, Station, Trail
from tests.factories import make_unit
from tests.slices.delivery.people import as_actor
from tests.slices.trails.papers import ROUTE, a_slip, marked, station
from tests.slices.trails.people import a_trail, employee
from tests.slices.web.test_many_at_once import CLIENTS, running_house

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trail() -> Trail:
    return a_trail(as_actor(employee()), "Bauantrag", stations=ROUTE)


@pytest.fixture
def house(trail: Trail) -> Iterator[str]:
    with running_house() as address:
        yield address


def opened(trail: Trail) -> tuple[Slip, str]:
    """A paper of this trail on its way, and its code."""
    account = Account.objects.get(username=trail.authorship.account)
    return a_slip(trail, as_actor(account), timezone.now())


def at_once(house: str, presses: Sequence[tuple[str, dict[str, str]]]) -> Counter[int]:
    """Different phones press together; how often each answer was given."""
    barrier = Barrier(len(presses))

    def send(press: tuple[str, dict[str, str]]) -> int:
        code, said = press
        with httpx.Client(base_url=house, timeout=120) as phone:
            barrier.wait()
            return phone.post(f"/zettel/{code}/", data=said).status_code

    with ThreadPoolExecutor(len(presses)) as threads:
        return Counter(threads.map(send, presses))


def test_the_same_press_twenty_times_is_one_event(house: str, trail: Trail) -> None:
    slip, code = opened(trail)
    said = {"key": "eine Seite", "station": str(station(trail, "Poststelle").pk), "mark": "arrived"}
    assert at_once(house, [(code, said)] * CLIENTS) == {200: CLIENTS}
    assert marked(slip) == [("Poststelle", "arrived")]


def test_twenty_phones_that_scan_the_same_paper_are_one_event(house: str, trail: Trail) -> None:
    slip, code = opened(trail)
    place = str(station(trail, "Poststelle").pk)
    presses = [(code, {"key": f"Telefon {n}", "station": place, "mark": "arrived"}) for n in range(CLIENTS)]
    assert at_once(house, presses) == {200: CLIENTS}
    assert marked(slip) == [("Poststelle", "arrived")]
    at_once(house, [(code, {**said, "mark": mark}) for mark in ("done", "arrived") for _, said in presses[:1]])
    assert slip.stamps.count() > 1  # negative control: what is not the same is not thrown together


def test_two_slips_that_meet_a_new_unit_at_once_add_one_station(house: str, trail: Trail) -> None:
    legal = make_unit("Rechtsamt")
    slips = [opened(trail) for _ in range(2)]
    said = {"station": "elsewhere", "unit": str(legal.pk), "mark": "arrived"}
    presses = [(slips[n % 2][1], {**said, "key": f"Telefon {n}"}) for n in range(CLIENTS)]
    assert at_once(house, presses) == {200: CLIENTS}
    assert Station.objects.filter(trail=trail, unit=legal).count() == 1
    assert Stamp.objects.count() == len(slips)

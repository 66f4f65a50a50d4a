"""The pages of the trails: who finds which, and what stands on them."""

from __future__ import annotations

import pytest
from django.test import Client

from querwerk.trails.actions import trails as actions
from querwerk.trails.models import Trail
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff
from tests.slices.trails.people import AT, a_trail, employee, published, released

pytestmark = pytest.mark.django_db


def test_a_title_and_a_line_a_station_are_a_trail(client: Client) -> None:
    sign_in(client, employee())
    answer = client.post("/laufwege/neu/", {"title": "Dienstreiseantrag", "stations": "Amt ayse\n\nAmtsleitung\n"})
    assert (answer.status_code, answer["Location"]) == (302, "/laufwege/dienstreiseantrag/")
    found = Trail.objects.get().stations.order_by("position").values_list("position", "name", "unit__name")
    assert list(found) == [(1, "Amt ayse", "Amt ayse"), (2, "Amtsleitung", None)]


def test_the_quick_start_refuses_given_names_too(client: Client) -> None:
    sign_in(client, employee())
    answer = client.post("/laufwege/neu/", {"title": "Dienstreiseantrag", "stations": "Amtsleitung\nSabine Müller"})
    told = "„Sabine Müller“ liest sich wie eine Person" in answer.content.decode()
    assert (answer.status_code, told, Trail.objects.count()) == (422, True, 0)


def test_a_draft_is_found_by_its_author_alone(client: Client) -> None:
    ayse, other = employee(), employee("bela")
    trail = a_trail(as_actor(ayse))
    answers = [client.get(f"/laufwege/{trail.slug}/").status_code]
    for account in (other, staff(), ayse):
        sign_in(client, account)
        answers.append(client.get(f"/laufwege/{trail.slug}/").status_code)
    assert answers == [404, 404, 404, 200]


def test_the_list_shows_to_each_what_is_theirs_to_see(client: Client) -> None:
    ayse, carla = employee(), staff()
    a_trail(as_actor(ayse), "Entwurf eins")
    released(as_actor(ayse), "Im Haus")
    published(as_actor(ayse), as_actor(carla), "Für alle")
    seen = []
    for account in (None, carla, ayse):
        if account:
            sign_in(client, account)
        page = client.get("/laufwege/").content.decode()
        seen.append([title for title in ("Entwurf eins", "Im Haus", "Für alle") if title in page])
    assert seen == [["Für alle"], ["Im Haus", "Für alle"], ["Entwurf eins", "Im Haus", "Für alle"]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_of_the_database_whatever_its_length(
    client: Client, number: int, django_assert_num_queries: object
) -> None:
    ayse, carla = employee(), staff()
    for count in range(number):
        published(as_actor(ayse), as_actor(carla), f"Weg {count}")
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get("/laufwege/")


def test_each_step_has_an_address_and_says_what_it_did(client: Client) -> None:
    ayse, carla = employee(), staff()
    trail = a_trail(as_actor(ayse))
    told = []
    for account, step in ((ayse, "freigeben"), (carla, "veroeffentlichen"), (carla, "zuruecknehmen")):
        sign_in(client, account)
        version = Trail.objects.get().version
        client.post(f"/laufwege/{trail.slug}/{step}/", {"version": version})
        told.append(Trail.objects.get().state)
    assert told == ["shared", "published", "shared"]


def test_a_trail_page_asks_at_most_ten_questions(client: Client, django_assert_max_num_queries: object) -> None:
    trail = published(as_actor(employee()), as_actor(staff()), stations=["Amt ayse", "Amtsleitung", "Amt carla"])
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        answer = client.get(f"/laufwege/{trail.slug}/")
    assert answer.status_code == 200


def test_search_finds_a_trail_by_title_and_station_while_it_is_published(client: Client) -> None:
    carla = as_actor(staff())
    trail = published(as_actor(employee()), carla, stations=["Reisekostenstelle"])
    found = ["Dienstreiseantrag" in client.get(f"/suche/?q={word}").content.decode() for word in
             ("Dienstreise", "Reisekostenstelle")]  # fmt: skip
    actions.take_back(trail.slug, version=3, by=carla, at=AT)
    found.append("/laufwege/dienstreiseantrag/" in client.get("/suche/?q=Dienstreise").content.decode())
    assert found == [True, True, False]

"""The roles of the cross-structure on any day: the steering circle, the themes, the network of leads."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from querwerk.journal.actions import NOBODY, Actor, Refused
from querwerk.journal.models import Entry
from querwerk.structure.actions.circles import leave_seat, take_seat
from querwerk.structure.models import Post, SteeringSeat, ThemeRole
from querwerk.structure.queries import cross_roles
from querwerk.web.thread import leads_on
from tests.factories import make_project, make_responsibility, make_theme, make_unit
from tests.logins import sign_in
from tests.slices.delivery.people import lead_of, staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FROM, LATER = date(2026, 1, 1), date(2026, 7, 1)


def post(title: str) -> Post:
    return Post.objects.create(unit=make_unit(f"Amt {title}"), slug=title.lower(), title=title)


def seats(on: date) -> list[tuple[str, bool]]:
    return [(one.post, one.chairs) for one in cross_roles(on=on).steering]


def test_a_seat_holds_from_a_day_until_another(carla: Actor) -> None:
    take_seat(post=post("Referent"), starts_on=FROM, by=carla, at=NOW)
    leave_seat(SteeringSeat.objects.get(), ends_on=LATER, by=carla, at=NOW)
    days = [date(2025, 12, 31), FROM, date(2026, 6, 30), LATER]
    assert [seats(day) for day in days] == [[], [("Referent", False)], [("Referent", False)], []]
    events = list(Entry.objects.order_by("seq").values_list("event", flat=True))
    assert events == ["structure.seat_taken", "structure.seat_left"]


def test_one_post_chairs_at_a_time_and_a_new_chair_ends_the_old(carla: Actor) -> None:
    take_seat(post=post("Alt"), chairs=True, starts_on=FROM, by=carla, at=NOW)
    take_seat(post=post("Neu"), chairs=True, starts_on=LATER, by=carla, at=NOW)
    assert [seats(day) for day in (FROM, LATER)] == [[("Alt", True)], [("Neu", True)]]


@pytest.mark.parametrize("by", [NOBODY, Actor(post="Amt", account="x", roles=frozenset({"theme_officer"}))])
def test_only_the_staff_unit_gives_seats_and_a_post_has_one(carla: Actor, by: Actor) -> None:
    referent = post("Referent")
    with pytest.raises(Refused):
        take_seat(post=referent, starts_on=FROM, by=by, at=NOW)
    take_seat(post=referent, starts_on=FROM, by=carla, at=NOW)
    with pytest.raises(Refused) as refused:
        take_seat(post=referent, starts_on=LATER, by=carla, at=NOW)
    assert (refused.value.sentence, refused.value.field) == ("Diese Stelle hat schon einen Sitz.", "post")
    assert SteeringSeat.objects.count() == 1


def test_themes_show_who_answers_and_who_coordinates_on_the_day() -> None:
    theme = make_theme("Grün", names=[("Grau", date(2020, 1, 1), LATER), ("Grün", LATER, None)])
    for role, title, start in (("head", "Bürgermeisterin", FROM), ("officer", "Beauftragte", LATER)):
        ThemeRole.objects.create(theme=theme, post=post(title), role=role, valid_from=start, stated_on=start)
    shown = [
        [(name, [one.post for one in heads], [one.post for one in officers])]
        for day in (FROM, LATER)
        for _slug, name, heads, officers in cross_roles(on=day).themes
    ]
    assert shown == [[("Grau", ["Bürgermeisterin"], [])], [("Grün", ["Bürgermeisterin"], ["Beauftragte"])]]


def test_the_network_is_whoever_leads_and_candidates_stay_inside(carla: Actor) -> None:
    theme = make_theme("Thema")
    lead_of(make_project("Wald", theme=theme, states=[(FROM, "running")]))
    secret = make_project("Geheim", theme=theme, state="candidate")
    make_responsibility(secret, None, post=post("Leitung"), role="lead", valid_from=FROM)
    assert [one.project for one in leads_on(LATER, NOBODY)] == ["Wald"]
    assert [one.project for one in leads_on(LATER, carla)] == ["Geheim", "Wald"]  # negative control
    assert leads_on(date(2019, 1, 1), carla) == []


def test_everybody_reads_the_page_and_the_staff_unit_keeps_it(client: Client) -> None:
    address = "/querstruktur/"
    text = client.get(address).content.decode()
    assert ("Für diesen Tag ist kein Sitz verzeichnet." in text, "Einen Sitz vergeben" in text) == (True, False)
    sign_in(client, staff())
    form = {"post": post("Referent").pk, "chairs": "on", "starts_on": "2026-01-01"}
    assert client.post("/querstruktur/lenkungskreis/neu/", form).url == address
    assert "Referent" in Client().get(address).content.decode()
    assert "Referent" not in Client().get(f"{address}?stand=2025-12-31").content.decode()
    end = f"/querstruktur/lenkungskreis/{SteeringSeat.objects.get().pk}/beenden/"
    assert client.post(end, {"ends_on": "2025-01-01"}).status_code == 422
    assert client.post(end, {"ends_on": "2026-02-01"}).url == address
    assert "Referent" not in Client().get(address).content.decode()

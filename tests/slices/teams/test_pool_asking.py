"""Whoever leads a team asks somebody of the pool to join, as they ask anybody: nobody is in it before a yes."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.outbox.models import Mail
from querwerk.structure.models import Account
from querwerk.teams.lifecycle import Part, Shown, Standing
from querwerk.teams.models import Membership, Team
from querwerk.teams.queries.pool import ToAsk, to_ask_for
from tests.logins import sign_in
from tests.slices.delivery.people import as_actor, staff

from .pool import NOW, from_outside, listed, profile_of

pytestmark = pytest.mark.django_db


def led_by(account: Account, slug: str) -> Team:
    team = Team.objects.create(slug=slug, name=slug.title(), formed_on=NOW.date())
    Membership.objects.create(team=team, account=account, part=Part.LEAD, standing=Standing.AGREED, number=1)
    return team


@pytest.fixture
def lena() -> Account:
    lena = listed("lena", "Kochen")
    led_by(lena, "bienen")
    return lena


def asked_from(client: Client, address: str) -> str:
    """Where the link on a profile leads that asks for a team."""
    (link,) = re.findall(r'href="([^"]+\?profil=[^"]+)"', client.get(address).content.decode())
    return str(link)


def test_the_lead_asks_from_the_profile_and_the_person_decides(client: Client, lena: Account) -> None:
    nora = listed("nora", "Imkerei", shown=Shown.TEAMS, share=30)
    sign_in(client, lena)
    here = asked_from(client, f"/kompetenzen/{profile_of(nora).key}/")
    assert here == f"/teams/bienen/leiten/fragen/?profil={profile_of(nora).key}"
    page = client.get(here).content.decode()
    assert ("Nora" in page, 'name="account"' in page, 'value="30"' in page) == (True, False, True)
    answer = client.post(here, {"part": "member", "words": "Bienen aufs Dach?", "share": "20"})
    assert (answer.status_code, answer["Location"]) == (302, "/teams/bienen/")
    place = Membership.objects.get(account=nora)
    assert (place.standing, place.part, place.share, place.words) == ("asked", "member", 20, "Bienen aufs Dach?")
    assert [(mail.kind, mail.to_id) for mail in Mail.objects.all()] == [("teams.place_asked", nora.pk)]
    assert to_ask_for(profile_of(nora).key, as_actor(lena)) == (ToAsk("bienen", "Bienen", "asked"),)
    assert client.post(here, {"part": "member"}).status_code == 422  # asked once


def test_who_leads_none_who_has_no_log_in_and_who_has_ended_is_offered_nothing(client: Client, lena: Account) -> None:
    nora, carla = listed("nora", "Imkerei"), staff()
    outside = from_outside("Emil", "Imkerei", by=carla)
    ended = led_by(lena, "ameisen")
    Team.objects.filter(pk=ended.pk).update(state="ended", ended_on=NOW.date())
    key = profile_of(nora).key
    assert [one.slug for one in to_ask_for(key, as_actor(lena))] == ["bienen"]
    assert to_ask_for(outside.key, as_actor(lena)) == ()
    assert to_ask_for(profile_of(lena).key, as_actor(nora)) == ()
    sign_in(client, nora)
    pages = [client.get(f"/kompetenzen/{profile_of(lena).key}/?team=bienen").content.decode()]
    pages += [client.get("/kompetenzen/?q=Kochen&team=bienen").content.decode()]
    assert [("?profil=" in page, "Bienen" in page) for page in pages] == [(False, False)] * 2
    assert client.get(f"/teams/bienen/leiten/fragen/?profil={key}").status_code == 404


def test_from_the_team_one_comes_to_a_profile_and_back(client: Client, lena: Account) -> None:
    nora, carla = listed("nora", "Imkerei"), staff()
    led_by(lena, "wespen")
    sign_in(client, lena)
    assert 'href="/kompetenzen/?team=bienen"' in client.get("/teams/bienen/").content.decode()
    found = client.get("/kompetenzen/?team=bienen&q=Imkerei").content.decode()
    assert f'href="/kompetenzen/{profile_of(nora).key}/?team=bienen"' in found
    # the staff unit steps in for one team, and is not shown every team of the house on each profile
    key, by = profile_of(nora).key, as_actor(carla)
    assert to_ask_for(key, by) == ()
    assert to_ask_for(key, by, team="bienen") == (ToAsk("bienen", "Bienen", ""),)
    sign_in(client, carla)
    assert asked_from(client, f"/kompetenzen/{key}/?team=bienen") == f"/teams/bienen/leiten/fragen/?profil={key}"


def test_nobody_is_asked_through_a_profile_that_is_not_open_to_the_lead(client: Client, lena: Account) -> None:
    nora, mia = listed("nora", "Imkerei", shown=Shown.ASKED), listed("mia", "Imkerei")
    sign_in(client, lena)
    here = "/teams/bienen/leiten/fragen/?profil="
    wrong = ["", "x", "\0", "00000000-0000-4000-8000-000000000000", str(profile_of(nora).key)]
    assert [client.get(here + key).status_code for key in wrong] == [404] * 5
    assert client.post(here + wrong[-1], {"part": "member"}).status_code == 404
    assert client.get(here + str(profile_of(mia).key)).status_code == 200  # control
    assert Membership.objects.exclude(account=lena).count() == 0


def test_a_profile_costs_the_same_with_one_team_and_with_many(client: Client, lena: Account) -> None:
    nora, counts = listed("nora", "Imkerei"), []
    sign_in(client, lena)
    for number in range(4):
        led_by(lena, f"team-{number}")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/kompetenzen/{profile_of(nora).key}/").content.decode().count("?profil=") == number + 2
        counts.append(len(caught))
    assert counts[1:] == [counts[1]] * 3

"""The pages of the teams: who sees what, what they say, and that long lists cost no more than short ones."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from querwerk.outbox.kinds import written as letter
from querwerk.outbox.models import Mail
from querwerk.structure.models import Account, Post, Unit
from querwerk.teams.actions import forming
from querwerk.teams.mails import KINDS
from querwerk.teams.models import Membership, Release, Team
from tests.logins import sign_in

from .people import AT, a_sprint, a_team, an_idea, as_actor, office, place_of, works

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return office()


@pytest.fixture
def ayse(unit: Unit) -> Account:
    return works("ayse", unit)


@pytest.fixture
def gerda(unit: Unit) -> Account:
    return works("gerda", unit, Post.Role.OFFICE_HEAD)


def test_a_team_is_formed_joined_released_and_ended_in_the_browser(
    client: Client, ayse: Account, gerda: Account, unit: Unit
) -> None:
    guel, idea = works("guel", unit), an_idea()[0]
    way = f"/sprints/{idea.sprint.slug}/ideen/{idea.pk}"
    farid = Account.objects.get(username="farid")
    idea.sprint.seated.create(account=ayse, state="taken", number=1)
    sign_in(client, farid)
    nobody = client.post(f"{way}/team/", {"name": "Schalter", "members": ["9" * 30]})
    assert (nobody.status_code, Team.objects.count()) == (422, 0)
    made = client.post(f"{way}/team/", {"name": "Schalter", "lead": ayse.pk, "other": "guel"})
    assert made["Location"] == "/teams/schalter/"
    for person in (ayse, guel):
        place = place_of(Team.objects.get(), person)
        assert sign_in(client, person).get("/teams/schalter/").status_code == 200
        assert client.post(f"/teams/plaetze/{place.pk}/zusagen/", {"named": "on"}).status_code == 302
    sign_in(client, ayse)
    step = {"first_step": "Anruf", "first_step_on": "2030-01-02"}
    assert client.post("/teams/schalter/leiten/erster-schritt/", step).status_code == 302
    own = place_of(Team.objects.get(), ayse)
    wish = {"share": 20, "begins_on": "2030-01-02", "ends_on": "2030-06-30"}
    assert client.post(f"/teams/plaetze/{own.pk}/freistellung/", wish).status_code == 302
    release = Release.objects.get()
    sign_in(client, gerda)
    assert "Ayse" in client.get("/freistellungen/").content.decode()
    assert client.get(f"/freistellungen/{release.pk}/").status_code == 200
    answer = {"version": release.version, "answer": "yes", "unbound": "on"}
    assert client.post(f"/freistellungen/{release.pk}/antwort/", answer).status_code == 302
    assert client.get(f"/freistellungen/{release.pk}/blatt.pdf").content.startswith(b"%PDF")
    sign_in(client, ayse)
    assert client.get(f"/freistellungen/meine/{release.pk}.pdf").content.startswith(b"%PDF")
    assert client.post("/teams/schalter/leiten/beenden/", {"thanks": "Danke!"}).status_code == 302
    assert "Danke!" in client.get("/teams/schalter/").content.decode()


def test_every_page_a_lead_or_a_member_opens_is_there(client: Client, ayse: Account, gerda: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse)
    other = works("guel", office("Bauamt"))
    asking = forming.ask_to_join(team, by=as_actor(other), at=AT)
    opening = forming.open_position(team, needs="Zeichnen", by=as_actor(ayse), at=AT)
    partner = forming.add_partner(team, organization="Hochschule", by=as_actor(ayse), at=AT)
    own, lead = place_of(team, ayse), f"/teams/{team.slug}/leiten"
    sign_in(client, ayse)
    for address in (
        "/teams/", f"/teams/{team.slug}/", *(f"{lead}/{verb}/" for verb in ("fragen", "aufgabe", "partner", "beenden")),
        f"{lead}/erster-schritt/", f"{lead}/aufnehmen/{asking.pk}/", f"{lead}/absagen/{asking.pk}/",
        f"{lead}/aufgabe-schliessen/{opening.pk}/", f"{lead}/partner-streichen/{partner.pk}/",
        f"/teams/plaetze/{own.pk}/nennung/", f"/teams/plaetze/{own.pk}/freistellung/",
        f"/teams/plaetze/{own.pk}/verlassen/", "/freistellungen/",
    ):  # fmt: skip
        assert (address, client.get(address).status_code) == (address, 200)
    sign_in(client, gerda)
    assert client.get("/freistellungen/vertretung/").status_code == 200
    assert client.get(f"/teams/{team.slug}/mitmachen/?aufgabe={opening.pk}").status_code == 200


def test_strangers_read_units_not_names_and_nothing_of_who_said_no(client: Client, ayse: Account) -> None:
    idea, farid = an_idea()
    guel = works("guel", office("Bauamt"))
    team = a_team(idea, farid, ayse, guel, agreed=False)
    forming.agree(place_of(team, ayse), by=as_actor(ayse), at=AT)
    forming.decline(place_of(team, guel), by=as_actor(guel), at=AT)
    inside = sign_in(client, ayse).get(f"/teams/{team.slug}/").content.decode()
    assert ("Ayse" in inside, "Guel" in inside) == (True, False)
    reader = works("rita", office("Sozialamt"))
    outside = sign_in(client, reader).get(f"/teams/{team.slug}/").content.decode()
    assert ("Ayse" in outside, "Guel" in outside, "Bauamt" in outside, "Bürgeramt" in outside) == (
        False, False, False, True,
    )  # fmt: skip
    assert client.get("/teams/gibt-es-nicht/").status_code == 404


def test_nobody_opens_the_place_or_the_release_of_somebody_else(client: Client, ayse: Account, gerda: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse)
    place = place_of(team, ayse)
    sign_in(client, gerda)
    for address in (
        f"/teams/plaetze/{place.pk}/zusagen/", f"/teams/plaetze/{place.pk}/verlassen/",
        f"/teams/{team.slug}/leiten/fragen/",
        "/freistellungen/987654321/", f"/teams/{team.slug}/leiten/gibt-es-nicht/",
    ):  # fmt: skip
        assert (address, client.get(address).status_code) == (address, 404)


def test_a_wrong_log_in_name_and_an_opening_of_another_team_get_a_sentence(client: Client, ayse: Account) -> None:
    idea, farid = an_idea()
    team = a_team(idea, farid, ayse)
    sign_in(client, ayse)
    wrong = client.post(f"/teams/{team.slug}/leiten/fragen/", {"account": "gibt-es-nicht", "part": "member"})
    assert wrong.status_code == 422
    Account.objects.create_user("dilan", kind=Account.Kind.RESIDENT, email="dilan@post.example")
    resident = client.post(f"/teams/{team.slug}/leiten/fragen/", {"account": "dilan", "part": "member"})
    assert resident.status_code == 422
    assert Membership.objects.count() == 1


def test_long_lists_cost_no_more_statements_than_short_ones(client: Client, ayse: Account, unit: Unit) -> None:
    sprint = a_sprint()
    idea, farid = an_idea(sprint=sprint)
    first = a_team(idea, farid, ayse, works("m0", unit))
    sign_in(client, ayse)

    def counted() -> list[int]:
        found = []
        for address in ("/teams/", f"/teams/{first.slug}/", f"/sprints/{sprint.slug}/ideen/", "/freistellungen/"):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                client.get(address)
            found.append(len(seen))
        return found

    sprint.seated.create(account=ayse, state="taken", number=1)
    counted()  # what all pages share is read once
    before = counted()
    for number in range(1, 4):
        more, _farid = an_idea(f"Idee {number}", sprint)
        a_team(more, farid, works(f"l{number}", unit), works(f"m{number}", unit))
        extra = forming.ask(first, account=works(f"x{number}", unit), by=as_actor(ayse), at=AT)
        forming.open_position(first, needs=f"Aufgabe {number}", by=as_actor(ayse), at=AT)
        forming.agree(extra, by=as_actor(extra.account), at=AT)
    assert counted() == before
    assert max(before) <= 14  # the session, who asks, and at most ten of the page


def test_every_mail_of_a_team_can_be_read(client: Client, ayse: Account, gerda: Account, unit: Unit) -> None:
    test_a_team_is_formed_joined_released_and_ended_in_the_browser(client, ayse, gerda, unit)
    for mail in Mail.objects.filter(kind__startswith="teams."):
        said = letter(KINDS[mail.kind], mail.words)
        assert "Schalter" in said.text
    assert Mail.objects.filter(kind__startswith="teams.").values("kind").distinct().count() >= 5

"""Services: tokens that read what they name, and nothing else, as long as they hold."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.access import Verb
from querwerk.accounts.actions import tokens as services
from querwerk.accounts.actions.people import lock
from querwerk.accounts.models import ServiceToken
from querwerk.accounts.views.tokens import scopes
from querwerk.journal.actions import Actor, Refused
from querwerk.projects.access import CANDIDATE
from querwerk.structure.models import Account
from querwerk.web.access import LOG
from tests.factories import make_project
from tests.logins import sign_in

from .people import post, somebody

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LOGGED, SHEET = "/protokoll/export.csv", "/leitprojekte/kuehle-plaetze/"


@pytest.fixture
def service(carla: Actor) -> Account:
    """A machine with the post of a deputy mayor's office."""
    return services.open_service(name="Offene Daten", post=post("mayor"), by=carla, at=NOW)


def token(service: Account, carla: Actor, *named: str, days: int = 30) -> str:
    return services.issue_token(service, name="t", scopes=list(named), days=days, by=carla, at=NOW)[1]


def read(address: str, shown: str, method: str = "get") -> Any:
    return getattr(Client(), method)(address, headers={"Authorization": f"Bearer {shown}"})


def test_a_token_reads_what_it_names_and_the_post_may(service: Account, carla: Actor) -> None:
    make_project("Kühle Plätze", slug="kuehle-plaetze", state="candidate")
    named, other = token(service, carla, CANDIDATE.named(Verb.READ)), token(service, carla, LOG.named(Verb.EXPORT))
    assert [read(SHEET, shown).status_code for shown in (named, other)] == [200, 404]
    assert Client().get(SHEET).status_code == 404


def test_what_a_token_names_is_no_right_without_the_post(service: Account, carla: Actor) -> None:
    assert read(LOGGED, token(service, carla, LOG.named(Verb.EXPORT))).status_code == 403
    carla_herself = sign_in(Client(), somebody("carla", post("staff_unit")))
    assert carla_herself.get(LOGGED).status_code == 200  # the control: the address gives it to who may


def test_a_token_reads_what_everybody_reads(service: Account, carla: Actor) -> None:
    make_project("Kühle Plätze", slug="kuehle-plaetze")
    assert read(SHEET, token(service, carla, LOG.named(Verb.EXPORT))).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_token_changes_nothing(service: Account, carla: Actor, method: str) -> None:
    answer = read("/konto/sitzungen/beenden/", token(service, carla, CANDIDATE.named(Verb.READ)), method)
    assert (answer.status_code, answer.content.decode()) == (403, "Ein Schlüssel liest und ändert nichts.\n")


def test_a_token_opens_no_session(service: Account, carla: Actor) -> None:
    shown = token(service, carla, CANDIDATE.named(Verb.READ))
    answer = read("/", shown)
    assert (answer.status_code, list(answer.cookies)) == (200, [])
    assert read("/konto/", shown).status_code == 403


def ended(row: ServiceToken, service: Account, carla: Actor) -> dict[str, Any]:
    return {
        "ended by hand": lambda: services.end_token(row, by=carla, at=NOW),
        "expired": lambda: ServiceToken.objects.update(expires_at=NOW - timedelta(seconds=1)),
        "account locked": lambda: lock(service, reason="", by=carla, at=NOW),
        "sessions ended": lambda: Account.objects.update(epoch=7),
    }


@pytest.mark.parametrize("why", ["ended by hand", "expired", "account locked", "sessions ended"])
def test_a_token_ends_at_the_next_request(service: Account, carla: Actor, why: str) -> None:
    """N8."""
    shown = token(service, carla, CANDIDATE.named(Verb.READ))
    assert read("/", shown).status_code == 200
    ended(ServiceToken.objects.get(), service, carla)[why]()
    answer = read("/", shown)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Querwerk"')


@pytest.mark.parametrize("shown", ["", "qwk_falsch", "x" * 5000])
def test_a_wrong_token_is_refused_in_one_sentence_and_not_written_down(shown: str, caplog: Any) -> None:
    answer = read("/", shown)
    assert (answer.status_code, answer.content.decode()) == (
        401,
        "Dieser Schlüssel ist falsch, beendet oder abgelaufen.\n",
    )
    assert shown == "" or shown not in caplog.text


def test_guessing_tokens_is_slowed_down() -> None:
    answers = [read("/", f"qwk_{number}").status_code for number in range(62)]
    assert (set(answers[:60]), set(answers[60:])) == ({401}, {429})


def test_the_database_knows_the_digest_alone(service: Account, carla: Actor) -> None:
    shown = token(service, carla, CANDIDATE.named(Verb.READ))
    assert shown not in str(list(ServiceToken.objects.values()))
    assert re.fullmatch(r"[0-9a-f]{64}", ServiceToken.objects.get().digest)


def test_other_kinds_of_authorization_are_not_ours(client: Client) -> None:
    assert client.get("/", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_page_for_a_token_is_kept_for_nobody(service: Account, carla: Actor) -> None:
    make_project("Kühle Plätze", slug="kuehle-plaetze", state="candidate")
    read(SHEET, token(service, carla, CANDIDATE.named(Verb.READ)))
    assert Client().get(SHEET).status_code == 404


def test_a_machine_holds_no_privileged_post(carla: Actor) -> None:
    with pytest.raises(Refused, match="Maschine"):
        services.open_service(name="Alles", post=post("auditor"), by=carla, at=NOW)


def test_only_the_staff_unit_issues_tokens(service: Account, carla: Actor) -> None:
    anton = Actor(post="x", account="anton", roles=frozenset({"administrator"}))
    for verb in (
        lambda: services.open_service(name="Neu", post=None, by=anton, at=NOW),
        lambda: token(service, anton, CANDIDATE.named(Verb.READ)),
        lambda: services.issue_token(somebody("ayse"), name="t", scopes=["x"], days=1, by=carla, at=NOW),
        lambda: token(service, carla),
    ):
        with pytest.raises(Refused):
            verb()


def test_a_token_is_shown_once_over_the_pages(client: Client) -> None:
    sign_in(client, somebody("carla", post("staff_unit")))
    client.post("/verwaltung/dienste/neu/", {"name": "Offene Daten", "post": ""})
    form = {"account": Account.objects.get(kind="service").pk, "name": "Nachtlauf", "days": "30"}
    assert client.post("/verwaltung/dienste/schluessel/", {**form, "scopes": ["alles"]}).status_code == 422
    page = client.post("/verwaltung/dienste/schluessel/", {**form, "scopes": [next(iter(scopes()))]}).content.decode()
    shown = re.search(r"qwk_[\w-]+", page)[0]
    assert read("/", shown).status_code == 200
    listed = client.get("/verwaltung/dienste/").content.decode()
    assert ("Nachtlauf" in listed, shown in listed) == (True, False)
    client.post(f"/verwaltung/dienste/schluessel/{ServiceToken.objects.get().pk}/beenden/")
    assert read("/", shown).status_code == 401

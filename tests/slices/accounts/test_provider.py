"""T21: the log-in through an identity provider, honest and hostile. What is refused changes and tells nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError
from django.test import Client
from django.utils import timezone

from querwerk.accounts.actions import provider as actions
from querwerk.accounts.exchange import oidc
from querwerk.accounts.models import ClaimRule, Identity
from querwerk.accounts.queries import proofs
from querwerk.journal.models import Entry
from querwerk.structure.models import Account, Assignment, Person
from tests.quality import figure

from . import lying_provider as lying
from .lying_provider import CLIENT, LyingProvider, signed
from .people import post, somebody

pytestmark = pytest.mark.django_db
SENTENCE = "Die Anmeldung über den Anmeldeverbund hat nicht geklappt. Es wurde nichts geändert"


@pytest.fixture
def idp(settings: Any) -> Iterator[LyingProvider]:
    oidc.forget_provider()
    with lying.running() as provider:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT = provider.issuer, CLIENT
        yield provider
    oidc.forget_provider()


def held() -> set[tuple[str, str]]:
    """Posts held today by an assignment of the provider or by hand."""
    rows = Assignment.objects.filter(valid_to__isnull=True)
    return set(rows.values_list("post__role", "origin"))


# -- honest


def test_the_first_log_in_opens_an_account_and_the_second_finds_it(client: Client, idp: LyingProvider) -> None:
    assert idp.log_in(client, next_url="/konto/").url == "/konto/"
    account = Account.objects.get()
    assert (account.kind, account.person.name, account.has_usable_password()) == ("employee", "Emre", False)
    assert Identity.objects.get().subject == "s-1"
    idp.log_in(Client())
    assert Account.objects.count() == 1
    assert "Emre" not in str(list(Entry.objects.values_list("facts", "post")))


def test_posts_follow_the_groups_and_what_people_gave_stays(client: Client, idp: LyingProvider) -> None:
    lead, head = post("project_lead"), post("office_head")
    ClaimRule.objects.create(claim="groups", value="leitung", post=lead)
    idp.claims["groups"] = ["leitung", "anderes"]
    idp.log_in(client)
    assert held() == {("project_lead", "provider")}
    Assignment.objects.create(post=head, person=Account.objects.get().person, valid_from=date(2026, 1, 1))
    Assignment.objects.filter(post=lead).update(valid_from=timezone.localdate() - timedelta(days=3))
    idp.claims["groups"] = []
    idp.log_in(Client())
    assert held() == {("office_head", "house")}
    assert Assignment.objects.get(post=lead).valid_to == timezone.localdate()
    idp.claims["groups"] = ["leitung"]
    idp.log_in(Client())
    assert held() == {("office_head", "house"), ("project_lead", "provider")}


def test_who_loses_a_post_loses_the_sessions_of_before(client: Client, idp: LyingProvider) -> None:
    ClaimRule.objects.create(claim="groups", value="leitung", post=post("project_lead"))
    idp.claims["groups"] = ["leitung"]
    idp.log_in(client)
    assert client.get("/konto/").status_code == 200
    idp.claims["groups"] = []
    idp.log_in(Client())
    assert client.get("/konto/").status_code == 302


def test_a_claim_gives_no_privileged_post(idp: LyingProvider, carla: Any, now: Any) -> None:
    with pytest.raises(actions.Refused, match="zweite Person"):
        actions.link_claim(claim="groups", value="alle", post=post("staff_unit"), by=carla, at=now)


def test_the_providers_second_factor_counts_where_the_house_says_so(idp: LyingProvider, settings: Any) -> None:
    idp.claims["amr"] = ["pwd", "otp"]
    for counts, seen in (([], None), (["mfa", "otp"], True)):
        settings.OIDC_SECOND_FACTOR = counts
        browser = Client()
        idp.log_in(browser)
        assert browser.session.get("second_factor") is seen


def test_a_key_that_is_new_at_the_provider_is_fetched(client: Client, idp: LyingProvider, monkeypatch: Any) -> None:
    idp.log_in(client)
    idp.keys = [lying.public_jwk(lying.CURVE.public_key(), "k2", "ES256")]
    idp.lie = lambda _idp, claims: signed(claims, lying.CURVE, "ES256", "k2")
    monkeypatch.setattr(oidc, "_KEYS_AGAIN_AFTER", 0)
    assert idp.log_in(Client()).url == "/"


# -- hostile


def changed(**fields: Any) -> lying.Lie:
    return lambda _idp, claims: signed({name: v for name, v in {**claims, **fields}.items() if v is not None})


TOKENS: dict[str, lying.Lie] = {
    "another issuer": changed(iss="https://boese.example"),
    "issuer with a slash": lambda idp, claims: signed({**claims, "iss": idp.issuer + "/"}),
    "no issuer": changed(iss=None),
    "another audience": changed(aud="andere-anwendung"),
    "many audiences, no authorised party": changed(aud=[CLIENT, "andere"]),
    "many audiences, another authorised party": changed(aud=[CLIENT, "andere"], azp="andere"),
    "another authorised party": changed(azp="andere"),
    "no audience": changed(aud=None),
    "another nonce": changed(nonce="von-gestern"),
    "no nonce": changed(nonce=None),
    "expired": changed(exp=int(time.time()) - 3600),
    "no expiry": changed(exp=None),
    "issued tomorrow": changed(iat=int(time.time()) + 90_000),
    "not before tomorrow": changed(nbf=int(time.time()) + 90_000),
    "no subject": changed(sub=None),
    "empty subject": changed(sub=""),
    "subject that is no text": changed(sub=[1]),
    "endless subject": changed(sub="x" * 300),
    "algorithm none": lambda _idp, claims: lying.unsigned(claims),
    "public key as a secret": lambda _idp, claims: lying.signed_with_the_public_key(claims),
    "secret of the client": lambda _idp, claims: signed(claims, "x" * 40, "HS256"),
    "algorithm not allowed here": lambda _idp, claims: signed(claims, lying.RIGHT, "RS512"),
    "another key": lambda _idp, claims: signed(claims, lying.WRONG),
    "another key, another name": lambda _idp, claims: signed(claims, lying.WRONG, kid="k9"),
    "elliptic key under the name of the other": lambda _idp, claims: signed(claims, lying.CURVE, "ES256"),
    "no signature": lambda _idp, claims: signed(claims).rpartition(".")[0] + ".",
    "changed after signing": lambda _idp, claims: swapped_payload(claims),
    "no token at all": lambda _idp, claims: "",
    "not a token": lambda _idp, claims: "a.b.c",
}
WAYS: dict[str, dict[str, Any]] = {
    "state missing": {"state": None},
    "state of somebody else": {"state": "geraten"},
    "no code": {"code": None},
    "provider says no": {"code": None, "error": "access_denied"},
    "another issuer answered (mix-up)": {"iss": "https://boese.example"},
}


def swapped_payload(claims: dict[str, Any]) -> str:
    head, _payload, tag = signed(claims).split(".")
    return ".".join([head, signed({**claims, "sub": "s-2"}).split(".")[1], tag])


def refused(client: Client, answer: Any) -> bool:
    """Refused with a sentence; nobody is in, nothing is written."""
    return (
        answer.status_code == 403
        and SENTENCE in answer.content.decode()
        and (Account.objects.count(), Identity.objects.count(), Entry.objects.count()) == (0, 0, 0)
        and client.get("/konto/").status_code == 302
    )


@pytest.mark.parametrize("lie", TOKENS)
def test_a_token_with_a_lie_is_refused(client: Client, idp: LyingProvider, lie: str, caplog: Any) -> None:
    idp.lie = TOKENS[lie]
    with caplog.at_level(logging.INFO):
        assert refused(client, idp.log_in(client))
    told = " ".join(record.getMessage() for record in caplog.records)
    assert "log-in through the provider refused" in told
    assert not [secret for secret in ("geheim-a", "eyJ", idp.nonce, "s-1", "Emre") if secret in told]


@pytest.mark.parametrize("way", WAYS)
def test_a_return_with_a_lie_is_refused(client: Client, idp: LyingProvider, way: str) -> None:
    assert refused(client, idp.log_in(client, back=WAYS[way]))


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://boese.example"},
        {"token_endpoint": "http://boese.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_configuration_that_leads_elsewhere_is_refused(client: Client, idp: LyingProvider, said: Any) -> None:
    idp.configuration = said
    answer = client.get("/anmelden/verbund/")
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (403, True)


def test_an_answer_is_good_once(client: Client, idp: LyingProvider) -> None:
    idp.log_in(client)
    replayed = client.get(lying.BACK, {"code": "c", "state": idp.asked[-1]["state"]})
    assert replayed.status_code == 403


def test_an_answer_belongs_to_the_browser_that_asked(client: Client, idp: LyingProvider) -> None:
    """Log-in CSRF: the attacker's answer in the victim's browser."""
    client.get("/anmelden/verbund/")
    victim = Client()
    state = client.session["asked_provider"]["state"]
    assert refused(victim, victim.get(lying.BACK, {"code": "c", "state": state}))


def test_a_code_is_worthless_without_its_verifier(client: Client, idp: LyingProvider) -> None:
    away = client.get("/anmelden/verbund/").url
    assert "code_challenge_method=S256" in away
    idp.challenge = "von-jemand-anderem"
    assert client.get(lying.BACK, {"code": "c", "state": client.session["asked_provider"]["state"]}).status_code == 403


def test_an_answer_that_comes_too_late_is_refused(client: Client, idp: LyingProvider) -> None:
    client.get("/anmelden/verbund/")
    session = client.session
    session["asked_provider"] = {**session["asked_provider"], "until": time.time() - 1}
    session.save()
    assert client.get(lying.BACK, {"code": "c", "state": session["asked_provider"]["state"]}).status_code == 403


@pytest.mark.parametrize("way", ["https://boese.example/", "//boese.example", "/\\boese.example"])
def test_the_way_back_never_leads_to_another_host(client: Client, idp: LyingProvider, way: str) -> None:
    assert idp.log_in(client, next_url=way).url == "/"


def test_the_same_subject_at_another_issuer_is_another_person(
    client: Client, idp: LyingProvider, settings: Any
) -> None:
    idp.log_in(client)
    with lying.running() as other:
        settings.OIDC_ISSUER = other.issuer
        other.log_in(Client())
    assert Account.objects.count() == 2
    assert Identity.objects.values("issuer").distinct().count() == 2


def test_an_address_never_leads_to_an_account(client: Client, idp: LyingProvider) -> None:
    """The e-mail swap, confirmed or not: the victim's account stays alone, and the attacker's is another one."""
    victim = somebody("carla", post("staff_unit"), email="carla@example.org")
    before = (victim.password, victim.epoch)
    for subject, confirmed in (("s-7", True), ("s-8", False)):
        idp.claims |= {"sub": subject, "email": "carla@example.org", "email_verified": confirmed}
        browser = Client()
        idp.log_in(browser)
        assert browser.get("/vokabular/").status_code == 404
    victim.refresh_from_db()
    assert ((victim.password, victim.epoch), victim.identities.count()) == (before, 0)
    assert [one.email for one in Account.objects.exclude(pk=victim.pk).order_by("pk")] == ["carla@example.org", ""]
    assert [one.username for one in proofs.by_address("carla@example.org")] == ["carla"]  # nor does a reset


def test_finding_accounts_by_address_would_be_found(client: Client, idp: LyingProvider, monkeypatch: Any) -> None:
    """The negative control of the test above: the mistake that other systems made."""
    somebody("carla", post("staff_unit"), email="carla@example.org")
    opened = actions._open

    def by_address(issuer: str, subject: str, claims: Any, *, at: Any) -> Account:
        return Account.objects.filter(email=claims.get("email")).first() or opened(issuer, subject, claims, at=at)

    monkeypatch.setattr(actions, "_open", by_address)
    idp.claims |= {"sub": "s-7", "email": "carla@example.org", "email_verified": True}
    browser = Client()
    idp.log_in(browser)
    assert Account.objects.count() == 1
    assert int(browser.session["_auth_user_id"]) == Account.objects.get().pk


def test_a_locked_account_stays_outside(client: Client, idp: LyingProvider) -> None:
    idp.log_in(client)
    Account.objects.update(is_active=False)
    answer = idp.log_in(Client())
    assert (answer.status_code, "gesperrt" in answer.content.decode()) == (403, True)
    assert client.get("/konto/").status_code == 302


def test_every_lie_is_refused_and_without_the_checks_they_come_in(idp: LyingProvider, monkeypatch: Any) -> None:
    """The whole list at once, and its negative control: without the checks of :func:`oidc.checked`."""
    import jwt

    def come_in(lies: dict[str, lying.Lie], ways: dict[str, dict[str, Any]]) -> list[str]:
        found = []
        for name, lie in lies.items():
            idp.lie = lie
            with suppress(jwt.PyJWTError, KeyError, AttributeError, TypeError, DataError):  # PostgreSQL refuses too
                found += [name] if idp.log_in(Client()).status_code == 302 else []
        idp.lie = lying.honest
        return found + [name for name, back in ways.items() if idp.log_in(Client(), back=back).status_code == 302]

    refused_all = come_in(TOKENS, WAYS) == []
    trusting = {"verify_signature": False}
    monkeypatch.setattr(oidc, "checked", lambda provider, token, *, nonce: jwt.decode(token, options=trusting))
    through = come_in(TOKENS, {})
    cases = len(TOKENS) + len(WAYS)
    figure(
        "T21",
        "Hostile identity provider: lies about issuer, audience, nonce, key, algorithm, time, subject, state, code",
        result=f"{cases} of {cases} refused, nothing written" if refused_all else "some came in",
        control=f"without the checks {len(through)} of {len(TOKENS)} lies come in",
    )
    assert refused_all
    assert {"another nonce", "another audience", "another key", "algorithm none", "expired"} <= set(through)


def test_without_a_provider_there_is_no_such_way(client: Client, settings: Any) -> None:
    settings.OIDC_ISSUER = ""
    assert client.get("/anmelden/verbund/").url == "/anmelden/"
    assert client.get(lying.BACK).url == "/anmelden/"
    assert "verbund" not in client.get("/anmelden/").content.decode()


def test_symmetric_algorithms_are_never_allowed(settings: Any) -> None:
    settings.OIDC_ISSUER, settings.OIDC_ALGORITHMS = "https://idp.example", ["HS256", "none", "ES256"]
    found = oidc.configured()
    assert found is not None
    assert found.algorithms == ("ES256",)


def test_nobody_is_named_in_the_list_of_identities() -> None:
    person = Person.objects.create(name="Emre")
    account = Account.objects.create_user("sso-1", person=person)
    assert "Emre" not in str(Identity.objects.create(account=account, issuer="https://i", subject="emre"))

"""Coming in with a password and a second factor; what does not let anybody in, and what it costs to guess."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from querwerk.accounts.actions.factors import make_codes
from querwerk.accounts.lifecycle import LIMITS, code_at, step_of
from querwerk.accounts.models import SecondFactor, Tries
from querwerk.structure.models import Account
from tests.logins import sign_in
from tests.quality import figure

from .people import PASSWORD, post, somebody

pytestmark = pytest.mark.django_db
LOG_IN, PROVE, DESK = "/anmelden/", "/anmelden/zweiter-faktor/", "/vokabular/"


def log_in(client: Client, name: str = "carla", password: str = PASSWORD, **extra: str):
    return client.post(LOG_IN, {"username": name, "password": password, "next": DESK}, **extra)


def alert(answer) -> str:
    return re.search(r'role="alert".*?kern-title">(.*?)</span>', answer.content.decode(), re.DOTALL)[1].strip()


def test_a_post_without_privilege_needs_a_password_alone(client: Client) -> None:
    somebody("ayse", post("employee"))
    assert log_in(client, "ayse").url == DESK
    assert client.get("/konto/").status_code == 200


def test_a_privileged_post_lends_nothing_without_a_second_factor(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    assert log_in(client).url == DESK
    assert client.get(DESK).status_code == 404
    page = client.get("/konto/").content.decode()
    assert "Ihre Stelle zählt erst mit einem zweiten Faktor" in page
    sign_in(client, carla)
    assert client.get(DESK).status_code == 200
    assert "Ihre Stelle zählt erst" not in client.get("/konto/").content.decode()


@pytest.mark.parametrize("role", ["staff_unit", "administrator", "auditor", "theme_officer"])
def test_every_privileged_role_is_withheld(client: Client, role: str) -> None:
    sign_in(client, somebody("carla", post(role)), second_factor=False)
    assert "Ihre Stelle zählt erst" in client.get("/").content.decode()
    assert client.get("/verwaltung/konten/").status_code == 404


def test_an_app_is_set_up_and_from_then_on_asked_for(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    log_in(client)
    page = client.get("/konto/app/").content.decode()
    secret = client.session["app_secret"]
    assert page.count("<svg") >= 1
    wrong = client.post("/konto/app/", {"code": "000000"})
    assert (wrong.status_code, carla.factors.count()) == (422, 0)
    codes = client.post("/konto/app/", {"code": code_at(secret, step_of(timezone.now()))})
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", codes.content.decode())) == 10
    assert client.get(DESK).status_code == 200
    assert secret not in SecondFactor.objects.get(kind="app").secret

    other = Client()
    assert log_in(other).url == PROVE
    assert other.get("/konto/").status_code == 302  # half way in is not in
    later = code_at(secret, step_of(timezone.now()) + 1)
    assert other.post(PROVE, {"code": later}).url == DESK
    assert other.get(DESK).status_code == 200


def test_a_code_works_once(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    code = make_codes(carla, at=timezone.now())[0]
    for answer in (302, 422):
        other = Client()
        log_in(other)
        assert other.post(PROVE, {"code": code.upper().replace("-", " ")}).status_code == answer


def test_the_code_of_an_app_works_once_and_an_old_one_never(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    log_in(client)
    client.get("/konto/app/")
    secret, step = client.session["app_secret"], step_of(timezone.now())
    client.post("/konto/app/", {"code": code_at(secret, step)})
    for code, status in ((code_at(secret, step), 422), (code_at(secret, step - 5), 422)):
        other = Client()
        log_in(other)
        assert other.post(PROVE, {"code": code}).status_code == status
    assert carla.factors.filter(kind="app").count() == 1


def test_a_factor_is_changed_only_by_who_has_shown_one(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    make_codes(carla, at=timezone.now())
    sign_in(client, carla, second_factor=False)
    kept = set(carla.factors.values_list("secret", flat=True))
    assert client.get("/konto/app/").url == "/konto/"
    assert client.post("/konto/codes/").url == "/konto/"
    assert set(carla.factors.values_list("secret", flat=True)) == kept
    sign_in(client, carla)
    assert client.post("/konto/codes/").status_code == 200
    assert set(carla.factors.values_list("secret", flat=True)) & kept == set()


def test_logging_in_gives_a_new_session(client: Client) -> None:
    somebody("ayse", post("employee"))
    client.get(LOG_IN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["querwerk_session"] = planted
    log_in(client, "ayse")
    assert client.session.session_key != planted


def test_the_cookie_of_the_session_is_for_the_server_alone(client: Client, settings) -> None:
    somebody("ayse", post("employee"))
    settings.SESSION_COOKIE_SECURE = True
    log_in(client, "ayse")
    cookie = client.cookies["querwerk_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_unknown_wrong_and_locked_get_the_same_answer(client: Client) -> None:
    somebody("ayse", post("employee"))
    somebody("bernd", post("mayor"), is_active=False)
    told = {alert(log_in(Client(), name, password)) for name, password in
            (("ayse", "falsch"), ("niemand", PASSWORD), ("bernd", PASSWORD))}  # fmt: skip
    assert told == {
        "Name und Passwort passen nicht zusammen. Bitte prüfen Sie beides; Groß- und Kleinschreibung zählt."
    }


def test_after_too_many_tries_the_name_pauses_for_this_network_and_for_no_other(client: Client) -> None:
    """T24: the same for a name that does not exist; the victim still comes in from elsewhere."""
    somebody("ayse", post("employee"))
    told = {}
    for name in ("ayse", "niemand"):
        answers = [log_in(Client(), name, "falsch", REMOTE_ADDR="192.0.2.7") for _ in range(6)]
        told[name] = [alert(answer) for answer in answers]
    assert told["ayse"] == told["niemand"]
    assert "Zu viele Versuche" in told["ayse"][5]
    assert "Zu viele Versuche" not in told["ayse"][4]
    assert "Zu viele Versuche" in alert(log_in(Client(), "ayse", REMOTE_ADDR="192.0.2.99"))  # the same network
    assert log_in(client, "ayse", REMOTE_ADDR="198.51.100.7").url == DESK
    figure(
        "T24",
        "Guessing a password: the name pauses for the network that guesses, and for no other",
        result=f"paused after {LIMITS['log_in_name'].tries} tries; same answers for a name that does not exist; "
        "the owner comes in from elsewhere at the same time",
        control="the right password from the paused network is refused too",
    )


def test_a_whole_town_hall_logs_in_from_one_network_and_guessing_still_pauses() -> None:
    people = LIMITS["log_in_network"].tries
    somebody("ayse", post("employee"))
    assert [log_in(Client(), "ayse").url for _ in range(people + 5)] == [DESK] * (people + 5)
    told = [alert(log_in(Client(), f"niemand-{number}", "falsch")) for number in range(people + 1)]
    assert ["Zu viele Versuche" in answer for answer in told] == [False] * people + [True]


def test_the_pause_ends_by_itself(client: Client) -> None:
    somebody("ayse", post("employee"))
    for _ in range(6):
        log_in(Client(), "ayse", "falsch")
    Tries.objects.update(since=timezone.now() - LIMITS["log_in_name"].within - timedelta(seconds=1))
    assert log_in(client, "ayse").url == DESK


def test_who_knows_the_password_cannot_guess_the_second_factor_for_long(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    code = make_codes(carla, at=timezone.now())[0]
    for number in range(LIMITS["code_account"].tries):
        other = Client()
        log_in(other, REMOTE_ADDR=f"192.0.{number}.1")
        assert other.post(PROVE, {"code": "000000"}).status_code == 422
    log_in(client)
    assert "Zu viele Versuche" in alert(client.post(PROVE, {"code": code}))


def test_neither_name_nor_network_is_kept(client: Client) -> None:
    log_in(client, "ayse", "falsch", REMOTE_ADDR="192.0.2.7")
    kept = " ".join(Tries.objects.values_list("key", flat=True))
    assert re.fullmatch(r"[0-9a-f]{64} [0-9a-f]{64}", kept)


@pytest.mark.parametrize(
    "way", ["https://boese.example/", "//boese.example/", "/\\boese.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_host(client: Client, way: str) -> None:
    somebody("ayse", post("employee"))
    answer = client.post(LOG_IN, {"username": "ayse", "password": PASSWORD, "next": way})
    assert answer.url == "/"
    assert client.get(LOG_IN, {"next": way}).url == "/"


@pytest.mark.parametrize("way", ["999", "wohin", "teams:team", "a.b", "²"])
def test_who_is_sent_to_something_that_is_no_address_comes_home(client: Client, way: str) -> None:
    somebody("ayse", post("employee"))
    answer = client.post(LOG_IN, {"username": "ayse", "password": PASSWORD, "next": way})
    assert (answer.url, client.get(LOG_IN, {"next": way}).url) == ("/", "/")


def test_a_resident_logs_in_with_the_address(client: Client) -> None:
    Account.objects.create_user("resident-1", PASSWORD, email="dilan@example.org", kind="resident")
    assert log_in(client, "Dilan@example.org").url == DESK
    assert client.get("/verwaltung/konten/").status_code == 404


def test_whoever_is_half_way_in_has_ten_minutes_and_loses_them_with_the_password(client: Client) -> None:
    carla = somebody("carla", post("staff_unit"))
    code = make_codes(carla, at=timezone.now())[0]
    log_in(client)
    carla.set_password("ein-ganz-anderes-wort")
    carla.save()
    assert client.post(PROVE, {"code": code}).url == LOG_IN
    assert carla.factors.count() == 10


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    shown = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: code_at(secret, at // 30) for at in shown} == shown

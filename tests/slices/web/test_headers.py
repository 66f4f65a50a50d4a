"""What browsers are told with every answer, and whose word about the way of a request counts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from querwerk.web.access import TABLE
from querwerk.web.headers import HEADERS, POLICY
from querwerk.web.proxy import proxy
from tests.house.test_access import addresses
from tests.quality import figure

pytestmark = pytest.mark.django_db


def answers(client: Client) -> dict[str, HttpResponse]:
    """One answer of every kind."""
    client.raise_request_exception = False
    page = client.get("/impressum/")
    stylesheet = page.content.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    return {
        "page": page,
        "kept page": client.get("/impressum/"),
        "unchanged page": client.get("/impressum/", headers={"if-none-match": page.headers["ETag"]}),
        "head": client.head("/impressum/"),
        "log-in": client.get("/anmelden/"),
        "to the log-in": client.get("/leitprojekte/neu/"),
        "without the last stroke": client.get("/impressum"),
        "nothing there": client.get("/gibt-es-nicht/"),
        "no such file": client.get("/static/gibt-es-nicht.css"),
        "file": client.get(stylesheet),
        "export": client.get("/leitprojekte/export.csv"),
        "unknown host": client.get("/", headers={"host": "evil.example"}),
        "unreadable": client.get("/suche/?q=%00"),
        "form of a stranger": Client(enforce_csrf_checks=True).post("/anmelden/", {}),
        "robots": client.get("/robots.txt"),
    }


def test_every_kind_of_answer_carries_every_header(client: Client) -> None:
    found = answers(client)
    for answer in found.values():
        answer.close()
    assert {name: answer.status_code for name, answer in found.items()} == {
        "page": 200,
        "kept page": 200,
        "unchanged page": 304,
        "head": 200,
        "log-in": 200,
        "to the log-in": 302,
        "without the last stroke": 301,
        "nothing there": 404,
        "no such file": 404,
        "file": 200,
        "export": 200,
        "unknown host": 400,
        "unreadable": 400,
        "form of a stranger": 403,
        "robots": 200,
    }
    assert {name: {key: answer.headers.get(key) for key in HEADERS} for name, answer in found.items()} == dict.fromkeys(
        found, HEADERS
    )


def test_an_error_of_ours_carries_them_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("querwerk.web.views.home_page", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert {key: answer.headers.get(key) for key in HEADERS} == HEADERS


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    said = {part.split()[0]: part.split()[1:] for part in POLICY.split("; ")}
    allowed = {source for name, sources in said.items() if name.endswith("-src") for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert said["img-src"] == ["'self'", "data:"]
    assert said["frame-ancestors"] == said["base-uri"] == ["'none'"]
    assert said["require-trusted-types-for"] == ["'script'"]


def test_no_public_address_sets_a_cookie_before_a_form_that_needs_it(client: Client) -> None:
    client.raise_request_exception = False
    setting = set()
    for name, address in addresses().items():
        for language in ("", "/en"):
            fresh = Client(raise_request_exception=False)
            if TABLE[name].public and fresh.get(f"{language}{address}").cookies:
                setting.add(name)
    coming_in = {"accounts:log_in", "accounts:forgot", "accounts:register", "sprints:guest", "sprints:guest_code"}
    assert setting == coming_in


def test_a_cookie_on_a_public_page_would_be_seen(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def curious(request: HttpRequest) -> dict[str, object]:
        request.session["seen"] = True
        return {"address": "", "contact": "", "data_protection": ""}

    monkeypatch.setattr("querwerk.web.views.render", lambda request, name, context: (
        curious(request), HttpResponse("seen"))[1])  # fmt: skip
    assert set(client.get("/impressum/").cookies) == {"querwerk_session"}


# -- the proxy before the house


@pytest.fixture
def seen(settings: object) -> object:
    def look(sender: str, **said: str) -> tuple[str, str]:
        found: list[HttpRequest] = []
        request = RequestFactory().get("/", REMOTE_ADDR=sender, **said)
        proxy(lambda request: (found.append(request), HttpResponse())[1])(request)
        assert "HTTP_X_FORWARDED_FOR" not in found[0].META
        return found[0].META["REMOTE_ADDR"], found[0].scheme or ""

    settings.PROXY = ["10.0.0.1", "192.168.5.0/24"]  # type: ignore[attr-defined]
    return look


@pytest.mark.parametrize(
    ("sender", "forwarded", "scheme", "known_as"),
    [
        ("10.0.0.1", "203.0.113.9", "https", ("203.0.113.9", "https")),
        ("10.0.0.1", "203.0.113.9", "http", ("203.0.113.9", "http")),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9, 192.168.5.7", "https", ("203.0.113.9", "https")),
        ("10.0.0.1", "2001:db8::1", "https", ("2001:db8::1", "https")),
        ("10.0.0.1", "evil, <script>", "https", ("10.0.0.1", "https")),
        ("10.0.0.1", "", "https", ("10.0.0.1", "https")),
        ("203.0.113.9", "1.2.3.4", "https", ("203.0.113.9", "http")),
        ("127.0.0.1", "1.2.3.4", "https", ("127.0.0.1", "http")),
        ("", "1.2.3.4", "https", ("", "http")),
    ],
)
def test_only_the_proxy_we_know_is_believed(
    seen: object, sender: str, forwarded: str, scheme: str, known_as: tuple[str, str]
) -> None:
    said = {"HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": scheme}
    assert seen(sender, **said) == known_as  # type: ignore[operator]


def test_a_forwarded_host_is_never_believed(client: Client) -> None:
    answer = client.get("/leitprojekte/neu/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in answer.headers["Location"]


@pytest.mark.parametrize(
    ("https", "named", "ids"),
    [(False, [], []), (True, ["127.0.0.1"], []), (True, [], ["querwerk.E011"]), (True, ["proxy"], ["querwerk.E010"])],
)
def test_encryption_needs_a_proxy_that_is_known(
    settings: object, https: bool, named: list[str], ids: list[str]
) -> None:
    settings.HTTPS, settings.PROXY = https, named  # type: ignore[attr-defined]
    assert [found.id for found in run_checks() if (found.id or "") in ("querwerk.E010", "querwerk.E011")] == ids


# -- in production (T23)

PRODUCTION = """
import django
django.setup()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
from django.test import Client
client = Client(raise_request_exception=False, HTTP_HOST="querwerk.stadt.example", REMOTE_ADDR="10.0.0.1")
plain = client.get("/impressum/")
answer = client.get("/anmelden/", headers={"x-forwarded-proto": "https"})
print(plain.status_code, plain.headers["Location"], plain.headers["Content-Security-Policy"][:18])
print(answer.headers["Strict-Transport-Security"])
for name, cookie in sorted(answer.cookies.items()):
    print(name, cookie["secure"], cookie["httponly"], cookie["samesite"], repr(cookie["max-age"]))
"""


def in_production(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A fresh house as a city runs it."""
    said = {
        "QUERWERK_HOME": str(tmp_path),
        "QUERWERK_HTTPS": "true",
        "QUERWERK_PROXY": "10.0.0.1",
        "QUERWERK_HOSTS": "querwerk.stadt.example",
        "DJANGO_SETTINGS_MODULE": "querwerk.web.settings",
    }
    source = str(Path(__file__).resolve().parents[3] / "src")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUERWERK_", "DJANGO_"))}
    script = "from django.core.management import call_command\nimport django\ndjango.setup()\n"
    script += "call_command('migrate', verbosity=0)\ncall_command('collectstatic', interactive=False, verbosity=0)\n"
    return subprocess.run(
        [sys.executable, "-c", script + PRODUCTION],
        env={**kept, "PYTHONPATH": source, **said, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_for_production_is_clean_and_everything_travels_encrypted(tmp_path: Path) -> None:
    run = in_production(tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-3:] == [
        "301 https://querwerk.stadt.example/impressum/ default-src 'none'",
        "max-age=63072000; includeSubDomains",
        "csrftoken True True Lax ''",
    ]


def test_the_check_for_production_finds_what_is_missing(tmp_path: Path) -> None:
    run = in_production(tmp_path, QUERWERK_HTTPS="false")
    assert run.returncode == 1
    assert {f"security.W{number}" for number in ("004", "008", "012", "016")} == {
        word.strip("()?:") for word in run.stderr.split() if word.strip("()?:").startswith("security.W")
    }
    figure(
        "T23",
        "a fresh house as a city runs it: check --deploy, flags of cookies, headers of 15 kinds of answers",
        result="0 warnings; every answer carries every header",
        control="without encryption 4 warnings",
    )


# -- what machines look for


def test_whom_to_tell_of_a_hole_is_said_as_the_standard_wants(client: Client, settings: object) -> None:
    settings.SECURITY_CONTACT = "sicherheit@stadt.example"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = "https://querwerk.stadt.example"  # type: ignore[attr-defined]
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    until = datetime.fromisoformat(said.pop("Expires"))
    assert timedelta(days=30) < until - timezone.now() < timedelta(days=366)
    assert said == {
        "Contact": "mailto:sicherheit@stadt.example",
        "Preferred-Languages": "de, en",
        "Canonical": "https://querwerk.stadt.example/.well-known/security.txt",
    }


def test_without_a_contact_there_is_no_such_file(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_robots_need_not_read_forms(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Disallow: {reverse('accounts:log_in')}" in lines
    assert "Disallow: /" not in lines

"""``querwerk doctor`` finds what must be put right, and a server with a known hole does not start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from querwerk.accounts.actions.factors import make_codes
from querwerk.web import doctor
from querwerk.web.cli import app
from tests.slices.accounts.people import post, somebody

pytestmark = pytest.mark.django_db
GOOD = "3vHq8ZpXk1sT0yWm7RbN5cJdLfGaEuQi-9oVxYz2Kt6_MhBnSw"


@pytest.fixture
def healthy(settings: Any, tmp_path: Path, now: Any) -> Any:
    """A house that may serve a city."""
    settings.HOME, settings.SECRET_KEY, settings.DEBUG = tmp_path, GOOD, False
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["querwerk.stadt.example"], "https://querwerk.stadt.example"
    settings.SESSION_COOKIE_SECURE, settings.MAIL_URL = True, "smtp://mail.stadt.example"
    settings.OIDC_ISSUER, settings.OIDC_ALGORITHMS = "https://idp.stadt.example", ["RS256"]
    held = post("staff_unit")
    for name in ("carla", "clara"):
        make_codes(somebody(name, held), at=now)
    return settings


def found(checks: Any = None) -> set[str]:
    return {finding.check for finding in doctor.findings(checks or OURS)}


OURS = (
    doctor.weak_key,
    doctor.debugging,
    doctor.hosts,
    doctor.encrypted,
    doctor.mail,
    doctor.identity_provider,
    doctor.staff,
    doctor.second_factors,
)


def test_a_healthy_house_has_nothing_to_put_right(healthy: Any) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    "key", ["kurz", "x" * 60, "django-insecure-" + GOOD, "changeme" + GOOD, "secret-" + GOOD, "querwerk" * 9]
)
def test_a_weak_or_sample_key_is_found(healthy: Any, key: str) -> None:
    healthy.SECRET_KEY = key
    assert found() == {"weak_key"}


def test_a_key_that_others_can_read_is_found(healthy: Any) -> None:
    path = healthy.HOME / "keys" / "secret_key"
    path.parent.mkdir()
    path.write_text(GOOD)
    path.chmod(0o644)
    assert found() == {"weak_key"}
    path.chmod(0o600)
    assert found() == set()


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("DEBUG", True, "debugging"),
        ("ALLOWED_HOSTS", ["*"], "hosts"),
        ("ALLOWED_HOSTS", ["127.0.0.1", "localhost"], "hosts"),
        ("SESSION_COOKIE_SECURE", False, "encrypted"),
        ("PUBLIC_URL", "http://querwerk.stadt.example", "encrypted"),
        ("MAIL_URL", "", "mail"),
        ("OIDC_ISSUER", "http://idp.stadt.example", "identity_provider"),
        ("OIDC_ALGORITHMS", ["RS256", "HS256"], "identity_provider"),
    ],
)
def test_each_setting_that_is_wrong_is_found(healthy: Any, name: str, value: Any, check: str) -> None:
    setattr(healthy, name, value)
    assert found() == {check}


def test_a_privileged_account_without_a_second_factor_is_found(healthy: Any) -> None:
    somebody("frida", post("theme_officer"))
    assert found() == {"second_factors"}


def test_a_house_that_nobody_keeps_is_found(healthy: Any) -> None:
    from querwerk.structure.models import Account

    Account.objects.filter(username="clara").update(is_active=False)
    assert found() == {"staff"}
    Account.objects.update(is_active=False)
    assert found() == {"staff"}


def test_the_command_says_it_in_sentences_and_ends_with_1(healthy: Any) -> None:
    healthy.DEBUG = True
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == 1
    assert "- QUERWERK_DEBUG ist an: Fehlerseiten zeigen dann Innereien. Schalten Sie es aus." in told.stderr
    as_json = json.loads(CliRunner().invoke(app, ["doctor", "--json"]).stdout)
    assert "debugging" in {finding["check"] for finding in as_json}


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", "changeme"), ("DEBUG", True)])
def test_a_server_with_a_known_hole_does_not_start(healthy: Any, monkeypatch: Any, name: str, value: Any) -> None:
    started: list[str] = []
    monkeypatch.setattr("querwerk.web.cli.house.run", lambda **options: started.append("server"))
    assert (CliRunner().invoke(app, ["serve"]).exit_code, started) == (0, ["server"])
    setattr(healthy, name, value)
    refused = CliRunner().invoke(app, ["serve"])
    assert (refused.exit_code, started, refused.stderr.startswith("- QUERWERK_")) == (1, ["server"], True)

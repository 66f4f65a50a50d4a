"""A real identity provider on this machine: ``querwerk demo-idp`` in a process of its own, asked over HTTP."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from django.test import Client

from querwerk.accounts.exchange import oidc
from querwerk.accounts.models import ClaimRule, Identity
from querwerk.projects.models import Project, Responsibility
from querwerk.structure.models import Account
from querwerk.web.demo_idp import CLIENT
from tests.factories import DAY, make_project, make_theme

from .people import post

SOURCE = Path(__file__).resolve().parents[3] / "src"
HERE = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}


@dataclass(frozen=True)
class RealProvider:
    """Where it runs, and the password that all its invented people have."""

    issuer: str
    password: str

    def log_in(self, browser: Client, name: str, password: str = "") -> Any:
        """Goes there, logs in there, comes back."""
        with requests.Session() as there:
            page = there.get(browser.get("/anmelden/verbund/", **HERE).url, timeout=20)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
            form = {"login": name, "password": password or self.password, "csrfmiddlewaretoken": token}
            answer = there.post(page.url, form, headers={"Referer": page.url}, allow_redirects=False, timeout=20)
            while answer.status_code == 302 and "/anmelden/verbund/zurueck/" not in answer.headers["Location"]:
                answer = there.get(urljoin(page.url, answer.headers["Location"]), allow_redirects=False, timeout=20)
        if answer.status_code != 302:
            return None
        return browser.get(answer.headers["Location"].partition(":8000")[2], **HERE)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealProvider]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUERWERK_", "DJANGO_SETTINGS"))}
    home = {"QUERWERK_HOME": str(tmp_path_factory.mktemp("provider")), "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-u", "-m", "querwerk.web.cli", "demo-idp", "--port", str(port)]
    with subprocess.Popen(command, env=kept | home, stdout=subprocess.PIPE, text=True) as process:
        try:
            told = "".join(process.stdout.readline() for _ in range(2))
            provider = RealProvider(f"http://127.0.0.1:{port}", re.search(r"Passwort (\S+)", told)[1])
            _wait_for(provider.issuer)
            yield provider
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("the provider does not answer")


@pytest.fixture
def idp(running: RealProvider, settings: Any) -> Iterator[RealProvider]:
    oidc.forget_provider()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT = running.issuer, CLIENT
    yield running
    oidc.forget_provider()


@pytest.fixture
def project(db: None) -> Project:
    """A running project, led by the post that a group of the provider stands for; and another one beside it."""
    theme = make_theme("Grüne Stadt")
    led, _other = make_project("karlsruhe-digital", theme=theme), make_project("anderes", theme=theme)
    lead = post("project_lead")
    Responsibility.objects.create(project=led, post=lead, role="lead", valid_from=DAY, stated_on=DAY)
    ClaimRule.objects.create(claim="groups", value="leitung-karlsruhe-digital", post=lead)
    return led


def test_emre_logs_in_edits_one_project_and_sees_nothing_else(
    client: Client, idp: RealProvider, project: Project
) -> None:
    assert idp.log_in(client, "emre").status_code == 302
    account = Account.objects.get()
    assert (account.person.name, account.email, account.has_usable_password()) == ("Emre", "emre@example.org", False)
    assert Identity.objects.get().issuer == idp.issuer
    addresses = {
        "/leitprojekte/karlsruhe-digital/bearbeiten/": 200,
        "/leitprojekte/anderes/bearbeiten/": 404,
        "/leitprojekte/anderes/": 200,
        "/leitprojekte/neu/": 404,
        "/vokabular/": 404,
        "/posten/": 404,
        "/protokoll/": 404,
        "/verwaltung/konten/": 404,
        "/konto/": 200,
    }
    assert {address: client.get(address, **HERE).status_code for address in addresses} == addresses


def test_gesa_has_no_post_and_sees_what_everybody_sees(client: Client, idp: RealProvider, project: Project) -> None:
    idp.log_in(client, "gesa")
    assert client.get("/konto/", **HERE).status_code == 200
    assert client.get("/leitprojekte/karlsruhe-digital/bearbeiten/", **HERE).status_code == 404


def test_a_wrong_password_there_opens_nothing_here(client: Client, idp: RealProvider, project: Project) -> None:
    assert idp.log_in(client, "emre", "falsch") is None
    assert Account.objects.count() == 0


def test_coming_twice_finds_the_same_account(idp: RealProvider, project: Project) -> None:
    for _ in range(2):
        assert idp.log_in(Client(), "emre").status_code == 302
    assert (Account.objects.count(), Identity.objects.count()) == (1, 1)

"""A real house for the browser: its own folder, the packaged city, its own server. Each page that opens is watched."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from querwerk.access import Verb
from querwerk.web.access import TABLE

#: Milliseconds until an action of the browser is given up.
_PATIENCE = 120_000
expect.set_options(timeout=30_000)

COMMAND = [sys.executable, "-c", "from querwerk.web.cli import main; main()"]
SOURCE = Path(__file__).resolve().parents[2] / "src"
#: What an address with a place for something is filled with, from the packaged city.
EXAMPLES = {
    "structure:unit": ("gba",),
    "projects:theme": ("gruene-stadt",),
    "projects:detail": ("urbanes-gruen",),
    "delivery:report": ("2025",),
    "intake:campaign": ("kurze-wege-im-rathaus",),
    "sprints:agenda": ("ein-formular-das-niemand-zweimal-ausfuellt",),
    "sprints:method": ("fuenfmal-warum",),
    "sprints:sheet": ("ein-formular-das-niemand-zweimal-ausfuellt",),
    "sprints:sprint": ("ein-formular-das-niemand-zweimal-ausfuellt",),
    "teams:result": ("drei-haende",),
    "trails:trail": ("dienstreiseantrag",),
    "trails:what_if": ("dienstreiseantrag",),
    "trails:report": ("dienstreiseantrag", "plan"),
    "trails:absurdity": ("fuer-eine-stunde-arbeit-liegt-ein-dienstreiseantrag-gut-zwei-wochen",),
}
#: They lead elsewhere, or show something only to who has a link from a mail or a slip of paper, or writes there.
PASSING = {"accounts:prove", "accounts:to_provider", "accounts:from_provider", "accounts:link", "trails:at_slip",
           "trails:withdraw_stamp", "intake:by_code", "intake:file_by_code", "sprints:guest_code",
           "teams:outlook"}  # fmt: skip
PUBLIC_PAGES = sorted(
    name for name, door in TABLE.items() if door.public and door.verb in (Verb.LIST, Verb.READ) and name not in PASSING
)
#: Whose posts need a second factor.
PROVING = frozenset({"carla", "clara", "frida", "anton", "greta"})
Serious = Callable[..., list[str]]


#: What only the database of a house knows: where a way begins, what came of an inquiry.
KNOWN = {
    "whole_way": "SELECT thread FROM sprints_idea WHERE way_out = 'team' ORDER BY id",
    "intake:result": "SELECT id FROM intake_handling WHERE shown = 'public'",
}


def filled_in(name: str, home: Path) -> tuple[str, ...]:
    """What an address of a house is filled with."""
    if name not in KNOWN:
        return EXAMPLES.get(name, ())
    with closing(sqlite3.connect(home / "querwerk.sqlite3")) as database:
        (found,) = database.execute(KNOWN[name]).fetchone()
    return (str(UUID(found)) if name == "whole_way" else str(found),)


@dataclass(frozen=True)
class House:
    """A running house, the passwords it printed when it was set up, and codes for the second factor."""

    address: str
    home: Path
    passwords: dict[str, str]
    environment: dict[str, str]
    codes: dict[str, list[str]] = field(default_factory=dict)
    sessions: dict[str, list[Any]] = field(default_factory=dict)

    def code(self, name: str) -> str:
        """A code that was not used yet; when all are, the house makes new ones."""
        if not self.codes.get(name):
            told = subprocess.run(
                [*COMMAND, "codes", name], env=self.environment, capture_output=True, text=True, timeout=60, check=True
            )
            self.codes[name] = told.stdout.split()
        return self.codes[name].pop()

    def log_in(self, page: Page, name: str = "carla") -> None:
        """With the log-in of an earlier test as long as it lasts, else by password and second factor."""
        page.context.add_cookies(self.sessions.get(name, []))
        page.goto("/")
        if not page.get_by_role("button", name="Abmelden").is_visible():
            self._come_in(page, name)
            self.sessions[name] = [
                one for one in page.context.cookies() if one.get("name") == settings.SESSION_COOKIE_NAME
            ]

    def _come_in(self, page: Page, name: str) -> None:
        """Password, then the second factor if the house asks for it."""
        code = self.code(name) if name in PROVING else ""  # first: new codes end the sessions that there are
        page.goto("/anmelden/")
        page.get_by_label("Benutzername").fill(name)
        page.get_by_label("Passwort").fill(self.passwords[name])
        page.get_by_role("button", name="Anmelden").click()
        page.wait_for_url(lambda url: not url.endswith("/anmelden/"))
        if code:
            page.get_by_label("Code").fill(code)
            page.get_by_role("button", name="Anmelden").click()
            page.wait_for_url(lambda url: not url.endswith("/zweiter-faktor/"))
        page.get_by_role("button", name="Abmelden").wait_for()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The packaged city behind the real server, as ``querwerk demo`` sets it up."""
    home = tmp_path_factory.mktemp("house")
    environment = surroundings(home)
    told = subprocess.run(
        [*COMMAND, "demo", "--prepare"], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert told.returncode == 0, told.stderr
    with served(home) as address:
        passwords = dict(re.findall(r"^  (\w+) +(\S+)", told.stdout, re.MULTILINE))
        yield House(address, home, passwords, environment)


def surroundings(home: Path, source: Path = SOURCE) -> dict[str, str]:
    """The environment of a house: nothing of ours but its home and the code it runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUERWERK_")}
    return {**kept, "QUERWERK_HOME": str(home), "PYTHONPATH": str(source)}


@contextmanager
def served(home: Path, source: Path = SOURCE) -> Iterator[str]:
    """The address of a running house."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = surroundings(home, source)
    with subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=environment) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/impressum/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


@dataclass
class Watch:
    """What a page did while somebody looked at it."""

    own: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def look_at(self, page: Page) -> None:
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.own and not request.url.startswith(("data:", "about:")):
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture
def watch(house: House) -> Watch:
    return Watch(urlsplit(house.address).netloc)


@pytest.fixture(scope="session")
def base_url(house: House) -> str:
    return house.address


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """The browser, patient: on a busy machine a page takes its time, and that says nothing about the page."""
    opened = browser.new_context

    def patient(**said: Any) -> BrowserContext:
        context = opened(**said)
        context.set_default_timeout(_PATIENCE)
        context.set_default_navigation_timeout(_PATIENCE)
        return context

    browser.new_context = patient  # type: ignore[method-assign]
    return browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "de-DE"}


@pytest.fixture
def page(page: Page, watch: Watch) -> Iterator[Page]:
    """A watched page: nothing may come from elsewhere, the console stays silent (policy violations land there)."""
    watch.look_at(page)
    yield page
    assert watch.foreign == []
    assert watch.complaints == []


@pytest.fixture
def unscripted(browser: Browser, house: House) -> Iterator[Page]:
    """A page in a browser that runs no JavaScript."""
    context: BrowserContext = browser.new_context(base_url=house.address, java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def sideways(page: Page) -> int:
    """By how many pixels a page can be scrolled sideways."""
    widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    whole, seen = page.evaluate(widths)
    return max(int(whole) - int(seen), 0)


@pytest.fixture(scope="session")
def serious() -> Serious:
    """What axe finds serious or critical on a page, as sentences; with rules named, only what those find."""
    axe = Axe()

    def found(page: Page, *rules: str) -> list[str]:
        options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in axe.run(page, options=options).response["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return found

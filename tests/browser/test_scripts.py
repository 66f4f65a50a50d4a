"""A house in which every text is an attack: no script runs, and the browser has nothing to forbid."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Browser, Error, Page, Request

from querwerk.access import Verb
from querwerk.web.access import TABLE
from tests.quality import figure

from .conftest import PUBLIC_PAGES, SOURCE, House, filled_in, served, surroundings
from .poison import PAYLOADS

ROOT = SOURCE.parent
#: One sheet where it is edited, and some of its forms.
EDITING = [
    f"/leitprojekte/urbanes-gruen/bearbeiten/{verb}"
    for verb in ("", "umbenennen/", "ziel-setzen/", "dokument-beilegen/", "einheit-zuordnen/", "herkunft-verknuepfen/")
]


@dataclass
class Poisoned:
    """A home full of attacks, and the session of somebody who reads most of it."""

    home: Path
    session: str


@dataclass
class Seen:
    """What pages did: scripts that ran, what the policy forbade, who was asked."""

    hits: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    attacks: int = 0  # shown as text


@pytest.fixture(scope="module")
def poisoned(house: House, tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    """A copy of the packaged city in which every second word is an attack."""
    home = tmp_path_factory.mktemp("poisoned")
    shutil.copytree(house.home, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("querwerk.sqlite3*"))
    with (
        closing(sqlite3.connect(house.home / "querwerk.sqlite3")) as clean,
        closing(sqlite3.connect(home / "querwerk.sqlite3")) as copy,
    ):
        clean.backup(copy)
    told = subprocess.run(
        [sys.executable, "-m", "tests.browser.poison"],
        cwd=ROOT,
        env={**surroundings(home), "PYTHONPATH": f"{SOURCE}:{ROOT}", "DJANGO_SETTINGS_MODULE": "querwerk.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return Poisoned(home, told.stdout.split()[-1])


def look(browser: Browser, address: str, pages: list[str], *, session: str = "", without_policy: bool = False) -> Seen:
    """Reads pages as a browser does, hovering and focusing what attackers like to have hovered and focused."""
    seen, own = Seen(), urlsplit(address).netloc

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc != own and not request.url.startswith(("data:", "about:")):
            seen.foreign.append(request.url)

    context = browser.new_context(base_url=address, locale="de-DE", bypass_csp=without_policy)
    if session:
        context.add_cookies([{"name": "querwerk_session", "value": session, "url": address}])
    context.expose_binding("hit", lambda source, *_: seen.hits.append(source["page"].url))
    context.expose_binding("forbidden", lambda source, what: seen.forbidden.append(f"{source['page'].url}: {what}"))
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " event => forbidden(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"
    )
    context.on("request", asked)
    page = context.new_page()
    for path in pages:
        try:
            answer = page.goto(path, wait_until="load")
        except Error as error:
            if "ERR_HTTP_RESPONSE_CODE_FAILURE" in str(error):  # refused without a body: there is nothing to read
                page.close()  # the browser's own page about it would still come in between
                page = context.new_page()
                continue
            raise
        assert answer is not None
        assert answer.status in (200, 404), f"{path}: {answer.status}"
        if answer.status == 200:
            seen.read.append(path)
            seen.attacks += page.inner_text("body").count("hit()")
            touched(page)
    context.close()
    return seen


def touched(page: Page) -> None:
    """Opens and focuses everything, and lets what was started come to an end."""
    page.evaluate(
        """async () => {
            for (const one of document.querySelectorAll("details")) one.open = true;
            for (const one of document.querySelectorAll("main *")) { one.focus?.(); }
            await new Promise(resolve => setTimeout(resolve, 30));
        }"""
    )


def public_pages(home: Path) -> list[str]:
    return [
        *addresses(PUBLIC_PAGES, home),
        *(f"/suche/?q={quote(payload)}" for payload in PAYLOADS[::6]),
        f"/leitprojekte/?q={quote(PAYLOADS[9])}&thema={quote(PAYLOADS[11])}",
        f"/gibt-es-nicht/{quote(PAYLOADS[8], safe='')}/",
    ]


def inner_pages(home: Path) -> list[str]:
    """What the staff unit reads and where it types."""
    inner = (Verb.LIST, Verb.READ, Verb.CREATE, Verb.EDIT)
    names = [name for name, door in TABLE.items() if not door.public and door.verb in inner]
    return [*addresses(names, home), *EDITING]


def addresses(names: Iterable[str], home: Path) -> list[str]:
    """Where pages are found; what opens with a token or a number only is left out."""
    found = []
    for name in names:
        with suppress(NoReverseMatch):
            found.append(reverse(name, args=filled_in(name, home)))
    return found


def broken_source(folder: Path) -> Path:
    """The code of the house with one hole: names of projects are written as they come."""
    source = folder / "src"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    sheet = source / "querwerk" / "projects" / "jinja2" / "projects" / "sheet.html"
    whole = sheet.read_text(encoding="utf-8")
    holed = whole.replace("<h1>{{ sheet.name }}</h1>", "<h1>{{ sheet.name|safe }}</h1>")
    assert holed != whole
    sheet.write_text(holed, encoding="utf-8")
    return source


@pytest.fixture(scope="module")
def hole(poisoned: Poisoned, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, Seen]]:
    """What happens on the sheets of a house with a hole, with the policy and without."""
    with closing(sqlite3.connect(poisoned.home / "querwerk.sqlite3")) as database:
        slugs = [slug for (slug,) in database.execute("SELECT slug FROM projects_project ORDER BY slug LIMIT 6")]
    pages = [f"/leitprojekte/{slug}/" for slug in slugs]
    with served(poisoned.home, broken_source(tmp_path_factory.mktemp("broken"))) as address:
        yield look(browser, address, pages), look(browser, address, pages, without_policy=True)


def test_no_text_of_the_house_runs_as_a_script(poisoned: Poisoned, browser: Browser, hole: tuple[Seen, Seen]) -> None:
    with served(poisoned.home) as address:
        seen = [
            look(browser, address, public_pages(poisoned.home)),
            look(browser, address, inner_pages(poisoned.home), session=poisoned.session),
        ]
    assert [(found.hits, found.forbidden, found.foreign) for found in seen] == [([], [], [])] * 2
    assert len(seen[0].read) > 20
    assert len(seen[1].read) > 6
    assert sum(found.attacks for found in seen) > 500  # they are there, as words
    with_policy, without = hole
    pages = sum(len(found.read) for found in seen)
    figure(
        "T16",
        f"{len(PAYLOADS)} attacks in every text of the house, {pages} pages in Chromium",
        result="0 scripts run, 0 violations of the policy, 0 requests to other hosts",
        control=f"one name unescaped: {len(with_policy.forbidden)} violations; without the policy {len(without.hits)} "
        "scripts run",
    )


def test_one_name_written_as_it_comes_would_be_noticed(hole: tuple[Seen, Seen]) -> None:
    with_policy, without_policy = hole
    assert with_policy.hits == []
    assert len(with_policy.forbidden) > 0
    assert len(without_policy.hits) > 0
